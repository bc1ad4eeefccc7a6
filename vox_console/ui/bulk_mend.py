"""The rows a check has excluded, as a grid in which they are mended, and what is wrong with each."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from vox_console.domain.errors import FieldProblem
from vox_console.presenters.bulk_state import MendingShown
from vox_console.presenters.mend_rows import Standing
from vox_console.ui.field_note import FieldNote
from vox_console.ui.mend_view import MendView
from vox_console.ui.plain_label import PlainLabel, set_tooltip
from vox_console.ui.theme import Theme, mark
from vox_console.ui.tokens import S1, S2


class BulkMend(QWidget):
    """mended: a row's number, a column and the text. fix_taken: the number of the row that is cured."""

    mended = Signal(int, int, str)
    fix_taken = Signal(int)
    undone = Signal()
    redone = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._title = PlainLabel(theme, "Mend the rows that are left out", role="strong")
        self._words = PlainLabel(theme, role="meta", tone="muted", wrap=True)
        self._undo = self._button("Undo", "Ctrl+Z")
        self._redo = self._button("Redo", "Ctrl+Shift+Z")
        self.view = MendView(theme)
        self.note = FieldNote(theme)
        head = QHBoxLayout()
        head.setSpacing(S2)
        head.addWidget(self._title, 1)
        head.addWidget(self._undo)
        head.addWidget(self._redo)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S1)
        column.addLayout(head)
        column.addWidget(self._words)
        column.addSpacing(S1)
        column.addWidget(self.view)
        column.addWidget(self.note)
        self._connect()
        self.show_mending(None)

    def show_mending(self, shown: MendingShown | None) -> None:
        """Show the rows that can be mended; nothing without any."""
        self.setVisible(shown is not None)
        if shown is None:
            return
        self._words.setText(shown.words)
        for button, keys, step in (
            (self._undo, "Ctrl+Z", shown.undo),
            (self._redo, "Ctrl+Shift+Z", shown.redo),
        ):
            button.setEnabled(bool(step) and not shown.locked)
            name = button.text()
            set_tooltip(button, f"{name}: {step} ({keys})" if step else f"Nothing to {name.lower()}")
        self.view.show_rows(shown)

    def _show_row(self) -> None:
        row = self.view.row
        if row is None:
            self.note.show_text("")
        elif row.standing is Standing.WRONG:
            self.note.show_problem(
                FieldProblem("row", "excluded", f"Row {row.number:,}: {row.reason}", fix=row.fix)
            )
        else:
            self.note.show_text(f"Row {row.number:,}: {row.reason}")

    def _take_fix(self) -> None:
        row = self.view.row
        if row is not None and row.fix:
            self.fix_taken.emit(row.number)

    def _connect(self) -> None:
        self.view.cells.mended.connect(self.mended)
        self.view.row_changed.connect(self._show_row)
        self.view.undo_wanted.connect(self.undone)
        self.view.redo_wanted.connect(self.redone)
        self.view.fix_wanted.connect(self._take_fix)
        self.note.fix_requested.connect(lambda _fix: self._take_fix())
        self._undo.clicked.connect(self.undone)
        self._redo.clicked.connect(self.redone)

    @staticmethod
    def _button(text: str, keys: str) -> QPushButton:
        button = QPushButton(text)
        button.setAccessibleName(f"{text} mending")
        set_tooltip(button, keys)
        mark(button, "kind", "quiet")
        return button
