"""Times as a query writes them: days, moments, and how long ago; and which microseconds they mean.

Theory of operation. A query is kept ("the last 24 hours"), so a time stays as it was written until it is
asked: :func:`read_time` gives the one spelling of it, :func:`span_of` what it means at a moment and a place.
A day is whole, also where it has 23 hours. A time of day that the clocks pass over is the moment at which
they do; of one that they show twice the wider reading counts, because a filter may show too much at its edge,
never too little.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from typing import Final

from vox_console.domain.zone_offset import OffsetAt, moments_of

__all__ = ["FOREVER_US", "Span", "TimeUse", "read_time", "span_of"]

FOREVER_US: Final = 1 << 62
_DAY_S = 86_400
_UNITS_S = {"m": 60, "h": 3_600, "d": _DAY_S, "w": 7 * _DAY_S}
_AGO = re.compile(
    r"(?:last )?([0-9]{1,5}) ?(m|min|minutes?|h|hours?|d|days?|w|weeks?)(?: ago)?", re.ASCII | re.IGNORECASE
)
_AGO_CANONICAL = re.compile(r"([0-9]+)([mhdw])")
_MOMENT = re.compile(
    r"(?:([0-9]{4})-([0-9]{1,2})-([0-9]{1,2}))?(?:(?:^|[T ])([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?)?"
    r"(?: ?(Z|[+-][0-9]{2}:?[0-9]{2}))?",
    re.ASCII | re.IGNORECASE,
)
_YEARS = range(2000, 3000)
_FARTHEST_H = 14
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class TimeUse(Enum):
    """What a time is for; each has words for what may be written."""

    SINCE = "write a day as 2026-11-20, a time as 2026-11-20T09:00 or 09:00, or 24h for 24 hours ago"
    UNTIL = "write a day as 2026-11-20, a time as 2026-11-20T09:00 or 09:00, or 1h for one hour ago"
    SENT = "write today, yesterday, a day as 2026-11-20, or 7d for the last seven days"

    @property
    def hint(self) -> str:
        """What may be written, to follow a semicolon."""
        return self.value


@dataclass(frozen=True, slots=True)
class Span:
    """From one moment up to, and without, another; microseconds since 1970, UTC."""

    from_us: int
    to_us: int

    def holds(self, at_us: int) -> bool:
        """Say whether a moment lies in it."""
        return self.from_us <= at_us < self.to_us


def read_time(typed: str, use: TimeUse) -> str:
    """Give the canonical spelling of a time, "" when it is none that this use has."""
    lowered = typed.casefold()
    if lowered in {"today", "yesterday"}:
        return lowered
    ago = _AGO.fullmatch(typed)
    if ago:
        return f"{int(ago[1])}{ago[2][0].lower()}"
    found = _MOMENT.fullmatch(typed)
    if found is None or not (found[1] or found[4]):
        return ""
    if use is TimeUse.SENT and (found[4] or not found[1]):
        return ""  # sent: is about days
    return _canonical_moment(found)


def _canonical_moment(found: re.Match[str]) -> str:
    day = clock = zone = ""
    if found[1]:
        if int(found[1]) not in _YEARS or _date(found) is None:
            return ""
        day = f"{int(found[1]):04}-{int(found[2]):02}-{int(found[3]):02}"
    if found[4]:
        hours, minutes, seconds = (int(each or 0) for each in found.group(4, 5, 6))
        if hours > 23 or minutes > 59 or seconds > 59:
            return ""
        clock = f"{hours:02}:{minutes:02}" + (f":{seconds:02}" if seconds else "")
    if found[7]:
        zone = _canonical_zone(found[7])
        if not zone or not (day and clock):
            return ""
    return "T".join(filter(None, (day, clock))) + zone


def _canonical_zone(typed: str) -> str:
    if typed in "Zz":
        return "Z"
    hours, minutes = int(typed[1:3]), int(typed[-2:])
    return "" if hours > _FARTHEST_H or minutes > 59 else f"{typed[0]}{hours:02}:{minutes:02}"


def span_of(time: str, use: TimeUse, *, now_us: int, here: OffsetAt) -> Span:
    """Give what a time means now. time: as :func:`read_time` gave it. here: whose days and clocks.

    since: from its beginning on. until: a whole day with its end, up to a time of day, up to so long ago.
    """
    starts_us, ends_us = _edges(time, now_us=now_us, here=here)
    match use:
        case TimeUse.SINCE:
            return Span(starts_us, FOREVER_US)
        case TimeUse.UNTIL:
            return Span(-FOREVER_US, ends_us)
        case TimeUse.SENT:
            return Span(starts_us, FOREVER_US if _AGO_CANONICAL.fullmatch(time) else ends_us)


def _edges(time: str, *, now_us: int, here: OffsetAt) -> tuple[int, int]:
    """Give where a time begins and ends; a moment that the clock shows once does both at once."""
    ago = _AGO_CANONICAL.fullmatch(time)
    if ago:
        then_us = now_us - int(ago[1]) * _UNITS_S[ago[2]] * 1_000_000
        return then_us, then_us
    today = (_EPOCH + timedelta(seconds=now_us // 1_000_000 + here(now_us // 1_000_000))).date()
    if time in {"today", "yesterday"}:
        return _day(today if time == "today" else today - timedelta(days=1), here)
    found = _MOMENT.fullmatch(time)
    assert found is not None, "read_time gave it"  # noqa: S101 - for mypy
    day = _date(found) if found[1] else today
    assert day is not None, "the same"  # noqa: S101 - for mypy
    if not found[4]:
        return _day(day, here)
    clock_s = _midnight_s(day) + int(found[4]) * 3_600 + int(found[5]) * 60 + int(found[6] or 0)
    if found[7]:
        at_us = (clock_s - _zone_s(found[7])) * 1_000_000
        return at_us, at_us
    return _first(clock_s, here), _last(clock_s, here)


def _day(day: date, here: OffsetAt) -> tuple[int, int]:
    start_s = _midnight_s(day)
    return _first(start_s, here), _last(start_s + _DAY_S, here)


def _first(clock_s: int, here: OffsetAt) -> int:
    moments = moments_of(clock_s, here) or (clock_s - here(clock_s - _DAY_S),)
    return moments[0] * 1_000_000


def _last(clock_s: int, here: OffsetAt) -> int:
    moments = moments_of(clock_s, here) or (clock_s - here(clock_s - _DAY_S),)
    return moments[-1] * 1_000_000


def _midnight_s(day: date) -> int:
    return (day - _EPOCH.date()).days * _DAY_S


def _date(found: re.Match[str]) -> date | None:
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None


def _zone_s(zone: str) -> int:
    if zone == "Z":
        return 0
    return (int(zone[1:3]) * 3_600 + int(zone[4:6]) * 60) * (-1 if zone[0] == "-" else 1)
