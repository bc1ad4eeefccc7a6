"""What the provider pushed: receipts matched to parts or kept as orphans.

Every function runs on the writer thread, inside one transaction, and takes the connection first.
Promises: everything that arrived is stored before it is acknowledged; the same receipt twice is one
receipt with a repeat count; states only move forward; a receipt that matches nothing stays, and is
tried again whenever an id is learnt, because receipts do overtake answers.

Matching runs here, inside the transaction that records its result, so there is no in-memory map of
ids that could be lost, grow or disagree with what is stored. A batch costs a handful of statements,
whatever its size: what it may concern is read at once, decided in Python, and written at once. An
orphan's possible ids stand in ``orphan_keys`` (exact, and read as hexadecimal or decimal), which is
empty on a good day.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

import apsw

from vox_console.domain.delivery import Delivery
from vox_console.domain.message import (
    FINAL_DELIVERIES,
    DeliveryState,
    SubmitState,
    delivery_after,
    is_partial,
)
from vox_console.domain.provider_id import Candidate, IdRelation, Match, choose, fold, lookups, relation
from vox_console.domain.receipt import Receipt, is_proof
from vox_console.domain.transport_name import Witness
from vox_console.storage.id_learning import IdLearning
from vox_console.storage.inbound import store_inbound
from vox_console.storage.message_states import refresh
from vox_console.storage.own_ids import carried_by, named_by
from vox_console.storage.parts import last_part, message_of
from vox_console.storage.queries import drop, expect
from vox_console.storage.rows import Row, all_rows, insert_rows, one_row
from vox_console.storage.settlement import Settled, settle, settle_by_id

DOUBTFUL = "The provider gave this id to a later message too; the answer may be about that one."
PARTLY = "Partly delivered: for the one id of all its parts both delivery and failure were reported."

Arrived = tuple[Receipt | None, Delivery]
"""What came in; the receipt is None where it has still to be told whether it is one."""


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
    inbound: int


def read_and_store(
    db: apsw.Connection,
    arrivals: Iterable[Arrived],
    *,
    read: Callable[[Delivery], Receipt | None],
    witness: Witness,
    profile: str,
    now_us: int,
) -> Stored:
    """Tell receipts from customers' messages and store both.

    read: parses a receipt, None for a message. It is called here and not where the bytes came in,
    because reading a burst would hold the window for tens of milliseconds. witness: by which way they came.
    """
    filed = [Filed(receipt or read(delivery), delivery, witness) for receipt, delivery in arrivals]
    return store_arrivals(db, filed, profile=profile, now_us=now_us)


def store_arrivals(db: apsw.Connection, arrivals: Sequence[Filed], *, profile: str, now_us: int) -> Stored:
    """Store arrivals, apply the receipts among them, and tell what changed."""
    written = [(filed.delivery, filed.witness) for filed in arrivals if filed.receipt is None]
    inbound = store_inbound(db, written, profile=profile, now_us=now_us)
    told = [(each.receipt, each.delivery.raw, each.part_id) for each in arrivals if each.receipt is not None]
    named = [receipt.provider_id for receipt, _, _ in told if receipt.proves]
    proven: set[int] = set()
    for part in named_by(db, named, profile=profile):
        proven.update(prove(db, part.part_id, part.ids[0], profile=profile, now_us=now_us))
    parts = _Parts(db, (receipt.provider_id for receipt, _, _ in told), profile=profile, now_us=now_us)
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
            orphans += _store_orphan(db, receipt, raw, profile=profile, now_us=now_us)
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
    adopted = _adopt_orphans(db, learnt, profile=profile, now_us=now_us)
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
    adopted = _adopt_orphans(db, [row[0] for row in rows], profile=profile, now_us=now_us)
    return sorted({*changed, *adopted})


def prove_by_orphans(db: apsw.Connection, attempts: Sequence[int], *, profile: str, now_us: int) -> list[int]:
    """Settle what became unknown and was told of before under the id of ours it carried.

    attempts: those that just became unknown. Gives the messages that changed.
    """
    if not attempts or not _any_orphans(db):
        return []
    changed: set[int] = set()
    for part in carried_by(db, attempts, profile=profile):
        told = all_rows(
            db,
            "SELECT r.word FROM json_each(?) wanted JOIN orphan_keys k ON k.key = wanted.value"
            " JOIN receipts r ON r.id = k.receipt_id"
            " WHERE r.profile = ? AND r.provider_id IN (SELECT value FROM json_each(?))",
            (json.dumps([fold(each) for each in part.ids]), profile, json.dumps(part.ids)),
        )
        if any(is_proof(row[0]) for row in told):
            changed.update(prove(db, part.part_id, part.ids[0], profile=profile, now_us=now_us))
    return sorted(changed)


def _any_orphans(db: apsw.Connection) -> bool:
    return one_row(db, "SELECT 1 FROM orphan_keys LIMIT 1") is not None


class _Parts:
    """The parts a batch of receipts may be about, read at once, and what the batch does to them."""

    def __init__(self, db: apsw.Connection, receipt_ids: Iterable[str], *, profile: str, now_us: int) -> None:
        self._db = db
        self._now_us = now_us
        self._learning = IdLearning(db, profile)
        self._by_key: dict[str, list[Candidate]] = {}
        self._delivery: dict[int, DeliveryState] = {}
        self._moved: dict[int, str] = {}
        self._shared: set[int] = set()
        self._partly: set[int] = set()
        self._keys = {receipt_id: [key for _, key in lookups(receipt_id)] for receipt_id in receipt_ids}
        self._by_part: dict[int, Candidate] = {}
        self._profile = profile
        keys = dict.fromkeys(key for some in self._keys.values() for key in some)
        for row in self._rows("p.id_fold = wanted.value AND p.id_fold <> ''", list(keys)):
            self._by_key.setdefault(row[0], []).append(self._candidate(row))

    def look_up(self, part_ids: Iterable[int]) -> None:
        """Read the parts that were asked about as well, whatever their ids are."""
        wanted = sorted(set(part_ids))
        for row in self._rows("p.id = wanted.value", wanted) if wanted else []:
            self._by_part[row[1]] = self._candidate(row)

    def _rows(self, condition: str, wanted: list[str] | list[int]) -> list[Row]:
        return all_rows(self._db, _CANDIDATES % condition, (json.dumps(wanted), self._profile))

    def _candidate(self, row: Row) -> Candidate:
        _, part_id, sent, recipient, accepted_at_us, delivery, shared = row
        self._delivery[part_id] = DeliveryState(delivery)
        if shared:
            self._shared.add(part_id)
        return Candidate(
            part_id=part_id, provider_id=sent, recipient=recipient, accepted_at_us=accepted_at_us
        )

    def match(
        self, receipt_id: str, addresses: tuple[str, str], *, witness: Witness, part_id: int | None = None
    ) -> Match | None:
        """Pick the part a receipt of the batch is about; None when none is, or more than one may be.

        part_id: the part that was asked about; its answer is about no other. Else an answer is about the very
        id that was asked for. How ids are written over SMPP says nothing about how they are over HTTP.
        """
        if part_id is not None:
            asked = self._by_part.get(part_id)
            return Match(asked, relation(receipt_id, asked.provider_id) or IdRelation.SAME) if asked else None
        candidates = [each for key in self._keys[receipt_id] for each in self._by_key.get(key, ())]
        if witness is Witness.QUERY:
            candidates = [each for each in candidates if each.provider_id == receipt_id]
        if not candidates:
            return None
        learned = self._learning.mode if witness is Witness.SMPP else None
        match = choose(receipt_id, candidates, addresses=addresses, now_us=self._now_us, learned=learned)
        return match if isinstance(match, Match) else None

    def is_doubtful(self, match: Match | None, part_id: int | None) -> bool:
        """Say whether an answer about a part may be about a later one that was given the very same id."""
        if match is None or part_id is None:
            return False
        mine = match.candidate
        return any(
            each.provider_id == mine.provider_id and each.accepted_at_us > mine.accepted_at_us
            for each in self._by_key.get(fold(mine.provider_id), ())
        )

    def apply(self, match: Match, state: DeliveryState | None, error_code: str, *, witness: Witness) -> None:
        """Move the part's delivery as far as the receipt moves it."""
        if witness is Witness.SMPP:
            self._learning.saw(match.relation)
        part_id = match.candidate.part_id
        old = self._delivery[part_id]
        shared = part_id in self._shared
        new = old if state is None else delivery_after(old, state, shared_id=shared)
        if shared and state is not None and is_partial(old, state):
            self._partly.add(message_of(part_id))
        if new is not old:
            self._delivery[part_id] = new
            self._moved[part_id] = error_code

    def save(self, message_ids: Iterable[int]) -> None:
        """Write the new delivery states, and the states of the messages they belong to."""
        self._learning.save()
        self._db.executemany(
            "UPDATE parts SET delivery = ?, error_code = ? WHERE id = ?",
            [(self._delivery[part].value, error, part) for part, error in self._moved.items()],
        )
        drop(self._db, [part for part in self._moved if self._delivery[part] in FINAL_DELIVERIES])
        self._db.executemany(
            "UPDATE messages SET reason = ? WHERE id = ?", [(PARTLY, each) for each in sorted(self._partly)]
        )
        refresh(self._db, message_ids, now_us=self._now_us)


