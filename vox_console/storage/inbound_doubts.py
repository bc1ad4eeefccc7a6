"""What is doubtful about customers' messages: possible repeats, and readings that a person chose.

Nothing here changes what arrived. A reading is a word of :data:`~vox_console.domain.hand_decoding.DECODINGS`
for the row that stands for a message, and any reading can follow any other.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

import apsw

from vox_console.domain.concatenation import PartPlace
from vox_console.domain.conversation import ConversationKey
from vox_console.domain.repeat_rule import HABIT, Arrival, repeat_of
from vox_console.domain.transport_name import Witness
from vox_console.storage.rows import Row, all_rows

_ARRIVAL = (
    "SELECT i.id, t.theirs, t.ours, i.received_at_us, i.short_message, i.data_coding, i.esm_class, i.witness,"
    " i.provider_id, i.answered, i.reference_bits, i.reference, i.total, i.number, i.thread_id"
)


def repeats(db: apsw.Connection, ids: Sequence[int]) -> dict[int, int]:
    """Give the row that each of these may be a copy of; those that repeat nothing are left out."""
    found: dict[int, int] = {}
    for row in all_rows(
        db,
        f"{_ARRIVAL} FROM json_each(?) wanted JOIN inbound i ON i.id = wanted.value"
        " JOIN threads t ON t.id = i.thread_id",
        (json.dumps(list(ids)),),
    ):
        arrival, thread_id = _arrival(row), row[-1]
        earlier = all_rows(
            db,
            f"{_ARRIVAL} FROM inbound i JOIN threads t ON t.id = i.thread_id WHERE i.thread_id = ?"
            " AND i.received_at_us BETWEEN ? AND ? AND i.short_message = ? AND i.id <> ?",
            (
                thread_id,
                arrival.received_at_us - HABIT.kept_us,
                arrival.received_at_us,
                arrival.octets,
                arrival.id,
            ),
        )
        repeat = repeat_of(arrival, map(_arrival, earlier))
        if repeat is not None:
            found[arrival.id] = repeat.of
    return found


def choose_reading(db: apsw.Connection, inbound_id: int, word: str) -> None:
    """Read a message so from now on; "" goes back to what it declares itself."""
    if word:
        db.execute("INSERT OR REPLACE INTO inbound_readings VALUES (?, ?)", (inbound_id, word))
    else:
        db.execute("DELETE FROM inbound_readings WHERE inbound_id = ?", (inbound_id,))


def readings(db: apsw.Connection, ids: Sequence[int]) -> dict[int, str]:
    """Give the readings that were chosen for these rows."""
    rows = all_rows(
        db,
        "SELECT inbound_id, word FROM json_each(?) wanted JOIN inbound_readings ON inbound_id = wanted.value",
        (json.dumps(list(ids)),),
    )
    return dict(rows)


def _arrival(row: Row) -> Arrival:
    row_id, theirs, ours, at_us, octets, data_coding, esm_class, witness, provider_id, answered, *rest = row
    *where, _ = rest
    place = PartPlace(*where)
    return Arrival(
        row_id,
        ConversationKey(theirs, ours),
        at_us,
        octets,
        data_coding,
        esm_class,
        Witness(witness),
        provider_id,
        place if place.total else None,
        answered=bool(answered),
    )
