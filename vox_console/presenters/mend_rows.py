"""The rows that can be mended, as the grid shows them: those a check has excluded or found mended.

Theory of operation. A row that stands as it was checked shows what the check has found. One that was mended
since is judged at once by the rules of the check, but alone: whether its number stands in another row is for
the next check to say, and the words claim no more. Rows are worked out when they are looked at, and kept.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import overload

from vox_console.domain.bulk_books import RowClass
from vox_console.presenters.checked_rows import Checked, CheckedRows
from vox_console.services.bulk_mends import Mends, mended_cells
from vox_console.services.bulk_recipient import RecipientFinder
from vox_console.storage.jobs import JobRow

READY = "Nothing is wrong with it now; the next check counts it."
ACCEPTED = "Mended, and accepted."
_LETTER_AT_DIGIT = re.compile(r"\d[^\W\d_]|[^\W\d_]\d")
_MOST_KEPT = 1_000  # rows that were worked out; more than any screen shows

Judge = Callable[[int, tuple[str, ...]], JobRow]


class Standing(StrEnum):
    """How a row stands: excluded, mended and waiting for the next check, or accepted by the last one."""

    WRONG = "wrong"
    READY = "ready"
    ACCEPTED = "accepted"


@dataclass(frozen=True, slots=True)
class MendRow:
    """One row. reason: in words. mended: its mended columns, each with what stands in the file.

    fix_column, fix: the text that would cure a cell, "" for none. fixed: the row cannot be mended at all.
    """

    number: int
    cells: tuple[str, ...]
    standing: Standing
    reason: str
    mended: dict[int, str]
    fix_column: int = -1
    fix: str = ""
    fixed: bool = False


class MendRows(Sequence[MendRow]):
    """The rows of one check, in the order of the file. checked_mends: the mends that it was made with."""

    def __init__(
        self, checked: CheckedRows, judge: Judge, finder: RecipientFinder, checked_mends: Mends
    ) -> None:
        self._checked = checked
        self._judge = judge
        self._finder = finder
        self._checked_mends = checked_mends
        self._mends = checked_mends
        self._kept: dict[int, MendRow] = {}

    def show(self, mends: Mends) -> None:
        """Lay these mends over the rows from now on."""
        if mends is not self._mends:
            self._mends = mends
            self._kept.clear()

    def place(self, number: int) -> int:
        """Give where the row of a number stands, -1 when it is not among them."""
        return self._checked.place(number)

    def file_cell(self, number: int, column: int) -> str:
        """Give what stands in the file, "" where the row is shorter. Raises KeyError for another row."""
        at = self._checked.place(number)
        if at < 0:
            raise KeyError(number)
        cells = self._checked[at].file_cells
        return cells[column] if column < len(cells) else ""

    @overload
    def __getitem__(self, at: int) -> MendRow: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[MendRow]: ...
    def __getitem__(self, at: int | slice) -> MendRow | Sequence[MendRow]:
        """Give one row or several."""
        if isinstance(at, slice):
            return [self[each] for each in range(*at.indices(len(self)))]
        kept = self._kept.get(at)
        if kept is None:
            if len(self._kept) >= _MOST_KEPT:
                self._kept.clear()
            kept = self._kept[at] = self._work_out(self._checked[at])
        return kept

    def __len__(self) -> int:
        """Count the rows."""
        return len(self._checked)

    def __iter__(self) -> Iterator[MendRow]:
        """Give the rows in order."""
        return (self[at] for at in range(len(self)))

    def _work_out(self, checked: Checked) -> MendRow:
        number = checked.row.number
        mine = self._mends.get(number, {})
        mended = {at: self.file_cell(number, at) for at in mine}
        if checked.row.verdict is RowClass.DAMAGED:
            reason = checked.row.reason
            return MendRow(number, checked.row.cells, Standing.WRONG, reason, mended, fixed=True)
        cells = mended_cells(checked.file_cells, mine)
        if mine == self._checked_mends.get(number, {}):
            row, accepted = checked.row, (Standing.ACCEPTED, ACCEPTED)
        else:
            row, accepted = self._judge(number, cells), (Standing.READY, READY)
        standing, reason = accepted if row.accepted else (Standing.WRONG, row.reason)
        column, fix = self._fix(row)
        return MendRow(number, cells, standing, reason, mended, column, fix)

    def _fix(self, row: JobRow) -> tuple[int, str]:
        if row.verdict is not RowClass.BAD_NUMBER:
            return -1, ""
        found = self._finder.find(row.cells)
        fix = next((each.fix for each in found.reading.problems if each.fix), "") if found.reading else ""
        if _LETTER_AT_DIGIT.search(found.typed):
            fix = ""  # it may stand in a digit's place, and nobody can tell for which
        return (found.column, fix) if fix else (-1, "")
