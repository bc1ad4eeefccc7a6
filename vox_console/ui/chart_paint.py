"""Draws a chart on the screen, into a picture, or as an SVG: always by the same strokes.

Where each bar stands is worked out first (:func:`lay_out`), so that what is pressed is what was drawn.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

from vox_console.presenters.charts_state import Bar, ChartShown
from vox_console.ui.tokens import S1, S2, S3, S4

ROW: Final = 30
UPRIGHT: Final = 190
_WIDEST_LABEL: Final = 190
_WIDEST_BAR: Final = 44
_THICK: Final = 14
_LEGEND: Final = 10
_GAP_FROM: Final = 2
"""Pieces that are larger than this leave a line between them."""
_TOP_LEFT: Final = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
_RIGHT: Final = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_LEFT: Final = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_CENTRE: Final = int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)

Ink = Callable[[str], QColor]
"""Gives the colour of a token."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a bar is. cell: all that belongs to it; body: what is drawn of it at full length."""

    bar: Bar
    cell: QRectF
    body: QRectF


@dataclass(frozen=True, slots=True)
class Letters:
    """The fonts of a chart."""

    title: QFont
    small: QFont


def height_of(chart: ChartShown, letters: Letters) -> float:
    """Give how high a chart is."""
    rows = UPRIGHT if chart.upright else max(1, len(chart.bars)) * ROW
    return _above(letters) + rows + QFontMetricsF(letters.small).height() * 2 + S4 + S1


def lay_out(chart: ChartShown, room: QRectF, letters: Letters) -> list[Place]:
    """Give where each bar is in a room as high as :func:`height_of` says."""
    metrics = QFontMetricsF(letters.small)
    top = room.top() + _above(letters)
    if not chart.bars:
        return []
    if chart.upright:
        scale = metrics.horizontalAdvance(f"{chart.largest:,}") + S2
        step = (room.width() - scale) / len(chart.bars)
        thick = min(_WIDEST_BAR, max(1.0, step - max(1.0, step * 0.2)))
        cells = [QRectF(room.left() + scale + at * step, top, step, UPRIGHT) for at in range(len(chart.bars))]
        bodies = [
            QRectF(cell.center().x() - thick / 2, cell.top(), thick, cell.height() - metrics.height() - S1)
            for cell in cells
        ]
    else:
        label = min(_WIDEST_LABEL, max(metrics.horizontalAdvance(bar.label) for bar in chart.bars)) + S3
        value = max(metrics.horizontalAdvance(bar.value) for bar in chart.bars) + S2
        cells = [QRectF(room.left(), top + at * ROW, room.width(), ROW) for at in range(len(chart.bars))]
        bodies = [
            QRectF(cell.left() + label, cell.center().y() - _THICK / 2, cell.width() - label - value, _THICK)
            for cell in cells
        ]
    return [Place(bar, cell, body) for bar, cell, body in zip(chart.bars, cells, bodies, strict=True)]


def paint_chart(
    painter: QPainter, chart: ChartShown, room: QRectF, *, ink: Ink, letters: Letters, chosen: int = -1
) -> None:
    """Draw a chart into a room. chosen: the bar that the keyboard or the pointer is at."""
    strokes = _Strokes(painter, chart, room, ink, letters)
    strokes.title()
    places = lay_out(chart, room, letters)
    for at, place in enumerate(places):
        if at == chosen:
            painter.fillRect(place.cell, ink("hover"))
        strokes.bar(place)
    if chart.upright and places:
        strokes.scale(places)
    strokes.below()


def _above(letters: Letters) -> float:
    return QFontMetricsF(letters.title).height() + S3


class _Strokes:
    """Draws the pieces of one chart."""

    def __init__(
        self, painter: QPainter, chart: ChartShown, room: QRectF, ink: Ink, letters: Letters
    ) -> None:
        self._painter = painter
        self._chart = chart
        self._room = room
        self._ink = ink
        self._letters = letters
        self._metrics = QFontMetricsF(letters.small)

    def title(self) -> None:
        """Write what the chart is of."""
        self._painter.setPen(self._ink("text"))
        self._painter.setFont(self._letters.title)
        self._painter.drawText(self._room, _TOP_LEFT, self._chart.title)
        self._painter.setFont(self._letters.small)

    def bar(self, place: Place) -> None:
        """Draw a bar; one that lies has its label and its value beside it."""
        if not self._chart.upright:
            cell, body = place.cell, place.body
            label_room = QRectF(cell.left(), cell.top(), body.left() - cell.left() - S2, ROW)
            label = self._metrics.elidedText(place.bar.label, Qt.TextElideMode.ElideRight, label_room.width())
            self._painter.setPen(self._ink("text"))
            self._painter.drawText(label_room, _LEFT, label)
            self._painter.fillRect(body, self._ink("sunken"))
            self._painter.setPen(self._ink("muted"))
            self._painter.drawText(cell, _RIGHT, place.bar.value)
        self._pieces(place)

    def scale(self, places: list[Place]) -> None:
        """Write what the highest bar counts, draw the floor, and write the labels there is room for."""
        painter, metrics = self._painter, self._metrics
        first, last = places[0], places[-1]
        painter.setPen(self._ink("muted"))
        left, right = self._room.left(), first.cell.left() - S2
        beside = QRectF(left, first.body.top() - S1, right - left, metrics.height())
        painter.drawText(beside, _RIGHT, f"{self._chart.largest:,}")
        floor = first.body.bottom() + 0.5
        width = last.cell.right() - first.cell.left()
        painter.fillRect(QRectF(first.cell.left(), floor, width, 1), self._ink("border"))
        widest = max(metrics.horizontalAdvance(place.bar.label) for place in places) + S3
        every = max(1, -int(-widest // first.cell.width()))
        for place in places[::every]:
            under = QRectF(place.cell.center().x() - widest / 2, floor + S1, widest, metrics.height())
            painter.drawText(under, _CENTRE, place.bar.label)

    def below(self) -> None:
        """Say what the colours mean, and what is worth knowing of the whole."""
        painter, metrics = self._painter, self._metrics
        line = metrics.height()
        top, left = self._room.bottom() - 2 * line - S1, self._room.left()
        for tone, word in self._chart.legend:
            painter.fillRect(
                QRectF(left, top + (line - _LEGEND) / 2, _LEGEND, _LEGEND), self._ink(tone.value)
            )
            painter.setPen(self._ink("text"))
            left += _LEGEND + S1
            painter.drawText(QPointF(left, top + metrics.ascent()), word)
            left += metrics.horizontalAdvance(word) + S4
        painter.setPen(self._ink("muted"))
        painter.drawText(QPointF(self._room.left(), top + line + S1 + metrics.ascent()), self._chart.note)

    def _pieces(self, place: Place) -> None:
        """Stack what a bar counts, from the bottom or from the left; what counts anything is seen."""
        body, upright = place.body, self._chart.upright
        full = body.height() if upright else body.width()
        at = 0.0
        for piece in place.bar.pieces:
            if not piece.count:
                continue
            size = max(1.0, full * piece.count / max(1, self._chart.largest))
            drawn = size - 1 if size > _GAP_FROM else size
            if upright:
                rect = QRectF(body.left(), body.bottom() - at - drawn, body.width(), drawn)
            else:
                rect = QRectF(body.left() + at, body.top(), drawn, body.height())
            self._painter.fillRect(rect, self._ink(piece.tone.value))
            at += size
