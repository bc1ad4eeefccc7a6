"""The register of who wants no messages, with the evidence: asked when rows are read and when they go."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import apsw

from vox_console.storage.outbox import withdraw
from vox_console.storage.rows import all_rows, one_row


@dataclass(frozen=True, slots=True)
class OptOut:
    """One entry. number: E.164 digits. said_by: who entered it. evidence: why, in words or as it was said."""

    number: str
    at_us: int
    said_by: str
    evidence: str


def add(db: apsw.Connection, entries: Iterable[OptOut], *, now_us: int) -> list[int]:
    """Enter numbers, keeping the first evidence of each; give the waiting messages that were called back."""
    called_back: list[int] = []
    for entry in entries:
        db.execute(
            "INSERT INTO opt_outs (number, at_us, said_by, evidence) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (number) DO NOTHING",
            (entry.number, entry.at_us, entry.said_by, entry.evidence),
        )
        waiting = all_rows(
            db,
            "SELECT DISTINCT m.id FROM parts p INDEXED BY parts_queued JOIN messages m ON m.id = p.id >> 8"
            " WHERE p.submit = 'queued' AND m.job_row <> 0 AND m.recipient = ?",
            (entry.number,),
        )
        called_back += withdraw(db, [row[0] for row in waiting], now_us=now_us)
    return called_back


def remove(db: apsw.Connection, number: str) -> bool:
    """Take a number off the register; False when it was not on it."""
    db.execute("DELETE FROM opt_outs WHERE number = ?", (number,))
    return bool(db.changes())


def is_opted_out(db: apsw.Connection, number: str) -> bool:
    """Say whether a number is on the register."""
    return one_row(db, "SELECT 1 FROM opt_outs WHERE number = ?", (number,)) is not None


def numbers(db: apsw.Connection) -> frozenset[str]:
    """Give every number on the register."""
    return frozenset(row[0] for row in all_rows(db, "SELECT number FROM opt_outs"))


def entries(db: apsw.Connection) -> Sequence[OptOut]:
    """Give the whole register, oldest first."""
    rows = all_rows(db, "SELECT number, at_us, said_by, evidence FROM opt_outs ORDER BY at_us, number")
    return [OptOut(*row) for row in rows]
