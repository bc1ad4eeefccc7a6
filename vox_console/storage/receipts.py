"""What the provider pushed: receipts matched to parts or kept as orphans.

Every function runs on the writer thread, inside one transaction, and takes the connection first.
Promises: everything that arrived is stored before it is acknowledged; the same receipt twice is one
receipt with a repeat count; states only move forward; a receipt that matches nothing stays, and is
tried again whenever an id is learnt, because receipts do overtake answers.

Matching runs here, inside the transaction that records its result, so there is no in-memory map of
ids that could be lost, grow or disagree with what is stored. A batch costs a handful of statements,
whatever its size: what it may concern is read at once, decided in Python, and written at once
(:mod:`.receipt_parts`). What matches nothing is the business of :mod:`.orphans`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

import apsw

from vox_console.domain.delivery import Delivery
from vox_console.domain.message import (
    SubmitState,
)
from vox_console.domain.provider_id import Match
from vox_console.domain.receipt import Receipt, is_proof
from vox_console.domain.transport_name import Witness
from vox_console.storage.inbound import Home, NewParts, note_answered, store_inbound
from vox_console.storage.orphans import adopt_orphans, any_orphans, store_orphan, words_about
from vox_console.storage.own_ids import carried_by, named_by
from vox_console.storage.parts import last_part, message_of
from vox_console.storage.queries import expect
from vox_console.storage.receipt_parts import ReceiptParts
from vox_console.storage.receipt_rows import INSERT_RECEIPTS, receipt_columns, state_word
from vox_console.storage.rows import all_rows, insert_rows
from vox_console.storage.settlement import Settled, settle, settle_by_id

DOUBTFUL = "The provider gave this id to a later message too; the answer may be about that one."


Arrived = tuple[Receipt | None, Delivery]
"""What came in; the receipt is None where it has still to be told whether it is one."""


_NOWHERE = Home()


@dataclass(frozen=True, slots=True)
class Filed:
    """One arrival as it is to be stored; `receipt` is None for a customer's message.

    witness: by which way a customer's message came; a receipt knows its own. part_id: the part that was asked
    about, if it is the answer to a question; None leaves it to the id.
    """

    receipt: Receipt | None
    delivery: Delivery
    witness: Witness = Witness.SMPP
    part_id: int | None = None


@dataclass(frozen=True, slots=True)
class Stored:
    """What storing did: messages that changed, receipts without a message, new parts from customers."""

    changed: list[int]
    orphans: int
    inbound: NewParts


def read_and_store(
    db: apsw.Connection,
    arrivals: Iterable[Arrived],
    *,
    read: Callable[[Delivery], Receipt | None],
    witness: Witness,
    profile: str,
    now_us: int,
    home: Home,
    answered: Sequence[int] = (),
) -> Stored:
    """Tell receipts from customers' messages and store both.

    read: parses a receipt, None for a message. It is called here and not where the bytes came in,
    because reading a burst would hold the window for tens of milliseconds. witness: by which way they came.
    answered: customers' messages that have been acknowledged since the last call.
    """
    note_answered(db, answered)
    filed = [Filed(receipt or read(delivery), delivery, witness) for receipt, delivery in arrivals]
    return store_arrivals(db, filed, profile=profile, now_us=now_us, home=home)


def store_arrivals(
    db: apsw.Connection, arrivals: Sequence[Filed], *, profile: str, now_us: int, home: Home = _NOWHERE
) -> Stored:
    """Store arrivals, apply the receipts among them, and tell what changed."""
    written = [(filed.delivery, filed.witness) for filed in arrivals if filed.receipt is None]
    inbound = store_inbound(db, written, profile=profile, now_us=now_us, home=home)
    told = [(each.receipt, each.delivery.raw, each.part_id) for each in arrivals if each.receipt is not None]
    named = [receipt.provider_id for receipt, _, _ in told if receipt.proves]
    proven: set[int] = set()
    for part in named_by(db, named, profile=profile):
        proven.update(prove(db, part.part_id, part.ids[0], profile=profile, now_us=now_us))
    parts = ReceiptParts(db, (receipt.provider_id for receipt, _, _ in told), profile=profile, now_us=now_us)
    parts.look_up(part_id for _, _, part_id in told if part_id is not None)
    matched: list[tuple[Receipt, bytes, Match]] = []
    orphans = 0
    for said, raw, part_id in told:
        addresses = (said.source, said.destination)
        match = parts.match(said.provider_id, addresses, witness=said.witness, part_id=part_id)
        receipt = (
            replace(said, state=None, disagreement=DOUBTFUL) if parts.is_doubtful(match, part_id) else said
        )
        if match is None:
            orphans += store_orphan(db, receipt, raw, profile=profile, now_us=now_us)
        else:
            matched.append((receipt, raw, match))
    changed = _store_matched(db, matched, parts, profile=profile, now_us=now_us)
    parts.save(changed)
    return Stored(sorted(proven.union(changed)), orphans, inbound)


def record_outcomes(
    db: apsw.Connection, outcomes: Sequence[Settled], *, profile: str, now_us: int, queries: bool = False
) -> list[int]:
    """Settle attempts and adopt the receipts that overtook them; give the ids of changed messages.

    queries: the account can be asked what becomes of them; see to it that it is.
    """
    changed = settle(db, outcomes, now_us=now_us)
    if queries:
        expect(db, changed, now_us=now_us, also_pushed=True)
    learnt = [each for out in outcomes if out.provider_id for each in (out.provider_id, *out.more_ids)]
    adopted = adopt_orphans(db, learnt, profile=profile, now_us=now_us)
    unknown = [out.attempt_id for out in outcomes if out.state is SubmitState.UNKNOWN]
    proven = prove_by_orphans(db, unknown, profile=profile, now_us=now_us)
    return sorted({*changed, *adopted, *proven})


def prove(db: apsw.Connection, part_id: int, provider_id: str, *, profile: str, now_us: int) -> list[int]:
    """Settle a part of unknown fate as accepted, because the provider knows the id of ours it carried.

    Its segments are asked about from then on, and what was told of them before is theirs. Gives the messages
    that changed.
    """
    changed = settle_by_id(db, part_id, provider_id, now_us=now_us)
    if not changed:
        return []
    expect(db, changed, now_us=now_us)
    rows = all_rows(
        db,
        "SELECT provider_id FROM parts WHERE id BETWEEN ? AND ? AND submit = 'accepted'",
        (part_id, last_part(message_of(part_id))),
    )
    adopted = adopt_orphans(db, [row[0] for row in rows], profile=profile, now_us=now_us)
    return sorted({*changed, *adopted})


def prove_by_orphans(db: apsw.Connection, attempts: Sequence[int], *, profile: str, now_us: int) -> list[int]:
    """Settle what became unknown and was told of before under the id of ours it carried.

    attempts: those that just became unknown. Gives the messages that changed.
    """
    if not attempts or not any_orphans(db):
        return []
    changed: set[int] = set()
    for part in carried_by(db, attempts, profile=profile):
        if any(is_proof(word) for word in words_about(db, part.ids, profile=profile)):
            changed.update(prove(db, part.part_id, part.ids[0], profile=profile, now_us=now_us))
    return sorted(changed)


def _store_matched(
    db: apsw.Connection,
    matched: Sequence[tuple[Receipt, bytes, Match]],
    parts: ReceiptParts,
    *,
    profile: str,
    now_us: int,
) -> list[int]:
    """Store receipts under their parts; give the messages of those that were not known already."""
    known = {
        tuple(row)
        for row in all_rows(
            db,
            "SELECT r.part_id, r.state, r.word, r.done_date, r.error_code, r.witness FROM json_each(?) wanted"
            " JOIN receipts r ON r.part_id = wanted.value",
            (json.dumps(sorted({match.candidate.part_id for _, _, match in matched})),),
        )
    }
    fresh: list[tuple[object, ...]] = []
    repeated: list[tuple[object, ...]] = []
    changed: set[int] = set()
    for receipt, raw, match in matched:
        part_id = match.candidate.part_id
        identity = (part_id, state_word(receipt), *receipt.identity()[1:], receipt.witness.value)
        if identity in known:
            repeated.append(identity)
            continue
        known.add(identity)
        fresh.append(receipt_columns(receipt, raw, profile=profile, now_us=now_us, match=match))
        parts.apply(match, receipt.state, receipt.error_code, witness=receipt.witness)
        changed.add(message_of(part_id))
    insert_rows(db, INSERT_RECEIPTS, fresh)
    db.executemany(
        "UPDATE receipts SET repeats = repeats + 1"
        " WHERE part_id = ? AND state = ? AND word = ? AND done_date = ? AND error_code = ? AND witness = ?",
        repeated,
    )
    return sorted(changed)
