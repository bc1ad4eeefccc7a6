"""What of a job may be sent again, by whom that is done already, and the list for it."""

from __future__ import annotations

from functools import partial

import apsw

from vox_console.domain.errors import SettingsError
from vox_console.services.stored_list import StoredRows
from vox_console.storage import job_family, jobs
from vox_console.storage.database import Database
from vox_console.storage.job_family import Again, Child, Origin


class JobsAgain:
    """The families of the jobs of one journal."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def offered(self, job_id: int) -> dict[Origin, int]:
        """Count the rows of a job that may be sent again, by why; only what there is."""

        def look(db: apsw.Connection) -> dict[Origin, int]:
            counts = {origin: job_family.count(db, job_id, origin) for origin in Origin}
            return {origin: count for origin, count in counts.items() if count}

        return await self._database.read(look)

    async def parent(self, job_id: int) -> Again | None:
        """Give whose rows a job sends again, None when it has a list of its own."""
        return await self._database.read(partial(job_family.parent_of, job_id=job_id))

    async def children(self, job_id: int) -> list[Child]:
        """Give the jobs that send rows of this one again, oldest first."""
        return await self._database.read(partial(job_family.children_of, job_id=job_id))

    async def numbers(self, job_id: int) -> list[str]:
        """Give the phone numbers that jobs of the same list are to send to, or may have sent to."""
        return await self._database.read(partial(job_family.numbers_sent_to, job_id=job_id))

    async def open(self, job_id: int, origin: Origin) -> StoredRows:
        """Give the rows of a job that may be sent again. Raises SettingsError when there are none."""
        job = await self._database.read(partial(jobs.get, job_id=job_id))
        if job is None:
            raise SettingsError("There is no such job", detail=f"none number {job_id} is in this folder")
        rows = await StoredRows.open(self._database, job, origin)
        if not rows.count:
            raise SettingsError(
                "There is nothing to send again", detail=f"no row of job {job_id} is free for it"
            )
        return rows
