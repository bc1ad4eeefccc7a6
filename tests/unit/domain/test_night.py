"""In which countries of a list it is night at a moment."""

from __future__ import annotations

from calendar import timegm

import pytest

from vox_console.domain.night import night_rows
from vox_console.domain.preflight import NO_COUNTRY, CountryRows

SERBIA = CountryRows("RS", 12, ("Europe/Belgrade",), parts=12)
STATES = CountryRows("US", 3, ("America/New_York", "America/Los_Angeles"), parts=3)
NOWHERE = CountryRows(NO_COUNTRY, 1, (), parts=1)


@pytest.mark.parametrize(
    ("hour", "minute", "regions"),
    [
        (12, 0, ["US"]),  # 13:00, 07:00 and 04:00
        (16, 0, []),  # 17:00, 11:00 and 08:00
        (15, 59, ["US"]),
        (19, 59, []),
        (20, 0, ["RS"]),
        (6, 59, ["RS", "US"]),
        (7, 0, ["US"]),
    ],
)
def test_a_country_is_told_when_it_is_night_in_any_of_its_zones(
    hour: int, minute: int, regions: list[str]
) -> None:
    at_us = timegm((2026, 11, 24, hour, minute, 0)) * 1_000_000
    assert [each.region for each in night_rows([SERBIA, STATES, NOWHERE], at_us)] == regions
