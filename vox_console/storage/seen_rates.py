"""The rates that the provider told of messages of ours. Read-only."""

from __future__ import annotations

from typing import Final, NamedTuple

import apsw

from vox_console.storage.rows import all_rows

MOST_READ: Final = 50_000  # of the newest; more tell nothing new, and reading them takes time
_OPENING: Final = 7  # digits that tell a number's country, also where several share a code


class NumberRate(NamedTuple):
    """How many parts a rate was told of. number: one of those that begin alike, E.164 digits."""

    number: str
    text: str
    times: int


def seen_rates(db: apsw.Connection, *, profile: str, since_us: int) -> list[NumberRate]:
    """Give the rates of a profile that arrived since then, by the openings of numbers and as written.

    A part of which the same rate was told repeatedly counts once.
    """
    return [
        NumberRate(*row)
        for row in all_rows(
            db,
            "SELECT max(m.recipient), r.rate, count(DISTINCT r.part_id) FROM"
            " (SELECT part_id, rate FROM receipts INDEXED BY receipts_with_rate WHERE rate <> ''"
            " AND part_id IS NOT NULL AND profile = ? AND received_at_us >= ?"
            " ORDER BY received_at_us DESC LIMIT ?) r JOIN messages m ON m.id = r.part_id >> 8"
            " GROUP BY substr(m.recipient, 1, ?), r.rate ORDER BY 1, 2",
            (profile, since_us, MOST_READ, _OPENING),
        )
    ]
