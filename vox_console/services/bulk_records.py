"""What is kept of bulk jobs, as it is written and read; :mod:`.bulk` runs them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Container, Iterable, Mapping, Sequence
from functools import partial
from typing import Final

from vox_console.domain.bulk_books import Books
from vox_console.domain.errors import SettingsError
from vox_console.domain.rates import RateRange
from vox_console.services import bulk_import, bulk_overlap, list_mapping
from vox_console.services.bulk_again import JobsAgain
from vox_console.services.bulk_overlap import Overlap
from vox_console.services.bulk_recent import RecentSends, from_outside
from vox_console.services.bulk_trial import OwnNumbers
from vox_console.services.clocks import Clocks
from vox_console.services.events import Event, JobChanged
from vox_console.services.list_mapping import ListMapping
from vox_console.services.opt_outs import scope_of
from vox_console.storage import job_feed, job_list, job_mends, job_progress, jobs, opt_outs
from vox_console.storage.database import Database
from vox_console.storage.job_feed import Parked
from vox_console.storage.job_list import ListedJob
from vox_console.storage.job_progress import Progress
from vox_console.storage.jobs import Job, JobRow, NewJob

_PAGE: Final = 1_000


class JobRecords:
    """The jobs of one journal. again: rows to send again. own_numbers: to which rows are tried out."""

    def __init__(self, database: Database, *, clocks: Clocks, announce: Callable[[Event], None]) -> None:
        self._database = database
        self._clocks = clocks
        self._announce = announce
        self.again = JobsAgain(database)
        self.own_numbers = OwnNumbers(database, clocks)

    async def opted_out(self, sender: str) -> Container[str]:
        """Give every number that wants no messages from a sender."""
        return await self._database.read(partial(opt_outs.numbers, sender=scope_of(sender)))

    def recent(self) -> RecentSends:
        """Give who says what numbers got lately, as from now; it is asked in a thread (see there)."""
        return from_outside(self._database, now_us=self._clocks.now_us())

    async def rates(self, profile: str) -> dict[str, RateRange]:
        """Give what the provider told that messages of an account cost, by the region of numbers."""
        return await bulk_import.rates(self._database, profile=profile, now_us=self._clocks.now_us())

    async def remember_mapping(self, fingerprint: str, mapping: ListMapping) -> None:
        """Keep how lists of a header are read. Raises StoreError."""
        await list_mapping.remember(self._database, fingerprint, mapping, now_us=self._clocks.now_us())

    async def mapping(self, fingerprint: str) -> ListMapping | None:
        """Give how the last list of a header was read, None when there was none. Raises StoreError."""
        return await list_mapping.recall(self._database, fingerprint)

    async def store(
        self, new: NewJob, rows: Iterable[JobRow], *, told: Callable[[int], None] = lambda _rows: None
    ) -> int:
        """Store a job whole; give its id (see :func:`.bulk_import.store`)."""
        job_id = await bulk_import.store(self._database, new, rows, now_us=self._clocks.now_us(), told=told)
        self._announce(JobChanged(job_id))
        return job_id

    async def page(self, *, before: int, limit: int, name: str = "") -> list[ListedJob]:
        """Give jobs with a smaller id, newest first. name: what their file is to be called like."""
        return await self._database.read(partial(job_list.page, before=before, limit=limit, name=name))

    async def job(self, job_id: int | None = None) -> Job:
        """Give a job, or the newest that can still be run. Raises SettingsError when there is none."""
        look = jobs.newest_open if job_id is None else partial(jobs.get, job_id=job_id)
        found = await self._database.read(look)
        if found is None:
            which = "that is not done" if job_id is None else f"number {job_id}"
            raise SettingsError("There is no such job", detail=f"none {which} is in this folder")
        return found

    async def ahead(self, job_id: int) -> list[Job]:
        """Give the jobs that go before this one and have not come to their end."""
        return await bulk_overlap.ahead(self._database, job_id)

    async def overlaps(self, job: Job, others: Sequence[Job]) -> list[Overlap]:
        """Give the numbers that a job has in common with each of these, where it has any."""
        return await bulk_overlap.overlaps(self._database, job, others)

    async def mended(self, job_id: int) -> Mapping[int, Sequence[int]]:
        """Give the columns of the cells that are not as the job's list has them, by the row's number."""
        return await self._database.read(partial(job_mends.of_job, job_id=job_id))

    async def discard(self, job_id: int) -> None:
        """Forget a job of which nothing was ever to leave."""
        await self._database.run(partial(jobs.drop, job_id=job_id))
        self._announce(JobChanged(job_id))

    async def only_open(self) -> Job:
        """Give the one job that can still be run. Raises SettingsError when there is none, or several."""
        found = await self._database.read(jobs.open_jobs)
        if len(found) > 1:
            named = ", ".join(f"{job.id} ({job.file_name})" for job in found)
            raise SettingsError("Several jobs are not done", detail=named, hint="Say which.")
        return await self.job()

    async def books(self, job_id: int) -> Books:
        """Give the books of a job."""
        return await self._database.read(partial(job_progress.books, job_id=job_id))

    async def parked(self, job_id: int) -> Parked:
        """Give how many rows of a job wait for their hours."""
        return await self._database.read(partial(job_feed.parked, job_id=job_id))

    async def progress(self, job_id: int) -> Progress:
        """Give how far a job has come."""
        return await self._database.read(partial(job_progress.progress, job_id=job_id))

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
