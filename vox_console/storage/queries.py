"""What is still to be asked about: which parts, under which id, when next. Runs on the writer thread.

A row is made when a part is accepted by an account that can be asked, or when its fate is unknown and it
carries an id of ours. Over SMPP it is only a net under the receipts that are pushed, and only where ids are
known to be the same both ways: else the question would be about another message.

A row goes when a final state is known from anyone, when the provider has forgotten the message, or after
three days; the latter two only after several answers, because the clock on the wall may be wrong
(:mod:`.query_schedule`). So the asking survives restarts by itself: what fell due while the program was
closed is due when it opens.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

import apsw

from vox_console.domain.evidence import QueryClock
from vox_console.domain.message import FINAL_DELIVERIES, DeliveryState, delivery_after
from vox_console.domain.provider_id import fold
from vox_console.domain.query_schedule import (
    ENDING_ANSWERS,
    LAST_HARVEST_SHARE,
    LONGEST_STEP_US,
    is_ending,
    next_due_us,
    spread_of,
)
from vox_console.domain.transport_name import TransportName
from vox_console.storage.id_learning import IdLearning
from vox_console.storage.message_states import refresh
from vox_console.storage.parts import first_part, last_part, message_of
from vox_console.storage.rows import all_rows, one_row

# Whose fate an answer may still tell. The states are those of FINAL_DELIVERIES, and forgotten.
_OPEN = (
    "((p.submit = 'accepted' AND p.delivery NOT IN"
    " ('delivered', 'undeliverable', 'rejected', 'expired', 'deleted', 'forgotten'))"
    " OR p.submit = 'unknown')"
)
# An own id is what the provider made of it: `split` numbers the segments, where there are several
# (provider_interface §2.1).
_EXPECTED = (
    "SELECT p.id, m.profile, m.transport, CASE p.submit WHEN 'accepted' THEN p.provider_id ELSE"
    " (SELECT own_id || CASE WHEN m.method = 'split' AND m.part_count > 1 THEN '-1' ELSE '' END"
    " FROM attempts WHERE part_id = p.id AND state = 'unknown' AND own_id <> '' ORDER BY id DESC LIMIT 1)"
    " END AS wanted_id"
    " FROM json_each(?) wanted JOIN messages m ON m.id = wanted.value AND m.transport IN ('rest', ?)"
    " CROSS JOIN parts p ON p.id BETWEEN m.id << 8 AND m.id << 8 | 255"
    " WHERE wanted_id <> '' AND (m.registered_delivery <> 0 OR p.submit = 'unknown') AND OPEN"
).replace("OPEN", _OPEN)
_UNWANTED = (
    "DELETE FROM queries WHERE part_id IN (SELECT p.id"
    " FROM json_each(?) wanted JOIN messages m ON m.id = wanted.value AND m.registered_delivery = 0"
    " CROSS JOIN parts p ON p.id BETWEEN m.id << 8 AND m.id << 8 | 255 WHERE p.submit = 'accepted')"
)
# Where the ids of SMPP are not known to be the same over REST, only what was sent over REST is asked about.
_ASKABLE = "(? OR (SELECT transport FROM messages WHERE id = q.part_id >> 8) = 'rest')"
# What lies further ahead than any question is put off was set by a clock that was wrong: it is due.
_DUE = (
    (
        "SELECT q.part_id, q.query_id, p.submit FROM queries q CROSS JOIN parts p ON p.id = q.part_id"
        " WHERE q.profile = ? AND (q.due_at_us <= ? OR q.due_at_us > ?) AND OPEN AND ASKABLE"
        " ORDER BY q.by_hand DESC, CASE WHEN q.accepted_at_us <= ? THEN 2 ELSE q.accepted_at_us > ? END,"
        " q.due_at_us LIMIT ?"
    )
    .replace("OPEN", _OPEN)
    .replace("ASKABLE", _ASKABLE)
)
_NEXT = (
    (
        "SELECT q.due_at_us FROM queries q CROSS JOIN parts p ON p.id = q.part_id"
        " WHERE q.profile = ? AND q.due_at_us %s AND OPEN AND ASKABLE ORDER BY q.due_at_us LIMIT 1"
    )
    .replace("OPEN", _OPEN)
    .replace("ASKABLE", _ASKABLE)
)


@dataclass(frozen=True, slots=True)
class DueQuery:
    """One question that is due. query_id: the id to ask by. proves: its part's fate is unknown."""

    part_id: int
    query_id: str
    proves: bool


