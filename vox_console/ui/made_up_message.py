"""A dialog in which a message to us is made up: who writes, to which number, what; and what was answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from vox_console.domain.errors import FieldProblem
from vox_console.ui.announcer import announce
from vox_console.ui.dialog_button import dialog_button
from vox_console.ui.field_note import FieldNote
from vox_console.ui.labelled_field import LabelledField
from vox_console.ui.plain_label import PlainLabel
from vox_console.ui.primary_button import PrimaryButton
from vox_console.ui.theme import Theme, mark
from vox_console.ui.tokens import S1, S2, S3, S4, S5

_WIDTH: Final = 460


class MadeUpMessageDialog(QDialog):
    """Stays open with the answer, so that another can follow.

    button: what the button says that hands it over. above: what stands over the fields. more: fields beside
    those of sender and number. edited: the name of a field, "text" too, and what was typed.
    """

    edited = Signal(str, str)
    pressed = Signal()

    def __init__(
        self,
        theme: Theme,
        parent: QWidget | None,
        *,
        title: str,
        about: str,
        button: str,
        above: Sequence[QWidget] = (),
        more: Mapping[str, LabelledField] | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setWindowTitle(title)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setMinimumWidth(_WIDTH)
        self.fields = {
            "sender": LabelledField(theme, "From", hint="+381 64 123 4567"),
            "number": LabelledField(theme, "To", hint="Your number"),
            **(more or {}),
        }
        for name, field in self.fields.items():
            field.edited.connect(partial(self.edited.emit, name))
        self.text = QPlainTextEdit()
        self.text.setAccessibleName("Text")
        self.text.setTabChangesFocus(True)
        self.text.setFixedHeight(4 * self.text.fontMetrics().lineSpacing() + S4)
        self.text.textChanged.connect(lambda: self.edited.emit("text", self.text.toPlainText()))
        self._text_note = FieldNote(theme)
        self.text_box = self._make_text_box()
        self._icon = PlainLabel(theme)
        self._answer = PlainLabel(theme, wrap=True)
        self._answer.setAccessibleName("Answer")
        self._press = PrimaryButton(theme, button)
        self._press.setAccessibleName(button)
        self._press.clicked.connect(self.pressed)
        self._lay_out(about, above)

    def show_problems(self, problems: Sequence[FieldProblem]) -> None:
        """Draw what is wrong beside its field."""
        of_field = {problem.field: problem for problem in problems}
        for name, field in self.fields.items():
            field.show_problem(of_field.get(name))
        text = of_field.get("text")
        self._text_note.show_problem(text) if text else self._text_note.show_text("")
        mark(self.text, "fault", "error" if text else "")

    def show_answer(self, answer: str, *, taken: bool, asking: str) -> None:
        """Draw what was answered, "" for nothing. asking: who is being asked, "" when nobody is."""
        words = asking or answer
        tone = "muted" if asking else "delivered" if taken else "failed"
        if words and words != self._answer.text():
            announce(self, words)
        self._answer.setText(words)
        self._answer.set_tone(tone)
        icon = "clock" if asking else tone
        self._icon.setPixmap(self._theme.pixmap(icon, tone, 16, self.devicePixelRatioF()))
        for label in (self._icon, self._answer):
            label.setVisible(bool(words))
        self._press.setEnabled(not asking)
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

    def _make_text_box(self) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S1)
        column.addWidget(PlainLabel(self._theme, "Text", role="meta", tone="muted"))
        column.addWidget(self.text)
        column.addWidget(self._text_note)
        return box

    def _lay_out(self, about: str, above: Sequence[QWidget]) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(S5, S5, S5, S5)
        column.setSpacing(S3)
        column.addWidget(PlainLabel(self._theme, self.windowTitle(), role="title"))
        column.addWidget(PlainLabel(self._theme, about, tone="muted", wrap=True))
        for widget in above:
            column.addWidget(widget)
        row = QHBoxLayout()
        row.setSpacing(S4)
        for field in self.fields.values():
            row.addWidget(field, 1)
        column.addLayout(row)
        column.addWidget(self.text_box)
        answer = QHBoxLayout()
        answer.setSpacing(S2)
        answer.addWidget(self._icon)
        answer.addWidget(self._answer, 1)
        column.addLayout(answer)
        column.addStretch()
        foot = QHBoxLayout()
        foot.setSpacing(S2)
        foot.addStretch()
        foot.addWidget(dialog_button("Close", self.reject))
        foot.addWidget(self._press)
        column.addLayout(foot)
