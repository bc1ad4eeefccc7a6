"""The export that is written by itself once a day: what, where, and of which days it is due."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

from vox_console.domain.export_format import ExportFormat
from vox_console.domain.log_columns import BY_NAME, USUAL, Mask
from vox_console.domain.zone_offset import OffsetAt

MOST_DAYS: Final = 31
"""How many missed days are caught up: after a longer pause the newest."""


@dataclass(frozen=True, slots=True)
class DailyExport:
    """folder: where to. columns: their keys, in order. zone: of days and local times, "" for this computer's.

    query: which messages of a day, "" for all.
    """

    folder: str
    file_format: ExportFormat
    columns: tuple[str, ...]
    zone: str
    mask: Mask
    query: str

    def file_name(self, day: date) -> str:
        """Give the name of a day's file."""
        return f"messages-{day.isoformat()}{self.file_format.suffix}"


@dataclass(frozen=True, slots=True)
class StandingExport:
    """A daily export that was asked for. upto: the last day that is written, or was over at that time."""

    what: DailyExport
    upto: date


def day_at(now_us: int, place: OffsetAt) -> date:
    """Give the day that it is somewhere. now_us: microseconds since 1970, UTC."""
    now_s = now_us // 1_000_000
    return datetime.fromtimestamp(now_s + place(now_s), UTC).date()


def due_days(upto: date, today: date) -> tuple[date, ...]:
    """Give the days after `upto` that are over, oldest first, the newest MOST_DAYS of them."""
    missed = (today - upto).days - 1
    first = today - timedelta(days=min(missed, MOST_DAYS))
    return tuple(first + timedelta(days=each) for each in range(min(missed, MOST_DAYS)))


def to_json(what: DailyExport) -> str:
    """Write it as the journal keeps it."""
    return json.dumps(
        {
            "folder": what.folder,
            "format": what.file_format.value,
            "columns": list(what.columns),
            "zone": what.zone,
            "mask_numbers": what.mask.numbers,
            "mask_texts": what.mask.texts,
            "query": what.query,
        }
    )


def from_json(body: str) -> DailyExport:
    """Read what `to_json` wrote; columns that there are no more are left away."""
    fields = json.loads(body)
    known = tuple(key for key in fields["columns"] if key in BY_NAME)
    return DailyExport(
        folder=fields["folder"],
        file_format=ExportFormat(fields["format"]),
        columns=known or tuple(column.key for column in USUAL),
        zone=fields["zone"],
        mask=Mask(numbers=fields["mask_numbers"], texts=fields["mask_texts"]),
        query=fields["query"],
    )
