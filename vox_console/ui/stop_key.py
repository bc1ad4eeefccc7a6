"""Shift+Esc holds everything, wherever the keyboard is: in any pane, any dialog, any list that popped up.

A QAction cannot do this: no action of a window is asked while a dialog is open over it. So the keys are
taken on their way to whatever has the keyboard. The key named Pause does the same, where a keyboard has one.
Dialogs that the operating system draws do not tell us their keys.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication

from vox_console.presenters.full_stop import STOP_KEYS

_KEYS: Final = (QKeySequence(STOP_KEYS), QKeySequence(Qt.Key.Key_Pause))


class StopKey(QObject):
    """Emits pressed once for each press, as long as its parent lives."""

    pressed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        application = QApplication.instance()
        if application is not None:
            application.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Claim the keys as a field would, then act on them instead of the field."""
        if event.type() not in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress):
            return False
        if not isinstance(event, QKeyEvent) or QKeySequence(event.keyCombination()) not in _KEYS:
            return False
        event.accept()
        if event.type() == QEvent.Type.KeyPress and not event.isAutoRepeat():
            self.pressed.emit()
        return True
