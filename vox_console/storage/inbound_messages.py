"""Customers' messages of all conversations, in the order of their rows, which is that of their arrival."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

import apsw

from vox_console.storage.rows import all_rows, one_row
from vox_console.storage.thread_entries import SAID, TheirMessage, message_with, their_message

_END = 2**62
_WANTED = " WHERE id IN (SELECT value FROM json_each(?))"


def newest_part_id(db: apsw.Connection) -> int:
    """Give the row of the part that was stored last, 0 when there is none."""
    row = one_row(db, "SELECT coalesce(max(id), 0) FROM inbound")
    return int(row[0]) if row else 0


def newest(db: apsw.Connection, *, before_id: int | None = None, limit: int) -> list[TheirMessage]:
    """Give messages, the last first. before_id: of the message that was seen last."""
    place = _END if before_id is None else before_id
    found: list[TheirMessage] = []
    while len(found) < limit:
        rows = all_rows(db, f"{SAID} WHERE id < ? ORDER BY id DESC LIMIT ?", (place, limit))
        for row in rows:
            message = message_with(db, row)
            if message.id == row[0]:
                found.append(their_message(row, message))
        if len(rows) < limit:
            break
        place = rows[-1][0]
    return found[:limit]


def parties(db: apsw.Connection, row_ids: Sequence[int]) -> dict[int, str]:
    """Give whose these messages are, as keys of domain.conversation, by their rows."""
    rows = all_rows(
        db,
        "SELECT i.id, t.theirs FROM json_each(?) wanted CROSS JOIN inbound i ON i.id = wanted.value"
        " JOIN threads t ON t.id = i.thread_id",
        (json.dumps(list(row_ids)),),
    )
    return dict(rows)


@dataclass(frozen=True, slots=True)
class Unread:
    """How much nobody has read yet, and of how many conversations."""

    messages: int
    conversations: int


def unread_since(db: apsw.Connection, from_us: int) -> Unread:
    """Count the messages that came since a time and are unread, as far as that is known: by conversation."""
    row = one_row(
        db,
        "SELECT coalesce(sum(min(unread, came)), 0), count(*) FROM ("
        "SELECT t.unread AS unread, (SELECT count(*) FILTER (WHERE i.total = 0) + count(DISTINCT"
        " CASE WHEN i.total > 0 THEN format('%d.%d.%d', i.reference_bits, i.reference, i.total) END)"
        " FROM threads m CROSS JOIN inbound i ON i.thread_id = m.id AND i.received_at_us >= ?1"
        " WHERE m.id = t.id OR m.merged_into = t.id) AS came"
        " FROM threads t WHERE t.unread > 0 AND t.last_at_us >= ?1) WHERE came > 0",
        (from_us,),
    )
    return Unread(*row) if row else Unread(0, 0)


def some(db: apsw.Connection, ids: Sequence[int]) -> list[TheirMessage]:
    """Give these messages, by the rows that stand for them, in the order asked for."""
    by_id = {row[0]: row for row in all_rows(db, SAID + _WANTED, (json.dumps(list(ids)),))}
    return [their_message(by_id[each], message_with(db, by_id[each])) for each in ids if each in by_id]


def since(db: apsw.Connection, part_id: int) -> list[TheirMessage]:
    """Give the messages that have got parts after this one, each once and as it is now, oldest first.

    A part that was only sent again is none that a message has got.
    """
    found: dict[int, TheirMessage] = {}
    for row in all_rows(db, f"{SAID} WHERE id > ? ORDER BY id", (part_id,)):
        message = message_with(db, row)
        if all(part.id != row[0] for part in message.parts.values()):
            continue
        (first,) = [row] if message.id == row[0] else all_rows(db, f"{SAID} WHERE id = ?", (message.id,))
        found[message.id] = their_message(first, message)
    return list(found.values())
