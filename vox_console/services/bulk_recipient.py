"""The number of a row: the first of its number columns that holds one that can be sent to.

Of many rows the first column is read at once (:mod:`~vox_console.domain.number_column`), and only the rows
that it does not decide are looked through one by one.
"""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter
from typing import NamedTuple

from vox_console.domain.bulk_number import NumberReading, reader_for
from vox_console.domain.number_column import Known, column_of


def column(rows: Sequence[Sequence[str]], at: int) -> list[str]:
    """Give one cell of each row, "" where it is shorter."""
    try:
        return list(map(itemgetter(at), rows))
    except IndexError:
        return [cells[at] if at < len(cells) else "" for cells in rows]


class Found(NamedTuple):
    """A number as it stands in a row. column: where, -1 for nowhere; reading: None when none stands there."""

    column: int
    typed: str
    reading: NumberReading | None

    @property
    def fault(self) -> str:
        """Say why it cannot be sent to, "" when it can."""
        if self.reading is None:
            return "There is no number."
        return "" if self.reading.ok else self.reading.problems[0].text


class RecipientFinder:
    """Looks into the columns in their order. region: whose national numbers the list may hold."""

    def __init__(self, columns: Sequence[int], region: str) -> None:
        self._columns = columns
        self._reader = reader_for(region)
        self._column = column_of(region)

    def known(self, rows: Sequence[Sequence[str]]) -> list[Known | None]:
        """Give the numbers that can be sent to as they stand, None for each row that `find` has to see."""
        if not self._columns:
            return [None] * len(rows)
        return self._column.read(column(rows, self._columns[0]))

    def find(self, cells: Sequence[str]) -> Found:
        """Give the first number that can be sent to, as typed and as read; else the first that stands there.

        A cell of nothing but invisible characters holds none.
        """
        wrong = Found(-1, "", None)
        for at in self._columns:
            typed = cells[at].strip() if at < len(cells) else ""
            if not typed:
                continue
            found = self._reader.read(typed)
            if found.ok:
                return Found(at, typed, found)
            if wrong.reading is None and found.problems[0].code != "empty":
                wrong = Found(at, typed, found)
        return wrong
