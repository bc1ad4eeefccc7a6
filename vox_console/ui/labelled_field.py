"""A label over a field over the line that says what is wrong with it: the form's one building block."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from vox_console.domain.errors import FieldProblem, Severity
from vox_console.ui.field_note import FieldNote
from vox_console.ui.plain_label import PlainLabel
from vox_console.ui.theme import Theme, mark
from vox_console.ui.tokens import S1

_MOST_CHOICES_SHOWN = 12


class LabelledField(QWidget):
    """One text field, or one choice when choices are given as (value, label) pairs.

    edited: the operator changed the value. The field's accessible name is its label. note is the line
    below; a form may lay it out elsewhere when the field itself is narrow.
    """

    edited = Signal(str)

    def __init__(
        self,
        theme: Theme,
        label: str,
        *,
        hint: str = "",
        choices: tuple[tuple[str, str], ...] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.control = _choice(choices) if choices else _line(hint)
        self.control.setAccessibleName(label)
        if isinstance(self.control, QComboBox):
            self.control.activated.connect(lambda _index: self.edited.emit(self.value))
        else:
            self.control.textEdited.connect(self.edited)
        caption = PlainLabel(theme, label, role="meta", tone="muted")
        caption.setBuddy(self.control)
        self.note = FieldNote(theme)
        self.note.fix_requested.connect(self._use_fix)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S1)
        column.addWidget(caption)
        column.addWidget(self.control)
        column.addWidget(self.note)
        column.addStretch()
        self.setFocusProxy(self.control)

    @property
    def value(self) -> str:
        """The text, or the value of the choice."""
        if isinstance(self.control, QComboBox):
            return str(self.control.currentData())
        return self.control.text()

    def put_beside(self, widget: QWidget) -> None:
        """Let a widget stand to the right of the control, in its line."""
        row = QHBoxLayout()
        row.setSpacing(S1)
        at = self._column.indexOf(self.control)
        self._column.removeWidget(self.control)
        row.addWidget(self.control, 1)
        row.addWidget(widget)
        self._column.insertLayout(at, row)

    def show_value(self, value: str) -> None:
        """Show a value; the caret of a field that has it already stays where it is."""
        if value == self.value:
            return
        if isinstance(self.control, QComboBox):
            self.control.setCurrentIndex(max(0, self.control.findData(value)))
        else:
            self.control.setText(value)

    def show_problem(self, problem: FieldProblem | None) -> None:
        """Outline the field and say what is wrong, or take both away."""
        if problem is None:
            self.note.show_text("")
            mark(self.control, "fault", "")
            return
        self.note.show_problem(problem)
        mark(self.control, "fault", "error" if problem.severity is Severity.ERROR else "warning")

    def show_hint(self, hint: str) -> None:
        """Say in the empty field what belongs there."""
        if isinstance(self.control, QLineEdit):
            self.control.setPlaceholderText(hint)

    def hide_text(self) -> None:
        """Show dots instead of characters, for a password."""
        if isinstance(self.control, QLineEdit):
            self.control.setEchoMode(QLineEdit.EchoMode.Password)

    def _use_fix(self, fix: str) -> None:
        self.show_value(fix)
        self.edited.emit(fix)


def _line(hint: str) -> QLineEdit:
    field = QLineEdit()
    field.setPlaceholderText(hint)
    return field


def _choice(choices: tuple[tuple[str, str], ...]) -> QComboBox:
    box = QComboBox()
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(12)
    box.setMaxVisibleItems(_MOST_CHOICES_SHOWN)
    for value, label in choices:
        box.addItem(label, value)
    return box
