"""A journal with a long history, made by SQL alone: a million messages in seconds."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any, Final

from vox_console.storage.database import Database
from vox_console.storage.schema import STEPS

PROFILE: Final = "Bench"
ACCEPTED_AT_US: Final = 1_795_348_800_000_000
RECIPIENT_BASE: Final = 381_640_000_000

_NUMBERS: Final = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?1)"
_MESSAGES: Final = (
    "INSERT INTO messages (id, profile, transport, sender, source_ton, source_npi, recipient, text,"  # noqa: S608 - constants
    " data_coding, encoding, method, part_count, registered_delivery, validity_period, state,"
    f" created_at_us, updated_at_us) {_NUMBERS} SELECT i, ?2, 'smpp', 'Vox SMS', 5, 0, ?3 + i,"
    " 'Your parcel ' || i || ' arrives today between 14 and 16 h.', 0, 'gsm7', 'udh8', 1, 1, '',"
    " 'accepted', ?4 + i, ?4 + i FROM n"
)
_PARTS: Final = (
    f"INSERT INTO parts (id, units, esm_class, short_message, payload, submit, delivery, attempts,"  # noqa: S608 - constants
    f" accepted_at_us, provider_id, id_fold) {_NUMBERS} SELECT i << 8 | 1, 50, 0, zeroblob(50), 0,"
    " 'accepted', 'pending', 1, ?2 + i, printf('a%07x-%x', i * 7919 % 268435399, i),"
    " printf('a%07x-%x', i * 7919 % 268435399, i) FROM n"
)


def provider_id(message_id: int) -> str:
    """Give the id under which the provider accepted a message; they come in no order."""
    return f"a{message_id * 7919 % 268435399:07x}-{message_id:x}"


def make_history(path: Path, count: int) -> Database:
    """Make a journal of `count` accepted messages of one part, ids from 1; its results come at once."""
    database = Database.open(path, STEPS, post=lambda answers: answers())
    database.write(partial(_fill, count=count), _raise)
    return database


def _fill(db: Any, *, count: int) -> None:  # noqa: ANN401 - a connection, which only storage names
    db.execute(_MESSAGES, (count, PROFILE, RECIPIENT_BASE, ACCEPTED_AT_US))
    db.execute(_PARTS, (count, ACCEPTED_AT_US))


def _raise(result: object) -> None:
    if isinstance(result, Exception):
        raise result
