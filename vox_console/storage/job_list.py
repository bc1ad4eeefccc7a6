"""The jobs of a journal, newest first, page by page, each with how its messages stand. Read-only."""

from __future__ import annotations

from dataclasses import dataclass

import apsw

from vox_console.storage import job_family, job_states, jobs
from vox_console.storage.job_family import Again
from vox_console.storage.jobs import Job
from vox_console.storage.rows import all_rows, one_row


@dataclass(frozen=True, slots=True)
class ListedJob:
    """A job of the list. counts: its messages by the words of their states. stopped: rows not sent.

    again: whose rows it sends again, None when it has a list of its own.
    """

    job: Job
    counts: dict[str, int]
    stopped: int
    again: Again | None = None


def page(db: apsw.Connection, *, before: int, limit: int, name: str) -> list[ListedJob]:
    """Give jobs with a smaller id than `before`, newest first. name: what their file is to be called like."""
    found = all_rows(
        db,
        "SELECT id FROM jobs WHERE id < ? AND state <> 'importing' AND instr(lower(file_name), lower(?)) > 0"
        " ORDER BY id DESC LIMIT ?",
        (before, name, limit),
    )
    listed = [(jobs.get(db, job_id), job_id) for (job_id,) in found]
    return [
        ListedJob(job, job_states.counts(db, job_id), _stopped(db, job_id), job_family.parent_of(db, job_id))
        for job, job_id in listed
        if job is not None
    ]


def _stopped(db: apsw.Connection, job_id: int) -> int:
    row = one_row(
        db,
        "SELECT count(*) FROM job_rows INDEXED BY job_rows_stopped"
        " WHERE message_id = -1 AND id BETWEEN ? AND ?",
        jobs.row_range(job_id),
    )
    return row[0] if row else 0
