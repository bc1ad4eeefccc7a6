"""What time it is where a number lives, as far as its digits tell.

Theory of operation. phonenumbers knows the zones behind three thousand openings of numbers. Few of them hold
for a mobile number: after +1, +52 and +55 it carries an area code like any other, elsewhere it may be used in
the whole country, and what the table says of longer openings (+61 4 is Sydney, +7 9 is Moscow) is about
landlines, or was made shorter in compiling. So the longest opening counts after those three codes, and the
country's own after all others, with one exception: +7 7 is Kazakhstan and not all of Russia. Islands that
share a country's code widen its range (+61 is also the Cocos Islands).

The answer is therefore a range, and it is of the place that issued the number: a phone that travels, or a
number that moved with its owner, is not seen. Zones are phonenumbers' own, which calls a few by a neighbour
(Kaliningrad by Bucharest). Numbers of no country (+800, satellites) have no zone.

A list of a million numbers has few openings: who counts keeps :func:`zone_opening`, which is short and one of
a few thousand, and asks for the zones of each when the count is over.

Sources: phonenumbers.tzdata; tests/properties/test_local_times_properties.py holds the answers against
phonenumbers.timezone for every region.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from vox_console.domain.number_plan import plan_for

__all__ = ["LocalTimes", "local_times", "zone_opening", "zone_openings", "zones_of"]

_OPENING = 3  # digits, as many as the longest country code has
_WITH_AREA_CODES = frozenset({"1", "52", "55"})  # of countries whose mobile numbers carry one
_KAZAKHSTAN = "77"


@dataclass(frozen=True, slots=True)
class LocalTimes:
    """The same moment in several zones: the earliest and the latest time of day and date that it is there."""

    earliest: datetime
    latest: datetime


def zone_opening(digits: str) -> str:
    """Give the digits at the beginning of a number that tell its zones, "" when none do.

    digits: E.164 without plus.
    """
    table = _zones_by_opening()
    for length in _lengths(digits[:_OPENING]):
        if digits[:length] in table:
            return digits[:length]
    return ""


def zone_openings(numbers: Sequence[str]) -> list[str]:
    """Give what `zone_opening` gives for each of many numbers."""
    return [
        found if (found := _only_opening(digits[:_OPENING])) is not None else zone_opening(digits)
        for digits in numbers
    ]


@functools.lru_cache(maxsize=1_110)
def _only_opening(opening: str) -> str | None:
    """Give what tells the zones of every number with this opening, None when it takes more digits."""
    plan = plan_for(opening)
    return None if plan is not None and plan.code in _WITH_AREA_CODES else zone_opening(opening)


def zones_of(digits: str) -> tuple[str, ...]:
    """Give the names of the zones ("Europe/Belgrade") that a number, or its opening, may be in."""
    return _zones_by_opening().get(zone_opening(digits), ())


def local_times(zones: Iterable[str], now_us: int) -> LocalTimes | None:
    """Give what time it is in these zones; None without a zone, or when this machine does not know one.

    now_us: microseconds since 1970, UTC.
    """
    now = datetime.fromtimestamp(now_us // 1_000_000, tz=UTC)
    try:
        there = [now.astimezone(ZoneInfo(name)) for name in zones]
    except ZoneInfoNotFoundError:
        return None
    if not there:
        return None
    there.sort(key=lambda each: each.replace(tzinfo=None))
    return LocalTimes(there[0], there[-1])


@functools.lru_cache(maxsize=1_110)
def _lengths(opening: str) -> tuple[int, ...]:
    """Give how many digits may count for numbers with this opening, most first."""
    plan = plan_for(opening)
    if plan is None:
        return ()
    if plan.code in _WITH_AREA_CODES:
        by_head = _lengths_by_head()
        known = (by_head.get(opening[:length], ()) for length in range(1, _OPENING + 1))
        return tuple(sorted(set().union(*known), reverse=True))
    return (len(_KAZAKHSTAN if opening.startswith(_KAZAKHSTAN) else plan.code),)


@functools.cache
def _lengths_by_head() -> dict[str, set[int]]:
    """Give how long the openings are that begin alike, by what they begin with."""
    found: dict[str, set[int]] = {}
    for opening in _zones_by_opening():
        found.setdefault(opening[:_OPENING], set()).add(len(opening))
    return found


@functools.cache
def _zones_by_opening() -> dict[str, tuple[str, ...]]:
    from phonenumbers.tzdata import TIMEZONE_DATA  # noqa: PLC0415 - on first use, as in domain.address

    return TIMEZONE_DATA
