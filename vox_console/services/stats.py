"""What became of the messages of some hours, out of counts that are kept: nothing is counted anew."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Final

import apsw

from vox_console.domain.log_query_times import Span
from vox_console.storage import log_minutes, message_hours
from vox_console.storage.database import Database
from vox_console.storage.message_hours import HOUR_US, Figure

MOST_CODES: Final = 10


@dataclass(frozen=True, slots=True)
class Stats:
    """The figures of some hours.

    figures: how messages stand. told: delivered ones by how long it took to be told, in classes of
    :mod:`vox_console.domain.duration_histogram`. errors: parts by error code, the commonest first.
    """

    figures: tuple[Figure, ...] = ()
    told: tuple[tuple[int, int], ...] = ()
    errors: tuple[tuple[str, int], ...] = ()


class StatsDesk:
    """The figures of one journal."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def read(self, *, first_hour: int, last_hour: int) -> Stats:
        """Give the figures of these hours, counted since 1970, UTC. Raises StoreError."""
        return await self._database.read(partial(_read, first_hour=first_hour, last_hour=last_hour))


def _read(db: apsw.Connection, *, first_hour: int, last_hour: int) -> Stats:
    ids = log_minutes.ids_in(db, Span(first_hour * HOUR_US, (last_hour + 1) * HOUR_US))
    hours = {"first_hour": first_hour, "last_hour": last_hour}
    return Stats(
        tuple(message_hours.figures(db, **hours)),
        tuple(sorted(message_hours.told_within(db, **hours).items())),
        tuple(message_hours.errors(db, ids, limit=MOST_CODES)),
    )