def expect(
    db: apsw.Connection, message_ids: Iterable[int], *, now_us: int, also_pushed: bool = False
) -> None:
    """See to it that what becomes of the parts of these messages is asked for.

    also_pushed: of those sent over SMPP too, because the account has REST beside it; but only where ids are
    known to be the same both ways. Where no receipt was
    wanted, it is asked only whether the message was accepted.
    """
    also = TransportName.SMPP if also_pushed else ""
    wanted = json.dumps(list(message_ids))
    db.execute(_UNWANTED, (wanted,))
    rows = all_rows(db, _EXPECTED, (wanted, also))
    pushed = {row[1] for row in rows if row[2] == TransportName.SMPP}
    strange = {profile for profile in pushed if not _same(db, profile)}
    db.executemany(
        "INSERT INTO queries (part_id, profile, query_id, accepted_at_us, due_at_us) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (part_id) DO UPDATE SET query_id = excluded.query_id"
        " WHERE query_id <> excluded.query_id",
        [
            (part_id, profile, query_id, now_us, _first_due_us(part_id, now_us, transport))
            for part_id, profile, transport, query_id in rows
            if transport != TransportName.SMPP or profile not in strange
        ],
    )


def _same(db: apsw.Connection, profile: str) -> bool:
    """Say whether an id of SMPP may be asked for over REST."""
    return IdLearning(db, profile).same


def _first_due_us(part_id: int, now_us: int, transport: str) -> int:
    return next_due_us(
        asked=0,
        now_us=now_us,
        accepted_at_us=now_us,
        memory_us=1 << 62,
        spread=spread_of(part_id),
        pushed=transport == TransportName.SMPP,
    )


def due(db: apsw.Connection, *, profile: str, now_us: int, limit: int, memory_us: int) -> list[DueQuery]:
    """Give the questions of a profile that are due, in the order in which they are to be asked.

    What a person asked for, what is soon forgotten, what is longest overdue; and last what the provider has
    probably forgotten already, because there is the least to be learnt.
    """
    forgotten_us = now_us - memory_us
    soon_us = now_us - round(memory_us * (1 - LAST_HARVEST_SHARE))
    return [
        DueQuery(part_id, query_id, submit == "unknown")
        for part_id, query_id, submit in all_rows(
            db,
            _DUE,
            (profile, now_us, now_us + LONGEST_STEP_US, _same(db, profile), forgotten_us, soon_us, limit),
        )
    ]


def by_id(db: apsw.Connection, query_id: str, *, profile: str) -> DueQuery | None:
    """Give the question about the part of a profile that has exactly this id; None unless just one has.

    A part that was sent over SMPP has it only where ids are known to be the same both ways.
    """
    rows = all_rows(
        db,
        "SELECT p.id, p.submit FROM parts p JOIN messages m ON m.id = p.id >> 8"
        " WHERE p.id_fold = ? AND p.id_fold <> '' AND p.provider_id = ? AND m.profile = ?"
        " AND (m.transport = 'rest' OR ?)",
        (fold(query_id), query_id, profile, _same(db, profile)),
    )
    return DueQuery(rows[0][0], query_id, proves=rows[0][1] == "unknown") if len(rows) == 1 else None


