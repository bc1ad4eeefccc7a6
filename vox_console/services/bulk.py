"""Bulk jobs as the window and the command line see them: stored, run, paused, stopped, accounted for.

Jobs run one after the other, in the order in which they were started. Leaving the account pauses the one that
runs; those that wait for their turn are refused then, and stand as they stood.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Container, Iterable
from contextlib import suppress
from functools import partial
from random import Random
from typing import Final

from vox_console.domain.bulk_books import Books
from vox_console.domain.errors import SendRefused, SettingsError, StoreError
from vox_console.domain.rates import RateRange
from vox_console.services import bulk_import
from vox_console.services.account_links import AccountLinks
from vox_console.services.bulk_again import JobsAgain
from vox_console.services.bulk_recent import RecentSends, from_outside
from vox_console.services.bulk_runner import BulkRunner
from vox_console.services.clocks import Clocks
from vox_console.services.events import Event, JobChanged, MessagesChanged
from vox_console.services.opt_outs import scope_of
from vox_console.storage import jobs, opt_outs
from vox_console.storage.database import Database
from vox_console.storage.jobs import Job, JobRow, JobState, NewJob, Progress

_PAGE: Final = 1_000


class BulkDesk:
    """The jobs of one journal. links: the account that is connected, None when none is."""

    def __init__(
        self,
        database: Database,
        *,
        clocks: Clocks,
        rng: Random,
        announce: Callable[[Event], None],
        links: Callable[[], AccountLinks | None],
    ) -> None:
        self._database = database
        self._clocks = clocks
        self._rng = rng
        self._announce = announce
        self._links = links
        self.again = JobsAgain(database)
        self._turn = asyncio.Lock()
        # The job that runs and those that wait for their turn, each with what its starter holds: who pauses
        # a job takes it away, and may start it anew before the first starter has noticed.
        self._wanted: dict[int, object] = {}
        self._runner: BulkRunner | None = None

    async def opted_out(self, sender: str) -> Container[str]:
        """Give every number that wants no messages from a sender."""
        return await self._database.read(partial(opt_outs.numbers, sender=scope_of(sender)))

    def recent(self) -> RecentSends:
        """Give who says what numbers got lately, as from now; it is asked in a thread (see there)."""
        return from_outside(self._database, now_us=self._clocks.now_us())

    async def rates(self, profile: str) -> dict[str, RateRange]:
        """Give what the provider told that messages of an account cost, by the region of numbers."""
        return await bulk_import.rates(self._database, profile=profile, now_us=self._clocks.now_us())

    async def store(
        self, new: NewJob, rows: Iterable[JobRow], *, told: Callable[[int], None] = lambda _rows: None
    ) -> int:
        """Store a job whole; give its id (see :func:`.bulk_import.store`)."""
        job_id = await bulk_import.store(self._database, new, rows, now_us=self._clocks.now_us(), told=told)
        self._announce(JobChanged(job_id))
        return job_id

    async def job(self, job_id: int | None = None) -> Job:
        """Give a job, or the newest that can still be run. Raises SettingsError when there is none."""
        look = jobs.newest_open if job_id is None else partial(jobs.get, job_id=job_id)
        found = await self._database.read(look)
        if found is None:
            which = "that is not done" if job_id is None else f"number {job_id}"
            raise SettingsError("There is no such job", detail=f"none {which} is in this folder")
        return found

    async def run(self, job_id: int) -> JobState:
        """Run a job until it is done, paused or stopped; give which. Waits for its turn first.

        Raises SendRefused when it runs already or has ended, and when its account is not connected.
        """
        if job_id in self._wanted:
            raise SendRefused("The job was not started", detail="It is running already.")
        ticket = self._wanted[job_id] = object()
        try:
            async with self._turn:
                return await self._run(job_id, ticket)
        finally:
            if self._wanted.get(job_id) is ticket:
                del self._wanted[job_id]

    async def _run(self, job_id: int, ticket: object) -> JobState:
        job = await self.job(job_id)
        if self._wanted.get(job_id) is not ticket:
            return job.state  # paused or stopped before its turn came
        links = self._links()
        if links is None:
            raise SendRefused("The job was not started", detail="No account is connected.")
        if job.state in {JobState.DONE, JobState.STOPPED}:
            raise SendRefused("The job was not started", detail=f"It is {job.state.value} already.")
        self._runner = BulkRunner(
            self._database, links, clocks=self._clocks, rng=self._rng, announce=self._announce
        )
        try:
            return await self._runner.run(job)
        finally:
            self._runner = None

    async def pause(self, job_id: int) -> Progress:
        """Let nothing more of a job leave; give how it then stands. A job that has ended stays so."""
        self._wanted.pop(job_id, None)  # first: whoever still holds it has asked the journal before we do
        held = await self._database.run(partial(jobs.pause, job_id=job_id))
        return await self._changed(job_id, held)

    async def stop(self, job_id: int) -> Progress:
        """End a job for good, calling back what has not left; give how it then stands."""
        self._wanted.pop(job_id, None)
        taken = await self._database.run(partial(jobs.stop, job_id=job_id, now_us=self._clocks.now_us()))
        return await self._changed(job_id, taken)

    async def _changed(self, job_id: int, message_ids: list[int]) -> Progress:
        if self._runner is not None:
            self._runner.look()
        if message_ids:
            self._announce(MessagesChanged(tuple(message_ids)))
        self._announce(JobChanged(job_id))
        return await self.progress(job_id)

    async def leave(self) -> None:
        """Pause what runs or waits for its turn, because the account is about to be left."""
        wanted = list(self._wanted)
        self._wanted.clear()
        with suppress(StoreError):  # then the next start finds it running, and pauses it
            for job_id in {*wanted, *await self._database.run(jobs.running)}:
                await self.pause(job_id)

    async def books(self, job_id: int) -> Books:
        """Give the books of a job."""
        return await self._database.read(partial(jobs.books, job_id=job_id))

    async def progress(self, job_id: int) -> Progress:
        """Give how far a job has come."""
        return await self._database.read(partial(jobs.progress, job_id=job_id))

    async def rows(self, job_id: int) -> AsyncIterator[tuple[JobRow, int]]:
        """Give every row of a job with its message's id (0: none yet, -1: none any more), in file order."""
        after = 0
        while True:
            look = partial(jobs.rows_with_messages, job_id=job_id, after=after, limit=_PAGE)
            page = await self._database.read(look)
            for row in page:
                yield row
            if len(page) < _PAGE:
                return
            after = page[-1][0].number
