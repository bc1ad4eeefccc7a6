"""Where a number may be, and what time it is there.

tests/properties/test_local_times_properties.py compares the zones with phonenumbers' own for every region.
"""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from vox_console.domain.local_times import local_times, zone_opening, zones_of

WINTER_US = int(datetime(2026, 1, 15, 2, 10, 59, tzinfo=UTC).timestamp() * 1_000_000)
SUMMER_US = int(datetime(2026, 7, 15, 2, 10, 59, tzinfo=UTC).timestamp() * 1_000_000)


class TestZones:
    @pytest.mark.parametrize(
        ("digits", "zones"),
        [
            ("381641234567", {"Europe/Belgrade"}),
            ("12025550100", {"America/New_York"}),
            ("19075550100", {"America/Anchorage", "America/Adak"}),
            ("16847331234", {"Pacific/Pago_Pago"}),
            ("526641234567", {"America/Tijuana"}),
            ("5592991234567", {"America/Manaus"}),
            ("77011234567", {"Asia/Almaty", "Asia/Aqtobe"}),
        ],
    )
    def test_digits_that_tell_a_place_are_believed(self, digits: str, zones: set[str]) -> None:
        assert set(zones_of(digits)) == zones

    @pytest.mark.parametrize(
        ("digits", "among"),
        [
            ("61412345678", {"Australia/Sydney", "Australia/Perth"}),
            ("79161234567", {"Europe/Moscow", "Asia/Vladivostok"}),
            ("6281234567890", {"Asia/Jakarta", "Asia/Jayapura"}),
        ],
    )
    def test_a_mobile_number_may_be_anywhere_in_its_country(self, digits: str, among: set[str]) -> None:
        assert among < set(zones_of(digits))

    @pytest.mark.parametrize("digits", ["80012345678", "881612345678", "999123456789", "0641234567", ""])
    def test_no_country_has_no_zone(self, digits: str) -> None:
        assert (zone_opening(digits), zones_of(digits)) == ("", ())

    @pytest.mark.parametrize(
        ("digits", "opening"),
        [
            ("381641234567", "381"),
            ("447400123456", "44"),
            ("12025550100", "1202"),
            ("18005550100", "1"),
            ("77011234567", "77"),
        ],
    )
    def test_an_opening_tells_what_the_whole_number_tells(self, digits: str, opening: str) -> None:
        assert zone_opening(digits) == opening
        assert zones_of(opening) == zones_of(digits)


class TestLocalTimes:
    def test_it_is_one_time_in_one_zone_by_its_own_clock(self) -> None:
        for now_us, hour in ((WINTER_US, 3), (SUMMER_US, 4)):
            there = local_times(["Europe/Belgrade"], now_us)
            assert there is not None
            assert there.earliest == there.latest
            assert (there.earliest.hour, there.earliest.minute) == (hour, 10)

    def test_several_zones_are_a_range_that_may_cross_midnight(self) -> None:
        there = local_times(["America/Chicago", "Europe/Belgrade", "Pacific/Honolulu"], WINTER_US)
        assert there is not None
        assert f"{there.earliest:%d %H:%M}" == "14 16:10"
        assert f"{there.latest:%d %H:%M}" == "15 03:10"

    def test_without_a_zone_nothing_is_claimed(self) -> None:
        assert local_times([], WINTER_US) is None

    def test_a_zone_that_this_machine_does_not_know_makes_the_range_unknown(self) -> None:
        assert local_times(["Europe/Belgrade", "Mars/Olympus"], WINTER_US) is None
