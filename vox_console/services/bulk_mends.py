"""Cells of a list as the operator has mended them, laid over the file; the file itself is never changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from vox_console.domain.plain_text import one_line
from vox_console.imports.table import Note, Table, TableRow

Mends = Mapping[int, Mapping[int, str]]
"""By a row's number: the text of each mended cell, by its column from 0."""

NO_MENDS: Final[Mends] = {}


def mended_words(columns: Iterable[int], names: Sequence[str]) -> str:
    """Say in a file that is saved which cells of a row are not as its list has them; "" for none.

    names: of the list's columns. It stands in the column "reason", behind what else does.
    """
    called = [one_line(names[at]) if at < len(names) else f"column {at + 1}" for at in sorted(columns)]
    return f"The row was mended: {', '.join(called)}." if called else ""


class MendedTable(Table):
    """A table with the mends on it; rows keep their numbers. What damaged a row still stands."""

    def __init__(self, table: Table, mends: Mends) -> None:
        self.format = table.format
        self.header = table.header
        self.header_number = table.header_number
        self.column_count = table.column_count
        self._table = table
        self._mends = mends

    @property
    def notes(self) -> tuple[Note, ...]:
        """Give those of the table."""
        return self._table.notes

    def rows(self) -> Iterator[TableRow]:
        """Give the rows in order, mended. Raises ImportFault as the table does."""
        for row in self._table.rows():
            yield mended_row(row, self._mends)

    def first_rows(self) -> Sequence[TableRow]:
        """Give the rows that detection looked at, mended."""
        return [mended_row(row, self._mends) for row in self._table.first_rows()]


def mended_row(row: TableRow, mends: Mends) -> TableRow:
    """Give a row with its mends."""
    mine = mends.get(row.number)
    return row._replace(cells=mended_cells(row.cells, mine)) if mine else row


def mended_cells(cells: Sequence[str], mends: Mapping[int, str]) -> tuple[str, ...]:
    """Give the cells with these laid over them; a row too short for one is made longer."""
    width = max(len(cells), *(at + 1 for at in mends)) if mends else len(cells)
    padded = [*cells, *[""] * (width - len(cells))]
    return tuple(mends.get(at, cell) for at, cell in enumerate(padded))
