"""The quiet bar at the foot of the list: what was done just now, and the way back.

It floats over the list's last rows, so that nothing moves when it comes or goes, and it goes by itself;
Ctrl+Z works on afterwards.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from vox_console.presenters.inbox_undo import InboxUndo, UndoState
from vox_console.ui.announcer import announce
from vox_console.ui.floating_card import FloatingCard
from vox_console.ui.plain_label import ElidedLabel, set_tooltip
from vox_console.ui.theme import S1, S2, S3, Theme, mark

KEYS: Final = "Ctrl+Z"
_SHOWN_MS: Final = 12_000


class InboxUndoBar(FloatingCard):
    """The bar of one presenter, over the foot of its parent. It stays while the keyboard is on it."""

    def __init__(self, presenter: InboxUndo, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self._over = parent
        self._presenter = presenter
        self.setAccessibleName("What was done")
        self._words = ElidedLabel(theme, role="strong")
        self.undo = QPushButton("Undo")
        self.undo.setAccessibleName("Undo")
        mark(self.undo, "kind", "quiet")
        set_tooltip(self.undo, "Take it back", KEYS)
        self.undo.clicked.connect(presenter.undo_pressed)
        row = QHBoxLayout(self)
        row.setContentsMargins(S3, S1, S1, S1)
        row.setSpacing(S2)
        row.addWidget(self._words, 1)
        row.addWidget(self.undo)
        self._timer = QTimer(self, singleShot=True, interval=_SHOWN_MS)
        self._timer.timeout.connect(self._time_over)
        self.show_state(presenter.state)

    def show_state(self, state: UndoState) -> None:
        """Say what was done, or go for ""."""
        self._words.setText(state.words)
        self.undo.setVisible(state.offered)
        self.setVisible(bool(state.words))
        if state.words:
            announce(self, f"{state.words}. Undo with {KEYS}." if state.offered else state.words)
            self.place()
            self.raise_()
            self._timer.start()
        else:
            self._timer.stop()

    def place(self) -> None:
        """Stand at the foot of the parent, as wide as it."""
        height = self.sizeHint().height()
        self.setGeometry(S2, self._over.height() - height - S2, self._over.width() - 2 * S2, height)

    def _time_over(self) -> None:
        if self.undo.hasFocus():
            self._timer.start()
        else:
            self._presenter.read()
