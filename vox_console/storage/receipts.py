"""What the provider pushed: receipts matched to parts or kept as orphans, customers' messages kept raw.

Every function runs on the writer thread, inside one transaction, and takes the connection first.
Promises: everything that arrived is stored before it is acknowledged; the same receipt twice is one
receipt with a repeat count; states only move forward; a receipt that matches nothing stays, and is
tried again whenever an id is learnt, because receipts do overtake answers.

Matching runs here, inside the transaction that records its result, so there is no in-memory map of
ids that could be lost, grow or disagree with what is stored. An orphan's possible ids stand in
``orphan_keys`` (exact, and read as hexadecimal or decimal), which is empty on a good day.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import apsw

from vox_console.domain.delivery import Delivery
from vox_console.domain.message import DeliveryState, SubmitState, delivery_after
from vox_console.domain.provider_id import (
    Candidate,
    IdRelation,
    Match,
    RelationLearner,
    choose,
    fold,
    lookups,
)
from vox_console.domain.receipt import Receipt
from vox_console.storage.outbox import Settled, refresh, settle
from vox_console.storage.parts import message_of
from vox_console.storage.rows import all_rows, one_row


@dataclass(frozen=True, slots=True)
class Filed:
    """One arrival as it is to be stored; `receipt` is None for a customer's message."""

    receipt: Receipt | None
    delivery: Delivery


@dataclass(frozen=True, slots=True)
class Stored:
    """What storing did: messages that changed, receipts without a message, customers' message parts."""

    changed: list[int]
    orphans: int
    inbound: int


def store_arrivals(db: apsw.Connection, arrivals: Iterable[Filed], *, profile: str, now_us: int) -> Stored:
    """Store arrivals, apply the receipts among them, and tell what changed."""
    changed: set[int] = set()
    orphans = inbound = 0
    learner = _Learner(db, profile)
    for filed in arrivals:
        receipt, raw = filed.receipt, filed.delivery.raw
        if receipt is None:
            _store_inbound(db, filed.delivery, profile=profile, now_us=now_us)
            inbound += 1
            continue
        match = _find(db, receipt, profile=profile, now_us=now_us, learned=learner.mode)
        if match is None:
            orphans += _store_orphan(db, receipt, raw, profile=profile, now_us=now_us)
        elif _store_matched(db, receipt, raw, match, profile=profile, now_us=now_us):
            learner.saw(match.relation)
            changed.add(message_of(match.candidate.part_id))
    learner.save()
    refresh(db, changed, now_us=now_us)
    return Stored(sorted(changed), orphans, inbound)


def record_outcomes(
    db: apsw.Connection, outcomes: Sequence[Settled], *, profile: str, now_us: int
) -> list[int]:
    """Settle attempts and adopt the receipts that overtook them; give the ids of changed messages."""
    changed = settle(db, outcomes, now_us=now_us)
    learnt = [outcome.provider_id for outcome in outcomes if outcome.provider_id]
    adopted = _adopt_orphans(db, learnt, profile=profile, now_us=now_us)
    return sorted({*changed, *adopted})


def _adopt_orphans(
    db: apsw.Connection, provider_ids: Sequence[str], *, profile: str, now_us: int
) -> list[int]:
    """Apply orphans that belong to ids just learnt; give the ids of the messages that changed."""
    if one_row(db, "SELECT 1 FROM orphan_keys LIMIT 1") is None:
        return []
    changed: set[int] = set()
    learner = _Learner(db, profile)
    for provider_id in provider_ids:
        rows = all_rows(
            db,
            "SELECT r.id, r.provider_id, r.state, r.source, r.destination, r.error_code FROM orphan_keys k"
            " JOIN receipts r ON r.id = k.receipt_id WHERE k.key = ? AND r.profile = ? ORDER BY r.id",
            (fold(provider_id), profile),
        )
        for receipt_id, receipt_provider_id, state, source, destination, error_code in rows:
            match = _choose(
                db, receipt_provider_id, (source, destination), profile=profile, now_us=now_us,
                learned=learner.mode,
            )  # fmt: skip
            if match is None:
                continue
            db.execute(
                "UPDATE receipts SET part_id = ?, relation = ? WHERE id = ?",
                (match.candidate.part_id, match.relation.value, receipt_id),
            )
            db.execute("DELETE FROM orphan_keys WHERE receipt_id = ?", (receipt_id,))
            _apply(db, match.candidate.part_id, DeliveryState(state) if state else None, error_code)
            learner.saw(match.relation)
            changed.add(message_of(match.candidate.part_id))
    learner.save()
    refresh(db, changed, now_us=now_us)
    return sorted(changed)


def _find(
    db: apsw.Connection, receipt: Receipt, *, profile: str, now_us: int, learned: IdRelation | None
) -> Match | None:
    addresses = (receipt.source, receipt.destination)
    return _choose(db, receipt.provider_id, addresses, profile=profile, now_us=now_us, learned=learned)


def _choose(
    db: apsw.Connection,
    receipt_provider_id: str,
    addresses: tuple[str, str],
    *,
    profile: str,
    now_us: int,
    learned: IdRelation | None,
) -> Match | None:
    candidates: list[Candidate] = []
    for key in dict.fromkeys(key for _, key in lookups(receipt_provider_id)):
        candidates += [
            Candidate(part_id=part, provider_id=sent, recipient=recipient, accepted_at_us=accepted)
            for part, sent, recipient, accepted in db.execute(
                "SELECT p.id, p.provider_id, m.recipient, p.accepted_at_us FROM parts p"
                " JOIN messages m ON m.id = p.id >> 8"
                " WHERE p.id_fold = ? AND p.id_fold <> '' AND m.profile = ?",
                (key, profile),
            )
        ]
    if not candidates:
        return None
    match = choose(receipt_provider_id, candidates, addresses=addresses, now_us=now_us, learned=learned)
    return match if isinstance(match, Match) else None


