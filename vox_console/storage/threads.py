"""Conversations: who wrote to which number of ours, and what an agent has decided about it.

Theory of operation. A thread is one pair of addresses of one account; it is made by the first part that
arrives, in the transaction that stores the part. What a thread says is never kept twice: its messages are a
query over the stored parts and the outbox (:mod:`.thread_entries`). Kept here is only what no query could
tell, or what a list of a hundred thousand must not work out anew: when it last moved, how many messages
nobody has read, the beginning of the last text, and the agent's decisions.

Two threads that are one person are merged by hand (:mod:`.thread_merges`): one of them then lies in the other
and is not listed.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import apsw

from vox_console.domain.contact import fold_name
from vox_console.domain.conversation import ConversationKey
from vox_console.storage.rows import Row, all_rows, one_row

PREVIEW_CHARACTERS = 200


class Tray(StrEnum):
    """Where a thread lies. What arrives puts it back into OPEN."""

    OPEN = "open"
    DONE = "done"
    ARCHIVED = "archived"


@dataclass(frozen=True, slots=True)
class Thread:
    """One conversation as a list shows it. their_address, our_address: as they arrived last.

    unread: messages, not parts. snoozed_until_us: 0 when it is not. merged_into: the thread it lies in, 0
    for none.
    """

    id: int
    profile: str
    key: ConversationKey
    their_address: str
    our_address: str
    last_at_us: int
    unread: int
    tray: Tray
    snoozed_until_us: int
    preview: str
    merged_into: int


_COLUMNS = (
    "SELECT threads.id, profile, theirs, ours, their_address, our_address, last_at_us, unread, tray,"
    " snoozed_until_us, preview, merged_into FROM threads"
)

# The index holds those that lie in another, and no query uses it that does not say so.
MEMBERS = "SELECT id FROM threads WHERE merged_into = ? AND merged_into > 0 ORDER BY id"
# The inner query has an order and a limit, so it runs by itself, row by row, and the array keeps its order.
IDS = (
    "SELECT json_group_array(id) FROM (SELECT id FROM threads"
    " WHERE merged_into = 0 AND tray = ? AND id NOT IN"
    " (SELECT id FROM threads WHERE snoozed_until_us > 0 AND snoozed_until_us > ?)"
    " ORDER BY last_at_us DESC, id DESC LIMIT ?)"
)
_MATCHING = (
    " WHERE merged_into = 0 AND id <> ?1 AND (?2 = '' OR (?3 <> '' AND instr(theirs, ?3))"
    " OR instr(lower(their_address), lower(?2)) OR theirs IN (SELECT p.party FROM contacts c"
    " JOIN contact_parties p ON p.contact_id = c.id WHERE instr(c.folded, ?4)))"
    " ORDER BY last_at_us DESC, id DESC LIMIT ?5"
)


def thread_for(
    db: apsw.Connection, key: ConversationKey, *, profile: str, their_address: str, our_address: str
) -> int:
    """Give the id of the thread of these addresses; make it when there is none."""
    row = one_row(
        db,
        "INSERT INTO threads (profile, theirs, ours, their_address, our_address) VALUES (?,?,?,?,?)"
        " ON CONFLICT (profile, theirs, ours) DO UPDATE SET"
        " their_address = excluded.their_address, our_address = excluded.our_address RETURNING id",
        (profile, key.theirs, key.ours, their_address, our_address),
    )
    assert row is not None, "RETURNING gives the row that was inserted or updated"  # noqa: S101 - for mypy
    return int(row[0])


def moved(
    db: apsw.Connection, thread_id: int, *, at_us: int, new_messages: int = 0, preview: str | None = None
) -> None:
    """Say that something was said in a thread. new_messages: how many of them nobody has read.

    preview: the beginning of the last text; None leaves it. A message that is new opens the thread again and
    ends its snoozing; so does one to a thread that lies in another, for that other.
    """
    root = root_of(db, thread_id)
    db.execute(
        "UPDATE threads SET last_at_us = max(last_at_us, ?), unread = unread + ?,"
        " preview = coalesce(?, preview), tray = CASE WHEN ? THEN 'open' ELSE tray END,"
        " snoozed_until_us = CASE WHEN ? THEN 0 ELSE snoozed_until_us END WHERE id = ?",
        (
            at_us,
            new_messages,
            None if preview is None else preview[:PREVIEW_CHARACTERS],
            new_messages > 0,
            new_messages > 0,
            root,
        ),
    )


def root_of(db: apsw.Connection, thread_id: int) -> int:
    """Give the thread that shows this one: itself, or the one it was merged into."""
    row = one_row(db, "SELECT merged_into FROM threads WHERE id = ?", (thread_id,))
    return int(row[0]) if row and row[0] else thread_id


def members_of(db: apsw.Connection, thread_id: int) -> list[int]:
    """Give a thread and those that lie in it."""
    rows = all_rows(db, MEMBERS, (thread_id,))
    return [thread_id, *(row[0] for row in rows)]


def get(db: apsw.Connection, thread_id: int) -> Thread | None:
    """Give a thread, None when there is none of that id."""
    row = one_row(db, f"{_COLUMNS} WHERE id = ?", (thread_id,))
    return _thread(row) if row else None


def some(db: apsw.Connection, thread_ids: Sequence[int]) -> list[Thread]:
    """Give these threads, in the order asked for; one that is none is left out."""
    rows = all_rows(
        db,
        f"{_COLUMNS} JOIN json_each(?) wanted ON threads.id = wanted.value ORDER BY wanted.key",
        (json.dumps(list(thread_ids)),),
    )
    return [_thread(row) for row in rows]


def ids(db: apsw.Connection, tray: Tray, *, now_us: int, limit: int | None = None) -> list[int]:
    """Give the ids of the threads of a tray, the last moved first: what a list of them scrolls over.

    They come out of two indexes and as one value: a hundred thousand in a fifth of the time of their rows.
    """
    row = one_row(db, IDS, (tray.value, now_us, -1 if limit is None else limit))
    return list(json.loads(row[0])) if row else []


def matching(db: apsw.Connection, typed: str, *, digits: str, but: int, limit: int) -> list[Thread]:
    """Give listed threads of all trays that fit what was typed, the last moved first; all for "".

    typed: letters of an address, or of the name of its contact. digits: of a number. but: is left out.
    """
    rows = all_rows(
        db,
        _COLUMNS + _MATCHING,
        (but, typed, digits, fold_name(typed), limit),
    )
    return [_thread(row) for row in rows]


def snoozed(db: apsw.Connection, *, now_us: int) -> list[Thread]:
    """Give the threads that sleep, the one that wakes first at the top."""
    rows = all_rows(
        db,
        f"{_COLUMNS} WHERE merged_into = 0 AND snoozed_until_us > ? ORDER BY snoozed_until_us, id",
        (now_us,),
    )
    return [_thread(row) for row in rows]


def unread_count(db: apsw.Connection) -> int:
    """Count the messages that nobody has read, in all trays."""
    row = one_row(db, "SELECT coalesce(sum(unread), 0) FROM threads WHERE unread > 0")
    return int(row[0]) if row else 0


def mark_read(db: apsw.Connection, thread_id: int) -> None:
    """Say that somebody has read all of a thread."""
    db.execute("UPDATE threads SET unread = 0 WHERE id = ?", (thread_id,))


def mark_unread(db: apsw.Connection, thread_id: int) -> None:
    """Say that a thread is to be read again."""
    db.execute("UPDATE threads SET unread = max(unread, 1) WHERE id = ?", (thread_id,))


def lay(db: apsw.Connection, thread_ids: Sequence[int], tray: Tray) -> None:
    """Put threads into a tray; what is put away wakes no more by itself."""
    db.executemany(
        "UPDATE threads SET tray = ?, snoozed_until_us = 0 WHERE id = ?",
        [(tray.value, each) for each in thread_ids],
    )


def snooze(db: apsw.Connection, thread_id: int, *, until_us: int) -> None:
    """Take a thread out of the list until a time; 0 wakes it."""
    db.execute("UPDATE threads SET snoozed_until_us = ?, tray = 'open' WHERE id = ?", (until_us, thread_id))


def put_back(db: apsw.Connection, before: Thread) -> bool:
    """Let a thread lie where it lay before, awake or asleep as then; tell whether it does.

    It does not when something was said in it since and it would be hidden again.
    """
    hides = before.tray is not Tray.OPEN or before.snoozed_until_us > 0
    db.execute(
        "UPDATE threads SET tray = ?, snoozed_until_us = ? WHERE id = ? AND (NOT ? OR last_at_us = ?)",
        (before.tray.value, before.snoozed_until_us, before.id, hides, before.last_at_us),
    )
    return db.changes() > 0


def _thread(row: Row) -> Thread:
    thread_id, profile, theirs, ours, their_address, our_address, last_at_us, unread, tray, *rest = row
    snoozed_until_us, preview, merged_into = rest
    return Thread(
        thread_id,
        profile,
        ConversationKey(theirs, ours),
        their_address,
        our_address,
        last_at_us,
        unread,
        Tray(tray),
        snoozed_until_us,
        preview,
        merged_into,
    )