def next_due(db: apsw.Connection, *, profile: str, now_us: int) -> int | None:
    """Give when the next question of a profile is due, None when there is none."""
    whose = (profile, now_us + LONGEST_STEP_US, _same(db, profile))
    if one_row(db, _NEXT % "> ?", whose) is not None:
        return now_us
    row = one_row(db, _NEXT % "<= ?", whose)
    return row[0] if row else None


def asked(db: apsw.Connection, part_id: int, *, known: bool | None, now_us: int, memory_us: int) -> list[int]:
    """Enter that a part was asked about, and when it is asked about again; give the message if it changed.

    known: whether the answer told of the message; None when the question itself was refused. If several
    answers in a row did not, and the provider's memory is over, the part is forgotten, which overwrites no
    final state. What was sent over SMPP is not: the provider may never have known its id over REST.
    """
    row = one_row(
        db,
        "SELECT q.asked, q.ending, q.accepted_at_us, p.submit, p.delivery, m.transport FROM queries q"
        " JOIN parts p ON p.id = q.part_id JOIN messages m ON m.id = q.part_id >> 8 WHERE q.part_id = ?",
        (part_id,),
    )
    if row is None:
        return []
    count, before, told_us, submit, word, transport = row[0] + 1, *row[1:]
    delivery, pushed = DeliveryState(word), transport == TransportName.SMPP
    accepted_at_us = min(told_us, now_us)  # nothing was accepted later than now: that clock was wrong
    ends = is_ending(known=known, now_us=now_us, accepted_at_us=accepted_at_us, memory_us=memory_us)
    ending = before + 1 if ends else 0
    over = ending >= ENDING_ANSWERS
    due_us = next_due_us(
        asked=count,
        now_us=now_us,
        accepted_at_us=accepted_at_us,
        memory_us=memory_us,
        spread=spread_of(part_id + count),
        pushed=pushed,
    )
    if over or delivery in FINAL_DELIVERIES:
        drop(db, [part_id])
    else:
        db.execute(
            "UPDATE queries SET asked = ?, ending = ?, accepted_at_us = ?, due_at_us = ?, by_hand = 0"
            " WHERE part_id = ?",
            (count, ending, accepted_at_us, due_us, part_id),
        )
    forgotten = delivery_after(delivery, DeliveryState.FORGOTTEN)
    if not (over and known is False) or pushed or submit != "accepted" or forgotten is delivery:
        return []
    db.execute("UPDATE parts SET delivery = ? WHERE id = ?", (forgotten.value, part_id))
    refresh(db, [message_of(part_id)], now_us=now_us)
    return [message_of(part_id)]


def postpone(db: apsw.Connection, part_id: int, *, until_us: int) -> list[int]:
    """Ask about a part later, because the provider could not be asked now; gives no changed message.

    It counts as no question, and without an answer nothing is ever given up.
    """
    db.execute("UPDATE queries SET due_at_us = ? WHERE part_id = ?", (until_us, part_id))
    return []


def drop(db: apsw.Connection, part_ids: Iterable[int]) -> None:
    """Ask about these parts no more."""
    db.execute(
        "DELETE FROM queries WHERE part_id IN (SELECT value FROM json_each(?))", (json.dumps(list(part_ids)),)
    )


def ask_now(db: apsw.Connection, message_id: int, *, now_us: int) -> int:
    """Make the questions about a message due, before all others; give how many there are."""
    bounds = (first_part(message_id), last_part(message_id))
    db.execute(
        "UPDATE queries SET due_at_us = ?, by_hand = 1 WHERE part_id BETWEEN ? AND ?", (now_us, *bounds)
    )
    return db.changes()


def query_clock(db: apsw.Connection, message_id: int) -> QueryClock | None:
    """Give how it stands with asking about a message; None when it is not asked about (any more)."""
    row = one_row(
        db,
        "SELECT min(accepted_at_us), min(due_at_us), max(asked), count(*) FROM queries"
        " WHERE part_id BETWEEN ? AND ?",
        (first_part(message_id), last_part(message_id)),
    )
    return QueryClock(row[0], row[1], row[2]) if row and row[3] else None
