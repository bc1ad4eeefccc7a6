"""Nothing more leaves, of any job or alone, until a person says so: one transaction. Writer thread."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import apsw

from vox_console.storage import job_progress, jobs
from vox_console.storage.holds import UNTIL_CONSENT, hold
from vox_console.storage.jobs import JobState
from vox_console.storage.rows import all_rows, one_row


@dataclass(frozen=True, slots=True)
class Held:
    """What was stopped. job_ids: jobs that ran or waited; singles: messages of no job that had not left.

    rows: of these jobs, that have not left. on_the_wire: messages of which bytes may have left, with no
    answer yet. changed: every message that is held and was not.
    """

    job_ids: tuple[int, ...]
    rows: int
    singles: tuple[int, ...]
    on_the_wire: int
    changed: tuple[int, ...]


def hold_everything(db: apsw.Connection, started: Iterable[int]) -> Held:
    """Pause every job that runs or waits, and these; hold all that is queued; give how it then stands."""
    waiting = all_rows(db, "SELECT id FROM jobs WHERE state IN ('running', 'waiting')")
    job_ids = sorted({row[0] for row in waiting} | set(started))
    queued = all_rows(
        db,
        "SELECT DISTINCT m.id, m.job_row FROM parts p INDEXED BY parts_queued JOIN messages m"
        " ON m.id = p.id >> 8 WHERE p.submit = 'queued' AND m.hold_until_us < ? ORDER BY 1",
        (UNTIL_CONSENT,),
    )
    hold(db, [message_id for message_id, _ in queued], UNTIL_CONSENT)
    for job_id in job_ids:
        jobs.pause(db, job_id)
    paused = [job_id for job_id in job_ids if _is_paused(db, job_id)]
    row = one_row(
        db, "SELECT count(DISTINCT id >> 8) FROM parts INDEXED BY parts_reserved WHERE submit = 'reserved'"
    )
    return Held(
        job_ids=tuple(paused),
        rows=sum(_not_left(db, job_id) for job_id in paused),
        singles=tuple(message_id for message_id, job_row in queued if not job_row),
        on_the_wire=row[0] if row else 0,
        changed=tuple(message_id for message_id, _ in queued),
    )


def _is_paused(db: apsw.Connection, job_id: int) -> bool:
    job = jobs.get(db, job_id)
    return job is not None and job.state is JobState.PAUSED


def _not_left(db: apsw.Connection, job_id: int) -> int:
    told = job_progress.progress(db, job_id)
    return told.held + told.queued