def _store_matched(
    db: apsw.Connection, receipt: Receipt, raw: bytes, match: Match, *, profile: str, now_us: int
) -> bool:
    """Store a receipt under its part; False when the very same one is there already."""
    part_id = match.candidate.part_id
    known = one_row(
        db,
        "SELECT id FROM receipts WHERE part_id = ? AND word = ? AND done_date = ? AND error_code = ?",
        (part_id, receipt.word, receipt.done_date, receipt.error_code),
    )
    if known is not None:
        db.execute("UPDATE receipts SET repeats = repeats + 1 WHERE id = ?", (known[0],))
        return False
    _insert(db, receipt, raw, profile=profile, now_us=now_us, part_id=part_id, relation=match.relation)
    _apply(db, part_id, receipt.state, receipt.error_code)
    return True


def _apply(db: apsw.Connection, part_id: int, state: DeliveryState | None, error_code: str) -> None:
    if state is None:
        return
    (old,) = one_row(db, "SELECT delivery FROM parts WHERE id = ?", (part_id,)) or ("pending",)
    new = delivery_after(DeliveryState(old), state)
    if new.value != old:
        db.execute(
            "UPDATE parts SET delivery = ?, error_code = ? WHERE id = ? AND submit = ?",
            (new.value, error_code, part_id, SubmitState.ACCEPTED.value),
        )


def _store_orphan(db: apsw.Connection, receipt: Receipt, raw: bytes, *, profile: str, now_us: int) -> int:
    """Keep a receipt that matches nothing; 0 when the very same one is kept already."""
    known = one_row(
        db,
        "SELECT r.id FROM orphan_keys k JOIN receipts r ON r.id = k.receipt_id WHERE k.key = ?"
        " AND r.profile = ? AND r.provider_id = ? AND r.word = ? AND r.done_date = ? AND r.error_code = ?",
        (
            fold(receipt.provider_id),
            profile,
            receipt.provider_id,
            receipt.word,
            receipt.done_date,
            receipt.error_code,
        ),
    )
    if known is not None:
        db.execute("UPDATE receipts SET repeats = repeats + 1 WHERE id = ?", (known[0],))
        return 0
    receipt_id = _insert(db, receipt, raw, profile=profile, now_us=now_us, part_id=None, relation=None)
    keys = {key for _, key in lookups(receipt.provider_id)} | {fold(receipt.provider_id)}
    db.executemany(
        "INSERT INTO orphan_keys (key, receipt_id) VALUES (?, ?)", [(key, receipt_id) for key in sorted(keys)]
    )
    return 1


def _insert(
    db: apsw.Connection,
    receipt: Receipt,
    raw: bytes,
    *,
    profile: str,
    now_us: int,
    part_id: int | None,
    relation: IdRelation | None,
) -> int:
    db.execute(
        "INSERT INTO receipts (profile, part_id, received_at_us, provider_id, relation, state, word,"
        " done_at_us, done_date, error_code, source, destination, note, raw)"
        " VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
        (
            profile,
            part_id,
            now_us,
            receipt.provider_id,
            relation.value if relation else "",
            receipt.state.value if receipt.state else "",
            receipt.word,
            receipt.done_at_us,
            receipt.done_date,
            receipt.error_code,
            receipt.source,
            receipt.destination,
            receipt.disagreement,
            raw,
        ),
    )
    return db.last_insert_rowid()


def _store_inbound(db: apsw.Connection, delivery: Delivery, *, profile: str, now_us: int) -> None:
    db.execute(
        "INSERT INTO inbound (profile, received_at_us, source, destination, esm_class, data_coding,"
        " short_message, raw) VALUES (?,?,?,?,?,?,?,?)",
        (
            profile,
            now_us,
            delivery.source,
            delivery.destination,
            delivery.esm_class,
            delivery.data_coding,
            delivery.short_message,
            delivery.raw,
        ),
    )


class _Learner:
    """The profile's id relation, read once per transaction and written back when it moved."""

    def __init__(self, db: apsw.Connection, profile: str) -> None:
        self._db = db
        self._profile = profile
        row = one_row(db, "SELECT last, streak, learned FROM id_relations WHERE profile = ?", (profile,))
        self._before = self._now = (
            RelationLearner(IdRelation(row[0]), row[1], IdRelation(row[2]) if row[2] else None)
            if row
            else RelationLearner()
        )

    @property
    def mode(self) -> IdRelation | None:
        return self._now.learned

    def saw(self, relation: IdRelation) -> None:
        self._now = self._now.after(relation)

    def save(self) -> None:
        now = self._now
        if now is not self._before and now.last is not None:
            self._db.execute(
                "INSERT INTO id_relations (profile, last, streak, learned) VALUES (?1,?2,?3,?4)"
                " ON CONFLICT (profile) DO UPDATE SET last = ?2, streak = ?3, learned = ?4",
                (self._profile, now.last.value, now.streak, now.learned.value if now.learned else ""),
            )
