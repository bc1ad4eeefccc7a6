"""How lists were read last time, by the fingerprint of their header. Bodies are JSON."""

from __future__ import annotations

import apsw

from vox_console.storage.rows import one_row


def save_mapping(db: apsw.Connection, fingerprint: str, body: str, *, now_us: int) -> None:
    """Keep `body` for lists of this header, in place of what was kept before."""
    db.execute(
        "INSERT INTO list_mappings (fingerprint, body, saved_at_us) VALUES (?1, ?2, ?3)"
        " ON CONFLICT (fingerprint) DO UPDATE SET body = ?2, saved_at_us = ?3",
        (fingerprint, body, now_us),
    )


def load_mapping(db: apsw.Connection, fingerprint: str) -> tuple[str, int] | None:
    """Give the body that is kept and when it was, in microseconds; None when nothing is."""
    row = one_row(db, "SELECT body, saved_at_us FROM list_mappings WHERE fingerprint = ?", (fingerprint,))
    return (str(row[0]), int(row[1])) if row else None
