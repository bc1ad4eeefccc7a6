"""A part of the account form: a heading over fields and boxes. It may be a box that leaves the part out."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from vox_console.domain.errors import FieldProblem
from vox_console.presenters.accounts_state import AccountForm
from vox_console.ui.disclosure import Disclosure
from vox_console.ui.field_note import FieldNote
from vox_console.ui.labelled_field import LabelledField
from vox_console.ui.plain_label import PlainLabel
from vox_console.ui.theme import Theme
from vox_console.ui.tokens import S1, S2, S3, S4

_COLUMNS = 4
_INDENT = 26  # a box's words begin here; so does what explains it


class AccountBox(QWidget):
    """A check box with a sentence below. warns: the sentence is a warning."""

    toggled = Signal(str)

    def __init__(self, theme: Theme, label: str, sentence: str, *, warns: bool = False) -> None:
        super().__init__()
        self.box = QCheckBox(label)
        self.box.setAccessibleName(label)
        self.box.setAccessibleDescription(sentence)
        self.box.clicked.connect(lambda on: self.toggled.emit("yes" if on else ""))
        self.sentence = PlainLabel(
            theme, sentence, role="meta", tone="unknown" if warns else "muted", wrap=True
        )
        self.sentence.setContentsMargins(_INDENT, 0, 0, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S1)
        column.addWidget(self.box)
        column.addWidget(self.sentence)
        self.setFocusProxy(self.box)

    def show_value(self, value: str) -> None:
        """Check the box for any text but ""."""
        self.box.setChecked(bool(value))


class AccountSection(QWidget):
    """Holds fields and boxes by their names in the form; edited: (name, text); left: a field was left.

    use: the value whose box is the heading; without its check mark the part is folded away.
    """

    edited = Signal(str, str)
    left = Signal(str)

    def __init__(self, theme: Theme, title: str, sentence: str = "", *, use: str = "") -> None:
        super().__init__()
        self.theme = theme
        self.fields: dict[str, LabelledField] = {}
        self.boxes: dict[str, AccountBox] = {}
        self._parts: list[tuple[AccountSection, Disclosure | None]] = []
        self._use = use
        self.content = QWidget()
        self.grid = QGridLayout(self.content)
        self.grid.setContentsMargins(0, S1, 0, 0)
        self.grid.setHorizontalSpacing(S4)
        self.grid.setVerticalSpacing(S3)
        for column in range(_COLUMNS):
            self.grid.setColumnStretch(column, 1)
        self.note = FieldNote(theme)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(S2)
        if title:
            layout.addLayout(self._heading(title, sentence))
        layout.addWidget(self.note)
        layout.addWidget(self.content)
        self._rows = 0

    def add_field(self, name: str, field: LabelledField, *, spoken: str = "") -> LabelledField:
        """Take a field; `spoken` is its accessible name where the label is not enough by itself."""
        self.fields[name] = field
        if spoken:
            field.control.setAccessibleName(spoken)
        field.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)  # equal columns
        field.edited.connect(partial(self.edited.emit, name))
        if isinstance(field.control, QLineEdit):
            field.control.editingFinished.connect(partial(self.left.emit, name))
        return field

    def add_box(self, name: str, box: AccountBox) -> AccountBox:
        """Take a box."""
        self.boxes[name] = box
        box.toggled.connect(partial(self.edited.emit, name))
        return box

    def add_uneven_row(self, narrow: LabelledField, wide: LabelledField, *, narrow_first: bool) -> None:
        """Put a short field beside a long one; its note goes below both, where a sentence has room."""
        row = QHBoxLayout()
        row.setSpacing(S4)
        for field in (narrow, wide) if narrow_first else (wide, narrow):
            row.addWidget(field, 1 if field is narrow else 3)
        # In a layout of its own: in the grid it would push the columns of the other rows.
        self.grid.addLayout(row, self._rows, 0, 1, _COLUMNS)
        self.grid.addWidget(narrow.note, self._rows + 1, 0, 1, _COLUMNS)
        self._rows += 2

    def add_row(self, *widgets: QWidget) -> None:
        """Put widgets beside each other, sharing the four columns equally."""
        span = _COLUMNS // len(widgets)
        for position, widget in enumerate(widgets):
            self.grid.addWidget(widget, self._rows, position * span, 1, span)
        self._rows += 1

    def add_part(self, part: AccountSection, *, behind: str = "") -> None:
        """Put a part of this one below the rest. behind: the label of a disclosure that hides it."""
        part.edited.connect(self.edited)
        part.left.connect(self.left)
        disclosure = Disclosure(self.theme, behind, part) if behind else None
        self._parts.append((part, disclosure))
        self.add_row(disclosure or part)

    def show_form(self, form: AccountForm, problems: dict[str, FieldProblem]) -> None:
        """Draw another state of the form."""
        if self._use:
            self.heading.setChecked(bool(form.values.get(self._use)))
            self.content.setVisible(bool(form.values.get(self._use)))
            problem = problems.get(self._use)
            self.note.show_problem(problem) if problem else self.note.show_text("")
        for name, field in self.fields.items():
            field.show_value(form.values.get(name, ""))
            field.show_problem(problems.get(name))
        for name, box in self.boxes.items():
            box.show_value(form.values.get(name, ""))
        for part, _ in self._parts:
            part.show_form(form, problems)

    def reveal(self, name: str) -> QWidget | None:
        """Make the field of this name visible and give it; None when it is none of this part's."""
        if name == self._use:
            return self.heading
        for part, disclosure in self._parts:
            found = part.reveal(name)
            if found is not None:
                if disclosure is not None:
                    disclosure.button.setChecked(True)
                return found
        return self.fields.get(name)

    def _heading(self, title: str, sentence: str) -> QHBoxLayout:
        words = PlainLabel(self.theme, sentence, role="meta", tone="muted", wrap=True)
        row = QHBoxLayout()
        row.setSpacing(S3)
        if self._use:
            self.heading = QCheckBox(title)
            self.heading.setFont(self.theme.font("strong"))
            self.heading.setAccessibleName(f"Use {title}")
            self.heading.setAccessibleDescription(sentence)
            self.heading.clicked.connect(lambda on: self.edited.emit(self._use, "yes" if on else ""))
            row.addWidget(self.heading)
        else:
            row.addWidget(PlainLabel(self.theme, title, role="strong"))
        row.addWidget(words, 1)
        return row
