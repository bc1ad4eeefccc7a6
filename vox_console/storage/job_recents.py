"""Rows of a job that became recent after it was checked: counted, and asked about. See :mod:`.recent_sends`.

A question is asked once: whoever lets the job go on has answered it, and only what is sent after it was asked
is asked about again.
"""

from __future__ import annotations

import apsw

from vox_console.storage.jobs import Job, pause, row_range
from vox_console.storage.rows import all_rows, one_row


def seen_until_us(db: apsw.Connection, job: Job) -> int:
    """Give since when what was sent is not known to who started the job: microseconds since 1970, UTC."""
    row = one_row(db, "SELECT recents_asked_us FROM jobs WHERE id = ?", (job.id,))
    return max(job.created_at_us, row[0] if row else 0)


def sent_since(db: apsw.Connection, job_id: int, *, since_us: int) -> bool:
    """Say whether anything but this job's own was stored to be sent since then."""
    row = one_row(
        db,
        "SELECT created_at_us >= ?1 FROM messages WHERE created_at_us < ?1 OR job_row >> 32 <> ?2"
        " ORDER BY id DESC LIMIT 1",
        (since_us, job_id),
    )
    return row is not None and bool(row[0])


def to_be_sent(db: apsw.Connection, job_id: int, *, after: int, limit: int) -> list[tuple[int, str]]:
    """Give the next rows above row number `after` that are still to become messages: number and recipient."""
    first, last = row_range(job_id)
    found = all_rows(
        db,
        "SELECT id & 4294967295, recipient FROM job_rows"
        " WHERE id > ? AND id <= ? AND verdict = 'accepted' AND message_id IN (0, -2) ORDER BY id LIMIT ?",
        (first | after, last, limit),
    )
    return [(number, recipient) for number, recipient in found]


def ask(db: apsw.Connection, job_id: int, *, rows: int, now_us: int) -> None:
    """Pause a job, and note that a person is asked whether so many recent rows are to be sent to."""
    pause(db, job_id)
    db.execute("UPDATE jobs SET recent_rows = ?, recents_asked_us = ? WHERE id = ?", (rows, now_us, job_id))
