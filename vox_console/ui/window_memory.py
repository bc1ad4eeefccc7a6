"""Remembers where the window stood and how its splitters were set, and brings it back onto a screen."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QByteArray, QRect, QSettings
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMainWindow, QSplitter

VERSION: Final = 1
"""Raised when the layout of the window changes so that older states no longer fit."""

_FIRST_SIZE: Final = (1280, 800)


class WindowMemory:
    """Keeps the window's geometry in an ini file given from outside."""

    def __init__(self, settings: QSettings) -> None:
        self._settings = settings

    def save(self, window: QMainWindow, splitters: dict[str, QSplitter]) -> None:
        """Write geometry and splitter states."""
        self._settings.setValue("window/version", VERSION)
        self._settings.setValue("window/geometry", window.saveGeometry())
        for name, splitter in splitters.items():
            self._settings.setValue(f"window/splitter-{name}", splitter.saveState())
        self._settings.sync()

    def restore(self, window: QMainWindow, splitters: dict[str, QSplitter]) -> None:
        """Bring back what was saved; anything unreadable, or of another version, is left at its default."""
        window.resize(*_FIRST_SIZE)
        if self._settings.value("window/version", 0, int) == VERSION:
            window.restoreGeometry(self._bytes("window/geometry"))
            for name, splitter in splitters.items():
                splitter.restoreState(self._bytes(f"window/splitter-{name}"))
        frame = window.geometry()
        screens = [screen.availableGeometry() for screen in QGuiApplication.screens()]
        window.setGeometry(clamp(frame, screens))

    def text(self, name: str, default: str) -> str:
        """Give a small choice of the operator's, such as the appearance."""
        value = self._settings.value(f"window/{name}", default)
        return value if isinstance(value, str) else default

    def set_text(self, name: str, value: str) -> None:
        """Keep a small choice of the operator's."""
        self._settings.setValue(f"window/{name}", value)

    def _bytes(self, key: str) -> QByteArray:
        value = self._settings.value(key)
        return value if isinstance(value, QByteArray) else QByteArray()


def clamp(frame: QRect, screens: list[QRect]) -> QRect:
    """Give the frame, moved and shrunk as little as needed to lie on the screen it overlaps most."""

    def shared(screen: QRect) -> int:
        common = screen.intersected(frame)
        return max(0, common.width()) * max(0, common.height())

    if not screens:
        return frame
    screen = max(screens, key=shared)
    width, height = min(frame.width(), screen.width()), min(frame.height(), screen.height())
    left = min(max(frame.left(), screen.left()), screen.right() + 1 - width)
    top = min(max(frame.top(), screen.top()), screen.bottom() + 1 - height)
    return QRect(left, top, width, height)
