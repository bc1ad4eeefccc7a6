"""Rows of a stored job as a list that can be prepared, checked and sent like any other.

The rows keep the numbers they have in the list they came from. They are read out of the journal page by page,
as it is then: a row that another job has taken meanwhile is left away.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterator, Sequence
from functools import partial
from typing import Any, Final

import apsw

from vox_console.domain.bulk_books import RowClass
from vox_console.imports.table import Detected, Note, Table, TableFormat, TableKind, TableRow
from vox_console.storage import job_family, jobs
from vox_console.storage.database import Database
from vox_console.storage.job_family import Again, Origin
from vox_console.storage.jobs import Job, JobRow

PAGE: Final = 1_000
FIRST_ROWS: Final = 200
_WHICH: Final = {
    Origin.FAILED: "definitely failed, in every job that tried them",
    Origin.NEVER_LEFT: "have never left and that no other job has taken up",
    Origin.LEFT_OUT: "were left out of it",
}


class StoredRows(Table):
    """The rows of a job that may be sent again. Made by :meth:`open` on the loop, read in another thread.

    job: whose rows they are; its settings tell how they were sent. count: of them when it was opened.
    """

    def __init__(
        self,
        database: Database,
        job: Job,
        again: Again,
        *,
        count: int,
        first: Sequence[TableRow],
        ask: Callable[[Coroutine[Any, Any, list[TableRow]]], list[TableRow]],
    ) -> None:
        self._database = database
        self._first = tuple(first)
        self._ask = ask
        self.job = job
        self.again = again
        self.count = count
        self.header = job.header or None
        self.header_number = 0
        self.column_count = max((len(row.cells) for row in first), default=len(job.header))
        named = Detected(bool(job.header), f"As in the list of job {job.id}.")
        self.format = TableFormat(TableKind.JOB, has_header=named)

    @classmethod
    async def open(cls, database: Database, job: Job, origin: Origin) -> StoredRows:
        """Look which rows there are. Raises StoreError."""
        loop = asyncio.get_running_loop()
        again = Again(job.id, origin)
        count = await database.read(partial(job_family.count, job_id=job.id, origin=origin))
        first = await database.read(partial(_page, again=again, after=0, limit=FIRST_ROWS))
        return cls(
            database,
            job,
            again,
            count=count,
            first=first,
            ask=lambda question: asyncio.run_coroutine_threadsafe(question, loop).result(),
        )

    @property
    def notes(self) -> tuple[Note, ...]:
        """Say which rows these are."""
        words = f"These are rows of job {self.job.id} that {_WHICH[self.again.origin]}."
        return (Note("rows_of_a_job", f"{words} Their numbers are those of its list.", self.count),)

    def first_rows(self) -> Sequence[TableRow]:
        """Give the first rows as they were when it was opened."""
        return self._first

    def rows(self) -> Iterator[TableRow]:
        """Give the rows as the journal has them now, from any thread but the loop's. Raises StoreError."""
        after = 0
        while page := self._ask(self._read(after)):
            yield from page
            after = page[-1].number

    async def _read(self, after: int) -> list[TableRow]:
        return await self._database.read(partial(_page, again=self.again, after=after, limit=PAGE))


def _page(db: apsw.Connection, *, again: Again, after: int, limit: int) -> list[TableRow]:
    job_id = again.parent_id
    numbers = job_family.row_numbers(db, job_id, again.origin, after=after, limit=limit)
    return [_table_row(row) for row in jobs.rows_by_number(db, job_id, numbers)]


def _table_row(row: JobRow) -> TableRow:
    return TableRow(row.number, row.cells, row.reason if row.verdict is RowClass.DAMAGED else "")
