"""When a job is to start, as a person types it: by this computer's clock, or with its distance from UTC.

A time that this computer's clock never shows, because the clocks are put forward over it, is refused, and so
is one that it shows twice: which of the two was meant is said by writing the distance from UTC behind it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

from vox_console.domain.errors import FieldProblem
from vox_console.domain.zone_offset import OffsetAt, moments_of

__all__ = ["FARTHEST_DAYS", "StartTime", "day_of", "read_start", "with_day"]

FARTHEST_DAYS: Final = 366
_TYPED = re.compile(
    r"(?:(\d{4})-(\d{1,2})-(\d{1,2})[ T]+)?(\d{1,2}):(\d\d)(?::00)?\s*(Z|[+-]\d\d:?\d\d)?", re.ASCII
)
_HOW = "Give it as in 2026-11-25 09:00, or 09:00 for the next time it is that."
_USUAL: Final = "09:00"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class StartTime:
    """at_us: microseconds since 1970, UTC. zone: the distance from UTC it was typed with or by, "+01:00"."""

    at_us: int
    zone: str


def read_start(typed: str, *, now_us: int, here: OffsetAt) -> StartTime | FieldProblem:
    """Read "2026-11-25 09:00", "2026-11-25T09:00+01:00", or "09:00" for the next time it is 09:00.

    now_us: microseconds since 1970, UTC. here: this computer's zone.
    """
    found = _TYPED.fullmatch(typed.strip())
    if found is None:
        return _problem(_HOW)
    zone: str | None = found[6]
    now_s = now_us // 1_000_000
    offset_s = here(now_s) if zone is None else _seconds(zone)
    if offset_s is None:
        return _problem(f"There is no such distance from UTC. {_HOW}")
    clock_s = _clock(found, now_s + offset_s)
    if clock_s is None:
        return _problem(f"There is no such day or time. {_HOW}")
    moments = moments_of(clock_s, here) if zone is None else (clock_s - offset_s,)
    if len(moments) != 1:
        return _problem(_ambiguous(clock_s, moments, here))
    (at_s,) = moments
    if not 0 < at_s - now_s <= FARTHEST_DAYS * 86_400:
        return _problem("This time has passed." if at_s <= now_s else "This is more than a year away.")
    return StartTime(at_s * 1_000_000, _distance(at_s, clock_s))


def day_of(typed: str) -> date | None:
    """Give the day that is typed, None when none is."""
    found = _TYPED.fullmatch(typed.strip())
    if found is None or not found[1]:
        return None
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None


def with_day(typed: str, day: date) -> str:
    """Give what is typed on another day: its time stays, and its distance from UTC; 09:00 without one."""
    found = _TYPED.fullmatch(typed.strip())
    if found is None:
        return f"{day.isoformat()} {_USUAL}"
    return f"{day.isoformat()} {found[4]:0>2}:{found[5]}{found[6] or ''}"


def _clock(found: re.Match[str], now_s: int) -> int | None:
    """Give what the clock is to show, in seconds as if it were UTC; None when it never does.

    now_s: what it shows now.
    """
    today = _EPOCH + timedelta(seconds=now_s)
    year, month, day = (int(each) for each in found.group(1, 2, 3)) if found[1] else today.timetuple()[:3]
    try:
        clock = datetime(year, month, day, int(found[4]), int(found[5]), tzinfo=UTC)
    except ValueError:
        return None
    clock_s = round((clock - _EPOCH).total_seconds())
    return clock_s if found[1] or clock_s > now_s else clock_s + 86_400


def _ambiguous(clock_s: int, moments: tuple[int, ...], here: OffsetAt) -> str:
    clock = _EPOCH + timedelta(seconds=clock_s)
    if not moments:
        return f"There is no {clock:%H:%M} that day: the clocks are put forward over it."
    first, second = (f"{clock:%H:%M}{_distance(each, each + here(each))}" for each in moments)
    return f"It is {clock:%H:%M} twice that day: write {first} or {second}."


def _distance(at_s: int, clock_s: int) -> str:
    minutes = (clock_s - at_s) // 60
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"


def _seconds(zone: str) -> int | None:
    if zone == "Z":
        return 0
    hours, minutes = int(zone[1:3]), int(zone[-2:])
    if hours > 14 or minutes > 59:
        return None
    return (hours * 60 + minutes) * (-60 if zone[0] == "-" else 60)


def _problem(text: str) -> FieldProblem:
    return FieldProblem("start", "no_start", text)
