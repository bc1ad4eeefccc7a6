"""The dialog that injects an inbound message: who wrote, to which number, what; and the provider's answer."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final, Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from vox_console.presenters.session_injection import InjectionState
from vox_console.ui.announcer import announce
from vox_console.ui.field_note import FieldNote
from vox_console.ui.labelled_field import LabelledField
from vox_console.ui.plain_label import PlainLabel
from vox_console.ui.primary_button import PrimaryButton
from vox_console.ui.theme import Theme, mark
from vox_console.ui.tokens import S1, S2, S3, S4, S5

_WIDTH: Final = 460
_ABOUT: Final = (
    "Makes the provider believe that somebody has written to your number. Use it to try out what receives "
    "messages; it is not sent to any phone."
)


class InjectionInputs(Protocol):
    """What the dialog needs of its presenter."""

    on_state: Callable[[InjectionState], None]

    @property
    def state(self) -> InjectionState:
        """The state to show now."""

    def field_edited(self, name: str, text: str) -> None:
        """Take what was typed."""

    def inject_pressed(self) -> None:
        """Hand it over."""


class InjectDialog(QDialog):
    """Stays open with the answer, so that another can follow."""

    def __init__(self, theme: Theme, injection: InjectionInputs, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setWindowTitle("Inject an inbound message")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setMinimumWidth(_WIDTH)
        self._fields = {
            "sender": LabelledField(theme, "From", hint="+381 64 123 4567"),
            "number": LabelledField(theme, "To", hint="Your number"),
        }
        for name, field in self._fields.items():
            field.edited.connect(partial(injection.field_edited, name))
        self._text = QPlainTextEdit()
        self._text.setAccessibleName("Text")
        self._text.setTabChangesFocus(True)
        self._text.setFixedHeight(4 * self._text.fontMetrics().lineSpacing() + S4)
        self._text.textChanged.connect(lambda: injection.field_edited("text", self._text.toPlainText()))
        self._note = FieldNote(theme)
        self._icon = PlainLabel(theme)
        self._answer = PlainLabel(theme, wrap=True)
        self._answer.setAccessibleName("Answer")
        self._inject = PrimaryButton(theme, "Inject")
        self._inject.setAccessibleName("Inject")
        self._inject.clicked.connect(injection.inject_pressed)
        self._lay_out()
        injection.on_state = self.show_state
        self.show_state(injection.state)

    def show_state(self, state: InjectionState) -> None:
        """Draw another state; the first fault gets the keyboard."""
        problems = {problem.field: problem for problem in state.problems}
        for name, field in self._fields.items():
            field.show_problem(problems.get(name))
        text = problems.get("text")
        self._note.show_problem(text) if text else self._note.show_text("")
        mark(self._text, "fault", "error" if text else "")
        words = "Asking the provider…" if state.busy else state.answer
        tone = "muted" if state.busy else "delivered" if state.taken else "failed"
        if words and words != self._answer.text():
            announce(self, words)
        self._answer.setText(words)
        self._answer.set_tone(tone)
        icon = "clock" if state.busy else tone
        self._icon.setPixmap(self._theme.pixmap(icon, tone, 16, self.devicePixelRatioF()))
        for label in (self._icon, self._answer):
            label.setVisible(bool(words))
        self._inject.setEnabled(not state.busy)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep room for every line when the width changes."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def _fit(self) -> None:
        """Let no line be cut: what wraps asks for its height only where it is asked about a width."""
        layout = self.layout()
        if layout is not None:
            layout.activate()
            self.setMinimumHeight(layout.totalHeightForWidth(max(self.width(), _WIDTH)))

    def _lay_out(self) -> None:
        theme = self._theme
        column = QVBoxLayout(self)
        column.setContentsMargins(S5, S5, S5, S5)
        column.setSpacing(S3)
        column.addWidget(PlainLabel(theme, "Inject an inbound message", role="title"))
        column.addWidget(PlainLabel(theme, _ABOUT, tone="muted", wrap=True))
        row = QHBoxLayout()
        row.setSpacing(S4)
        for field in self._fields.values():
            row.addWidget(field, 1)
        column.addLayout(row)
        text = QVBoxLayout()
        text.setSpacing(S1)
        text.addWidget(PlainLabel(theme, "Text", role="meta", tone="muted"))
        text.addWidget(self._text)
        text.addWidget(self._note)
        column.addLayout(text)
        answer = QHBoxLayout()
        answer.setSpacing(S2)
        answer.addWidget(self._icon)
        answer.addWidget(self._answer, 1)
        column.addLayout(answer)
        close = QPushButton("Close")
        close.setAccessibleName("Close")
        close.setAutoDefault(False)
        close.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.setSpacing(S2)
        foot.addStretch()
        foot.addWidget(close)
        foot.addWidget(self._inject)
        column.addLayout(foot)
