"""The outbox's transactions: store, reserve, settle, recover, withdraw. The contract lives here.

Every function runs on the writer thread, inside one transaction of :class:`~.database.Database`, and
takes the connection first. They keep the promises of sending:

* ``enqueue``: a message is stored, cut and octet-exact, before anything else happens to it;
* ``reserve`` (:mod:`.reservation`): intent before I/O. An attempt row is committed before the first
  byte leaves;
* ``settle`` (:mod:`.settlement`): every attempt ends accepted, refused or unknown, and only two rules put
  a part back in the queue: nothing of it was taken, or the provider refused it for now;
* ``recover``: after any end of the program, whatever was reserved is unknown, never queued again;
* ``withdraw``: only what waits, with no attempt left open, is taken back, and it never leaves again.

The queue itself is the ``parts_queued`` index: there is no second copy of it in memory that could
disagree. Order is the order of part keys, so a throttled part keeps its place.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import apsw

from vox_console.domain.message import DeliveryState, MessageState, SubmitState
from vox_console.domain.rest_message import RestMessage
from vox_console.domain.segmentation import LongMethod, Segmentation, frame
from vox_console.domain.submission import WireAddress
from vox_console.storage import job_states, log_minutes, message_hours
from vox_console.storage.drafts import COMPOSE, save_draft
from vox_console.storage.holds import UNTIL_CONSENT, hold
from vox_console.storage.log_labels import Labels
from vox_console.storage.message_states import refresh
from vox_console.storage.parts import first_part, last_part, part_key
from vox_console.storage.queries import expect
from vox_console.storage.receipts import prove_by_orphans
from vox_console.storage.rows import Row, all_rows, insert_rows, one_row
from vox_console.storage.settlement import Settled, settle


@dataclass(frozen=True, slots=True)
class NewMessage:
    """A message to be stored. `first_reference` starts the concatenation counter of a new recipient.

    whole: how the text is given to a provider that encodes and splits it itself; then it is one part, and
    the segmentation only foretells what it is billed as. None where we cut it. despite_opt_out: a person
    sends it to a number that wants no messages.
    """

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
    whole: RestMessage | None = None
    despite_opt_out: bool = False

    @property
    def segments(self) -> int:
        """What it is cut into, here or by the provider."""
        return 1 if self.whole is not None and self.whole.dropped else len(self.segmentation.pieces)

    @property
    def needs_reference(self) -> bool:
        """Whether parts of it have to be tied together by a number."""
        return self.whole is None and len(self.segmentation.pieces) > 1


def enqueue(
    db: apsw.Connection, messages: Iterable[NewMessage], *, now_us: int, job_rows: Sequence[int] = ()
) -> list[int]:
    """Store messages as QUEUED and give their ids, in order.

    job_rows: the keys of the rows of a bulk job that they were made of, one each; () for what is sent singly.
    """
    row = one_row(db, "SELECT max(id) FROM messages")
    first = (row[0] or 0) + 1 if row else 1
    ids: list[int] = []
    message_rows: list[Row] = []
    part_rows: list[Row] = []
    labels = Labels(db)
    for message_id, new in enumerate(messages, first):
        reference = _next_reference(db, new) if new.needs_reference else 0
        ids.append(message_id)
        job_row = job_rows[message_id - first] if job_rows else 0
        label = labels.id_of(new.profile, new.transport, new.sender, new.recipient)
        message_rows.append((*_message_row(message_id, new, now_us), job_row, label))
        if new.whole is None:
            cut = _part_rows(message_id, new.segmentation, reference)
        else:
            cut = [_whole_row(message_id, new.segmentation, new.whole)]
        part_rows.extend((*row, new.hold_until_us, int(job_row > 0)) for row in cut)
    insert_rows(
        db,
        "INSERT INTO messages (id, profile, transport, sender, source_ton, source_npi, recipient, text,"
        " data_coding, encoding, method, part_count, registered_delivery, validity_period, state,"
        " created_at_us, updated_at_us, hold_until_us, despite_opt_out, job_row, label)",
        message_rows,
    )
    insert_rows(
        db,
        "INSERT INTO parts (id, units, esm_class, short_message, payload, sar_reference, submit, delivery,"
        " hold_until_us, bulk)",
        part_rows,
    )
    job_states.enter(db, job_rows, MessageState.QUEUED.value)
    log_minutes.enter(db, ids, at_us=now_us)
    message_hours.enter(db, (row[-1] for row in message_rows), at_us=now_us)
    return ids


def enqueue_draft(
    db: apsw.Connection, messages: Iterable[NewMessage], *, now_us: int, slot: str = COMPOSE
) -> list[int]:
    """Store messages and forget the draft they came from: a crash can never bring back a sent text."""
    save_draft(db, slot, "", now_us=now_us)
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
        (new.whole.mode if new.whole else cut.method).value,
        new.segments,
        new.registered_delivery,
        new.validity_period,
        MessageState.QUEUED.value,
        now_us,
        now_us,
        new.hold_until_us,
        int(new.despite_opt_out),
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


def _whole_row(message_id: int, cut: Segmentation, whole: RestMessage) -> Row:
    words = (SubmitState.QUEUED.value, DeliveryState.PENDING.value)
    return (part_key(message_id, 1), cut.units, 0, whole.octets, 0, None, *words)


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


def recover(db: apsw.Connection, *, now_us: int, reason: str) -> tuple[list[int], list[int]]:
    """Settle what an earlier run left behind; give (now unknown, waiting for consent) message ids.

    Reserved attempts become unknown. Messages that never left stay queued, but leave only after a
    person says so: the moment for which they were written has passed. Those of a bulk job wait for the
    job to go on, and are not asked about one by one.
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
    expect(db, unknown, now_us=now_us)  # where an id of ours went along, its fate can be asked for
    proven: set[int] = set()
    for profile in _profiles_of(db, unknown):
        proven.update(prove_by_orphans(db, reserved, profile=profile, now_us=now_us))
    waiting = [
        row[0]
        for row in all_rows(
            db,
            "SELECT DISTINCT id >> 8 FROM parts INDEXED BY parts_queued WHERE submit = 'queued' ORDER BY 1",
        )
    ]
    hold(db, waiting, UNTIL_CONSENT)
    asked = all_rows(
        db,
        "SELECT m.id FROM json_each(?) wanted JOIN messages m ON m.id = wanted.value WHERE m.job_row = 0",
        (json.dumps(waiting),),
    )
    return [each for each in unknown if each not in proven], [row[0] for row in asked]


def _profiles_of(db: apsw.Connection, message_ids: Iterable[int]) -> list[str]:
    wanted = json.dumps(list(message_ids))
    found = "SELECT DISTINCT m.profile FROM json_each(?) wanted JOIN messages m ON m.id = wanted.value"
    return [row[0] for row in all_rows(db, found, (wanted,))]


def release(db: apsw.Connection, message_ids: Iterable[int]) -> None:
    """End the hold of messages: they may leave now."""
    hold(db, message_ids, 0)


def end_holds(db: apsw.Connection, *, profile: str) -> None:
    """End every running undo time of `profile`; what waits for a person's consent goes on waiting."""
    running = all_rows(
        db,
        "SELECT DISTINCT m.id FROM parts p INDEXED BY parts_queued JOIN messages m ON m.id = p.id >> 8"
        " WHERE p.submit = 'queued' AND p.bulk IN (0, 1) AND p.hold_until_us BETWEEN 1 AND ?"
        " AND m.profile = ?",
        (UNTIL_CONSENT - 1, profile),
    )
    hold(db, [row[0] for row in running], 0)


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
