"""The outbox's transactions: store, reserve, settle, recover, withdraw. The contract lives here.

Every function runs on the writer thread, inside one transaction of :class:`~.database.Database`, and
takes the connection first. They keep the promises of sending:

* ``enqueue``: a message is stored, cut and octet-exact, before anything else happens to it;
* ``reserve``: intent before I/O. An attempt row is committed before the first byte leaves;
* ``settle``: every attempt ends accepted, refused or unknown, and only the latter two rules put a
  part back in the queue: no byte was written, or the provider refused it for now;
* ``recover``: after any end of the program, whatever was reserved is unknown, never queued again;
* ``withdraw``: only what waits, with no attempt left open, is taken back, and it never leaves again.

The queue itself is the ``parts_queued`` index: there is no second copy of it in memory that could
disagree. Order is the order of part keys, so a throttled part keeps its place.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import count

import apsw

from vox_console.domain.command_status import RSYSERR, Verdict, submit_verdict
from vox_console.domain.message import DeliveryState, MessageState, SubmitState, submit_after
from vox_console.domain.provider_id import fold
from vox_console.domain.segmentation import LongMethod, Segmentation, frame
from vox_console.domain.submission import SubmitRequest, WireAddress
from vox_console.storage.drafts import COMPOSE, save_draft
from vox_console.storage.message_states import refresh
from vox_console.storage.parts import first_part, last_part, message_of, number_of, part_key
from vox_console.storage.rows import Row, all_rows, insert_rows, one_row

# Recipients are always full international numbers (SMPP 3.4 §5.2.5, §5.2.6).
TON_INTERNATIONAL = 1
NPI_E164 = 1

# A queued message with this hold waits for a person, not for a time.
UNTIL_CONSENT = 2**62

# SMPP leaves ESME_RSYSERR open; some centres say it for "no route", so it is not tried for ever.
SYSTEM_ERROR_ATTEMPTS = 3


@dataclass(frozen=True, slots=True)
class NewMessage:
    """A message to be stored. `first_reference` starts the concatenation counter of a new recipient."""

    profile: str
    transport: str
    sender: str
    source: WireAddress
    recipient: str
    segmentation: Segmentation
    registered_delivery: int
    validity_period: str
    hold_until_us: int
    first_reference: int


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of one attempt. state: ACCEPTED, REFUSED, UNKNOWN, or QUEUED for "never written"."""

    attempt_id: int
    state: SubmitState
    provider_id: str = ""
    command_status: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Reserved:
    """What may be written once the reservation is committed, and which messages began to move."""

    requests: list[SubmitRequest]
    message_ids: list[int]


def enqueue(db: apsw.Connection, messages: Iterable[NewMessage], *, now_us: int) -> list[int]:
    """Store messages as QUEUED and give their ids, in order."""
    row = one_row(db, "SELECT max(id) FROM messages")
    first = (row[0] or 0) + 1 if row else 1
    ids: list[int] = []
    message_rows: list[Row] = []
    part_rows: list[Row] = []
    for message_id, new in enumerate(messages, first):
        reference = _next_reference(db, new) if len(new.segmentation.pieces) > 1 else 0
        ids.append(message_id)
        message_rows.append(_message_row(message_id, new, now_us))
        part_rows.extend(_part_rows(message_id, new.segmentation, reference))
    insert_rows(
        db,
        "INSERT INTO messages (id, profile, transport, sender, source_ton, source_npi, recipient, text,"
        " data_coding, encoding, method, part_count, registered_delivery, validity_period, state,"
        " created_at_us, updated_at_us, hold_until_us)",
        message_rows,
    )
    insert_rows(
        db,
        "INSERT INTO parts (id, units, esm_class, short_message, payload, sar_reference, submit, delivery)",
        part_rows,
    )
    return ids


def enqueue_draft(db: apsw.Connection, messages: Iterable[NewMessage], *, now_us: int) -> list[int]:
    """Store messages and forget the draft they came from: a crash can never bring back a sent text."""
    save_draft(db, COMPOSE, "", now_us=now_us)
    return enqueue(db, messages, now_us=now_us)


