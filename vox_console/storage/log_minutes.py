"""Between which ids the messages of a minute lie: how the log makes any time a range of ids.

Kept in the transaction that stores messages, one row a minute. Ids grow while a clock may jump, so the
minutes of a range are asked for the lowest and the highest of their ids, and the messages between for their
time.
"""

from __future__ import annotations

from collections.abc import Sequence

import apsw

from vox_console.domain.log_query_times import FOREVER_US, Span
from vox_console.storage.rows import one_row

_MINUTE_US = 60_000_000
_LAST_MINUTE = FOREVER_US // _MINUTE_US


def enter(db: apsw.Connection, message_ids: Sequence[int], *, at_us: int) -> None:
    """Enter messages that are stored now; ids ascending."""
    if message_ids:
        db.execute(
            "INSERT INTO message_minutes (minute, first_id, last_id) VALUES (?, ?, ?)"
            " ON CONFLICT (minute) DO UPDATE SET last_id = excluded.last_id",
            (at_us // _MINUTE_US, message_ids[0], message_ids[-1]),
        )


def ids_in(db: apsw.Connection, span: Span) -> range:
    """Give a range of ids outside of which no message was written in the span; empty when none was."""
    if span == Span(-FOREVER_US, FOREVER_US):
        return range(1, FOREVER_US)
    row = one_row(
        db,
        "SELECT min(first_id), max(last_id) FROM message_minutes WHERE minute BETWEEN ? AND ?",
        (span.from_us // _MINUTE_US, min((span.to_us - 1) // _MINUTE_US, _LAST_MINUTE)),
    )
    return range(row[0], row[1] + 1) if row and row[0] is not None else range(0)
