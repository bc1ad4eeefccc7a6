"""Texts that are written often, each under a title that no other has."""

from __future__ import annotations

import apsw

from vox_console.domain.contact import fold_name
from vox_console.domain.quick_text import QuickText, StoredQuickText
from vox_console.storage.rows import all_rows, one_row


def every(db: apsw.Connection) -> list[StoredQuickText]:
    """Give all of them, by title."""
    rows = all_rows(db, "SELECT id, title, text FROM quick_texts ORDER BY folded, id")
    return [StoredQuickText(text_id, QuickText(title, text)) for text_id, title, text in rows]


def save(db: apsw.Connection, quick: QuickText, *, text_id: int = 0) -> int:
    """Keep a text, in the place of one that is kept (text_id, 0 for a new one).

    Gives its id, 0 when another has this title: nothing is saved then.
    """
    folded = fold_name(quick.title)
    other = one_row(db, "SELECT id FROM quick_texts WHERE folded = ?", (folded,))
    if other is not None and other[0] != text_id:
        return 0
    if text_id and one_row(db, "SELECT 1 FROM quick_texts WHERE id = ?", (text_id,)):
        db.execute(
            "UPDATE quick_texts SET title = ?, folded = ?, text = ? WHERE id = ?",
            (quick.title, folded, quick.text, text_id),
        )
        return text_id
    db.execute(
        "INSERT INTO quick_texts (title, folded, text) VALUES (?,?,?)", (quick.title, folded, quick.text)
    )
    return db.last_insert_rowid()


def remove(db: apsw.Connection, text_id: int) -> QuickText | None:
    """Forget a text and give it, None when there is none of that id."""
    row = one_row(db, "SELECT title, text FROM quick_texts WHERE id = ?", (text_id,))
    db.execute("DELETE FROM quick_texts WHERE id = ?", (text_id,))
    return QuickText(*row) if row else None
