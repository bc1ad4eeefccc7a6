"""Feeding: the next rows of a job become messages, and rows whose time has not come are put aside until then.

Theory of operation. A row becomes a message in the very transaction that notes in the row which message it
became. A row whose hours are closed is *parked*: it notes when they open next, and leaves the index of the
rows to be looked at for that of the parked ones, which is in the order of their times. So each row is looked
at once when its turn comes, and once more when its time has come, however many are parked; what is due goes
before the rest of the file.

What was fed and then held back (a pause, a link that is down) is asked again before it may leave: a message
whose hours have closed meanwhile, and of which nothing has left, is called back, and its row is parked.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

import apsw

from vox_console.domain.bulk_books import RowClass
from vox_console.storage import job_states
from vox_console.storage.jobs import PARKED, JobRow, queued, row_range
from vox_console.storage.outbox import NewMessage, enqueue, withdraw
from vox_console.storage.rows import Row, all_rows, one_row

MOST_LOOKED: Final = 1_000
"""How many rows are looked at in one transaction when most of them are parked."""


@dataclass(frozen=True, slots=True)
class Later:
    """A row is not sent now. due_at_us: when its hours open, microseconds since 1970, UTC."""

    due_at_us: int


@dataclass(frozen=True, slots=True)
class Fed:
    """What was fed: messages by their ids, and their parts. looked: at how many rows."""

    message_ids: list[int]
    parts: int
    looked: int


@dataclass(frozen=True, slots=True)
class Parked:
    """How many rows wait for their hours, and when the first of them is due; 0 when none is parked."""

    rows: int
    due_at_us: int


def feed(
    db: apsw.Connection,
    job_id: int,
    *,
    limit: int,
    most_parts: int,
    make: Callable[[JobRow], NewMessage | Later | str],
    now_us: int,
) -> Fed:
    """Make messages of the next rows that wait, at most `limit` and, beyond the first, `most_parts`.

    make: gives the message of a row, or when it may be sent, or in words why it is not to be sent after all.
    """
    messages: list[NewMessage] = []
    fed: list[int] = []
    parked: list[tuple[int, int]] = []
    stopped: list[tuple[str, int]] = []
    total = looked = 0
    for row_id, cells, verdict, recipient, parts in islice(_next(db, job_id, limit, now_us), MOST_LOOKED):
        if fed and (len(fed) == limit or total + parts > most_parts):
            break
        looked += 1
        row = JobRow(row_id & 0xFFFFFFFF, tuple(json.loads(cells)), RowClass(verdict), recipient, parts)
        made = make(row)
        if isinstance(made, str):
            stopped.append((made, row_id))
        elif isinstance(made, Later):
            parked.append((made.due_at_us, row_id))
        else:
            messages.append(made)
            fed.append(row_id)
            total += parts
    ids = enqueue(db, messages, now_us=now_us, job_rows=fed)
    db.executemany("UPDATE job_rows SET message_id = ? WHERE id = ?", list(zip(ids, fed, strict=True)))
    db.executemany("UPDATE job_rows SET message_id = -2, due_at_us = ? WHERE id = ?", parked)
    # A row that is stopped points at no message and waits no more.
    db.executemany("UPDATE job_rows SET message_id = -1, reason = ? WHERE id = ?", stopped)
    return Fed(ids, total, looked)


def _next(db: apsw.Connection, job_id: int, page: int, now_us: int) -> Iterator[Row]:
    """Give the rows to look at: first what is due, then the rest in the order of the file.

    Nothing may be changed before the last row that is wanted was taken.
    """
    yield from all_rows(
        db,
        "SELECT id, cells, verdict, recipient, parts FROM job_rows INDEXED BY job_rows_parked"
        " WHERE message_id = -2 AND id >> 32 = ? AND due_at_us <= ?"
        " ORDER BY due_at_us, id LIMIT ?",
        (job_id, now_us, MOST_LOOKED),
    )
    after, last = row_range(job_id)
    while True:
        rows = all_rows(
            db,
            "SELECT id, cells, verdict, recipient, parts FROM job_rows INDEXED BY job_rows_waiting"
            " WHERE verdict = 'accepted' AND message_id = 0 AND id > ? AND id <= ? ORDER BY id LIMIT ?",
            (after, last, page),
        )
        yield from rows
        if len(rows) < page:
            return
        after = rows[-1][0]


def parked(db: apsw.Connection, job_id: int) -> Parked:
    """Count the rows that wait for their hours."""
    row = one_row(
        db,
        "SELECT count(*), min(due_at_us) FROM job_rows INDEXED BY job_rows_parked"
        " WHERE message_id = -2 AND id >> 32 = ?",
        (job_id,),
    )
    return Parked(row[0], row[1] or 0) if row else Parked(0, 0)


def next_due(db: apsw.Connection, job_id: int) -> int | None:
    """Give when there is a row to look at: 0 for now, None when no row waits any more."""
    waits = one_row(
        db,
        "SELECT 1 FROM job_rows INDEXED BY job_rows_waiting"
        " WHERE verdict = 'accepted' AND message_id = 0 AND id BETWEEN ? AND ? LIMIT 1",
        row_range(job_id),
    )
    if waits is not None:
        return 0
    row = one_row(
        db,
        "SELECT due_at_us FROM job_rows INDEXED BY job_rows_parked"
        " WHERE message_id = -2 AND id >> 32 = ? ORDER BY due_at_us LIMIT 1",
        (job_id,),
    )
    return row[0] if row else None


def call_back(
    db: apsw.Connection, job_id: int, *, due: Callable[[str], int | None], now_us: int
) -> list[int]:
    """Call back what waits in the outbox and may no longer leave now; give its messages. Its rows wait again.

    due: when a message to this number may leave, None when there is no such time; that row is looked at again
    at once, and says why it is not sent. The messages belong to no job any more: others come of the rows.
    """
    called: list[int] = []
    for message_id in queued(db, job_id):
        row = one_row(db, "SELECT job_row, recipient FROM messages WHERE id = ?", (message_id,))
        if row is None:
            continue
        job_row, recipient = row
        due_at_us = due(recipient)
        if due_at_us is not None and due_at_us <= now_us:
            continue
        if withdraw(db, [message_id], now_us=now_us):
            job_states.leave(db, json.dumps([message_id]))
            db.execute("UPDATE messages SET job_row = 0 WHERE id = ?", (message_id,))
            waits = 0 if due_at_us is None else PARKED
            db.execute(
                "UPDATE job_rows SET message_id = ?, due_at_us = ? WHERE id = ?",
                (waits, due_at_us or 0, job_row),
            )
            called.append(message_id)
    return called
