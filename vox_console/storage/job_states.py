"""How many messages of each bulk job are in which state, kept in the transaction that moves them.

Runs on the writer thread. :mod:`.message_states` is the only one that changes a message's state.
"""

from __future__ import annotations

from collections.abc import Iterable

import apsw

from vox_console.storage.rows import all_rows

_ENTER = (
    "INSERT INTO job_states (job_id, state, messages) VALUES (?, ?, ?)"
    " ON CONFLICT (job_id, state) DO UPDATE SET messages = messages + excluded.messages"
)


def enter(db: apsw.Connection, job_rows: Iterable[int], state: str) -> None:
    """Enter messages that were just made of these rows of jobs."""
    counts: dict[int, int] = {}
    for job_row in job_rows:
        counts[job_row >> 32] = counts.get(job_row >> 32, 0) + 1
    db.executemany(_ENTER, [(job_id, state, count) for job_id, count in counts.items()])


def move(db: apsw.Connection, message_ids: str, state: str) -> None:
    """Move messages to a state in which they are about to be. message_ids: a JSON array."""
    moved = all_rows(
        db,
        "SELECT m.job_row >> 32, m.state, count(*) FROM json_each(?) wanted"
        " CROSS JOIN messages m ON m.id = wanted.value WHERE m.job_row <> 0 AND m.state <> ? GROUP BY 1, 2",
        (message_ids, state),
    )
    for job_id, old, count in moved:
        db.executemany(_ENTER, [(job_id, old, -count), (job_id, state, count)])


def leave(db: apsw.Connection, message_ids: str) -> None:
    """Count messages no more, because their rows are told as stopped now. message_ids: a JSON array."""
    left = all_rows(
        db,
        "SELECT -count(*), m.job_row >> 32, m.state FROM json_each(?) wanted"
        " CROSS JOIN messages m ON m.id = wanted.value WHERE m.job_row <> 0 GROUP BY 2, 3",
        (message_ids,),
    )
    db.executemany("UPDATE job_states SET messages = messages + ? WHERE job_id = ? AND state = ?", left)


def counts(db: apsw.Connection, job_id: int) -> dict[str, int]:
    """Give how many messages of a job are in each state; states without any are left out."""
    rows = all_rows(db, "SELECT state, messages FROM job_states WHERE job_id = ? AND messages > 0", (job_id,))
    return dict(rows)