def _message_row(message_id: int, new: NewMessage, now_us: int) -> Row:
    cut = new.segmentation
    return (
        message_id,
        new.profile,
        new.transport,
        new.sender,
        new.source.ton,
        new.source.npi,
        new.recipient,
        cut.text,
        cut.data_coding,
        cut.encoding,
        cut.method.value,
        len(cut.pieces),
        new.registered_delivery,
        new.validity_period,
        MessageState.QUEUED.value,
        now_us,
        now_us,
        new.hold_until_us,
    )


def _part_rows(message_id: int, cut: Segmentation, reference: int) -> list[Row]:
    return [
        (
            part_key(message_id, number),
            piece.units,
            part.esm_class,
            part.short_message,
            int(part.payload),
            part.sar[0] if part.sar else None,
            SubmitState.QUEUED.value,
            DeliveryState.PENDING.value,
        )
        for number, (piece, part) in enumerate(
            zip(cut.pieces, frame(cut, reference=reference), strict=True), 1
        )
    ]


def _next_reference(db: apsw.Connection, new: NewMessage) -> int:
    """Count concatenation references per recipient, so that two open messages never share one."""
    modulus = 256 if new.segmentation.method is LongMethod.UDH8 else 65_536
    row = one_row(db, "SELECT last FROM concat_references WHERE recipient = ?", (new.recipient,))
    reference = (row[0] + 1 if row else new.first_reference) % modulus
    db.execute(
        "INSERT INTO concat_references (recipient, last) VALUES (?1, ?2)"
        " ON CONFLICT (recipient) DO UPDATE SET last = ?2",
        (new.recipient, reference),
    )
    return reference


def reserve(
    db: apsw.Connection, *, profile: str, session: str, sequences: Sequence[int], now_us: int, due_us: int
) -> Reserved:
    """Take up to ``len(sequences)`` queued parts of `profile`, oldest first, and store the intent.

    due_us: holds up to this moment have ended. The requests may be written only after this transaction
    is committed.
    """
    rows = all_rows(
        db,
        "SELECT p.id, p.esm_class, p.short_message, p.payload, p.sar_reference, m.sender, m.source_ton,"
        " m.source_npi, m.recipient, m.data_coding, m.registered_delivery, m.validity_period, m.part_count,"
        " m.state"
        " FROM parts p INDEXED BY parts_queued JOIN messages m ON m.id = p.id >> 8"
        " WHERE p.submit = 'queued' AND m.profile = ? AND m.hold_until_us <= ? ORDER BY p.id LIMIT ?",
        (profile, due_us, len(sequences)),
    )
    row = one_row(db, "SELECT max(id) FROM attempts")
    requests = _requests(rows, sequences, first_attempt=(row[0] or 0) + 1 if row else 1)
    starting = {message_of(found[0]) for found in rows if found[13] != MessageState.SENDING}
    insert_rows(
        db,
        "INSERT INTO attempts (id, part_id, session, sequence, fingerprint, state, reserved_at_us)",
        [
            (
                request.attempt_id,
                found[0],
                session,
                request.sequence,
                request.fingerprint(),
                SubmitState.RESERVED.value,
                now_us,
            )
            for request, found in zip(requests, rows, strict=True)
        ],
    )
    db.execute(
        "UPDATE parts SET submit = 'reserved', attempts = attempts + 1"
        " WHERE id IN (SELECT value FROM json_each(?))",
        (json.dumps([found[0] for found in rows]),),
    )
    refresh(db, starting, now_us=now_us)
    return Reserved(requests, sorted(starting))


