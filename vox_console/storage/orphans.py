"""Receipts that match no message: kept, counted when they repeat, and tried again whenever an id is learnt.

An orphan's possible ids stand in ``orphan_keys`` (exact, and read as hexadecimal or decimal), which is
empty on a good day.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

import apsw

from vox_console.domain.message import DeliveryState
from vox_console.domain.provider_id import fold, lookups
from vox_console.domain.receipt import Receipt
from vox_console.domain.transport_name import Witness
from vox_console.storage.parts import message_of
from vox_console.storage.receipt_parts import ReceiptParts
from vox_console.storage.receipt_rows import INSERT_RECEIPTS, receipt_columns, state_word, whence
from vox_console.storage.rows import all_rows, insert_rows, one_row


def any_orphans(db: apsw.Connection) -> bool:
    """Say whether there are any, which on a good day there are not."""
    return one_row(db, "SELECT 1 FROM orphan_keys LIMIT 1") is not None


def words_about(db: apsw.Connection, provider_ids: Sequence[str], *, profile: str) -> list[str]:
    """Give what orphans say of exactly these ids, in the provider's words."""
    rows = all_rows(
        db,
        "SELECT r.word FROM json_each(?) wanted JOIN orphan_keys k ON k.key = wanted.value"
        " JOIN receipts r ON r.id = k.receipt_id"
        " WHERE r.profile = ? AND r.provider_id IN (SELECT value FROM json_each(?))",
        (json.dumps([fold(each) for each in provider_ids]), profile, json.dumps(provider_ids)),
    )
    return [row[0] for row in rows]


def store_orphan(db: apsw.Connection, receipt: Receipt, raw: bytes, *, profile: str, now_us: int) -> int:
    """Keep a receipt that matches nothing; 0 when the very same one is kept already."""
    own_key = fold(receipt.provider_id)
    known = one_row(
        db,
        "SELECT r.id FROM orphan_keys k JOIN receipts r ON r.id = k.receipt_id WHERE k.key = ?"
        " AND r.profile = ? AND r.provider_id = ? AND r.word = ? AND r.done_date = ? AND r.error_code = ?"
        " AND r.state = ? AND r.source = ? AND r.destination = ? AND r.witness = ?",  # an id may be missing
        (own_key, profile, *receipt.identity(), state_word(receipt), *whence(receipt)),
    )
    if known is not None:
        db.execute("UPDATE receipts SET repeats = repeats + 1 WHERE id = ?", (known[0],))
        return 0
    insert_rows(
        db, INSERT_RECEIPTS, [receipt_columns(receipt, raw, profile=profile, now_us=now_us, match=None)]
    )
    receipt_id = db.last_insert_rowid()
    keys = {key for _, key in lookups(receipt.provider_id)} | {own_key}
    db.executemany(
        "INSERT INTO orphan_keys (key, receipt_id) VALUES (?, ?)", [(key, receipt_id) for key in sorted(keys)]
    )
    return 1


def adopt_orphans(
    db: apsw.Connection, provider_ids: Sequence[str], *, profile: str, now_us: int
) -> list[int]:
    """Apply orphans that belong to ids just learnt; give the ids of the messages that changed."""
    if not provider_ids or not any_orphans(db):
        return []
    rows = all_rows(
        db,
        "SELECT DISTINCT r.id, r.provider_id, r.state, r.source, r.destination, r.error_code, r.witness"
        " FROM json_each(?) learnt JOIN orphan_keys k ON k.key = learnt.value"
        " JOIN receipts r ON r.id = k.receipt_id WHERE r.profile = ? ORDER BY r.id",
        (json.dumps([fold(provider_id) for provider_id in provider_ids]), profile),
    )
    parts = ReceiptParts(db, (row[1] for row in rows), profile=profile, now_us=now_us)
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
