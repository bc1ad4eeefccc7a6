"""The check of a whole list: every row judged in a thread, and the sum that balances.

A thousand rows are judged at a time, so that the window hears how far it is and the check can be broken off.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path

from vox_console.domain.bulk_books import Books, RowClass
from vox_console.imports.table import Table
from vox_console.presenters.bulk_preflight import preflight_facts
from vox_console.presenters.bulk_state import CheckShown, ExcludedRow, SumLine
from vox_console.presenters.bulk_words import CLASS_WORDS, row_words, sum_words
from vox_console.services.bulk_import import BATCH
from vox_console.services.bulk_order import RowJudge
from vox_console.services.bulk_result import write_rows
from vox_console.storage.jobs import JobRow

FIRST_ROWS = 5
MUST_TYPE_ABOVE = 500


class ListCheck:
    """Judges one list from its beginning. books: so far; first: the first rows of each class of exclusion."""

    def __init__(self, table: Table, judge: RowJudge) -> None:
        self._table = table
        self._judge = judge
        self.preflight = judge.preflight
        self.books = Books()
        self.first: dict[RowClass, list[JobRow]] = {}

    async def run(self, *, told: Callable[[int], None], wanted: Callable[[], bool]) -> bool:
        """Judge until the end, or until nobody wants it any more; tell which. Raises ImportFault."""
        with closing(_judged(self._table, self._judge)) as rows:
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


def check_shown(check: ListCheck, *, parts_per_s: float, typed: str = "", saved: str = "") -> CheckShown:
    """Say what a check has found. parts_per_s: how fast it would leave."""
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
        facts=preflight_facts(check.preflight, parts_per_s=parts_per_s),
        must_type=books.accepted if books.accepted > MUST_TYPE_ABOVE else 0,
        typed=typed,
        saved=saved,
    )


def save_excluded(path: Path, columns: tuple[str, ...], table: Table, judge: RowJudge) -> int:
    """Write the excluded rows with their reasons; give how many. Blocking. Raises OSError, ImportFault."""
    with closing(_judged(table, judge)) as rows:
        excluded = (_excluded(row, len(columns)) for row in rows if not row.accepted)
        return write_rows(path, columns, excluded)


def _judged(table: Table, judge: RowJudge) -> Generator[JobRow, None, None]:
    for row in table.rows():
        yield judge.judge(row.number, row.cells, damage=row.damage)


def _excluded(row: JobRow, width: int) -> list[str]:
    cells = [*row.cells, *[""] * (width - len(row.cells))]
    return [*cells, str(row.number), row.verdict.value, row.reason, row.recipient, str(row.parts), "", ""]