def _requests(rows: Sequence[Row], sequences: Sequence[int], *, first_attempt: int) -> list[SubmitRequest]:
    """Make the requests. Equal senders and texts are one object: the codec reuses octets by identity."""
    sources: dict[tuple[int, int, str], WireAddress] = {}
    texts: dict[bytes, bytes] = {}
    requests: list[SubmitRequest] = []
    for attempt_id, sequence, found in zip(count(first_attempt), sequences, rows, strict=False):
        (part_id, esm_class, octets, payload, sar_reference, sender, ton, npi, recipient) = found[:9]
        data_coding, registered_delivery, validity_period, part_count = found[9:13]
        source = sources.get((ton, npi, sender))
        if source is None:
            source = sources[ton, npi, sender] = WireAddress(ton, npi, sender)
        requests.append(
            SubmitRequest(
                attempt_id=attempt_id,
                sequence=sequence,
                source=source,
                destination=WireAddress(TON_INTERNATIONAL, NPI_E164, recipient),
                data_coding=data_coding,
                esm_class=esm_class,
                short_message=texts.setdefault(octets, octets),
                registered_delivery=registered_delivery,
                validity_period=validity_period,
                sar=None if sar_reference is None else (sar_reference, part_count, number_of(part_id)),
                payload=bool(payload),
            )
        )
    return requests


def settle(db: apsw.Connection, outcomes: Sequence[Settled], *, now_us: int) -> list[int]:
    """Record what became of attempts; give the ids of the messages that changed.

    An outcome for an attempt that is already decided is ignored: the first answer stands.
    """
    known = {
        attempt_id: [part_id, state, SubmitState(submit)]
        for attempt_id, part_id, state, submit in all_rows(
            db,
            "SELECT a.id, a.part_id, a.state, p.submit FROM json_each(?) wanted"
            " JOIN attempts a ON a.id = wanted.value JOIN parts p ON p.id = a.part_id",
            (json.dumps([outcome.attempt_id for outcome in outcomes]),),
        )
    }
    answers: list[tuple[object, ...]] = []
    accepted: list[tuple[object, ...]] = []
    others: list[tuple[object, ...]] = []
    unsettled: set[int] = set()
    reasons: list[tuple[str, int]] = []
    touched: set[int] = set()
    for outcome in outcomes:
        facts = known.get(outcome.attempt_id)
        if facts is None or facts[1] not in {"reserved", "unknown"}:
            continue
        part_id, _, old = facts
        new = _part_after(outcome, old)
        if new is SubmitState.QUEUED and outcome.command_status == RSYSERR and _is_last_try(db, part_id):
            new = SubmitState.REFUSED
        if new is old:
            continue
        facts[2] = submit_after(old, new)
        # "not_sent" is a word of attempts only: the part is simply queued again.
        facts[1] = "not_sent" if outcome.state is SubmitState.QUEUED else outcome.state.value
        answer = (facts[1], now_us, outcome.command_status, outcome.provider_id, outcome.reason)
        answers.append((*answer, outcome.attempt_id))
        if new is SubmitState.ACCEPTED:
            accepted.append((outcome.provider_id, fold(outcome.provider_id), now_us, part_id))
        else:
            others.append((new.value, outcome.command_status, part_id))
        if new is not SubmitState.ACCEPTED or old is SubmitState.UNKNOWN:
            unsettled.add(message_of(part_id))
        if new in {SubmitState.REFUSED, SubmitState.UNKNOWN}:
            reasons.append((outcome.reason, message_of(part_id)))
        touched.add(message_of(part_id))
    db.executemany(
        "UPDATE attempts SET state = ?, answered_at_us = ?, command_status = ?, provider_id = ?, reason = ?"
        " WHERE id = ?",
        answers,
    )
    # A part that was unknown and is accepted in the same batch ends accepted: these come last.
    db.executemany("UPDATE parts SET submit = ?, command_status = ? WHERE id = ?", others)
    db.executemany(
        "UPDATE parts SET submit = 'accepted', provider_id = ?, id_fold = ?, accepted_at_us = ?,"
        " command_status = 0 WHERE id = ?",
        accepted,
    )
    db.executemany("UPDATE messages SET reason = ? WHERE id = ?", reasons)
    for message_id in unsettled:
        _settle_siblings(db, message_id)
    refresh(db, touched, now_us=now_us)
    return sorted(touched)


def _part_after(outcome: Settled, old: SubmitState) -> SubmitState:
    """Decide the part's next state: a refusal "for now" puts a part back that was never unknown."""
    if outcome.state is not SubmitState.REFUSED or old is SubmitState.UNKNOWN:
        return outcome.state
    later = submit_verdict(outcome.command_status) is Verdict.RETRY_LATER
    return SubmitState.QUEUED if later else SubmitState.REFUSED


