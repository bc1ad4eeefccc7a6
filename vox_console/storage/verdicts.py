"""What a person decided about a message whose fate nobody told: it counts as sent, or it is sent again.

Theory of operation. A verdict stands beside what is known and never replaces it: the message stays unknown,
because that is what it is, and an answer that comes late still settles it. Sending again stores a new message
in the very transaction that notes the verdict, and only one verdict of a message can hold at a time (the
index ``verdicts_that_hold``), so that pressing twice, here or in another program, cannot send twice.

A verdict that is taken back stays as a row with the moment. A message that was to be sent again and was taken
back before it left leaves no verdict: it was not sent again.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

import apsw

from vox_console.domain.errors import SendRefused
from vox_console.domain.message import MessageState
from vox_console.storage.outbox import NewMessage, enqueue
from vox_console.storage.rows import Row, all_rows, one_row

_SELECT = "SELECT id, message_id, kind, again_id, given_at_us, undone_at_us FROM verdicts v"
# What was to be sent again may have been taken back before it left.
_HOLDS = (
    "undone_at_us = 0 AND NOT EXISTS"
    " (SELECT 1 FROM messages WHERE messages.id = v.again_id AND messages.state = 'draft')"
)
_STANDING = f"{_SELECT} WHERE message_id IN (SELECT value FROM json_each(?)) AND {_HOLDS}"  # noqa: S608 - constants
_OPEN = (
    "SELECT m.id FROM messages m INDEXED BY messages_unknown WHERE m.state = 'unknown' AND m.id < ?"  # noqa: S608 - constants
    f" AND NOT EXISTS (SELECT 1 FROM verdicts v WHERE v.message_id = m.id AND {_HOLDS})"
    " ORDER BY m.id DESC LIMIT ?"
)
_END_WITHDRAWN = (
    "UPDATE verdicts AS v SET undone_at_us = ? WHERE message_id = ? AND undone_at_us = 0 AND EXISTS"
    " (SELECT 1 FROM messages WHERE messages.id = v.again_id AND messages.state = 'draft')"
)


class VerdictKind(StrEnum):
    """What was decided."""

    SENT = "sent"
    AGAIN = "again"


@dataclass(frozen=True, slots=True)
class Verdict:
    """One decision. again_id: the message that is sent instead, 0 for none. undone_at_us: 0 while it holds.

    Moments are microseconds since 1970, UTC.
    """

    id: int
    message_id: int
    kind: VerdictKind
    again_id: int
    given_at_us: int
    undone_at_us: int = 0


def count_as_sent(db: apsw.Connection, message_id: int, *, now_us: int) -> None:
    """Note that a message of unknown fate counts as sent. Raises SendRefused when it is decided already."""
    _refuse_decided(db, message_id, now_us=now_us)
    _note(db, message_id, VerdictKind.SENT, 0, now_us=now_us)


def enqueue_again(
    db: apsw.Connection, messages: Iterable[NewMessage], *, now_us: int, message_id: int
) -> list[int]:
    """Store the message that is sent instead of one of unknown fate; give its id in a list.

    Raises SendRefused when it is decided already.
    """
    _refuse_decided(db, message_id, now_us=now_us)
    ids = enqueue(db, messages, now_us=now_us)
    (again_id,) = ids
    _note(db, message_id, VerdictKind.AGAIN, again_id, now_us=now_us)
    return ids


def take_back(db: apsw.Connection, message_id: int, *, now_us: int) -> None:
    """Take the verdict of a message back, so that it is to be decided again.

    Raises SendRefused when it has been sent again: that can only be taken back where it waits.
    """
    _end_withdrawn(db, message_id, now_us=now_us)
    standing = standing_of(db, [message_id]).get(message_id)
    if standing is None:
        return
    if standing.kind is VerdictKind.AGAIN:
        raise SendRefused(
            "It stays as it is", detail=f"It was sent again as message {standing.again_id}; take that back."
        )
    db.execute("UPDATE verdicts SET undone_at_us = ? WHERE id = ?", (now_us, standing.id))


def standing_of(db: apsw.Connection, message_ids: Sequence[int]) -> dict[int, Verdict]:
    """Give the verdict that holds of each message that has one."""
    rows = all_rows(db, _STANDING, (json.dumps(list(message_ids)),))
    return {row[1]: _verdict(row) for row in rows}


def all_of(db: apsw.Connection, message_id: int) -> tuple[Verdict, ...]:
    """Give every verdict there ever was about a message, oldest first."""
    rows = all_rows(db, f"{_SELECT} WHERE message_id = ? ORDER BY id", (message_id,))
    return tuple(_verdict(row) for row in rows)


def sent_instead_of(db: apsw.Connection, message_id: int) -> int:
    """Give the message that this one was sent instead of, 0 for none."""
    row = one_row(db, "SELECT message_id FROM verdicts WHERE again_id = ? AND again_id <> 0", (message_id,))
    return int(row[0]) if row else 0


def open_cases(db: apsw.Connection, *, before: int, limit: int) -> list[int]:
    """Give messages of unknown fate that nobody has decided about, newest first, below a number."""
    rows = all_rows(db, _OPEN, (before, limit))
    return [row[0] for row in rows]


def _refuse_decided(db: apsw.Connection, message_id: int, *, now_us: int) -> None:
    row = one_row(db, "SELECT state FROM messages WHERE id = ?", (message_id,))
    if row is None or row[0] != MessageState.UNKNOWN:
        raise SendRefused("Nothing was changed", detail="Its fate is known by now.")
    _end_withdrawn(db, message_id, now_us=now_us)
    if standing_of(db, [message_id]):
        raise SendRefused("Nothing was changed", detail="It has been decided already.")


def _end_withdrawn(db: apsw.Connection, message_id: int, *, now_us: int) -> None:
    db.execute(_END_WITHDRAWN, (now_us, message_id))


def _note(db: apsw.Connection, message_id: int, kind: VerdictKind, again_id: int, *, now_us: int) -> None:
    db.execute(
        "INSERT INTO verdicts (message_id, kind, again_id, given_at_us) VALUES (?,?,?,?)",
        (message_id, kind.value, again_id, now_us),
    )


def _verdict(row: Row) -> Verdict:
    verdict_id, message_id, kind, *rest = row
    return Verdict(verdict_id, message_id, VerdictKind(kind), *rest)
