"""A disk with no room left, for one journal.

On a real one every commit needs room in the write-ahead log. Here the file may not grow, so a change that
fits into its pages would still go through: that is why each change of a message asks for room as well.
"""

from __future__ import annotations

import apsw


def fill(db: apsw.Connection) -> None:
    """Use up what is free inside the file (schema steps leave some), and let it grow no more."""
    db.execute("CREATE TABLE IF NOT EXISTS ballast (octets BLOB)")
    while db.pragma("freelist_count"):
        db.execute("INSERT INTO ballast VALUES (zeroblob(3000))")
    db.execute(
        "CREATE TRIGGER needs_room AFTER UPDATE ON messages"
        " BEGIN INSERT INTO ballast VALUES (zeroblob(100000)); END"
    )
    db.pragma("max_page_count", db.pragma("page_count"))


def make_room(db: apsw.Connection) -> None:
    """Let the file grow again."""
    db.pragma("max_page_count", 1_000_000)
    db.execute("DROP TRIGGER needs_room")
