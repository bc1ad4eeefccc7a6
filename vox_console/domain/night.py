"""Who would get a message in the night: rows of a list by the hour that it is where their numbers live."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from vox_console.domain.preflight import CountryRows
from vox_console.domain.zone_offset import zone_offset

__all__ = ["MORNING", "NIGHT", "night_rows"]

NIGHT: Final = 21
MORNING: Final = 8
"""The hours at which people's night begins and ends, for a warning: most laws on advertising say so."""


def night_rows(countries: Iterable[CountryRows], at_us: int) -> tuple[CountryRows, ...]:
    """Give the countries in some zone of which it is night at a moment (UTC microseconds since 1970)."""
    at_s = at_us // 1_000_000
    return tuple(each for each in countries if any(_is_night(zone, at_s) for zone in each.zones))


def _is_night(zone: str, at_s: int) -> bool:
    place = zone_offset(zone)
    return place is not None and not MORNING <= (at_s + place(at_s)) % 86_400 // 3_600 < NIGHT
