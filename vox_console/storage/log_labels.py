"""What many messages have in common, stored once: account, way, sender and country (:mod:`.schema_log`).

New messages have their label when they are stored. Those from before get it behind everything else, newest
first and a little at a time (:func:`label_some`); until then the log looks at them one by one.
"""

from __future__ import annotations

from collections.abc import Sequence

import apsw

from vox_console.domain.log_query_filter import Label, LabelTest
from vox_console.domain.number_country import country_of
from vox_console.storage import message_hours
from vox_console.storage.rows import all_rows, one_row

_UNLABELLED = (
    "SELECT id, profile, transport, sender, recipient FROM messages WHERE id < ? ORDER BY id DESC LIMIT ?"
)


class Labels:
    """The ids of labels, for as long as one transaction lasts; new ones are entered."""

    def __init__(self, db: apsw.Connection) -> None:
        self._db = db
        self._known: dict[tuple[str, str, str, str], int] = {}

    def id_of(self, profile: str, transport: str, sender: str, recipient: str) -> int:
        """Give the id of the label that a message has. recipient: E.164 digits."""
        label = (profile, transport, sender, country_of(recipient))
        found = self._known.get(label)
        if found is None:
            found = self._known[label] = self._stored(label)
        return found

    def _stored(self, label: tuple[str, str, str, str]) -> int:
        row = one_row(
            self._db,
            "SELECT id FROM message_labels WHERE (profile, transport, sender, country) = (?, ?, ?, ?)",
            label,
        )
        if row is not None:
            return int(row[0])
        self._db.execute(
            "INSERT INTO message_labels (profile, transport, sender, country) VALUES (?, ?, ?, ?)", label
        )
        return self._db.last_insert_rowid()


def label_of(profile: str, transport: str, sender: str, recipient: str) -> Label:
    """Give the label that a message would have."""
    return Label(profile, transport, sender, country_of(recipient))


def every(db: apsw.Connection) -> list[Label]:
    """Give every label that a message has or had."""
    rows = all_rows(db, "SELECT profile, transport, sender, country FROM message_labels")
    return [Label(*row) for row in rows]


def accepted(db: apsw.Connection, tests: Sequence[LabelTest]) -> list[int] | None:
    """Give the ids of the labels that pass the tests; None when every label does."""
    rows = all_rows(db, "SELECT id, profile, transport, sender, country FROM message_labels") if tests else []
    passing = [row[0] for row in rows if all(test.accepts(Label(*row[1:])) for test in tests)]
    return passing if tests else None


def unlabelled_below(db: apsw.Connection) -> int:
    """Give the id below which messages may have no label yet."""
    row = one_row(db, "SELECT unlabelled_below FROM label_progress")
    return int(row[0]) if row else 0


def label_some(db: apsw.Connection, *, limit: int) -> bool:
    """Label up to `limit` messages, newest first; say whether there may be more."""
    rows = all_rows(db, _UNLABELLED, (unlabelled_below(db), limit))
    labels = Labels(db)
    by_label: dict[int, list[int]] = {}
    for message_id, *label in rows:
        by_label.setdefault(labels.id_of(*label), []).append(message_id)
    message_hours.relabel(db, ((label, each) for label, ids in by_label.items() for each in ids))
    db.executemany(
        "UPDATE messages SET label = ? WHERE id = ?",
        [(label, message_id) for label, ids in by_label.items() for message_id in ids],
    )
    db.execute("UPDATE label_progress SET unlabelled_below = ?", (rows[-1][0] if rows else 0,))
    return bool(rows)