def _is_last_try(db: apsw.Connection, part_id: int) -> bool:
    """Count the system errors alone: a part that was throttled or never written has not had its tries."""
    before = "SELECT count(*) FROM attempts WHERE part_id = ? AND state = 'refused' AND command_status = ?"
    row = one_row(db, before, (part_id, RSYSERR))
    return row is not None and row[0] + 1 >= SYSTEM_ERROR_ATTEMPTS


def _settle_siblings(db: apsw.Connection, message_id: int) -> None:
    """Keep here what waits of a message while a part of it is refused or unknown; queue it again after.

    Asked whenever a part comes to rest, also back in the queue: a throttled part may have been on the
    wire when its sibling was refused.
    """
    bounds = (first_part(message_id), last_part(message_id))
    stuck = "SELECT 1 FROM parts WHERE id BETWEEN ? AND ? AND submit IN ('refused', 'unknown')"
    blocked = one_row(db, stuck, bounds)
    old, new = ("withheld", "queued") if blocked is None else ("queued", "withheld")
    db.execute("UPDATE parts SET submit = ? WHERE id BETWEEN ? AND ? AND submit = ?", (new, *bounds, old))
    if blocked is None:
        db.execute("UPDATE messages SET reason = '' WHERE id = ?", (message_id,))


def recover(db: apsw.Connection, *, now_us: int, reason: str) -> tuple[list[int], list[int]]:
    """Settle what an earlier run left behind; give (now unknown, waiting for consent) message ids.

    Reserved attempts become unknown. Messages that never left stay queued, but leave only after a
    person says so: the moment for which they were written has passed.
    """
    reserved = [
        row[0]
        for row in all_rows(
            db,
            "SELECT a.id FROM parts p INDEXED BY parts_reserved CROSS JOIN attempts a ON a.part_id = p.id"
            " WHERE p.submit = 'reserved' AND a.state = 'reserved'",
        )
    ]
    unknown = settle(
        db, [Settled(attempt, SubmitState.UNKNOWN, reason=reason) for attempt in reserved], now_us=now_us
    )
    waiting = [
        row[0]
        for row in all_rows(
            db,
            "SELECT DISTINCT id >> 8 FROM parts INDEXED BY parts_queued WHERE submit = 'queued' ORDER BY 1",
        )
    ]
    db.executemany(
        "UPDATE messages SET hold_until_us = ? WHERE id = ?", [(UNTIL_CONSENT, m) for m in waiting]
    )
    return unknown, waiting


def release(db: apsw.Connection, message_ids: Iterable[int]) -> None:
    """End the hold of messages: they may leave now."""
    db.executemany("UPDATE messages SET hold_until_us = 0 WHERE id = ?", [(m,) for m in message_ids])


def end_holds(db: apsw.Connection, *, profile: str) -> None:
    """End every running undo time of `profile`; what waits for a person's consent goes on waiting."""
    db.execute(
        "UPDATE messages SET hold_until_us = 0 WHERE profile = ? AND hold_until_us BETWEEN 1 AND ? AND id IN"
        " (SELECT id >> 8 FROM parts INDEXED BY parts_queued WHERE submit = 'queued')",
        (profile, UNTIL_CONSENT - 1),
    )


def withdraw(db: apsw.Connection, message_ids: Iterable[int], *, now_us: int) -> list[int]:
    """Take back messages the provider certainly does not have; give the ids that were taken back.

    An open attempt forbids it: its answer could yet say that the provider took the message.
    """
    taken: list[int] = []
    for message_id in message_ids:
        bounds = (first_part(message_id), last_part(message_id))
        row = one_row(
            db,
            "SELECT 1 FROM parts p LEFT JOIN attempts a ON a.part_id = p.id WHERE p.id BETWEEN ? AND ?"
            " AND (p.submit <> 'queued' OR a.state NOT IN ('refused', 'not_sent'))",
            bounds,
        )
        if row is None:
            db.execute("UPDATE parts SET submit = 'withheld' WHERE id BETWEEN ? AND ?", bounds)
            taken.append(message_id)
    refresh(db, taken, now_us=now_us)
    return taken
