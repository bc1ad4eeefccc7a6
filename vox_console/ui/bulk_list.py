"""Step 1 of the bulk pane: the list, how it was read and why, and the ways to read it otherwise."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPushButton, QWidget

from vox_console.domain.errors import FieldProblem
from vox_console.presenters.bulk_state import ListShown
from vox_console.ui.bulk_preview import BulkPreview
from vox_console.ui.bulk_section import BulkSection
from vox_console.ui.choice_field import ChoiceField
from vox_console.ui.field_note import FieldNote
from vox_console.ui.plain_label import ElidedLabel, PlainLabel, set_tooltip
from vox_console.ui.theme import Theme, mark
from vox_console.ui.tokens import S2, S3

_COLUMNS = 3


class BulkListStep(QWidget):
    """reading_chosen: a field and a value of `bulk_state.Reading`. another_requested: not this list.

    set_back_requested: not as last time.
    """

    reading_chosen = Signal(str, str)
    another_requested = Signal()
    set_back_requested = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._fields: dict[str, ChoiceField] = {}
        self._there: list[str] = []
        another = QPushButton("Another list")
        mark(another, "kind", "quiet")
        another.setAccessibleName("Another list")
        set_tooltip(another, "Put this list away and choose another; the text stays")
        another.clicked.connect(self.another_requested)
        self._name = ElidedLabel(theme, role="body", tone="muted")
        section = BulkSection(theme, 1, "List", beside=self._name, aside=another)
        self._preview = BulkPreview(theme)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(S3)
        self._grid.setVerticalSpacing(S2)
        self._columns = _COLUMNS
        for at in range(_COLUMNS):
            self._grid.setColumnStretch(at, 1)
        self._remembered = PlainLabel(theme, role="meta", wrap=True)
        self._remembered.setMinimumWidth(1)
        back = QPushButton("Read it as detected")
        back.setAccessibleName("Read it as detected")
        set_tooltip(back, "Forget for this list what was chosen last time")
        mark(back, "kind", "quiet")
        back.clicked.connect(self.set_back_requested)
        self._last_time = QWidget()
        line = QHBoxLayout(self._last_time)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(S2)
        line.addWidget(self._remembered, 1)
        line.addWidget(back)
        self._notes = PlainLabel(theme, role="meta", tone="muted", wrap=True)
        self._problem = FieldNote(theme)
        column = section.column
        column.addWidget(self._last_time)
        column.addWidget(self._preview)
        column.addLayout(self._grid)
        column.addWidget(self._notes)
        column.addWidget(self._problem)
        outer = QGridLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(section)

    def show_list(self, shown: ListShown, problem: FieldProblem | None) -> None:
        """Show a list and what is wrong with it."""
        columns = len(shown.columns)
        count = len(shown.rows)
        what = f"{columns} {'column' if columns == 1 else 'columns'}"
        rows = "no rows" if not count else f"the first {count} rows" if count > 1 else "the first row"
        self._name.setText(f"{shown.name} · {what} · {rows}, numbered as in the file")
        self._remembered.setText(shown.remembered)
        self._last_time.setVisible(bool(shown.remembered))
        self._preview.show_list(shown)
        for reading in shown.readings:
            field = self._fields.get(reading.field)
            if field is None:
                field = self._fields[reading.field] = ChoiceField(self._theme, reading.label)
                field.chosen.connect(partial(self.reading_chosen.emit, reading.field))
            field.show_choice(reading.choices, reading.value, reason=reading.reason)
        self._there = [reading.field for reading in shown.readings]
        for name, field in self._fields.items():
            field.setVisible(name in self._there)
        self._set_out()
        self._notes.setText("\n".join(shown.notes))
        self._notes.setVisible(bool(shown.notes))
        if problem is None:
            self._problem.show_text("")
        else:
            self._problem.show_problem(problem)

    def set_narrow(self, *, narrow: bool) -> None:
        """Set the readings out in fewer columns, or in all."""
        columns = _COLUMNS - 1 if narrow else _COLUMNS
        if columns != self._columns:
            self._columns = columns
            self._grid.setColumnStretch(_COLUMNS - 1, 0 if narrow else 1)
            self._set_out()

    def _set_out(self) -> None:
        for at, name in enumerate(self._there):
            self._grid.addWidget(self._fields[name], at // self._columns, at % self._columns)
