"""A file that this program wrote, opened again as a list: the user's columns and row numbers.

Theory of operation. Such a file is known by the names of its last columns (:mod:`.bulk_result`). They are
taken away, so that nobody takes them for the user's, and each row keeps the number it had in the list it
comes from. That needs every row to have one and no two the same, which is looked at before; where it is not
so (rows were copied or typed in), rows are numbered as they stand in this file, and that is told. What had
been written against spreadsheets, an apostrophe before what looks like a formula, is taken back.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from typing import Final

from vox_console.domain.bulk_books import RowClass
from vox_console.imports.table import Note, Table, TableRow
from vox_console.services.bulk_result import OUTCOME_COLUMNS, unguarded

LEFT_OUT: Final = "These are rows that were left out of another list"
RENUMBERED: Final = "not every row has a number of that list, so rows are numbered as in this file."
_OURS: Final = tuple(name.casefold() for name in OUTCOME_COLUMNS)
_EXCLUDED: Final = frozenset(each.value for each in RowClass if each is not RowClass.ACCEPTED)
_LAST_ROW: Final = 2**32 - 1  # as the journal keys rows


class LeftOutTable(Table):
    """The list behind such a file. numbered: rows keep the numbers of the list they come from."""

    def __init__(self, table: Table, own: Sequence[str], note: Note, *, numbered: bool) -> None:
        self.format = table.format
        self.header = tuple(own)
        self.header_number = table.header_number
        self.column_count = len(own)
        self._table = table
        self._note = note
        self._numbered = numbered

    @property
    def notes(self) -> tuple[Note, ...]:
        """Give what this file is, and those of the table."""
        return (self._note, *self._table.notes)

    def rows(self) -> Iterator[TableRow]:
        """Give the rows in order. Raises ImportFault as the table does."""
        return map(self._own, self._table.rows())

    def first_rows(self) -> Sequence[TableRow]:
        """Give the rows that detection looked at."""
        return [self._own(row) for row in self._table.first_rows()]

    def _own(self, row: TableRow) -> TableRow:
        width = self.column_count
        number = _number(row, width) if self._numbered else row.number
        cells = tuple(unguarded(cell) for cell in row.cells[:width])
        return row._replace(number=number, cells=cells)


def own_list(table: Table) -> Table:
    """Give the list behind a file that this program wrote; any other table as it is.

    Blocking: such a file is read once to its end. Raises ImportFault.
    """
    header = table.header or ()
    own = header[: -len(_OURS)]
    if tuple(name.strip().casefold() for name in header[len(own) :]) != _OURS:
        return table
    numbers: list[int] = []
    others = 0  # rows that were not left out: accepted, sent, whatever became of them
    with closing(_rows(table)) as rows:
        for row in rows:
            numbers.append(_number(row, len(own)))
            others += row.cell(len(own) + 1).strip() not in _EXCLUDED
    numbered = all(numbers) and len(set(numbers)) == len(numbers)
    return LeftOutTable(table, own, _note(others, numbered=numbered), numbered=numbered)


def _rows(table: Table) -> Generator[TableRow, None, None]:
    yield from table.rows()


def _number(row: TableRow, width: int) -> int:
    """Give the number that a row had in its own list, 0 for none."""
    text = row.cell(width).strip()
    number = int(text) if text.isascii() and text.isdigit() and len(text) <= len(str(_LAST_ROW)) else 0
    return number if number <= _LAST_ROW and not row.damage else 0


def _note(others: int, *, numbered: bool) -> Note:
    what = LEFT_OUT
    if others:
        rows = "1 of its rows was" if others == 1 else f"{others:,} of its rows were"
        what = f"This is the result of another list; {rows} not left out there and may have been sent"
    kept = "row numbers are those of that list."
    return Note("left_out", f"{what}; {kept if numbered else RENUMBERED}")
