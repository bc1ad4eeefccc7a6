"""Receipts without a message, one page after another, and the parts that each may be about."""

from __future__ import annotations

import json
import re
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import apsw

from vox_console.domain.message import DeliveryState, SubmitState
from vox_console.domain.receipt_suggestion import Possible
from vox_console.domain.transport_name import Witness
from vox_console.storage.rows import Row, all_rows

LONGEST_APART_US: Final = 7 * 86_400 * 1_000_000
_MOST_POSSIBLE: Final = 500
_SELECT: Final = (
    "SELECT id, profile, received_at_us, provider_id, state, word, error_code, source, destination, witness,"
    " repeats, raw FROM receipts"
)
_SOME: Final = (
    f"{_SELECT} WHERE id IN (SELECT receipt_id FROM orphan_keys"  # noqa: S608 - constants
    " WHERE receipt_id IN (SELECT value FROM json_each(?))) ORDER BY id DESC"
)
_POSSIBLE: Final = (
    "SELECT p.id, m.sender, m.text, p.submit, p.delivery, max(p.accepted_at_us,"
    " coalesce((SELECT max(reserved_at_us) FROM attempts WHERE part_id = p.id), 0))"
    " FROM messages m INDEXED BY messages_by_recipient"
    " CROSS JOIN parts p ON p.id BETWEEN m.id << 8 AND m.id << 8 | 255"
    " WHERE m.recipient = ? AND m.created_at_us BETWEEN ? AND ? AND m.profile = ?"
    " AND p.submit IN ('accepted', 'unknown')"
    " AND NOT EXISTS (SELECT 1 FROM parts w WHERE w.id BETWEEN m.id << 8 AND m.id << 8 | 255"
    " AND w.submit = 'withheld')"  # were it accepted, the rest would leave at once
    " ORDER BY m.created_at_us DESC LIMIT ?"
)


@dataclass(frozen=True, slots=True)
class OrphanReceipt:
    """What was told of a message that is not known here. state: "" where it told none.

    source: the number it is about; destination: the sender of the message. raw: the PDU or body that came.
    """

    id: int
    profile: str
    received_at_us: int
    provider_id: str
    state: str
    word: str
    error_code: str
    source: str
    destination: str
    witness: Witness
    repeats: int
    raw: bytes


def ids(db: apsw.Connection) -> array[int]:
    """Give the receipts without a message, oldest first, 8 octets each."""
    rows = db.execute("SELECT DISTINCT receipt_id FROM orphan_keys ORDER BY receipt_id")
    return array("q", (row[0] for row in rows))


def some(db: apsw.Connection, receipt_ids: Sequence[int]) -> list[OrphanReceipt]:
    """Give those of these receipts that have no message, newest first."""
    return [_orphan(row) for row in all_rows(db, _SOME, (json.dumps(list(receipt_ids)),))]


def possible(db: apsw.Connection, orphan: OrphanReceipt) -> list[Possible]:
    """Give the parts to its number in the days before it came whose end is not told."""
    number = re.sub(r"^(\+|00)", "", orphan.source.strip())
    since_us = orphan.received_at_us - LONGEST_APART_US
    bindings = (number, since_us, orphan.received_at_us, orphan.profile, _MOST_POSSIBLE)
    return [
        Possible(part_id, sender, text, SubmitState(submit), DeliveryState(delivery), left_at_us)
        for part_id, sender, text, submit, delivery, left_at_us in all_rows(db, _POSSIBLE, bindings)
    ]


def _orphan(row: Row) -> OrphanReceipt:
    return OrphanReceipt(*[*row[:9], Witness(row[9]), *row[10:]])