def _store_matched(
    db: apsw.Connection,
    matched: Sequence[tuple[Receipt, bytes, Match]],
    parts: _Parts,
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
        identity = (part_id, _state_word(receipt), *receipt.identity()[1:], receipt.witness.value)
        if identity in known:
            repeated.append(identity)
            continue
        known.add(identity)
        fresh.append(_columns(receipt, raw, profile=profile, now_us=now_us, match=match))
        parts.apply(match, receipt.state, receipt.error_code, witness=receipt.witness)
        changed.add(message_of(part_id))
    insert_rows(db, _INSERT, fresh)
    db.executemany(
        "UPDATE receipts SET repeats = repeats + 1"
        " WHERE part_id = ? AND state = ? AND word = ? AND done_date = ? AND error_code = ? AND witness = ?",
        repeated,
    )
    return sorted(changed)


def _store_orphan(db: apsw.Connection, receipt: Receipt, raw: bytes, *, profile: str, now_us: int) -> int:
    """Keep a receipt that matches nothing; 0 when the very same one is kept already."""
    own_key = fold(receipt.provider_id)
    known = one_row(
        db,
        "SELECT r.id FROM orphan_keys k JOIN receipts r ON r.id = k.receipt_id WHERE k.key = ?"
        " AND r.profile = ? AND r.provider_id = ? AND r.word = ? AND r.done_date = ? AND r.error_code = ?"
        " AND r.state = ? AND r.source = ? AND r.destination = ? AND r.witness = ?",  # an id may be missing
        (own_key, profile, *receipt.identity(), _state_word(receipt), *_whence(receipt)),
    )
    if known is not None:
        db.execute("UPDATE receipts SET repeats = repeats + 1 WHERE id = ?", (known[0],))
        return 0
    insert_rows(db, _INSERT, [_columns(receipt, raw, profile=profile, now_us=now_us, match=None)])
    receipt_id = db.last_insert_rowid()
    keys = {key for _, key in lookups(receipt.provider_id)} | {own_key}
    db.executemany(
        "INSERT INTO orphan_keys (key, receipt_id) VALUES (?, ?)", [(key, receipt_id) for key in sorted(keys)]
    )
    return 1


def _adopt_orphans(
    db: apsw.Connection, provider_ids: Sequence[str], *, profile: str, now_us: int
) -> list[int]:
    """Apply orphans that belong to ids just learnt; give the ids of the messages that changed."""
    if not provider_ids or not _any_orphans(db):
        return []
    rows = all_rows(
        db,
        "SELECT DISTINCT r.id, r.provider_id, r.state, r.source, r.destination, r.error_code, r.witness"
        " FROM json_each(?) learnt JOIN orphan_keys k ON k.key = learnt.value"
        " JOIN receipts r ON r.id = k.receipt_id WHERE r.profile = ? ORDER BY r.id",
        (json.dumps([fold(provider_id) for provider_id in provider_ids]), profile),
    )
    parts = _Parts(db, (row[1] for row in rows), profile=profile, now_us=now_us)
    changed: set[int] = set()
    for receipt_id, receipt_provider_id, state, source, destination, error_code, word in rows:
        witness = Witness(word)
        match = parts.match(receipt_provider_id, (source, destination), witness=witness)
        if match is None:
            continue
        part_id = match.candidate.part_id
        db.execute(
            "UPDATE receipts SET part_id = ?, relation = ? WHERE id = ?",
            (part_id, match.relation.value, receipt_id),
        )
        db.execute("DELETE FROM orphan_keys WHERE receipt_id = ?", (receipt_id,))
        parts.apply(match, DeliveryState(state) if state else None, error_code, witness=witness)
        changed.add(message_of(part_id))
    parts.save(changed)
    return sorted(changed)


_CANDIDATES = (
    "SELECT wanted.value, p.id, p.provider_id, m.recipient, p.accepted_at_us, p.delivery,"
    " m.method = 'single_id_split' AND m.part_count > 1"
    " FROM json_each(?) wanted JOIN parts p ON %s"
    " JOIN messages m ON m.id = p.id >> 8 WHERE p.submit = 'accepted' AND m.profile = ?"
)
_INSERT = (
    "INSERT INTO receipts (profile, part_id, received_at_us, provider_id, relation, state, word,"
    " done_at_us, done_date, error_code, source, destination, witness, note, raw, network, rate, country)"
)


def _columns(
    receipt: Receipt, raw: bytes, *, profile: str, now_us: int, match: Match | None
) -> tuple[object, ...]:
    return (
        profile,
        match.candidate.part_id if match else None,
        now_us,
        receipt.provider_id,
        match.relation.value if match else "",
        _state_word(receipt),
        receipt.word,
        receipt.done_at_us,
        receipt.done_date,
        receipt.error_code,
        *_whence(receipt),
        receipt.disagreement,
        raw,
        receipt.network,
        receipt.rate,
        receipt.country,
    )


def _whence(receipt: Receipt) -> tuple[str, str, str]:
    """Give the addresses of a receipt and who told it."""
    return receipt.source, receipt.destination, receipt.witness.value


def _state_word(receipt: Receipt) -> str:
    return receipt.state.value if receipt.state else ""
