"""Draws one row of the live list in one pass, straight from the log.

Theory of operation. The usual item view asks its model for a dozen roles of every cell of every row; that
is what makes a repaint slow, not the drawing. Here a row is one cell, the delegate reads the frozen
DeliveryRow itself, and every elided text is laid out once and kept as a QStaticText. The texts come from
strangers: they are drawn as plain text, each in a paragraph of its own (a direction override ends with
it), shortened before they are laid out and clipped to the row.
"""

from __future__ import annotations

import unicodedata
from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPixmap, QStaticText, QTextOption
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from vox_console.presenters.delivery_log import DeliveryLog
from vox_console.presenters.states import DeliveryRow
from vox_console.ui.parts_strip import paint_parts, strip_width
from vox_console.ui.row_layout import ICON, TAG, RowLayout, Slot, row_layout
from vox_console.ui.theme import RADIUS, S1, S2, S3, S4, Theme
from vox_console.ui.tokens import FOCUS_RING

_MOST_CHARACTERS: Final = 400
"""More never fits a row, and a text of ten thousand combining marks takes long to lay out."""

_MOST_TEXTS: Final = 4096
"""Laid out texts that are kept; past this the cache starts over (about a hundred are on the screen)."""

_TEXT_SHARE: Final = 0.4
"""Of the room for text and trouble together, what a long trouble leaves to a long text."""

_STRONG: Final = frozenset({"L", "R", "AL"})


def reads_right_to_left(text: str) -> bool:
    """Tell by the first strongly directed character (Unicode Bidirectional Algorithm, rule P2)."""
    if text.isascii():
        return False
    kinds = (unicodedata.bidirectional(character) for character in text[:_MOST_CHARACTERS])
    return next((kind for kind in kinds if kind in _STRONG), "L") != "L"


