"""Where the pieces of one delivery row stand, worked out once for a width and a density.

Two shapes. On one line: icon, time, recipient, sender, text, way, parts, word; the sender is the first to
go when the pane narrows. When the text would no longer have room the row becomes two lines: recipient, way
and time above; text, parts and word below. The way has room only in lists that show it. Every width comes
from the fonts, so that columns stay aligned at any text size and do not move when rows change.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import Final

from PySide6.QtGui import QFontMetricsF

from vox_console.presenters.tone import MESSAGE_LOOKS
from vox_console.ui.tokens import S1, S2, S3, S4

ICON: Final = 16
"""Size of the state icon, in device-independent pixels."""

STRIP: Final = 46
"""Room of the parts strip: eight blocks (see parts_strip)."""

TAG: Final = 4
"""Room between the edge of the tag that names a way and its words."""

_ONE_LINE: Final = {False: 36, True: 26}
_TWO_LINES: Final = {False: 54, True: 42}
_MIN_TEXT_CHARACTERS: Final = 18
_MIN_TEXT_WITH_SENDER: Final = 34


@dataclass(frozen=True, slots=True)
class Slot:
    """Room for one piece of text: left edge, width, and the middle of its line."""

    left: float
    width: float
    middle: float

    @property
    def right(self) -> float:
        """The edge where the room ends."""
        return self.left + self.width


@dataclass(frozen=True, slots=True)
class RowLayout:
    """The slots of a row, relative to its top left corner. sender is None when it has no room.

    way: None where it is not shown; on two lines it stands flush right before the time. number: beside the
    recipient's name; None where names are not shown, and on two lines, where it follows the name.

    strip: where the parts strip ends (it grows to the left), with the room of the widest one; text may
    use what a strip leaves. height: of the whole row.
    """

    height: int
    two_lines: bool
    icon: Slot
    time: Slot
    recipient: Slot
    sender: Slot | None
    text: Slot
    strip: Slot
    word: Slot
    way: Slot | None = None
    number: Slot | None = None


def row_layout(
    width: float,
    *,
    dense: bool,
    body: QFontMetricsF,
    meta: QFontMetricsF,
    ways: bool = False,
    names: bool = False,
) -> RowLayout:
    """Lay a row out. width: of the list, in device-independent pixels; body and meta: its two fonts.

    ways: whether rows show which way they took. names: whether they have room for a name and a number.
    """
    time_width = ceil(meta.horizontalAdvance("30 Nov 00:00"))
    recipient_width = ceil(body.horizontalAdvance("+000 000 000 0000"))
    number_width = ceil(meta.horizontalAdvance("+000 000 000 0000"))
    sender_width = ceil(meta.horizontalAdvance("+000 00 000 0000"))
    word_width = ceil(max(meta.horizontalAdvance(look.word) for look in MESSAGE_LOOKS.values()))
    character = body.averageCharWidth()
    height = max(_ONE_LINE[dense], round(body.height()) + S2)
    middle = height / 2
    icon = Slot(S4, ICON, middle)
    time = Slot(icon.right + S3, time_width, middle)
    recipient = Slot(time.right + S4, recipient_width, middle)
    word = Slot(width - S4 - word_width, word_width, middle)
    strip = Slot(word.left - S2 - STRIP, STRIP, middle)
    way_width = ceil(max(meta.horizontalAdvance(way) for way in ("SMPP", "REST"))) + 2 * TAG if ways else 0
    way = Slot(strip.left - S3 - way_width, way_width, middle) if ways else None
    number = Slot(recipient.right + S2, number_width, middle) if names else None
    text_left = (number or recipient).right + S4
    text = Slot(text_left, (way or strip).left - S4 - text_left, middle)
    if text.width < _MIN_TEXT_CHARACTERS * character:
        return _two_lines(width, word_width, time_width, way_width, line=body.height(), dense=dense)
    sender = None
    if text.width - sender_width - S4 >= _MIN_TEXT_WITH_SENDER * character:
        sender = Slot(text_left, sender_width, middle)
        text = Slot(sender.right + S4, text.right - sender.right - S4, middle)
    return RowLayout(height, two_lines=False, icon=icon, time=time, recipient=recipient, sender=sender,
                     text=text, strip=strip, word=word, way=way, number=number)  # fmt: skip


def _two_lines(
    width: float, word_width: float, time_width: float, way_width: float, *, line: float, dense: bool
) -> RowLayout:
    height = max(_TWO_LINES[dense], round(2 * line) + S2)
    upper, lower = height / 2 - line / 2 - 1.5, height / 2 + line / 2 + 1.5
    icon = Slot(S4, ICON, upper)
    left = icon.right + S3
    time = Slot(width - S4 - time_width, time_width, upper)
    word = Slot(width - S4 - word_width, word_width, lower)
    strip = Slot(word.left - S2 - STRIP, STRIP, lower)
    way = Slot(time.left - S3 - way_width, way_width, upper) if way_width else None
    return RowLayout(
        height,
        two_lines=True,
        icon=icon,
        time=time,
        recipient=Slot(left, (way or time).left - S2 - left, upper),
        sender=None,
        text=Slot(left, max(strip.left - S2 - left, S1), lower),
        strip=strip,
        word=word,
        way=way,
    )
