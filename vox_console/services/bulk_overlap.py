"""What a job and those that go before it have in common: numbers, and nearly the same text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from vox_console.domain.near_text import nearly_same
from vox_console.services.bulk_order import BulkOrder
from vox_console.storage import job_overlap
from vox_console.storage.database import Database
from vox_console.storage.jobs import Job


@dataclass(frozen=True, slots=True)
class Overlap:
    """That rows of a job go to numbers to which another sends as well. same_text: nearly the same one.

    The texts are compared with their fields unfilled: as they were written.
    """

    job_id: int
    rows: int
    same_text: bool


async def ahead(database: Database, job_id: int) -> list[Job]:
    """Give the jobs that go before this one and have not come to their end."""
    return await database.read(partial(job_overlap.ahead, job_id=job_id))


async def overlaps(database: Database, job: Job, others: Sequence[Job]) -> list[Overlap]:
    """Give what a job has in common with each of these, as far as it has anything.

    Takes seconds for jobs of a million rows, in a thread of the journal.
    """
    text, found = BulkOrder.from_json(job.settings).text, []
    for other in others:
        rows = await database.read(partial(job_overlap.shared, job_id=job.id, other_id=other.id))
        if rows:
            same_text = nearly_same(text, BulkOrder.from_json(other.settings).text)
            found.append(Overlap(other.id, rows, same_text))
    return found
