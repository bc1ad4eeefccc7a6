"""Parts of unknown fate that carried an id of ours: whoever names that id tells that they were accepted.

The provider makes the id of each message of an id of ours: the very same, or one for each segment, numbered,
where `split` makes several (provider_interface §2.1).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import apsw

from vox_console.storage.rows import Row, all_rows


@dataclass(frozen=True, slots=True)
class Carried:
    """A part of unknown fate. ids: under which the provider knows it, or its segments in their order."""

    part_id: int
    ids: tuple[str, ...]


_SELECT = (
    "SELECT a.part_id, a.own_id, CASE m.method WHEN 'split' THEN m.part_count ELSE 1 END"
    " FROM json_each(?) wanted CROSS JOIN attempts a ON %s AND a.own_id <> '' AND a.state = 'unknown'"
    " JOIN messages m ON m.id = a.part_id >> 8 WHERE m.profile = ?"
)


def carried_by(db: apsw.Connection, attempts: Sequence[int], *, profile: str) -> list[Carried]:
    """Give what became unknown among attempts and can be told of under an id of ours."""
    return _carried(
        all_rows(db, _SELECT % "a.id = wanted.value", (json.dumps(attempts), profile)) if attempts else []
    )


def named_by(db: apsw.Connection, provider_ids: Iterable[str], *, profile: str) -> list[Carried]:
    """Give the parts of unknown fate that are known under one of these ids."""
    named = set(provider_ids)
    if not named:
        return []
    ours = sorted(
        named | {each.rpartition("-")[0] for each in named}
    )  # the id of a segment has its number behind
    rows = all_rows(db, _SELECT % "a.own_id = wanted.value", (json.dumps(ours), profile))
    return [each for each in _carried(rows) if named.intersection(each.ids)]


def _carried(rows: Iterable[Row]) -> list[Carried]:
    return [
        Carried(
            part_id,
            (own_id,) if count == 1 else tuple(f"{own_id}-{number}" for number in range(1, count + 1)),
        )
        for part_id, own_id, count in rows
    ]
