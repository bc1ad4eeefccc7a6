"""Ctrl+Shift+Z while a send can be taken back: it means that then, and "redo" at all other times.

A QAction cannot do this. The text fields claim the keys for themselves before any action is asked, and the
window's own Redo has them too, so that Qt would call them ambiguous and do nothing, in the few seconds
when they matter. The keys are therefore taken on their way into the pane, only while something is held.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QWidget

KEYS = "Ctrl+Shift+Z"


class UndoKeys(QObject):
    """Emits pressed when the keys go to the pane or anything in it."""

    pressed = Signal()

    def __init__(self, pane: QWidget) -> None:
        super().__init__(pane)
        self._pane = pane
        self._sequence = QKeySequence(KEYS)
        self._active = False

    def set_active(self, *, active: bool) -> None:
        """Begin or stop taking the keys."""
        application = QApplication.instance()
        if active == self._active or application is None:
            return
        self._active = active
        if active:
            application.installEventFilter(self)
        else:
            application.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Claim the keys as a field would, then act on them instead of the field."""
        if event.type() not in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress):
            return False
        if not isinstance(event, QKeyEvent) or QKeySequence(event.keyCombination()) != self._sequence:
            return False
        if not isinstance(watched, QWidget) or not (
            watched is self._pane or self._pane.isAncestorOf(watched)
        ):
            return False
        event.accept()
        if event.type() == QEvent.Type.KeyPress:
            self.pressed.emit()
        return True
