"""Mending the rows a check has excluded: what is done in the grid, and what it shows."""

from __future__ import annotations

from collections.abc import Callable

from vox_console.presenters.bulk_state import MendingShown
from vox_console.presenters.compose_words import plural
from vox_console.presenters.mend_rows import MendRows
from vox_console.presenters.mend_stack import MendStack, Step
from vox_console.services.bulk_mends import Mends


class BulkMending:
    """The mends of the list that is open. rows: those the last check left to mend, None without a check.

    may: says whether anything may be mended at present. changed: hears that a cell is another now. asked:
    hears that something is asked, or no more.
    """

    def __init__(
        self,
        rows: Callable[[], MendRows | None],
        may: Callable[[], bool],
        changed: Callable[[], None],
        asked: Callable[[], None],
    ) -> None:
        self._stack = MendStack()
        self._rows = rows
        self._may = may
        self._changed = changed
        self._asked = asked
        self._action: Callable[[], None] | None = None  # what the mends would not outlive
        self._revision = 0
        self._touched = (0, 0)

    @property
    def mends(self) -> Mends:
        """The mends as they stand."""
        return self._stack.mends

    @property
    def words(self) -> str:
        """How many cells are mended, "" for none."""
        count = self._stack.count
        if not count:
            return ""
        return f"{plural(count, 'cell')} mended; the file itself stays as it is."

    @property
    def question(self) -> str:
        """What is asked before the list goes, "" when nothing is."""
        if self._action is None:
            return ""
        return f"{plural(self._stack.count, 'mended cell')} would be lost with this list."

    def give_up_for(self, action: Callable[[], None]) -> None:
        """Do what the mends do not outlive, or ask first when there are any."""
        if self._stack.count:
            self._action = action
            self._asked()
        else:
            action()

    def given_up(self) -> None:
        """Do what was asked about, although what was mended is lost with the list."""
        action, self._action = self._action, None
        if action is not None:
            action()

    def kept(self) -> None:
        """Keep the list and what was mended in it."""
        self._action = None
        self._asked()

    def cell_mended(self, number: int, column: int, text: str) -> None:
        """Give a cell of the row of this number another text."""
        rows = self._rows()
        if rows is None or not self._may() or rows.place(number) < 0:
            return
        original = rows.file_cell(number, column)
        if self._stack.edit(number, column, text, original=original):
            self._touch((number, column))

    def fix_taken(self, number: int) -> None:
        """Take the text that would cure a cell of this row."""
        rows = self._rows()
        if rows is None:
            return
        row = rows[rows.place(number)]
        if row.fix:
            self.cell_mended(number, row.fix_column, row.fix)

    def undone(self) -> None:
        """Take the last edit back."""
        self._step(self._stack.undo)

    def redone(self) -> None:
        """Do the edit again that was taken back last."""
        self._step(self._stack.redo)

    def forget(self) -> None:
        """Forget all mends, because the list is another one."""
        self._stack.clear()
        self._action = None
        self._touched = (0, 0)

    def shown(self, columns: tuple[str, ...], *, excluded: int, busy: str) -> MendingShown | None:
        """Give what the grid shows, None when there is nothing to mend. excluded: rows the check left out."""
        rows = self._rows()
        if rows is None or not len(rows):
            return None
        rows.show(self.mends)
        return MendingShown(
            columns,
            rows,
            self._revision,
            _words(len(rows), excluded),
            undo=_step_words(self._stack.next_undo, columns),
            redo=_step_words(self._stack.next_redo, columns),
            touched=self._touched,
            locked="" if self._may() else busy,
        )

    def _step(self, take: Callable[[], Step | None]) -> None:
        step = take() if self._may() else None
        if step is not None:
            self._touch((step.row, step.column))

    def _touch(self, cell: tuple[int, int]) -> None:
        self._touched = cell
        self._action = None  # who goes on mending keeps the list
        self._revision += 1
        self._changed()


def _words(shown: int, excluded: int) -> str:
    if shown < excluded:
        return f"The first {shown:,} of {excluded:,} rows; save the excluded rows to have all of them."
    return f"{plural(shown, 'row')}. Double-click or F2 mends a cell; the file itself stays as it is."


def _step_words(step: Step | None, columns: tuple[str, ...]) -> str:
    if step is None:
        return ""
    column = columns[step.column] if step.column < len(columns) else f"Column {step.column + 1}"
    return f"row {step.row:,}, {column}"
