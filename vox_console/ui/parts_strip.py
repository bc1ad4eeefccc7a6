"""The parts of a message as a strip of small blocks, each in the colour of its state.

Up to eight parts are drawn one block each. More would be a smear, so they become a number and a bar whose
lengths are the shares of each state. What has not left yet is hollow, so that colour is not the only sign.

Where one id stands for several parts, nothing is known of each: one block, one fate, behind how many it is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QStaticText

from vox_console.presenters.tone import Tone

BLOCK_WIDTH: Final = 4
BLOCK_HEIGHT: Final = 12
GAP: Final = 2
MOST_BLOCKS: Final = 8
_BAR_WIDTH: Final = 20
_BAR_HEIGHT: Final = 6


def strip_width(parts: int, *, number: Callable[[str], QStaticText], segments: int = 0) -> float:
    """Give the width paint_parts will use for so many parts, in device-independent pixels.

    segments: what the parts stand for, where that is more than there are.
    """
    if parts <= MOST_BLOCKS:
        blocks = max(parts * (BLOCK_WIDTH + GAP) - GAP, 0)
        return blocks + (number(_times(segments)).size().width() + 2 * GAP if segments > parts else 0)
    return number(_times(parts)).size().width() + 2 * GAP + _BAR_WIDTH


def paint_parts(
    painter: QPainter,
    right: float,
    middle: float,
    parts: tuple[Tone, ...],
    *,
    colour: Callable[[str], QColor],
    number: Callable[[str], QStaticText],
    segments: int = 0,
) -> None:
    """Draw a strip that ends at `right` and is centred on `middle`.

    colour: gives a token's colour. number: gives a text prepared in the painter's font. segments: see above.
    """
    if len(parts) <= MOST_BLOCKS:
        _blocks(painter, right, middle, parts, colour)
        if segments > len(parts):
            label = number(_times(segments))
            blocks = strip_width(len(parts), number=number)
            painter.setPen(colour("muted"))
            _write(painter, right - blocks - 2 * GAP, middle, label)
        return
    label = number(_times(len(parts)))
    _bar(
        painter, QRectF(right - _BAR_WIDTH, middle - _BAR_HEIGHT / 2, _BAR_WIDTH, _BAR_HEIGHT), parts, colour
    )
    painter.setPen(colour("muted"))
    _write(painter, right - _BAR_WIDTH - GAP * 2, middle, label)


def _write(painter: QPainter, right: float, middle: float, label: QStaticText) -> None:
    size = label.size()
    painter.drawStaticText(QPointF(right - size.width(), middle - size.height() / 2), label)


def _times(parts: int) -> str:
    return f"{parts}×"  # noqa: RUF001 - the multiplication sign is meant


def _blocks(
    painter: QPainter,
    right: float,
    middle: float,
    parts: tuple[Tone, ...],
    colour: Callable[[str], QColor],
) -> None:
    left = right - len(parts) * (BLOCK_WIDTH + GAP) + GAP
    top = middle - BLOCK_HEIGHT / 2
    for tone in parts:
        if tone is Tone.WAITING:
            painter.setPen(colour(tone))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(left + 0.5, top + 0.5, BLOCK_WIDTH - 1, BLOCK_HEIGHT - 1))
        else:
            painter.fillRect(QRectF(left, top, BLOCK_WIDTH, BLOCK_HEIGHT), colour(tone))
        left += BLOCK_WIDTH + GAP


def _bar(painter: QPainter, room: QRectF, parts: tuple[Tone, ...], colour: Callable[[str], QColor]) -> None:
    left = room.left()
    counts = Counter(parts)
    for tone in Tone:
        share = room.width() * counts[tone] / len(parts)
        if share:
            painter.fillRect(QRectF(left, room.top(), share, room.height()), colour(tone))
            left += share
