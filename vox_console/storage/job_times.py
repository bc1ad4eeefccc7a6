"""When a job starts: at a time that it was given, or never by itself once that has passed. Writer thread."""

from __future__ import annotations

import apsw

from vox_console.storage.rows import all_rows


def set_start(db: apsw.Connection, job_id: int, *, start_at_us: int, zone: str) -> None:
    """Say when a job starts; 0: when it is told to. Of one that runs or has ended nothing changes."""
    db.execute(
        "UPDATE jobs SET start_at_us = ?, start_zone = ?"
        " WHERE id = ? AND state IN ('ready', 'waiting', 'paused')",
        (start_at_us, zone, job_id),
    )


def await_start(db: apsw.Connection, job_id: int) -> None:
    """Let a job wait for its time. Of one that runs or has ended nothing changes."""
    db.execute("UPDATE jobs SET state = 'waiting' WHERE id = ? AND state IN ('ready', 'paused')", (job_id,))


def waiting_for_time(db: apsw.Connection, *, profile: str) -> list[int]:
    """Give the jobs of an account that wait for their time, the first to start first."""
    rows = all_rows(
        db,
        "SELECT id FROM jobs WHERE state = 'waiting' AND profile = ? ORDER BY start_at_us, id",
        (profile,),
    )
    return [row[0] for row in rows]


def miss_start(db: apsw.Connection, *, now_us: int) -> list[int]:
    """Pause the jobs that wait for a time which has passed; give their ids."""
    missed = [
        row[0]
        for row in all_rows(
            db, "SELECT id FROM jobs WHERE state = 'waiting' AND start_at_us <= ? ORDER BY id", (now_us,)
        )
    ]
    db.executemany("UPDATE jobs SET state = 'paused' WHERE id = ?", [(job_id,) for job_id in missed])
    return missed
