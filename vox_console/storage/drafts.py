"""What was typed and not sent, so that a crash loses none of it. One row per slot; bodies are JSON."""

from __future__ import annotations

import apsw

from vox_console.storage.rows import one_row

COMPOSE = "compose"  # the slot of the compose pane


def reply_slot(thread_id: int) -> str:
    """Give the slot of the answer to a conversation."""
    return f"reply:{thread_id}"


def note_slot(thread_id: int) -> str:
    """Give the slot of the note that is being written into a conversation."""
    return f"note:{thread_id}"


def save_draft(db: apsw.Connection, slot: str, body: str, *, now_us: int) -> None:
    """Keep `body` for `slot`; an empty body forgets the draft."""
    if not body:
        db.execute("DELETE FROM drafts WHERE slot = ?", (slot,))
        return
    db.execute(
        "INSERT INTO drafts (slot, body, saved_at_us) VALUES (?1, ?2, ?3)"
        " ON CONFLICT (slot) DO UPDATE SET body = ?2, saved_at_us = ?3",
        (slot, body, now_us),
    )


def load_draft(db: apsw.Connection, slot: str) -> str:
    """Give the body kept for `slot`, "" when there is none."""
    row = one_row(db, "SELECT body FROM drafts WHERE slot = ?", (slot,))
    return str(row[0]) if row else ""
