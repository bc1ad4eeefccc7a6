"""How far a place's clock is from UTC at a moment: by the name of its zone, and back from its clock to UTC.

Everything is in whole seconds of UTC since 1970, and in seconds east of it. A place is a function from the
one to the other, so that a computer's own zone, which has no name here, is a place like any other.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

__all__ = ["OffsetAt", "last_before_change", "moments_of", "offset_changes", "zone_offset"]

OffsetAt = Callable[[int], int]
"""Seconds east of UTC at a moment, given in seconds since 1970, UTC."""

_DAY_S = 86_400


@functools.lru_cache(maxsize=1_024)
def zone_offset(name: str) -> OffsetAt | None:
    """Give the place of a zone ("Europe/Belgrade"), None when this machine does not know it."""
    try:
        zone = ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return None

    def offset_s(utc_s: int) -> int:
        offset = datetime.fromtimestamp(utc_s, tz=UTC).astimezone(zone).utcoffset()
        return 0 if offset is None else int(offset.total_seconds())

    return offset_s


def last_before_change(place: OffsetAt, from_s: int, to_s: int) -> int:
    """Give the last second at which a place's clock still runs as at `from_s`; it does not at `to_s`.

    When it changes more than once in between, the answer is before one of the changes.
    """
    offset_s = place(from_s)
    while to_s - from_s > 1:
        middle = (from_s + to_s) // 2
        if place(middle) == offset_s:
            from_s = middle
        else:
            to_s = middle
    return from_s


def offset_changes(place: OffsetAt, from_s: int, to_s: int) -> tuple[tuple[int, int], ...]:
    """Give the offsets of a place as (from this second on, seconds east), newest first; never empty.

    Changes that are less than a week apart may be taken for one.
    """
    found = [(from_s, place(from_s))]
    week_s = 7 * _DAY_S
    for start_s in range(from_s, to_s, week_s):
        end_s = min(start_s + week_s, to_s)
        if place(end_s) != found[-1][1]:
            at_s = last_before_change(place, start_s, end_s) + 1
            found.append((at_s, place(end_s)))
    return tuple(reversed(found))


def moments_of(clock_s: int, place: OffsetAt) -> tuple[int, ...]:
    """Give the moments, in seconds UTC, at which a place's clock shows something, the earlier first.

    clock_s: what it shows, in seconds, as if it were UTC. One moment nearly always; none when the clocks are
    put forward over it; two when they are put back over it.
    """
    offsets = {place(clock_s - _DAY_S), place(clock_s + _DAY_S)}
    moments = (clock_s - offset for offset in offsets)
    return tuple(sorted(moment for moment in moments if moment + place(moment) == clock_s))
