"""The dialog "write to me as a customer": who, to which number, what, and how it comes."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final, Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from vox_console.presenters.practice_customer import SCENES, CustomerState
from vox_console.ui.announcer import announce
from vox_console.ui.choice_field import ChoiceField
from vox_console.ui.labelled_field import LabelledField
from vox_console.ui.plain_label import PlainLabel
from vox_console.ui.primary_button import PrimaryButton
from vox_console.ui.theme import Theme
from vox_console.ui.tokens import S1, S2, S3, S4, S5

_WIDTH: Final = 460
_TITLE: Final = "Write to me as a customer"
_ABOUT: Final = "The practice provider plays a customer who writes to you. Nothing leaves this computer."
_CHOICES: Final = tuple((scene.value, name) for scene, name, _ in SCENES)


class CustomerInputs(Protocol):
    """What the dialog needs of its presenter."""

    on_state: Callable[[CustomerState], None]

    @property
    def state(self) -> CustomerState:
        """The state to show now."""

    def scene_chosen(self, word: str) -> None:
        """Take another scene."""

    def field_edited(self, name: str, text: str) -> None:
        """Take what was typed."""

    def write_pressed(self) -> None:
        """Have it written."""


class CustomerDialog(QDialog):
    """Stays open with the answer, so that another can follow."""

    def __init__(self, theme: Theme, customer: CustomerInputs, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setWindowTitle(_TITLE)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setMinimumWidth(_WIDTH)
        self._scene = ChoiceField(theme, "What happens")
        self._scene.chosen.connect(customer.scene_chosen)
        self._fields = {
            "sender": LabelledField(theme, "From", hint="+381 64 123 4567"),
            "number": LabelledField(theme, "To", hint="Your number"),
            "count": LabelledField(theme, "Customers", hint="25"),
        }
        for name, field in self._fields.items():
            field.edited.connect(partial(customer.field_edited, name))
        self._text_box = QWidget()
        self._text = QPlainTextEdit()
        self._text.setAccessibleName("Text")
        self._text.setPlaceholderText("Leave it empty for a sample")
        self._text.setTabChangesFocus(True)
        self._text.setFixedHeight(4 * self._text.fontMetrics().lineSpacing() + S4)
        self._text.textChanged.connect(lambda: customer.field_edited("text", self._text.toPlainText()))
        self._icon = PlainLabel(theme)
        self._answer = PlainLabel(theme, wrap=True)
        self._answer.setAccessibleName("Answer")
        self._write = PrimaryButton(theme, "Write")
        self._write.setAccessibleName("Write")
        self._write.clicked.connect(customer.write_pressed)
        self._lay_out()
        customer.on_state = self.show_state
        self.show_state(customer.state)

    def show_state(self, state: CustomerState) -> None:
        """Draw another state."""
        problems = {problem.field: problem for problem in state.problems}
        self._scene.show_choice(_CHOICES, state.scene.value, reason=state.about)
        for name, field in self._fields.items():
            field.show_value(state.values[name])
            field.show_problem(problems.get(name))
        self._fields["count"].setVisible(state.has_count)
        self._text_box.setVisible(state.has_text)
        words = "Asking the practice provider…" if state.busy else state.answer
        tone = "muted" if state.busy else "delivered" if state.taken else "failed"
        if words and words != self._answer.text():
            announce(self, words)
        self._answer.setText(words)
        self._answer.set_tone(tone)
        icon = "clock" if state.busy else tone
        self._icon.setPixmap(self._theme.pixmap(icon, tone, 16, self.devicePixelRatioF()))
        for label in (self._icon, self._answer):
            label.setVisible(bool(words))
        self._write.setEnabled(not state.busy)
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
        column.addWidget(PlainLabel(theme, _TITLE, role="title"))
        column.addWidget(PlainLabel(theme, _ABOUT, tone="muted", wrap=True))
        column.addWidget(self._scene)
        row = QHBoxLayout()
        row.setSpacing(S4)
        for field in self._fields.values():
            row.addWidget(field, 1)
        column.addLayout(row)
        text = QVBoxLayout(self._text_box)
        text.setContentsMargins(0, 0, 0, 0)
        text.setSpacing(S1)
        text.addWidget(PlainLabel(theme, "Text", role="meta", tone="muted"))
        text.addWidget(self._text)
        column.addWidget(self._text_box)
        answer = QHBoxLayout()
        answer.setSpacing(S2)
        answer.addWidget(self._icon)
        answer.addWidget(self._answer, 1)
        column.addLayout(answer)
        column.addStretch()
        close = QPushButton("Close")
        close.setAccessibleName("Close")
        close.setAutoDefault(False)
        close.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.setSpacing(S2)
        foot.addStretch()
        foot.addWidget(close)
        foot.addWidget(self._write)
        column.addLayout(foot)
