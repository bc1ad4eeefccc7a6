"""When a window is next open: minute by minute over the changes of clocks, in one place and in several."""

from __future__ import annotations

from calendar import timegm
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from vox_console.domain.errors import FieldProblem
from vox_console.domain.local_times import zones_of
from vox_console.domain.send_window import FARTHEST_S, SendWindow, next_opening, read_window
from vox_console.domain.zone_offset import OffsetAt, zone_offset

DAY = SendWindow(9 * 60, 20 * 60)
NIGHT = SendWindow(20 * 60, 2 * 60)
NARROW = SendWindow(2 * 60 + 15, 2 * 60 + 45)  # inside the hour that comes twice, or not at all
WINDOWS = (DAY, NIGHT, NARROW, SendWindow(0, 1), SendWindow(1_439, 0), SendWindow(30, 29))


def utc(*when: int) -> datetime:
    return datetime.fromtimestamp(timegm((*when, 0, 0, 0)), tz=UTC)


def us(moment: datetime) -> int:
    return round(moment.timestamp()) * 1_000_000


def places(*names: str) -> list[OffsetAt]:
    found = [zone_offset(name) for name in names]
    assert None not in found
    return [each for each in found if each is not None]


def searched(window: SendWindow, names: tuple[str, ...], begin: datetime, minutes: int) -> list[int | None]:
    """Give the next opening of every minute, looked for from the last one backwards; None: after the last."""
    zones = [ZoneInfo(name) for name in names]
    found: list[int | None] = []
    opening: int | None = None
    for minute in range(minutes - 1, -1, -1):
        moment = begin + timedelta(minutes=minute)
        there = (moment.astimezone(zone) for zone in zones)
        if all(window.holds(each.hour * 60 + each.minute) for each in there):
            opening = us(moment)
        found.append(opening)
    return found[::-1]


CHANGES = [
    ("Europe/Belgrade", utc(2026, 3, 28, 12)),
    ("Europe/Belgrade", utc(2026, 10, 24, 12)),
    ("America/New_York", utc(2026, 3, 7, 18)),
    ("America/New_York", utc(2026, 10, 31, 18)),
    ("Australia/Lord_Howe", utc(2026, 4, 4, 0)),  # by half an hour
    ("Australia/Lord_Howe", utc(2026, 10, 3, 0)),
    ("Asia/Kathmandu", utc(2026, 5, 1, 0)),
    ("Asia/Kolkata", utc(2026, 5, 1, 0)),
    ("Pacific/Chatham", utc(2026, 4, 4, 0)),
    ("Pacific/Apia", utc(2011, 12, 29, 12)),  # a day was left out
    ("Africa/Casablanca", utc(2026, 2, 14, 12)),  # Ramadan has its own time
    ("America/Havana", utc(2026, 3, 7, 18)),  # changed at midnight
]


@pytest.mark.parametrize(("name", "begin"), CHANGES)
@pytest.mark.parametrize("window", WINDOWS, ids=str)
def test_every_minute_around_a_change_agrees_with_a_search(
    name: str, begin: datetime, window: SendWindow
) -> None:
    looked = searched(window, (name,), begin, 5 * 1_440)
    there = places(name)
    compared = 0
    for minute in range(2 * 1_440):
        if looked[minute] is not None:
            assert next_opening(window, there, us(begin) + minute * 60_000_000) == looked[minute]
            compared += 1
    assert compared >= 1_440


@pytest.mark.parametrize(
    ("names", "begin"),
    [
        (("America/New_York", "America/Los_Angeles"), utc(2026, 3, 7, 18)),
        (("Europe/Kaliningrad", "Asia/Kamchatka"), utc(2026, 5, 1)),
        (("Europe/Belgrade", "Asia/Kolkata", "Atlantic/Azores"), utc(2026, 10, 24, 12)),
    ],
)
def test_it_is_open_when_it_is_open_in_all_places(names: tuple[str, ...], begin: datetime) -> None:
    looked = searched(DAY, names, begin, 4 * 1_440)
    there = places(*names)
    for minute in range(2 * 1_440):
        assert next_opening(DAY, there, us(begin) + minute * 60_000_000) == looked[minute]


def test_what_is_open_now_is_open_at_this_very_microsecond() -> None:
    now = us(utc(2026, 11, 24, 12)) + 123_456
    assert next_opening(DAY, places("Europe/Belgrade"), now) == now


def test_it_opens_on_the_minute_and_is_closed_at_its_end() -> None:
    belgrade = places("Europe/Belgrade")
    end = us(utc(2026, 11, 24, 19))  # 20:00 there
    assert next_opening(DAY, belgrade, end - 1) == end - 1
    assert next_opening(DAY, belgrade, end) == us(utc(2026, 11, 25, 8))
    assert next_opening(DAY, belgrade, us(utc(2026, 11, 25, 7, 59)) + 59_999_999) == us(utc(2026, 11, 25, 8))


def test_an_hour_that_is_left_out_does_not_open_and_one_that_comes_twice_opens_twice() -> None:
    belgrade = places("Europe/Belgrade")
    assert next_opening(NARROW, belgrade, us(utc(2026, 3, 29, 0))) == us(utc(2026, 3, 30, 0, 15))
    assert next_opening(NARROW, belgrade, us(utc(2026, 10, 25, 0))) == us(utc(2026, 10, 25, 0, 15))
    assert next_opening(NARROW, belgrade, us(utc(2026, 10, 25, 0, 45))) == us(utc(2026, 10, 25, 1, 15))


def test_a_day_that_was_left_out_does_not_open() -> None:
    """Samoa went from the end of 29 December 2011 to 31 December."""
    assert next_opening(DAY, places("Pacific/Apia"), us(utc(2011, 12, 30, 6))) == us(utc(2011, 12, 30, 19))


def test_places_that_are_never_open_together_have_no_opening() -> None:
    now = us(utc(2026, 11, 24, 12))
    assert next_opening(DAY, places("Pacific/Auckland", "Europe/London"), now) is None
    assert next_opening(SendWindow(9 * 60, 17 * 60), places(*zones_of("7916")), now) is None, "Russia"
    assert FARTHEST_S > 48 * 3_600


def test_without_a_place_it_is_open() -> None:
    assert next_opening(DAY, [], 5) == 5


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("09:00-20:00", "09:00-20:00"),
        (" 9:00 \u2013 20:00 ", "09:00-20:00"),
        ("9:30 to 17:45", "09:30-17:45"),
        ("20:00-02:00", "20:00-02:00"),
        ("08:00-24:00", "08:00-00:00"),
        ("00:00-24:00", None),
        ("09:00-09:00", None),
        ("24:00-09:00", None),
        ("09:60-10:00", None),
        ("09:00-25:00", None),
        ("9-20", None),
        ("", None),
    ],
)
def test_a_window_is_read_or_refused_in_words(typed: str, written: str | None) -> None:
    found = read_window(typed)
    if written is None:
        assert isinstance(found, FieldProblem)
        assert "09:00-20:00" in found.text
    else:
        assert str(found) == written
        assert read_window(written) == found
