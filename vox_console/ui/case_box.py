"""What can be decided about a message whose fate nobody told, and what was."""

from __future__ import annotations

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout

from vox_console.presenters.delivery_state import CaseShown
from vox_console.ui.plain_label import PlainLabel, set_tooltip
from vox_console.ui.question_bar import QuestionBar
from vox_console.ui.theme import S2, S3, Theme, mark


class CaseBox(QFrame):
    """Draws a CaseShown, or nothing. other: the message that belongs to this one is wanted, by its number."""

    count = Signal()
    again = Signal()
    take_back = Signal()
    other = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        mark(self, "surface", "sunken")
        self.setAccessibleName("What to do about it")
        self._shown: CaseShown | None = None
        self._words = PlainLabel(theme, wrap=True)
        self._words.setMinimumWidth(1)
        self.question = QuestionBar(theme, keep="Leave it", give_up="Send it again")
        self._count = self._button("Counts as sent", self.count)
        set_tooltip(self._count, "Take it off the list of open cases; what is known of it stays as it is")
        self._again = self._button("Send again…", self.again)
        self._take_back = self._button("Take the decision back", self.take_back)
        self._other = QPushButton()
        self._other.clicked.connect(self._other_pressed)
        row = QHBoxLayout()
        row.setSpacing(S2)
        for button in (self._count, self._again, self._take_back, self._other):
            row.addWidget(button)
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(S3, S3, S3, S3)
        layout.setSpacing(S2)
        layout.addWidget(self._words)
        layout.addLayout(row)
        layout.addWidget(self.question)
        self.hide()

    def show_case(self, shown: CaseShown | None) -> None:
        """Show a case, or that there is none."""
        self._shown = shown
        self.setVisible(shown is not None)
        if shown is None:
            return
        self._words.setText(shown.words)
        asking = bool(shown.question)
        self._count.setVisible(shown.can_count and not asking)
        self._again.setVisible(shown.can_send_again and not asking)
        self._take_back.setVisible(shown.can_take_back)
        self._other.setVisible(bool(shown.other_id))
        self._other.setText(f"Open message {shown.other_id}")
        self._other.setAccessibleName(self._other.text())
        self.question.show_question(shown.question)

    def _other_pressed(self) -> None:
        if self._shown is not None:
            self.other.emit(self._shown.other_id)

    @staticmethod
    def _button(words: str, pressed: SignalInstance) -> QPushButton:
        button = QPushButton(words)
        button.setAccessibleName(words)
        button.clicked.connect(pressed)
        return button
