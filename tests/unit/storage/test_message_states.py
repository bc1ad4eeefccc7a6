"""A message's stored word follows its parts."""

from __future__ import annotations

import apsw
import pytest

from vox_console.storage.message_states import refresh
from vox_console.storage.migrations import migrate
from vox_console.storage.parts import part_key
from vox_console.storage.rows import all_rows, insert_rows
from vox_console.storage.schema import STEPS

MESSAGE = (
    "INSERT INTO messages (id, profile, transport, sender, source_ton, source_npi, recipient, text,"
    " data_coding, encoding, method, part_count, registered_delivery, validity_period, state,"
    " created_at_us, updated_at_us)"
)


@pytest.fixture
def db() -> apsw.Connection:
    connection = apsw.Connection(":memory:")
    migrate(connection, STEPS)
    return connection


def store(db: apsw.Connection, message_id: int, *parts: tuple[str, str]) -> None:
    facts = ("vox", "smpp", "Vox", 5, 0, "381640000010", "Hello", 0, "gsm7", "udh8", len(parts), 1, "")
    insert_rows(db, MESSAGE, [(message_id, *facts, "queued", 1, 1)])
    insert_rows(
        db,
        "INSERT INTO parts (id, units, esm_class, short_message, payload, submit, delivery)",
        [
            (part_key(message_id, number), 5, 0, b"Hello", 0, submit, delivery)
            for number, (submit, delivery) in enumerate(parts, 1)
        ],
    )


def test_each_message_gets_the_word_of_its_own_parts_and_others_are_left_alone(db: apsw.Connection) -> None:
    store(db, 1, ("accepted", "delivered"))
    store(db, 2, ("accepted", "delivered"), ("accepted", "enroute"))
    store(db, 3, ("accepted", "pending"), ("unknown", "pending"))
    store(db, 4, ("accepted", "delivered"))
    store(db, 5, ("accepted", "delivered"))
    refresh(db, [1, 2, 3, 5], now_us=9)
    assert all_rows(db, "SELECT id, state, updated_at_us FROM messages ORDER BY id") == [
        (1, "delivered", 9),
        (2, "enroute", 9),
        (3, "unknown", 9),
        (4, "queued", 1),
        (5, "delivered", 9),
    ]
