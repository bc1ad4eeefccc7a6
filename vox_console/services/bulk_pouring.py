"""Rows on their way into the journal, from the thread that makes them.

Theory of operation. One thread makes the rows and hands them over a thousand at a time, as fast as it can and
without a word to the event loop; the journal's thread stores what it finds, so all that gathers while one
commit waits for the disk shares the next. At most eight thousand are under way, and then the maker waits. The
loop hears what is stored, and nothing else: it is neither asked nor waited for.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice
from typing import Final

from vox_console.storage import jobs
from vox_console.storage.database import Database
from vox_console.storage.jobs import JobRow

BATCH: Final = 1_000
_MOST_UNDER_WAY: Final = 8  # batches; others who write wait behind one commit of them, some 30 ms


class Pouring:
    """Stores the rows of one job. told: hears, on the loop, how many are stored so far."""

    def __init__(self, database: Database, job_id: int, told: Callable[[int], None]) -> None:
        self._database = database
        self._job_id = job_id
        self._told = told
        self._room = threading.Semaphore(_MOST_UNDER_WAY)
        self._stop = threading.Event()
        self._stored = 0
        self._fault: Exception | None = None

    async def run(self, rows: Iterator[JobRow]) -> None:
        """Store all rows. However it ends, none is under way any more then.

        Raises StoreError, SendRefused, and what the making of the rows raises.
        """
        pouring = asyncio.get_running_loop().run_in_executor(None, self._pour, rows)
        try:
            await asyncio.shield(pouring)
        finally:
            self._stop.set()
            self._room.release()  # whoever waits for room sees that it is over
            await asyncio.wait([pouring])
            await self._database.run(lambda _db: None)  # answers come in order: so the others have come
        if self._fault is not None:
            raise self._fault

    def _pour(self, rows: Iterator[JobRow]) -> None:
        while batch := list(islice(rows, BATCH)):
            self._room.acquire()
            if self._stop.is_set():
                return
            add = partial(jobs.add_rows, job_id=self._job_id, rows=batch)
            self._database.write(add, partial(self._answered, len(batch)))

    def _answered(self, rows: int, result: object) -> None:
        self._room.release()
        if isinstance(result, Exception):
            self._fault = self._fault or result
            self._stop.set()
        elif self._fault is None:
            self._stored += rows
            self._told(self._stored)
