"""The parts of a message as a strip of small blocks, each in the colour of its state.

Up to eight parts are drawn one block each. More would be a smear, so they become a number and a bar whose
lengths are the shares of each state. What has not left yet is hollow, so that colour is not the only sign.
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


def strip_width(parts: int, *, number: Callable[[str], QStaticText]) -> float:
    """Give the width paint_parts will use for so many parts, in device-independent pixels."""
    if parts <= MOST_BLOCKS:
        return max(parts * (BLOCK_WIDTH + GAP) - GAP, 0)
    return number(_times(parts)).size().width() + 2 * GAP + _BAR_WIDTH


def paint_parts(
    painter: QPainter,
    right: float,
    middle: float,
    parts: tuple[Tone, ...],
    *,
    colour: Callable[[str], QColor],
    number: Callable[[str], QStaticText],
) -> None:
    """Draw a strip that ends at `right` and is centred on `middle`.

    colour: gives a token's colour. number: gives a text prepared in the painter's font.
    """
    if len(parts) <= MOST_BLOCKS:
        _blocks(painter, right, middle, parts, colour)
        return
    label = number(_times(len(parts)))
    size = label.size()
    _bar(
        painter, QRectF(right - _BAR_WIDTH, middle - _BAR_HEIGHT / 2, _BAR_WIDTH, _BAR_HEIGHT), parts, colour
    )
    painter.setPen(colour("muted"))
    left = right - _BAR_WIDTH - GAP * 2 - size.width()
    painter.drawStaticText(QPointF(left, middle - size.height() / 2), label)


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
