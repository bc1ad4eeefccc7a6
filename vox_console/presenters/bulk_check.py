"""The check of a whole list: every row judged in a thread, and the sum that balances.

A thousand rows are judged at a time, so that the window hears how far it is and the check can be broken off.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from itertools import islice
from pathlib import Path

from vox_console.domain.bulk_books import Books, RowClass
from vox_console.domain.rates import RateRange
from vox_console.imports.table import Table, TableRow
from vox_console.presenters.bulk_preflight import sheet_shown
from vox_console.presenters.bulk_recent import recent_shown
from vox_console.presenters.bulk_state import CheckShown, ExcludedRow, SumLine
from vox_console.presenters.bulk_words import MENDED_SINCE, class_words, row_words, sum_words
from vox_console.presenters.checked_rows import CheckedRows
from vox_console.presenters.delivery_state import Fact
from vox_console.services.bulk_import import judged
from vox_console.services.bulk_mends import NO_MENDS, MendedTable, Mends, mended_row, mended_words
from vox_console.services.bulk_order import RowJudge
from vox_console.services.bulk_pouring import BATCH
from vox_console.services.bulk_result import write_rows
from vox_console.storage.jobs import JobRow

FIRST_ROWS = 5
MUST_TYPE_ABOVE = 500
MOST_TO_MEND = 100_000


class ListCheck:
    """Judges one list from its beginning, with the mends laid over it.

    rates: what the provider told that messages cost, by the region of numbers. books: so far. first: the
    first rows of each class of exclusion. to_mend: all excluded and mended rows, at most MOST_TO_MEND.
    """

    def __init__(
        self, table: Table, judge: RowJudge, rates: Mapping[str, RateRange], mends: Mends = NO_MENDS
    ) -> None:
        self.rates = rates
        self.mends = mends
        self.to_mend = CheckedRows()
        self._table = table
        self._judge = judge
        self.preflight = judge.preflight
        self.books = Books()
        self.first: dict[RowClass, list[JobRow]] = {}

    async def run(self, *, told: Callable[[int], None], wanted: Callable[[], bool]) -> bool:
        """Judge until the end, or until nobody wants it any more; tell which.

        Raises ImportFault, StoreError.
        """
        try:
            with closing(_rows(self._table)) as rows:
                while await asyncio.to_thread(self._take, rows):
                    if not wanted():
                        return False
                    told(self.books.rows)
        finally:
            await asyncio.to_thread(self._judge.forget)
        return wanted()

    def _take(self, rows: Iterator[TableRow]) -> bool:
        before = self.books.rows
        batch = list(islice(rows, BATCH))
        judged = self._judge.judge_all(mended_row(each, self.mends) for each in batch)
        for found, row in zip(batch, judged, strict=True):
            self.books.enter(row.verdict, parts=row.parts if row.accepted else 0)
            if not row.accepted:
                first = self.first.setdefault(row.verdict, [])
                if len(first) < FIRST_ROWS:
                    first.append(row)
            if (not row.accepted or row.number in self.mends) and len(self.to_mend) < MOST_TO_MEND:
                self.to_mend.add(row, found.cells)
        return self.books.rows > before


def check_shown(
    check: ListCheck,
    *,
    parts_per_s: float,
    when: tuple[Fact, ...] = (),
    recent: str = "",
    typed: str = "",
    saved: str = "",
    outdated: bool = False,
) -> CheckShown:
    """Say what a check has found. parts_per_s: how fast it would leave. recent: see `recent_shown`.

    when: facts about when it leaves. outdated: rows were mended since.
    """
    sheet = sheet_shown(check.preflight, parts_per_s=parts_per_s, rates=check.rates)
    books = check.books
    excluded = tuple(
        SumLine(
            class_words(verdict, count),
            count,
            tuple(
                ExcludedRow(row.number, row_words(row.cells), row.reason)
                for row in check.first.get(verdict, ())
            ),
        )
        for verdict, count in books.excluded.items()
    )
    return CheckShown(
        words=MENDED_SINCE if outdated else sum_words(books),
        accepted=SumLine(class_words(RowClass.ACCEPTED, books.accepted), books.accepted),
        excluded=excluded,
        sheet=replace(sheet, facts=sheet.facts + when),
        recent=None if outdated else recent_shown(check.preflight, recent),
        must_type=books.accepted if books.accepted > MUST_TYPE_ABOVE and not outdated else 0,
        typed=typed,
        saved=saved,
        unwanted=books.classes[RowClass.OPTED_OUT],
        outdated=outdated,
    )


def save_excluded(
    path: Path, columns: tuple[str, ...], table: Table, judge: RowJudge, mends: Mends = NO_MENDS
) -> int:
    """Write the excluded rows as mended, with their reasons; give how many. Blocking.

    Raises OSError, ImportFault.
    """
    with closing(judged(MendedTable(table, mends), judge)) as rows:
        excluded = (
            _excluded(row, len(columns), mended=mended_words(mends.get(row.number, ()), columns))
            for row in rows
            if not row.accepted
        )
        return write_rows(path, columns, excluded)


def _rows(table: Table) -> Generator[TableRow, None, None]:
    yield from table.rows()


def _excluded(row: JobRow, width: int, *, mended: str) -> list[str]:
    cells = [*row.cells, *[""] * (width - len(row.cells))]
    reason = " ".join(filter(None, (row.reason, mended)))
    return [*cells, str(row.number), row.verdict.value, reason, row.recipient, str(row.parts), "", ""]
