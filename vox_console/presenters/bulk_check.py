"""The check of a whole list: every row judged in a thread, and the sum that balances.

A thousand rows are judged at a time, so that the window hears how far it is and the check can be broken off.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from itertools import islice
from pathlib import Path

from vox_console.domain.bulk_books import Books, RowClass
from vox_console.domain.rates import RateRange
from vox_console.imports.table import Table
from vox_console.presenters.bulk_preflight import sheet_shown
from vox_console.presenters.bulk_recent import recent_shown
from vox_console.presenters.bulk_state import CheckShown, ExcludedRow, SumLine
from vox_console.presenters.bulk_words import CLASS_WORDS, row_words, sum_words
from vox_console.services.bulk_import import BATCH, judged
from vox_console.services.bulk_order import RowJudge
from vox_console.services.bulk_result import write_rows
from vox_console.storage.jobs import JobRow

FIRST_ROWS = 5
MUST_TYPE_ABOVE = 500


class ListCheck:
    """Judges one list from its beginning. books: so far; first: the first rows of each class of exclusion.

    rates: what the provider told that messages cost, by the region of numbers.
    """

    def __init__(self, table: Table, judge: RowJudge, rates: Mapping[str, RateRange]) -> None:
        self.rates = rates
        self._table = table
        self._judge = judge
        self.preflight = judge.preflight
        self.books = Books()
        self.first: dict[RowClass, list[JobRow]] = {}

    async def run(self, *, told: Callable[[int], None], wanted: Callable[[], bool]) -> bool:
        """Judge until the end, or until nobody wants it any more; tell which.

        Raises ImportFault, StoreError.
        """
        with closing(judged(self._table, self._judge)) as rows:
            while await asyncio.to_thread(self._take, rows):
                if not wanted():
                    return False
                told(self.books.rows)
        return wanted()

    def _take(self, rows: Iterator[JobRow]) -> bool:
        before = self.books.rows
        for row in islice(rows, BATCH):
            self.books.enter(row.verdict, parts=row.parts if row.accepted else 0)
            if not row.accepted:
                first = self.first.setdefault(row.verdict, [])
                if len(first) < FIRST_ROWS:
                    first.append(row)
        return self.books.rows > before


def check_shown(
    check: ListCheck, *, parts_per_s: float, recent: str = "", typed: str = "", saved: str = ""
) -> CheckShown:
    """Say what a check has found. parts_per_s: how fast it would leave. recent: see `recent_shown`."""
    books = check.books
    excluded = tuple(
        SumLine(
            CLASS_WORDS[verdict],
            count,
            tuple(
                ExcludedRow(row.number, row_words(row.cells), row.reason)
                for row in check.first.get(verdict, ())
            ),
        )
        for verdict, count in books.excluded.items()
    )
    return CheckShown(
        words=sum_words(books),
        accepted=SumLine(CLASS_WORDS[RowClass.ACCEPTED], books.accepted),
        excluded=excluded,
        sheet=sheet_shown(check.preflight, parts_per_s=parts_per_s, rates=check.rates),
        recent=recent_shown(check.preflight, recent),
        must_type=books.accepted if books.accepted > MUST_TYPE_ABOVE else 0,
        typed=typed,
        saved=saved,
    )


def save_excluded(path: Path, columns: tuple[str, ...], table: Table, judge: RowJudge) -> int:
    """Write the excluded rows with their reasons; give how many. Blocking. Raises OSError, ImportFault."""
    with closing(judged(table, judge)) as rows:
        excluded = (_excluded(row, len(columns)) for row in rows if not row.accepted)
        return write_rows(path, columns, excluded)


def _excluded(row: JobRow, width: int) -> list[str]:
    cells = [*row.cells, *[""] * (width - len(row.cells))]
    return [*cells, str(row.number), row.verdict.value, row.reason, row.recipient, str(row.parts), "", ""]
