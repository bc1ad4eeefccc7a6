"""How a job stands: the books of its file, and how far its rows have come. Read-only."""

from __future__ import annotations

from dataclasses import dataclass

import apsw

from vox_console.domain.bulk_books import Books, RowClass
from vox_console.storage import job_states
from vox_console.storage.holds import UNTIL_CONSENT
from vox_console.storage.jobs import row_range
from vox_console.storage.rows import all_rows, one_row


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a job has come, in rows. held: not handed to the outbox, or called back from it.

    queued: in the outbox, nothing has left. on_the_wire: bytes may have left, no answer yet. stopped: not
    sent after all, for a reason that came after the import. outcomes: state words of the other messages.
    """

    held: int
    queued: int
    on_the_wire: int
    stopped: int
    outcomes: dict[str, int]


def books(db: apsw.Connection, job_id: int) -> Books:
    """Give the books of a job."""
    rows = all_rows(
        db,
        "SELECT verdict, count(*), sum(iif(verdict = 'accepted', parts, 0)) FROM job_rows"
        " WHERE id BETWEEN ? AND ? GROUP BY verdict",
        row_range(job_id),
    )
    return Books.of((RowClass(verdict), count, parts) for verdict, count, parts in rows)


def waiting(db: apsw.Connection, job_id: int) -> int:
    """Count the rows that are still to become messages, those that wait for their hours among them."""
    now = one_row(
        db,
        "SELECT count(*) FROM job_rows INDEXED BY job_rows_waiting"
        " WHERE verdict = 'accepted' AND message_id = 0 AND id BETWEEN ? AND ?",
        row_range(job_id),
    )
    later = one_row(
        db,
        "SELECT count(*) FROM job_rows INDEXED BY job_rows_parked WHERE message_id = -2 AND id >> 32 = ?",
        (job_id,),
    )
    return (now[0] if now else 0) + (later[0] if later else 0)


def progress(db: apsw.Connection, job_id: int) -> Progress:
    """Give how far a job has come."""
    outcomes = job_states.counts(db, job_id)
    in_outbox, on_the_wire = outcomes.pop("queued", 0), outcomes.pop("sending", 0)
    row = one_row(
        db,
        "SELECT count(DISTINCT m.id) FROM parts p INDEXED BY parts_queued JOIN messages m ON m.id = p.id >> 8"
        " WHERE p.submit = 'queued' AND p.bulk = 1 AND p.hold_until_us = ? AND m.job_row BETWEEN ? AND ?"
        " AND m.state = 'queued'",
        (UNTIL_CONSENT, *row_range(job_id)),
    )
    called_back = row[0] if row else 0
    row = one_row(
        db,
        "SELECT count(*) FROM job_rows INDEXED BY job_rows_stopped"
        " WHERE id BETWEEN ? AND ? AND message_id = -1",
        row_range(job_id),
    )
    held = waiting(db, job_id) + called_back
    return Progress(held, in_outbox - called_back, on_the_wire, row[0] if row else 0, outcomes)


def on_the_wire(db: apsw.Connection, job_id: int) -> int:
    """Count the parts of a job of which bytes may have left and that are not answered."""
    row = one_row(
        db,
        "SELECT count(*) FROM parts p INDEXED BY parts_reserved JOIN messages m ON m.id = p.id >> 8"
        " WHERE p.submit = 'reserved' AND m.job_row BETWEEN ? AND ?",
        row_range(job_id),
    )
    return row[0] if row else 0
