"""Beside the sample: one's own number, the button that sends the row there, and how that stands."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from vox_console.presenters.bulk_trial_state import TrialShown
from vox_console.ui.announcer import announce
from vox_console.ui.field_note import FieldNote
from vox_console.ui.plain_label import PlainLabel, set_tooltip
from vox_console.ui.theme import Theme, mark
from vox_console.ui.tokens import S1, S2

_ICON = 16


class RowTrial(QWidget):
    """edited: the number, as typed. sent, undone: the operator wants to send the row, to take it back."""

    edited = Signal(str)
    sent = Signal()
    undone = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._shown = TrialShown()
        self.number = QLineEdit()
        self.number.setAccessibleName("Your own number")
        self.number.setPlaceholderText("Your own number")
        self.number.textEdited.connect(self.edited)
        self.button = QPushButton()
        self.button.clicked.connect(self.sent)
        self._note = FieldNote(theme)
        self._icon = PlainLabel(theme)
        self._icon.setFixedSize(QSize(_ICON, _ICON))
        self._words = PlainLabel(theme, role="meta")
        self.undo = QPushButton("Undo")
        self.undo.setAccessibleName("Take the row back")
        mark(self.undo, "kind", "quiet")
        self.undo.setFont(theme.font("meta"))
        self.undo.clicked.connect(self.undone)
        line, below = QHBoxLayout(), QHBoxLayout()
        line.setSpacing(S2)
        line.addWidget(self.number, 1)
        line.addWidget(self.button)
        below.setSpacing(S2)
        below.addWidget(self._icon)
        below.addWidget(self._words, 1)
        below.addWidget(self.undo)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, S1, 0, 0)
        column.setSpacing(S1)
        column.addLayout(line)
        column.addWidget(self._note)
        column.addLayout(below)
        theme.changed.connect(self._draw_icon)
        self.show_trial(TrialShown())

    def show_trial(self, shown: TrialShown) -> None:
        """Show the number as typed, what is wrong with it, and how the last row that was sent stands."""
        said = self._shown.words
        self._shown = shown
        if self.number.text() != shown.number:
            self.number.setText(shown.number)
        if shown.problem is None:
            self._note.show_text("")
        else:
            self._note.show_problem(shown.problem)
        self.button.setText(shown.button)
        self.button.setAccessibleName(shown.button)
        self.button.setEnabled(not shown.blocked)
        set_tooltip(self.button, shown.blocked or "An ordinary message, which stands in the delivery list")
        self._words.setText(shown.words)
        for each in (self._icon, self._words):
            each.setVisible(shown.look is not None)
        self.undo.setVisible(shown.can_undo)
        self._draw_icon()
        if shown.words != said and shown.words:
            announce(self.button, shown.words)

    def _draw_icon(self) -> None:
        look = self._shown.look
        if look is not None:
            self._words.set_tone(look.tone.value)
            ratio = self.devicePixelRatioF()
            self._icon.setPixmap(self._theme.pixmap(look.icon, look.tone.value, _ICON, ratio))
