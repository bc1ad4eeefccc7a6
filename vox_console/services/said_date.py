"""The day on which somebody said something, as lists write it. What is doubtful is not read at all."""

from __future__ import annotations

import re
from datetime import UTC, datetime, tzinfo
from typing import Final

_DAY_FIRST: Final = re.compile(
    r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})\.?(?:,?\s+(\d{1,2}):(\d{2})(?::(\d{2}))?)?", re.ASCII
)
_ISO_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_A_DAY_US: Final = 86_400_000_000


def read_said_date(text: str, *, now_us: int, zone: tzinfo | None = None) -> int | None:
    """Give microseconds since 1970 UTC, None for what names no one moment up to tomorrow.

    ISO 8601 and "31.12.2026 14:05" are read; "3/4/2026" is either of two days and is not. zone: of times that
    say none; None for this computer's.
    """
    typed = text.strip()
    moment = _iso(typed) if _ISO_DAY.match(typed) else _day_first(typed)
    if moment is None:
        return None
    try:
        if moment.tzinfo is None:
            moment = moment.astimezone() if zone is None else moment.replace(tzinfo=zone)
        passed = moment - datetime(1970, 1, 1, tzinfo=UTC)
    except (OverflowError, OSError, ValueError):  # years that this computer's calendar does not hold
        return None
    time_us = (passed.days * 86_400 + passed.seconds) * 1_000_000 + passed.microseconds
    return time_us if 0 <= time_us <= now_us + _A_DAY_US else None


def _iso(typed: str) -> datetime | None:
    try:
        return datetime.fromisoformat(typed)
    except ValueError:
        return None


def _day_first(typed: str) -> datetime | None:
    found = _DAY_FIRST.fullmatch(typed)
    if found is None:
        return None
    day, month, year, hour, minute, second = (int(each or 0) for each in found.groups())
    try:
        return datetime(year, month, day, hour, minute, second)  # noqa: DTZ001 - the caller gives the zone
    except ValueError:
        return None
