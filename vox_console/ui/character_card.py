"""A small card at a foreign character under the pointer: its name, and one click to replace it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from vox_console.domain.segmentation import ForcingCharacter
from vox_console.presenters.composing_state import Replacement
from vox_console.ui.character_words import character_words, replacement_words
from vox_console.ui.plain_label import PlainLabel, set_tooltip
from vox_console.ui.theme import S1, S3, Theme, mark

_APPEAR_MS = 250
_LINGER_MS = 300


class CharacterCard(QFrame):
    """Appears over its parent shortly after the pointer rests, and stays while the pointer is on it.

    For the pointer alone: with the keyboard the same is said in the counter's hint and done by Ctrl+. .
    """

    replacement_requested = Signal(object)  # Replacement

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._over = parent
        self._found: ForcingCharacter | None = None
        self._place = QRect()
        mark(self, "surface", "card")
        self._label = PlainLabel(theme, role="meta")
        self._button = QPushButton()
        mark(self._button, "kind", "quiet")
        self._button.setFont(theme.font("meta"))
        self._button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._button.clicked.connect(self._on_clicked)
        row = QHBoxLayout(self)
        row.setContentsMargins(S3, S1, S1, S1)
        row.addWidget(self._label)
        row.addWidget(self._button)
        self._appear = QTimer(self, singleShot=True, interval=_APPEAR_MS)
        self._appear.timeout.connect(self._show_now)
        self._leave = QTimer(self, singleShot=True, interval=_LINGER_MS)
        self._leave.timeout.connect(self.hide)
        self.hide()

    def point_at(self, found: ForcingCharacter | None, place: QRect) -> None:
        """Turn to the character at place (in the parent's pixels), or go away for None."""
        if found is None:
            self._appear.stop()
            if self.isVisible():
                self._leave.start()
            return
        self._leave.stop()
        self._found = found
        self._place = place
        if self.isVisible():
            self._show_now()
        else:
            self._appear.start()

    def _show_now(self) -> None:
        found = self._found
        if found is None:
            return
        self._label.setText(character_words(found.character, found.name))
        self._button.setVisible(bool(found.suggestion))
        text = f"Replace with {replacement_words(found.suggestion)}"
        self._button.setText(text.replace("&", "&&"))
        self._button.setAccessibleName(text)
        set_tooltip(self._button, text, "Ctrl+.")
        self.adjustSize()
        area = self._over.rect()
        left = max(0, min(self._place.left(), area.width() - self.width()))
        below = self._place.bottom() + 4
        top = below if below + self.height() <= area.height() else self._place.top() - self.height() - 4
        self.move(left, max(0, top))
        self.show()
        self.raise_()

    def _on_clicked(self) -> None:
        self.hide()
        found = self._found
        if found is not None:
            self.replacement_requested.emit(
                Replacement(found.index, found.character, found.suggestion, found.name)
            )

    def enterEvent(self, event: QEnterEvent) -> None:
        """Stay while the pointer is here."""
        super().enterEvent(event)
        self._leave.stop()

    def leaveEvent(self, event: QEvent) -> None:
        """Go when the pointer goes."""
        super().leaveEvent(event)
        self._leave.start()
