"""The icon set: our own SVG drawings, recoloured and rendered for one size and one screen ratio."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from vox_console.resource_files import resource


@cache
def drawing(name: str) -> str:
    """Give the SVG source of one icon, its strokes in currentColor.

    Raises FileNotFoundError for a name that is not in the set: a mistake in our own code.
    """
    return resource(f"icons/{name}.svg").read_text(encoding="utf-8")


def recoloured(name: str, colour: QColor) -> str:
    """Give the SVG source of one icon drawn in one colour."""
    return drawing(name).replace("currentColor", colour.name())


def render(name: str, *, colour: QColor, size: int, ratio: float) -> QPixmap:
    """Draw an icon of size x size device-independent pixels for a screen of the given pixel ratio."""
    pixels = max(1, round(size * ratio))
    pixmap = QPixmap(pixels, pixels)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    source = QByteArray(recoloured(name, colour).encode())
    QSvgRenderer(source).render(painter, QRectF(0, 0, pixels, pixels))
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


def app_mark(size: int, ratio: float) -> QPixmap:
    """Draw the program's own mark, in its own colours."""
    pixels = max(1, round(size * ratio))
    pixmap = QPixmap(pixels, pixels)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    QSvgRenderer(str(resource("vox.svg"))).render(painter, QRectF(0, 0, pixels, pixels))
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap
