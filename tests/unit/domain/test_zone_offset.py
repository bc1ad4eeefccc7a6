"""Clocks of places: their distance from UTC, their changes, and the moments at which they show a time."""

from __future__ import annotations

from calendar import timegm

import pytest

from vox_console.domain.zone_offset import (
    OffsetAt,
    last_before_change,
    moments_of,
    offset_changes,
    zone_offset,
)


def at(*when: int) -> int:
    return timegm((*when, 0, 0, 0))


def place(name: str) -> OffsetAt:
    found = zone_offset(name)
    assert found is not None
    return found


def test_a_zone_that_nobody_knows_is_none() -> None:
    assert zone_offset("Europe/Atlantis") is None
    assert zone_offset("../etc/passwd") is None


@pytest.mark.parametrize(
    ("name", "offset_s"),
    [("Europe/Belgrade", 3_600), ("Asia/Kolkata", 19_800), ("America/St_Johns", -12_600), ("UTC", 0)],
)
def test_the_offset_is_east_of_utc(name: str, offset_s: int) -> None:
    assert place(name)(at(2026, 11, 25)) == offset_s


def test_the_last_second_before_a_change_is_found() -> None:
    belgrade = place("Europe/Belgrade")
    found = last_before_change(belgrade, at(2026, 3, 28, 12), at(2026, 3, 29, 12))
    assert found == at(2026, 3, 29, 1) - 1
    assert belgrade(found) == 3_600
    assert belgrade(found + 1) == 7_200


@pytest.mark.parametrize(
    ("name", "clock", "moments"),
    [
        ("Europe/Belgrade", (2026, 11, 25, 9), [(2026, 11, 25, 8)]),
        ("Europe/Belgrade", (2026, 3, 29, 2, 30), []),
        ("Europe/Belgrade", (2026, 10, 25, 2, 30), [(2026, 10, 25, 0, 30), (2026, 10, 25, 1, 30)]),
        ("Australia/Lord_Howe", (2026, 4, 5, 1, 45), [(2026, 4, 4, 14, 45), (2026, 4, 4, 15, 15)]),
        ("Pacific/Apia", (2011, 12, 30, 12), []),  # the day that Samoa left out
        ("Pacific/Apia", (2011, 12, 31, 0), [(2011, 12, 30, 10)]),
    ],
)
def test_a_clock_shows_a_time_once_never_or_twice(
    name: str, clock: tuple[int, ...], moments: list[tuple[int, ...]]
) -> None:
    assert moments_of(at(*clock), place(name)) == tuple(at(*each) for each in moments)


def test_the_changes_of_a_place_are_told_newest_first() -> None:
    belgrade = place("Europe/Belgrade")
    from_s, to_s = 1_767_225_600, 1_798_761_600  # the year 2026
    assert offset_changes(belgrade, from_s, to_s) == (
        (1_792_890_000, 3_600),  # 25 October, 01:00 UTC
        (1_774_746_000, 7_200),  # 29 March, 01:00 UTC
        (from_s, 3_600),
    )


def test_a_place_without_changes_has_one_offset() -> None:
    assert offset_changes(lambda _s: -12_600, 0, 10**9) == ((0, -12_600),)
