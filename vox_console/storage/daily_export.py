"""The daily export that was asked for, in one row: what is written, and up to which day it is."""

from __future__ import annotations

from datetime import date

import apsw

from vox_console.domain.daily_export import DailyExport, StandingExport, from_json, to_json
from vox_console.storage.rows import one_row


def standing(db: apsw.Connection) -> StandingExport | None:
    """Give the daily export, None when there is none."""
    row = one_row(db, "SELECT body, upto FROM daily_export")
    return None if row is None else StandingExport(from_json(row[0]), date.fromisoformat(row[1]))


def ask_for(db: apsw.Connection, what: DailyExport, *, upto: date) -> None:
    """Ask for it, in the place of another. What is written already is not written again.

    upto: the last day that is over, where none was asked for before.
    """
    db.execute(
        "INSERT INTO daily_export (id, body, upto) VALUES (1, ?1, ?2)"
        " ON CONFLICT (id) DO UPDATE SET body = ?1",
        (to_json(what), upto.isoformat()),
    )


def forget(db: apsw.Connection) -> None:
    """Ask for none any more."""
    db.execute("DELETE FROM daily_export")


def written(db: apsw.Connection, day: date) -> None:
    """Note that a day is written."""
    db.execute("UPDATE daily_export SET upto = ?1 WHERE upto < ?1", (day.isoformat(),))
