"""Parts that were stored before there were conversations, filed into them.

What is counted and shown of a thread is then what it would be if the parts had been filed as they came,
except that nothing an agent has decided since is undone: an old part opens no thread that was put away.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import apsw

from vox_console.domain.assembled_text import read_assembled
from vox_console.domain.concatenation import (
    DAY_US,
    AssembledMessage,
    PartPlace,
    StoredPart,
    assemble,
    place_of,
)
from vox_console.domain.conversation import ConversationKey, conversation_key
from vox_console.domain.delivery import Delivery
from vox_console.domain.transport_name import Witness
from vox_console.smpp.codec import decode
from vox_console.smpp.faults import PduFault
from vox_console.smpp.pdus import DataSm, DeliverSm
from vox_console.storage.inbound import Home, SaidWhole, parts_of
from vox_console.storage.rows import Row, all_rows, one_row
from vox_console.storage.threads import PREVIEW_CHARACTERS, root_of, thread_for

_UNFILED = (
    "SELECT id, profile, received_at_us, source, destination, esm_class, data_coding, short_message, raw,"
    " witness FROM inbound WHERE thread_id = 0 ORDER BY id LIMIT ?"
)


@dataclass(frozen=True, slots=True)
class FiledParts:
    """What a step of filing did: how many parts it filed, the threads that the list shows them in.

    whole: the messages that are all here since, each once, in order, as they came.
    """

    count: int
    thread_ids: frozenset[int]
    whole: tuple[SaidWhole, ...] = ()


def file_unfiled(db: apsw.Connection, *, limit: int, home_of: Callable[[str], Home]) -> FiledParts:
    """File the oldest parts that lie in no thread. home_of: how an account reads, by its name."""
    rows = all_rows(db, _UNFILED, (limit,))
    thread_ids: set[int] = set()
    whole: dict[int, SaidWhole] = {}
    for row in rows:
        thread_id, said = _file(db, row, home_of(row[1]))
        thread_ids.add(thread_id)
        if said is not None:
            whole[said.id] = said
    return FiledParts(len(rows), frozenset(thread_ids), tuple(whole.values()))


def _file(db: apsw.Connection, row: Row, home: Home) -> tuple[int, SaidWhole | None]:
    """File one part; give the thread that the list shows it in, and the message that it makes whole."""
    part_id, profile, at_us, *_ = row
    delivery = _delivery(row)
    thread_id = _thread_of(db, delivery, at_us=at_us, profile=profile, home=home)
    place = place_of(delivery).place
    where = (place.reference_bits, place.reference, place.total, place.number) if place else (0, 0, 0, 0)
    db.execute(
        "UPDATE inbound SET thread_id = ?, reference_bits = ?, reference = ?, total = ?, number = ?"
        " WHERE id = ?",
        (thread_id, *where, part_id),
    )
    part = StoredPart(
        part_id, at_us, delivery.short_message, PartPlace(*where), delivery.data_coding, delivery.esm_class
    )
    message = _message_with(db, thread_id, part)
    root = root_of(db, thread_id)
    text = read_assembled(message, default_alphabet=home.default_alphabet).text
    db.execute(
        "UPDATE threads SET unread = unread + ?, preview = CASE WHEN ? >= last_at_us THEN ? ELSE preview END,"
        " last_at_us = max(last_at_us, ?) WHERE id = ?",
        (
            # A message counts once, with the first of its parts that is filed, whichever that is.
            len(message.parts) + len(message.repeats) == 1,
            at_us,
            text[:PREVIEW_CHARACTERS],
            at_us,
            root,
        ),
    )
    if not message.complete or any(part.id == each.id for each in message.repeats):
        return root, None
    last_at_us = max(each.received_at_us for each in message.parts.values())
    key = _key(delivery, home)
    return root, SaidWhole(message.id, profile, last_at_us, key, delivery.destination, text)


def _delivery(row: Row) -> Delivery:
    """Give what was pushed, all of it where its octets can still be read."""
    *_, source, destination, esm_class, data_coding, octets, raw, witness = row
    if Witness(witness) is Witness.SMPP:
        try:
            pdu = decode(raw)
        except PduFault:
            pass  # then what stands in the columns has to do
        else:
            if isinstance(pdu, DeliverSm | DataSm):
                return pdu.delivery
    return Delivery(source, destination, esm_class, data_coding, octets)


def _thread_of(db: apsw.Connection, delivery: Delivery, *, at_us: int, profile: str, home: Home) -> int:
    """Give the thread of a part; one that has moved since keeps the addresses as they arrived last."""
    key = _key(delivery, home)
    moved_since = one_row(
        db,
        "SELECT id FROM threads WHERE profile = ? AND theirs = ? AND ours = ? AND last_at_us > ?",
        (profile, key.theirs, key.ours, at_us),
    )
    if moved_since is not None:
        return int(moved_since[0])
    return thread_for(
        db, key, profile=profile, their_address=delivery.source, our_address=delivery.destination
    )


def _key(delivery: Delivery, home: Home) -> ConversationKey:
    return conversation_key(
        delivery.source,
        delivery.destination,
        default_region=home.default_region,
        their_ton=delivery.source_ton,
        our_ton=delivery.destination_ton,
    )


def _message_with(db: apsw.Connection, thread_id: int, part: StoredPart) -> AssembledMessage:
    if part.place.total == 0:
        return AssembledMessage(1, {1: part})
    at_us = part.received_at_us
    around = parts_of(db, thread_id, part.place, from_us=at_us - DAY_US, to_us=at_us + DAY_US)
    return next(
        each
        for each in assemble(around)
        if any(one.id == part.id for one in (*each.parts.values(), *each.repeats))
    )
