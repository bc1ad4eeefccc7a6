"""Customers' messages, part by part and raw, as they arrive. Putting them together is a query.

Two equal messages are two: a customer may insist. Only what comes again under the provider's own id of it and
is the same to the octet is the same message, sent again because our answer was lost; it is counted, not kept
twice.

Every part is filed in the transaction that stores it: in the thread of its addresses (:mod:`.threads`), with
its place in a message of several parts. A message counts as unread once, when the first of its parts arrives.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import apsw

from vox_console.domain.assembled_text import read_assembled
from vox_console.domain.concatenation import DAY_US, PartPlace, StoredPart, assemble, place_of
from vox_console.domain.conversation import ConversationKey, conversation_key
from vox_console.domain.decoding import decode
from vox_console.domain.delivery import Delivery
from vox_console.domain.text_encoding import DefaultAlphabet
from vox_console.domain.transport_name import Witness
from vox_console.storage.rows import all_rows, insert_rows, one_row
from vox_console.storage.threads import moved, root_of, thread_for

_INSERT = (
    "INSERT INTO inbound (id, profile, received_at_us, source, destination, esm_class, data_coding,"
    " short_message, raw, witness, provider_id, repeats, thread_id, reference_bits, reference, total, number)"
)
_REPEAT = (
    "UPDATE inbound SET repeats = repeats + ? WHERE id ="
    " (SELECT id FROM inbound WHERE provider_id = ? AND provider_id <> '' AND profile = ? AND raw = ?"
    " AND witness = ? LIMIT 1)"
)
_PARTS = (
    "SELECT id, received_at_us, short_message, data_coding, esm_class,"
    " reference_bits, reference, total, number FROM inbound"
)


@dataclass(frozen=True, slots=True)
class Home:
    """How an account reads what arrives: whose national numbers, and what data_coding 0 means there."""

    default_region: str = ""
    default_alphabet: DefaultAlphabet = DefaultAlphabet.GSM7


@dataclass(frozen=True, slots=True)
class SaidWhole:
    """A message that is all here, since its last part came. id: of the row that stands for it.

    key: of its conversation, in its own spelling of our number beside it.
    """

    id: int
    profile: str
    at_us: int
    key: ConversationKey
    our_address: str
    text: str


@dataclass(frozen=True, slots=True)
class NewParts:
    """What was stored: the rows that are new, the threads that moved, as they are listed, and what is whole.

    whole: each once, in order; repeats of a part make nothing whole again.
    """

    ids: list[int] = field(default_factory=list)
    thread_ids: set[int] = field(default_factory=set)
    whole: list[SaidWhole] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Filed:
    """A part that is new: its row, where it belongs."""

    id: int
    thread_id: int
    key: ConversationKey
    place: PartPlace | None
    delivery: Delivery


def store_inbound(
    db: apsw.Connection,
    deliveries: Iterable[tuple[Delivery, Witness]],
    *,
    profile: str,
    now_us: int,
    home: Home,
) -> NewParts:
    """Store parts of customers' messages and by which way they came; give those that are new.

    Only then may they be acknowledged, those that were sent again too.
    """
    single: list[tuple[Delivery, Witness]] = []
    times: Counter[tuple[str, bytes, Witness]] = Counter()
    for delivery, witness in deliveries:
        identity = (delivery.provider_id, delivery.raw, witness)
        if not delivery.provider_id or identity not in times:
            single.append((delivery, witness))
        times[identity] += 1
    row = one_row(db, "SELECT coalesce(max(id), 0) FROM inbound")
    next_id = (row[0] if row else 0) + 1
    fresh: list[tuple[object, ...]] = []
    filed: list[_Filed] = []
    for delivery, witness in single:
        count = times[delivery.provider_id, delivery.raw, witness] if delivery.provider_id else 1
        if delivery.provider_id:
            db.execute(_REPEAT, (count, delivery.provider_id, profile, delivery.raw, witness.value))
            if db.changes():
                continue
        part = _file(db, next_id + len(fresh), delivery, profile=profile, home=home)
        filed.append(part)
        fresh.append(_columns(part, witness, profile=profile, now_us=now_us, repeats=count - 1))
    insert_rows(db, _INSERT, fresh)
    whole: dict[int, SaidWhole] = {}
    for part in filed:
        for message_id, text in _tell_thread(db, part, now_us=now_us, home=home):
            said = part.delivery
            whole[message_id] = SaidWhole(message_id, profile, now_us, part.key, said.destination, text)
    thread_ids = {root_of(db, part.thread_id) for part in filed}
    return NewParts([part.id for part in filed], thread_ids, list(whole.values()))


def note_answered(db: apsw.Connection, ids: Sequence[int]) -> None:
    """Write down that these parts were acknowledged, so that equal ones are not taken for them later.

    A crash may lose it; then an equal message is only marked as a possible repeat for longer.
    """
    db.executemany("UPDATE inbound SET answered = 1 WHERE id = ?", [(each,) for each in ids])


def _file(db: apsw.Connection, part_id: int, delivery: Delivery, *, profile: str, home: Home) -> _Filed:
    key = conversation_key(
        delivery.source,
        delivery.destination,
        default_region=home.default_region,
        their_ton=delivery.source_ton,
        our_ton=delivery.destination_ton,
    )
    thread_id = thread_for(
        db, key, profile=profile, their_address=delivery.source, our_address=delivery.destination
    )
    return _Filed(part_id, thread_id, key, place_of(delivery).place, delivery)


def _tell_thread(db: apsw.Connection, part: _Filed, *, now_us: int, home: Home) -> Iterator[tuple[int, str]]:
    """Say in a part's thread that something came: a message, or only more of one.

    Gives the row and the text of the message that the part made whole.
    """
    delivery, place = part.delivery, part.place
    if place is None:
        text = decode(
            delivery.short_message,
            delivery.data_coding,
            esm_class=delivery.esm_class,
            default_alphabet=home.default_alphabet,
        ).text
        moved(db, part.thread_id, at_us=now_us, new_messages=1, preview=text)
        yield part.id, text
        return
    # Later ones too, because the clock may have been put back; what is counted is the lowest row.
    around = parts_of(db, part.thread_id, place, from_us=now_us - DAY_US, to_us=now_us + DAY_US)
    for message in assemble(around):
        ids = [each.id for each in (*message.parts.values(), *message.repeats)]
        if part.id in ids:
            text = read_assembled(message, default_alphabet=home.default_alphabet).text
            moved(db, part.thread_id, at_us=now_us, new_messages=int(part.id == min(ids)), preview=text)
            if message.complete and all(part.id != each.id for each in message.repeats):
                yield message.id, text


def parts_of(
    db: apsw.Connection, thread_id: int, place: PartPlace, *, from_us: int, to_us: int
) -> Sequence[StoredPart]:
    """Give the parts of a thread with a place's reference that arrived in a time, its ends included."""
    rows = all_rows(
        db,
        f"{_PARTS} WHERE thread_id = ? AND reference_bits = ? AND reference = ? AND total = ?"
        " AND total > 0 AND received_at_us BETWEEN ? AND ?",
        (thread_id, *place.key, from_us, to_us),
    )
    return [
        StoredPart(row_id, at_us, octets, PartPlace(*where), data_coding, esm_class)
        for row_id, at_us, octets, data_coding, esm_class, *where in rows
    ]


def _columns(
    part: _Filed, witness: Witness, *, profile: str, now_us: int, repeats: int
) -> tuple[object, ...]:
    delivery, place = part.delivery, part.place
    return (
        part.id,
        profile,
        now_us,
        delivery.source,
        delivery.destination,
        delivery.esm_class,
        delivery.data_coding,
        delivery.short_message,
        delivery.raw,
        witness.value,
        delivery.provider_id,
        repeats,
        part.thread_id,
        *((place.reference_bits, place.reference, place.total, place.number) if place else (0, 0, 0, 0)),
    )
