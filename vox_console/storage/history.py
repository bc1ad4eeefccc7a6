"""What is stored, read back as domain values. Runs on the reader thread with a read-only connection."""

from __future__ import annotations

import json
from array import array
from collections.abc import Sequence
from typing import Any

import apsw

from vox_console.domain.evidence import Evidence, ReceiptRecord
from vox_console.domain.message import DeliveryState, Message, MessageState, Part, SubmitState
from vox_console.domain.plain_text import is_text
from vox_console.domain.provider_id import fold
from vox_console.domain.transport_name import Witness
from vox_console.storage.attempts import attempts
from vox_console.storage.holds import UNTIL_CONSENT
from vox_console.storage.parts import first_part, last_part, message_of, number_of
from vox_console.storage.queries import query_clock
from vox_console.storage.rows import Row, all_rows, one_row

_SELECT = (
    "SELECT id, profile, transport, sender, recipient, text, data_coding, encoding, method, state,"
    " created_at_us, updated_at_us, hold_until_us, reason, part_count FROM messages"
)


def message_ids(db: apsw.Connection) -> array[int]:
    """Give the ids of all messages, oldest first, 8 bytes each."""
    return array("q", (row[0] for row in db.execute("SELECT id FROM messages ORDER BY id")))


def messages(db: apsw.Connection, ids: Sequence[int]) -> list[Message]:
    """Give these messages with their parts, in the order asked for; unknown ids are left out."""
    rows = all_rows(
        db,
        _SELECT + " WHERE id IN (SELECT value FROM json_each(?))",  # noqa: S608 - a constant
        (json.dumps(list(ids)),),
    )
    found = {message.id: message for message in _with_parts(db, rows)}
    return [found[message_id] for message_id in ids if message_id in found]


def newest(db: apsw.Connection, *, limit: int) -> list[Message]:
    """Give the newest messages, newest first, without those taken back before they left."""
    rows = all_rows(db, _SELECT + " WHERE state <> 'draft' ORDER BY id DESC LIMIT ?", (limit,))
    return _with_parts(db, rows)


def find(db: apsw.Connection, typed: str) -> Message | None:
    """Give the message that has this id at its provider, or else this number here; None when none has."""
    if not is_text(typed):
        return None
    row = one_row(
        db,
        "SELECT id >> 8 FROM parts WHERE id_fold = ? AND id_fold <> '' AND provider_id = ?",
        (fold(typed), typed),
    )
    number = row[0] if row else int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 16 else 0
    return next(iter(messages(db, [number])), None)


def _with_parts(db: apsw.Connection, rows: Sequence[Row]) -> list[Message]:
    """Make messages of rows; the parts of all of them are read at once."""
    parts: dict[int, list[Part]] = {row[0]: [] for row in rows}
    for part_id, units, submit, delivery, provider_id, command_status, error_code in all_rows(
        db,
        "SELECT p.id, p.units, p.submit, p.delivery, p.provider_id, p.command_status, p.error_code"
        " FROM json_each(?) wanted CROSS JOIN parts p"  # CROSS: never by walking through all parts
        " ON p.id BETWEEN wanted.value << 8 AND wanted.value << 8 | 255",
        (json.dumps(list(parts)),),
    ):
        parts[message_of(part_id)].append(
            Part(
                number=number_of(part_id),
                units=units,
                submit=SubmitState(submit),
                delivery=DeliveryState(delivery),
                provider_id=provider_id,
                command_status=command_status,
                error_code=error_code,
            )
        )
    return [_message(row, tuple(parts[row[0]])) for row in rows]


def _message(row: Row, parts: tuple[Part, ...]) -> Message:
    (message_id, profile, transport, sender, recipient, text, data_coding, encoding, method, state) = row[:10]
    created_at_us, updated_at_us, hold_until_us, reason, segments = row[10:]
    return Message(
        id=message_id,
        profile=profile,
        transport=transport,
        sender=sender,
        recipient=recipient,
        text=text,
        data_coding=data_coding,
        encoding=encoding,
        method=method,
        state=MessageState(state),
        parts=parts,
        created_at_us=created_at_us,
        updated_at_us=updated_at_us,
        hold_until_us=hold_until_us,
        reason=reason,
        segments=segments,
    )


def evidence(db: apsw.Connection, message_id: int) -> Evidence:
    """Give every attempt and receipt of a message, oldest first."""
    bounds = (first_part(message_id), last_part(message_id))
    receipts = all_rows(
        db,
        "SELECT part_id, received_at_us, provider_id, relation, state, word, done_at_us, done_date,"
        " error_code, note, raw, repeats, witness, network, rate, country"
        " FROM receipts WHERE part_id BETWEEN ? AND ? ORDER BY id",
        bounds,
    )
    return Evidence(
        attempts(db, message_id),
        tuple(_receipt(number_of(part), rest) for part, *rest in receipts),
        query_clock(db, message_id),
    )


def _receipt(part_number: int, row: Sequence[Any]) -> ReceiptRecord:
    return ReceiptRecord(part_number, *[*row[:11], Witness(row[11]), *row[12:]])


def running_holds(db: apsw.Connection, *, profile: str, now_us: int) -> list[int]:
    """Give the moments at which held messages of a profile may leave, not those that wait for a person."""
    rows = all_rows(
        db,
        "SELECT DISTINCT p.hold_until_us FROM parts p INDEXED BY parts_queued"
        " JOIN messages m ON m.id = p.id >> 8 WHERE p.submit = 'queued' AND p.bulk IN (0, 1)"
        " AND p.hold_until_us > ? AND p.hold_until_us < ? AND m.profile = ?",
        (now_us, UNTIL_CONSENT, profile),
    )
    return [row[0] for row in rows]


def recent_senders(db: apsw.Connection, *, limit: int) -> list[str]:
    """Give the senders used last, newest first, without repeats (looks at the last 500 messages)."""
    rows = all_rows(db, "SELECT sender FROM messages ORDER BY id DESC LIMIT 500")
    return list(dict.fromkeys(row[0] for row in rows))[:limit]


def relation(db: apsw.Connection, profile: str) -> tuple[str, bool] | None:
    """Give how receipt ids relate to sent ids on this profile, and whether that is learnt for good."""
    row = one_row(db, "SELECT last, learned FROM id_relations WHERE profile = ?", (profile,))
    return (row[1] or row[0], bool(row[1])) if row else None
