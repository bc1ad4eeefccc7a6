"""Notes that agents write into a conversation for each other. They are never sent and stand in no outbox."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

import apsw

from vox_console.storage.rows import all_rows, one_row


@dataclass(frozen=True, slots=True)
class ThreadNote:
    """One note. thread_id: the thread it was written in, which may lie in another by now."""

    id: int
    thread_id: int
    at_us: int
    text: str


def write(db: apsw.Connection, thread_id: int, text: str, *, now_us: int) -> int:
    """Write a note into a thread; give its id."""
    db.execute(
        "INSERT INTO thread_notes (thread_id, written_at_us, text) VALUES (?,?,?)", (thread_id, now_us, text)
    )
    return db.last_insert_rowid()


def put_back(db: apsw.Connection, note: ThreadNote) -> None:
    """Keep a note again that was removed, with its time; its id may be another's by now."""
    write(db, note.thread_id, note.text, now_us=note.at_us)


def remove(db: apsw.Connection, note_id: int) -> ThreadNote | None:
    """Remove a note and give it, None when there is none of that id."""
    row = one_row(db, f"{_COLUMNS} WHERE n.id = ?", (note_id,))
    db.execute("DELETE FROM thread_notes WHERE id = ?", (note_id,))
    return ThreadNote(*row) if row else None


def before(
    db: apsw.Connection, thread_ids: Sequence[int], *, at_us: int, last_id: int, limit: int
) -> list[ThreadNote]:
    """Give notes of these threads, newest first, from a time and an id on (both left out)."""
    rows = all_rows(
        db,
        f"{_COLUMNS} JOIN json_each(?) wanted ON n.thread_id = wanted.value"
        " WHERE (n.written_at_us, n.id) < (?, ?) ORDER BY n.written_at_us DESC, n.id DESC LIMIT ?",
        (json.dumps(list(thread_ids)), at_us, last_id, limit),
    )
    return [ThreadNote(*row) for row in rows]


def after(
    db: apsw.Connection, thread_ids: Sequence[int], *, at_us: int, last_id: int, limit: int
) -> list[ThreadNote]:
    """Give notes of these threads, oldest first, from a time and an id on (both left out)."""
    rows = all_rows(
        db,
        f"{_COLUMNS} JOIN json_each(?) wanted ON n.thread_id = wanted.value"
        " WHERE (n.written_at_us, n.id) > (?, ?) ORDER BY n.written_at_us, n.id LIMIT ?",
        (json.dumps(list(thread_ids)), at_us, last_id, limit),
    )
    return [ThreadNote(*row) for row in rows]


_COLUMNS = "SELECT n.id, n.thread_id, n.written_at_us, n.text FROM thread_notes n"
