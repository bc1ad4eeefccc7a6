"""The rows that a check keeps so that they can be mended: a hundred thousand of them, without a pause.

Theory of operation. What Python's search for garbage has found to hold nothing but texts and numbers it never
walks again, if it is a bare tuple. Named tuples and whatever holds them it walks each time it comes by, on
the main thread, for tenths of a second in which nothing is drawn. So a row is kept as bare tuples, and the
values that the others work with are made when a row is asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple, overload

from vox_console.domain.bulk_books import RowClass
from vox_console.storage.jobs import JobRow


class Checked(NamedTuple):
    """A row as the check found it. file_cells: as they stand in the file, without mends."""

    row: JobRow
    file_cells: tuple[str, ...]


class CheckedRows(Sequence[Checked]):
    """Rows in the order of the file, added to while they are judged, found by place or by number."""

    def __init__(self, rows: Iterable[Checked] = ()) -> None:
        self._found: list[tuple[int, str, str, int, str]] = []  # as in JobRow, without the cells
        self._cells: list[tuple[str, ...]] = []
        self._file_cells: dict[int, tuple[str, ...]] = {}  # by place, where mends are laid over them
        self._places: dict[int, int] = {}  # by the row's number
        for each in rows:
            self.add(each.row, each.file_cells)

    def add(self, row: JobRow, file_cells: tuple[str, ...]) -> None:
        """Keep one more row. file_cells: see `Checked`."""
        at = len(self._found)
        self._places[row.number] = at
        if file_cells != row.cells:
            self._file_cells[at] = file_cells
        self._cells.append(row.cells)
        self._found.append((row.number, row.verdict.value, row.recipient, row.parts, row.reason))

    def place(self, number: int) -> int:
        """Give where the row of a number stands, -1 when it is not among them."""
        return self._places.get(number, -1)

    @overload
    def __getitem__(self, at: int) -> Checked: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Checked]: ...
    def __getitem__(self, at: int | slice) -> Checked | Sequence[Checked]:
        """Give one row or several."""
        if isinstance(at, slice):
            return [self[each] for each in range(*at.indices(len(self)))]
        number, verdict, recipient, parts, reason = self._found[at]
        cells = self._cells[at]
        row = JobRow(number, cells, RowClass(verdict), recipient, parts, reason)
        return Checked(row, self._file_cells.get(at % len(self), cells))

    def __len__(self) -> int:
        """Count the rows."""
        return len(self._found)
