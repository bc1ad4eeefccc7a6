"""One automatic answer: a label over its text over what one costs, and over what is wrong with it."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from vox_console.domain.errors import FieldProblem
from vox_console.presenters.auto_replies_state import AnswerText
from vox_console.ui.field_note import FieldNote
from vox_console.ui.plain_label import PlainLabel
from vox_console.ui.segment_counter import SegmentCounter
from vox_console.ui.theme import Theme, mark
from vox_console.ui.tokens import S1

_LINES = 3


class AnswerField(QWidget):
    """edited: the operator changed the text. For an empty one it says what that means instead of counting."""

    edited = Signal(str)

    def __init__(self, theme: Theme, label: str, *, empty: str) -> None:
        super().__init__()
        self.text = QPlainTextEdit()
        self.text.setAccessibleName(label)
        self.text.setPlaceholderText(empty)
        self.text.setTabChangesFocus(True)
        self.text.setMinimumHeight(round((_LINES + 1) * self.text.fontMetrics().lineSpacing()))
        self.text.textChanged.connect(lambda: self.edited.emit(self.text.toPlainText()))
        self.counter = SegmentCounter(theme)
        self.note = FieldNote(theme)
        caption = PlainLabel(theme, label, role="meta", tone="muted")
        caption.setBuddy(self.text)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S1)
        column.addWidget(caption)
        column.addWidget(self.text, 1)
        column.addWidget(self.counter)
        column.addWidget(self.note)
        self.setFocusProxy(self.text)

    def show_answer(self, answer: AnswerText) -> None:
        """Draw another state; the caret of a text that stays keeps its place."""
        if answer.text != self.text.toPlainText():
            with QSignalBlocker(self.text):
                self.text.setPlainText(answer.text)
        self.counter.show_counter(answer.counter)
        self._show_problem(answer.problem)

    def _show_problem(self, problem: FieldProblem | None) -> None:
        if problem is None:
            self.note.show_text("")
        else:
            self.note.show_problem(problem)
        mark(self.text, "fault", "" if problem is None else "error")