class DeliveryDelegate(QStyledItemDelegate):
    """Paints rows of one log. ring_shown: whether the current row shows the keyboard's focus ring."""

    def __init__(self, log: DeliveryLog, theme: Theme) -> None:
        super().__init__()
        self.ring_shown = True
        self._log = log
        self._theme = theme
        self._dense = False
        self._layouts: dict[int, RowLayout] = {}
        self._texts: dict[tuple[str, str, int], QStaticText] = {}
        self._pens: dict[str, QPen] = {}
        self._fonts: dict[str, QFont] = {}
        self._metrics: dict[str, QFontMetricsF] = {}
        theme.changed.connect(self._dress)
        self._dress()

    def set_dense(self, dense: bool) -> None:  # noqa: FBT001 - a setter with one value
        """Choose between comfortable and compact rows; the view has to lay itself out again."""
        self._dense = dense
        self._layouts.clear()

    def show_ways(self) -> None:
        """Give each row room for the way it took; the log says whether there is anything to show."""
        self._layouts.clear()

    def layout_for(self, width: int) -> RowLayout:
        """Give the layout of rows of this width, in device-independent pixels."""
        layout = self._layouts.get(width)
        if layout is None:
            self._layouts.clear()  # one list has one width: the old one will not come back soon
            body, meta = self._metrics["body"], self._metrics["meta"]
            layout = self._layouts[width] = row_layout(
                width, dense=self._dense, body=body, meta=meta, ways=self._log.ways_matter
            )
        return layout

    def sizeHint(self, option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Give the fixed height of a row."""
        width = option.rect.width()
        return QSize(width, self.layout_for(width).height)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw one row: background, icon, texts, parts strip, focus ring."""
        room = option.rect
        state = option.state
        row = self._log.row_at(index.row())
        layout = self.layout_for(room.width())
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            self._background(painter, room, "accent_soft")
        elif state & QStyle.StateFlag.State_MouseOver:
            self._background(painter, room, "hover")
        painter.translate(room.topLeft())
        if row is None:
            self._placeholder(painter, layout)
        else:
            self._row(painter, row, layout, room.width())
        painter.restore()
        if self.ring_shown and state & QStyle.StateFlag.State_HasFocus:
            self._ring(painter, room)

    def _row(self, painter: QPainter, row: DeliveryRow, layout: RowLayout, width: int) -> None:
        look = row.look
        icon = layout.icon
        ratio = painter.device().devicePixelRatioF()
        pixmap: QPixmap = self._theme.pixmap(look.icon, look.tone, ICON, ratio)
        painter.drawPixmap(QPointF(icon.left, icon.middle - ICON / 2), pixmap)
        painter.setFont(self._fonts["meta"])
        self._text(painter, row.time, layout.time, "meta", "muted", to_right=layout.two_lines)
        self._text(painter, look.word, layout.word, "meta", look.tone, to_right=layout.two_lines)
        if layout.way is not None and row.way:
            self._way(painter, row, layout, layout.way)
        text = self._strip(painter, row, layout)
        if layout.sender is not None:
            self._text(painter, row.sender, layout.sender, "meta", "muted")
        painter.setFont(self._fonts["body"])
        self._text(painter, row.recipient, layout.recipient, "body", "text")
        if not row.text.isascii():  # only foreign marks can leave their line
            painter.setClipRect(QRect(0, 0, width, layout.height), Qt.ClipOperation.IntersectClip)
        if row.trouble:
            self._text_and_trouble(painter, row, text)
        else:
            self._text(painter, row.text, text, "body", "muted" if layout.two_lines else "text")

    def _way(self, painter: QPainter, row: DeliveryRow, layout: RowLayout, slot: Slot) -> None:
        """Draw the tag that says which way the message took: quiet, in one place on every row."""
        left = slot.left
        if layout.two_lines:  # the time is flush right there, and the tag stands before it
            time = self._static(row.time, "meta", int(layout.time.width))
            left = layout.time.right - time.size().width() - S3 - slot.width
        height = self._metrics["meta"].height() + 2
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._colour("border"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        frame = QRectF(left + 0.5, slot.middle - height / 2, slot.width - 1, height - 1)
        painter.drawRoundedRect(frame, TAG, TAG)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        words = self._static(row.way, "meta", int(slot.width))
        painter.setPen(self._pen("muted"))
        size = words.size()
        at = QPointF(left + (slot.width - size.width()) / 2, slot.middle - size.height() / 2)
        painter.drawStaticText(at, words)

    def _strip(self, painter: QPainter, row: DeliveryRow, layout: RowLayout) -> Slot:
        """Draw the parts strip and give the room it leaves for the text."""
        right, middle, text = layout.strip.right, layout.strip.middle, layout.text
        if layout.two_lines:  # the word is flush right there, and the strip follows it
            word = self._static(row.look.word, "meta", int(layout.word.width))
            right = layout.word.right - word.size().width() - S2
        paint_parts(
            painter, right, middle, row.parts,
            colour=self._colour, number=self._number, segments=row.segments,
        )  # fmt: skip
        if layout.sender is not None:  # wide enough: every text ends at the same edge
            return text
        # A message keeps its number of parts, so the text's end does not move when its state changes.
        strip = strip_width(len(row.parts), number=self._number, segments=row.segments)
        beside_way = layout.way is not None and not layout.two_lines
        end = (layout.way.left if layout.way and beside_way else layout.strip.right - strip) - S4
        return Slot(text.left, max(end - text.left, 0), text.middle)

    def _text_and_trouble(self, painter: QPainter, row: DeliveryRow, slot: Slot) -> None:
        """Draw the trouble at the end of the room; the beginning of the text always stands before it."""
        body = self._metrics["body"]
        gap = min(S3 * 2, slot.width * 0.1)
        needed = body.horizontalAdvance(row.trouble[:_MOST_CHARACTERS]) + 1
        least = min(body.horizontalAdvance(row.text[:_MOST_CHARACTERS]) + 1, slot.width * _TEXT_SHARE)
        trouble = min(needed, slot.width - gap - least)
        rest = Slot(slot.left, slot.width - gap - trouble, slot.middle)
        self._text(painter, row.text, rest, "body", "muted")
        at_end = Slot(slot.right - trouble, trouble, slot.middle)
        self._text(painter, row.trouble, at_end, "body", row.look.tone)

    def _text(
        self, painter: QPainter, text: str, slot: Slot, role: str, tone: str, *, to_right: bool = False
    ) -> None:
        static = self._static(text, role, int(slot.width))
        size = static.size()
        left = slot.left
        if to_right or reads_right_to_left(text):
            left = slot.right - size.width()
        painter.setPen(self._pen(tone))
        painter.drawStaticText(QPointF(left, slot.middle - size.height() / 2), static)

    def _static(self, text: str, role: str, width: int) -> QStaticText:
        key = (text, role, width)
        static = self._texts.get(key)
        if static is None:
            if len(self._texts) >= _MOST_TEXTS:
                self._texts.clear()
            metrics = self._metrics[role]
            elided = metrics.elidedText(text[:_MOST_CHARACTERS], Qt.TextElideMode.ElideRight, width)
            static = QStaticText(elided)
            static.setTextFormat(Qt.TextFormat.PlainText)
            option = QTextOption()
            option.setWrapMode(QTextOption.WrapMode.NoWrap)
            rtl = reads_right_to_left(text)
            option.setTextDirection(Qt.LayoutDirection.RightToLeft if rtl else Qt.LayoutDirection.LeftToRight)
            static.setTextOption(option)
            static.prepare(font=self._fonts[role])
            self._texts[key] = static
        return static

    def _number(self, text: str) -> QStaticText:
        return self._static(text, "meta", ICON * 4)

    def _placeholder(self, painter: QPainter, layout: RowLayout) -> None:
        """Draw the shape of a row that is still being read."""
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._colour("hover"))
        for slot, share in ((layout.recipient, 0.8), (layout.text, 0.5)):
            bar = QRectF(slot.left, slot.middle - S1, slot.width * share, 2 * S1)
            painter.drawRoundedRect(bar, S1, S1)

    def _background(self, painter: QPainter, room: QRect, token: str) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._colour(token))
        painter.drawRoundedRect(QRectF(room).adjusted(S1, 0.5, -S1, -0.5), RADIUS, RADIUS)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)

    def _ring(self, painter: QPainter, room: QRect) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._colour("accent"), FOCUS_RING))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        inset = FOCUS_RING / 2
        painter.drawRoundedRect(
            QRectF(room).adjusted(S1 + inset, inset + 0.5, -S1 - inset, -inset - 0.5), RADIUS, RADIUS
        )
        painter.restore()

    def _pen(self, token: str) -> QPen:
        pen = self._pens.get(token)
        if pen is None:
            pen = self._pens[token] = QPen(self._theme.color(token))
        return pen

    def _colour(self, token: str) -> QColor:
        return self._pen(token).color()

    def _dress(self) -> None:
        self._fonts = {role: self._theme.font(role) for role in ("body", "meta")}
        self._metrics = {role: QFontMetricsF(font) for role, font in self._fonts.items()}
        self._layouts.clear()
        self._texts.clear()
        self._pens.clear()
