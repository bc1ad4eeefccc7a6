"""A chart as a file: PNG for a report, SVG where it is to be enlarged."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import QByteArray, QMarginsF, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QImageWriter, QPainter
from PySide6.QtSvg import QSvgGenerator

from vox_console.presenters.charts_state import ChartShown
from vox_console.ui.chart_paint import Letters, height_of, paint_chart
from vox_console.ui.theme import Theme
from vox_console.ui.tokens import S5

_WIDTH: Final = 960
_SCALE: Final = 2
"""Pixels of a PNG for each unit, so that letters stay sharp on paper."""


def save_picture(chart: ChartShown, theme: Theme, path: Path) -> None:
    """Write a chart to a file: SVG where its name ends so, else PNG. Raises OSError when it cannot."""
    letters = Letters(theme.font("strong"), theme.font("meta"))
    size = QSize(_WIDTH, round(height_of(chart, letters)) + 2 * S5)
    if path.suffix.lower() == ".svg":
        generator = QSvgGenerator()
        generator.setFileName(str(path))
        generator.setSize(size)
        generator.setViewBox(QRectF(0, 0, size.width(), size.height()))
        generator.setTitle(chart.title)
        painter = QPainter(generator)
        if not painter.isActive():
            raise OSError(f"{path.name} cannot be written")
        _draw(painter, chart, theme, letters, size)
        return
    image = QImage(size * _SCALE, QImage.Format.Format_ARGB32)
    image.setDevicePixelRatio(_SCALE)
    image.fill(Qt.GlobalColor.transparent)
    _draw(QPainter(image), chart, theme, letters, size)
    if not QImageWriter(str(path), QByteArray(b"png")).write(image):
        raise OSError(f"{path.name} cannot be written")


def _draw(painter: QPainter, chart: ChartShown, theme: Theme, letters: Letters, size: QSize) -> None:
    whole = QRectF(0, 0, size.width(), size.height())
    painter.fillRect(whole, theme.color("surface"))
    room = whole.marginsRemoved(QMarginsF(S5, S5, S5, S5))
    paint_chart(painter, chart, room, ink=theme.color, letters=letters)
    painter.end()
