"""Automatic answers: one for each message at most, a budget for each number, and a breaker that stays open.

Theory of operation. An answer is an ordinary message in the outbox; a row here ties it to the message that
it answers, in one transaction with both, so that no crash makes two of it. A number that has had its budget
within 24 hours and would get another answer is *tripped*: most likely two programs answer each other. From
then on it gets none, until a person resets it; answers are counted anew from there.
"""

from __future__ import annotations

from dataclasses import dataclass

import apsw

from vox_console.domain.concatenation import DAY_US
from vox_console.storage.rows import all_rows, one_row


@dataclass(frozen=True, slots=True)
class Trip:
    """A number that gets no automatic answers. inbound_id: the message that would have been one too many."""

    number: str
    profile: str
    tripped_at_us: int
    inbound_id: int


def may_answer(
    db: apsw.Connection, inbound_id: int, *, number: str, profile: str, budget: int, now_us: int
) -> bool | None:
    """Say whether a message may be answered; None when the breaker trips over it now."""
    if one_row(db, "SELECT 1 FROM auto_replies WHERE inbound_id = ?", (inbound_id,)):
        return False
    if one_row(db, "SELECT 1 FROM auto_reply_trips WHERE number = ? AND reset_at_us = 0", (number,)):
        return False
    row = one_row(
        db,
        "SELECT count(*) FROM auto_replies WHERE number = ?1 AND at_us > max(?2,"
        " (SELECT coalesce(max(reset_at_us), 0) FROM auto_reply_trips WHERE number = ?1))",
        (number, now_us - DAY_US),
    )
    if row is None or row[0] < budget:
        return True
    db.execute(
        "INSERT INTO auto_reply_trips (number, profile, tripped_at_us, inbound_id) VALUES (?,?,?,?)",
        (number, profile, now_us, inbound_id),
    )
    return None


def note_answer(db: apsw.Connection, inbound_id: int, *, number: str, message_id: int, now_us: int) -> None:
    """Tie an answer to the message it answers."""
    db.execute("INSERT INTO auto_replies VALUES (?,?,?,?)", (inbound_id, number, message_id, now_us))


def given(db: apsw.Connection, *, now_us: int) -> int:
    """Count the answers of the last 24 hours."""
    row = one_row(db, "SELECT count(*) FROM auto_replies WHERE at_us > ?", (now_us - DAY_US,))
    return int(row[0]) if row else 0


def is_first(db: apsw.Connection, inbound_id: int) -> bool:
    """Say whether nothing was said before a message in its conversation."""
    row = one_row(
        db,
        "SELECT 1 FROM inbound said JOIN inbound before ON before.thread_id = said.thread_id"
        " AND (before.received_at_us, before.id) < (said.received_at_us, said.id) WHERE said.id = ?",
        (inbound_id,),
    )
    return row is None


def trips(db: apsw.Connection) -> list[Trip]:
    """Give the numbers that get no automatic answers, the last first."""
    rows = all_rows(
        db,
        "SELECT number, profile, tripped_at_us, inbound_id FROM auto_reply_trips WHERE reset_at_us = 0"
        " ORDER BY id DESC",
    )
    return [Trip(*row) for row in rows]


def reset(db: apsw.Connection, number: str, *, now_us: int) -> bool:
    """Answer a number again; False when nothing kept it from being answered."""
    db.execute(
        "UPDATE auto_reply_trips SET reset_at_us = ? WHERE number = ? AND reset_at_us = 0", (now_us, number)
    )
    return db.changes() > 0
