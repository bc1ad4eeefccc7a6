"""Tells on a job's page which of its numbers another job, that goes before it, sends to as well. Qt-free.

It is told and nothing is done about it: a person may mean both. Counting takes a while where jobs are large,
so it is done once for the jobs that are ahead, beside everything else, and again when these are others.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from vox_console.presenters.compose_words import plural
from vox_console.presenters.delivery_state import Fact
from vox_console.presenters.runner import Run
from vox_console.services.bulk_overlap import Overlap
from vox_console.services.controller import Controller
from vox_console.storage.jobs import Job


class BulkOverlaps:
    """The facts of one job after the other. told: hears when there are new ones."""

    def __init__(self, controller: Controller, run: Run, told: Callable[[], None]) -> None:
        self._controller = controller
        self._run = run
        self._told = told
        self._counted: tuple[int, tuple[int, ...]] = (0, ())
        self._facts: tuple[Fact, ...] = ()

    def facts(self, job_id: int) -> tuple[Fact, ...]:
        """Give what is known of a job."""
        return self._facts if job_id == self._counted[0] else ()

    async def look(self, job: Job) -> None:
        """Find out which jobs are ahead of one that has not ended, and begin to count if they are others."""
        others = await self._controller.bulk.ahead(job.id)
        asked = (job.id, tuple(other.id for other in others))
        if asked == self._counted:
            return
        self._counted, self._facts = asked, self._facts if job.id == self._counted[0] else ()

        async def count() -> None:
            found = await self._controller.bulk.overlaps(job, others)
            if asked == self._counted:
                self._facts = overlap_facts(found)
                self._told()

        self._run(count, name="compare the job with others")


def overlap_facts(found: Sequence[Overlap]) -> tuple[Fact, ...]:
    """Say of each other job how many numbers it has too; each leads there."""
    return tuple(Fact("Also", _words(each), job_id=each.job_id) for each in found)


def _words(overlap: Overlap) -> str:
    text = "nearly the same text" if overlap.same_text else "another text"
    are = "is" if overlap.rows == 1 else "are"
    return f"{plural(overlap.rows, 'number')} of it {are} in job {overlap.job_id} too, with {text}"
