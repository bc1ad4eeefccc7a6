"""How many messages of each hour stand how, kept in the transaction that moves them, for charts.

Theory of operation. An hour is a whole one of UTC, counted since 1970; a message belongs to the one in which
it was stored, for ever. One row counts the messages of an hour that have a label (:mod:`.log_labels`) and a
state, so the figures of a month are some thousand rows, however many messages there are.
:mod:`.message_states` is the only one that changes a message's state, and tells it here before it does.

When a message is delivered, how long the provider took to tell so is counted too, from its acceptance by this
computer's clock alone, because the provider's clock is its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import apsw

from vox_console.domain.duration_histogram import class_of
from vox_console.domain.message import MessageState
from vox_console.storage.error_code_sql import CODE_KEY, HAS_CODE
from vox_console.storage.rows import all_rows, one_row

HOUR_US = 3_600_000_000
_ENTER = (
    "INSERT INTO message_hours (hour, label, state, messages) VALUES (?, ?, ?, ?)"
    " ON CONFLICT (hour, label, state) DO UPDATE SET messages = messages + excluded.messages"
)
_TOLD = (
    "INSERT INTO delivery_hours (hour, label, class, messages) VALUES (?, ?, ?, ?)"
    " ON CONFLICT (hour, label, class) DO UPDATE SET messages = messages + excluded.messages"
)
_MOVING = (
    f"SELECT m.created_at_us / {HOUR_US}, m.label, m.state, count(*) FROM json_each(?) wanted"  # noqa: S608 - a number
    " CROSS JOIN messages m ON m.id = wanted.value WHERE m.state <> ? GROUP BY 1, 2, 3"
)
_DELIVERED = (
    f"SELECT m.created_at_us / {HOUR_US}, m.label,"  # noqa: S608 - a number
    " (SELECT max(accepted_at_us) FROM parts p WHERE p.id BETWEEN m.id << 8 AND m.id << 8 | 255)"
    " FROM json_each(?) wanted CROSS JOIN messages m ON m.id = wanted.value WHERE m.state <> 'delivered'"
)
_FIGURES = (
    "SELECT h.hour, coalesce(l.sender, ''), coalesce(l.country, ''), h.state, sum(h.messages)"
    " FROM message_hours h LEFT JOIN message_labels l ON l.id = h.label"
    " WHERE h.hour BETWEEN ? AND ? AND h.messages > 0 GROUP BY 1, 2, 3, 4"
)
_ERRORS = (
    f"SELECT {CODE_KEY}, count(*) FROM parts INDEXED BY parts_by_error_code"  # noqa: S608 - constants
    f" WHERE {HAS_CODE} AND id BETWEEN ? AND ? GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ?"
)


@dataclass(frozen=True, slots=True)
class Figure:
    """So many messages of an hour stand so. country: "" where none is known. sender: "" until it is read."""

    hour: int
    sender: str
    country: str
    state: MessageState
    messages: int


def enter(db: apsw.Connection, labels: Iterable[int], *, at_us: int) -> None:
    """Enter messages that are stored now. labels: one for each."""
    counts = Counter(labels)
    db.executemany(
        _ENTER,
        [(at_us // HOUR_US, label, MessageState.QUEUED.value, count) for label, count in counts.items()],
    )


def move(db: apsw.Connection, message_ids: str, state: str, *, now_us: int) -> None:
    """Move messages to a state in which they are about to be. message_ids: a JSON array."""
    moving = all_rows(db, _MOVING, (message_ids, state))
    db.executemany(
        _ENTER,
        [
            (hour, label, each, change)
            for hour, label, old, count in moving
            for each, change in ((old, -count), (state, count))
        ],
    )
    if state == MessageState.DELIVERED:
        told = Counter(
            (hour, label, class_of((now_us - accepted_at_us) / 1_000_000))
            for hour, label, accepted_at_us in all_rows(db, _DELIVERED, (message_ids,))
            if accepted_at_us
        )
        db.executemany(_TOLD, [(*key, count) for key, count in told.items()])


def relabel(db: apsw.Connection, labelled: Iterable[tuple[int, int]]) -> None:
    """Count messages under the labels they are about to get. labelled: (label, message), none had one."""
    for label, message_id in labelled:
        row = one_row(db, "SELECT created_at_us, state FROM messages WHERE id = ?", (message_id,))
        if row is not None:
            hour, state = row[0] // HOUR_US, row[1]
            db.executemany(_ENTER, [(hour, 0, state, -1), (hour, label, state, 1)])


def figures(db: apsw.Connection, *, first_hour: int, last_hour: int) -> list[Figure]:
    """Give how the messages of these hours stand."""
    rows = all_rows(db, _FIGURES, (first_hour, last_hour))
    return [Figure(*[*row[:3], MessageState(row[3]), row[4]]) for row in rows]


def told_within(db: apsw.Connection, *, first_hour: int, last_hour: int) -> dict[int, int]:
    """Count delivered messages of these hours by how long it took until that was told, in classes."""
    rows = all_rows(
        db,
        "SELECT class, sum(messages) FROM delivery_hours WHERE hour BETWEEN ? AND ? GROUP BY 1",
        (first_hour, last_hour),
    )
    return dict(rows)


def errors(db: apsw.Connection, ids: range, *, limit: int) -> list[tuple[str, int]]:
    """Count the parts of these messages by error code, the commonest first; codes in one spelling."""
    if not ids:
        return []
    return [(row[0], row[1]) for row in all_rows(db, _ERRORS, (ids[0] << 8, ids[-1] << 8 | 255, limit))]
