"""When a window is next open: minute by minute over the changes of clocks, in one place and in several."""

from __future__ import annotations

from calendar import timegm
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from vox_console.domain.errors import FieldProblem
from vox_console.domain.local_times import zones_of
from vox_console.domain.send_window import FARTHEST_S, OpenHours, SendWindow, next_opening, read_window
from vox_console.domain.zone_offset import OffsetAt, zone_offset

DAY = SendWindow.daily(9 * 60, 20 * 60)
NIGHT = SendWindow.daily(20 * 60, 2 * 60)
NARROW = SendWindow.daily(2 * 60 + 15, 2 * 60 + 45)  # inside the hour that comes twice, or not at all
WINDOWS = (DAY, NIGHT, NARROW, SendWindow.daily(0, 1), SendWindow.daily(1_439, 0), SendWindow.daily(30, 29))
WORK = SendWindow((OpenHours(9 * 60, 18 * 60, (0, 1, 2, 3, 4)),))
WEEK = (
    WORK,
    SendWindow((OpenHours(20 * 60, 2 * 60, (4, 5)), OpenHours(10 * 60, 14 * 60, (6,)))),
    SendWindow((OpenHours(0, 0, (6,)),)),
    SendWindow((OpenHours(2 * 60 + 15, 2 * 60 + 45, (6, 0)),)),
)


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
        if all(window.holds(each.weekday(), each.hour * 60 + each.minute) for each in there):
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


@pytest.mark.parametrize(("name", "begin"), CHANGES)
@pytest.mark.parametrize("window", WEEK, ids=str)
def test_days_of_the_week_agree_with_a_search_around_a_change(
    name: str, begin: datetime, window: SendWindow
) -> None:
    looked = searched(window, (name,), begin, 9 * 1_440)
    there = places(name)
    compared = 0
    for minute in range(0, 2 * 1_440, 3):
        if looked[minute] is not None:
            assert next_opening(window, there, us(begin) + minute * 60_000_000) == looked[minute]
            compared += 1
    assert compared >= 480


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
    assert next_opening(SendWindow.daily(9 * 60, 17 * 60), places(*zones_of("7916")), now) is None, "Russia"
    assert FARTHEST_S > 48 * 3_600


def test_work_hours_wait_over_the_weekend_and_over_summer_time() -> None:
    belgrade = places("Europe/Belgrade")
    friday = us(utc(2026, 3, 27, 17))  # 18:00 there, summer time begins on Sunday
    assert next_opening(WORK, belgrade, friday - 1) == friday - 1
    assert next_opening(WORK, belgrade, friday) == us(utc(2026, 3, 30, 7))  # Monday 09:00 there
    assert next_opening(WORK, places("Europe/Belgrade", "America/New_York"), friday) == us(
        utc(2026, 3, 30, 13)
    )


def test_hours_of_one_day_a_week_may_have_to_wait_two_weeks() -> None:
    """The hour they are in is left out on 29 March."""
    sunday = SendWindow((OpenHours(2 * 60 + 15, 2 * 60 + 45, (6,)),))
    begin = us(utc(2026, 3, 22, 1, 45))  # just closed
    assert next_opening(sunday, places("Europe/Belgrade"), begin) == us(utc(2026, 4, 5, 0, 15))


def test_hours_over_midnight_are_of_the_day_on_which_they_open() -> None:
    friday = SendWindow((OpenHours(20 * 60, 2 * 60, (4,)),))
    opened = [
        friday.holds(day, minute) for day, minute in ((4, 1_200), (4, 60), (5, 60), (5, 120), (5, 1_200))
    ]
    assert opened == [True, False, True, False, False]


def test_a_window_that_was_kept_before_it_knew_of_days_is_for_every_day() -> None:
    assert SendWindow.from_kept({"opens": 540, "closes": 1_200}) == DAY


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
        ("Mon-Fri 09:00-18:00", "Mon-Fri 09:00-18:00"),
        ("monday to friday 9:00 to 18:00", "Mon-Fri 09:00-18:00"),
        ("weekdays 09:00-18:00, Sat 10:00-14:00", "Mon-Fri 09:00-18:00; Sat 10:00-14:00"),
        ("Mon, Wed and Fri 09:00-18:00; weekend", "Mon, Wed, Fri 09:00-18:00; Sat-Sun"),
        ("Fri\u2013Mon 20:00-02:00", "Mon, Fri-Sun 20:00-02:00"),
        ("Sun 00:00-24:00", "Sun"),
        ("daily 09:00-18:00", "09:00-18:00"),
        ("Mon-Sun", None),
        ("Mon-Fri 09:00-09:00", None),
        ("Mon-Foo 09:00-18:00", None),
        ("T 09:00-18:00", None),
        ("09:00-18:00; Sat 10:00-14:00", None),
        ("; ;", None),
        ("Mon" + " " * 300, "Mon"),
        ("Mon " * 100, None),
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
