"""Numbers that two jobs have in common while neither has come to its end. Read-only.

A job is checked against what was sent, not against what another job is about to send. So of two that wait at
once the later one may bring to the same people what they have just got from the first.
"""

from __future__ import annotations

import apsw

from vox_console.storage import jobs
from vox_console.storage.job_family import root_of
from vox_console.storage.jobs import Job, JobState
from vox_console.storage.rows import one_row


def ahead(db: apsw.Connection, job_id: int) -> list[Job]:
    """Give the other jobs that can still run and go before this one: those made earlier, and the running one.

    Not those of its family: no row is sent by two of these.
    """
    family = root_of(db, job_id)
    return [
        job
        for job in jobs.open_jobs(db)
        if (job.id < job_id or (job.state is JobState.RUNNING and job.id > job_id))
        and root_of(db, job.id) != family
    ]


def shared(db: apsw.Connection, job_id: int, other_id: int) -> int:
    """Count the accepted rows of a job whose number another has as well; none that was stopped counts."""
    row = one_row(
        db,
        "SELECT count(*) FROM job_rows r WHERE r.id BETWEEN ? AND ? AND r.verdict = 'accepted'"
        " AND r.message_id <> -1 AND r.recipient IN (SELECT o.recipient FROM job_rows o"
        " WHERE o.id BETWEEN ? AND ? AND o.verdict = 'accepted' AND o.message_id <> -1)",
        (*jobs.row_range(job_id), *jobs.row_range(other_id)),
    )
    return row[0] if row else 0
