"""Between which hours a number may be sent to: each by where it lives, worked out once a minute."""

from __future__ import annotations

from tests.support.fake_clocks import START_US
from vox_console.domain.send_window import SendWindow
from vox_console.services.bulk_hours import NumberHours, minute_of

HOUR_US = 3_600_000_000
SERBIAN, NEW_YORKER, CALIFORNIAN, SATELLITE = "381641234567", "12125550100", "14155550100", "881612345678"


class Here:
    """This computer's zone, two hours east, and how often it was asked."""

    def __init__(self) -> None:
        self.asked = 0

    def __call__(self, _utc_s: int) -> int:
        self.asked += 1
        return 7_200


def hours(window: SendWindow | None, here: Here | None = None) -> NumberHours:
    return NumberHours(window, here=here or Here())


def test_without_a_window_every_number_is_open() -> None:
    free = hours(None)
    assert not free.limited
    assert free.next_us(SERBIAN, 5) == 5


def test_each_number_opens_by_its_own_clock() -> None:
    """It is 12:00 UTC: 13:00 in Belgrade, 07:00 in New York, 04:00 in California, 14:00 here."""
    day = hours(SendWindow.daily(9 * 60, 20 * 60))
    assert day.limited
    assert day.next_us(SERBIAN, START_US) == START_US
    assert day.next_us(NEW_YORKER, START_US) == START_US + 2 * HOUR_US
    assert day.next_us(CALIFORNIAN, START_US) == START_US + 5 * HOUR_US
    assert day.next_us(SATELLITE, START_US) == START_US
    assert day.next_us(SATELLITE, START_US + 6 * HOUR_US) == START_US + 19 * HOUR_US


def test_numbers_of_one_opening_are_worked_out_once_a_minute() -> None:
    here = Here()
    day = hours(SendWindow.daily(9 * 60, 20 * 60), here)
    day.next_us(SATELLITE, START_US)
    asked = here.asked
    assert asked > 0
    day.next_us("881699999999", START_US + 59_999_999)
    assert here.asked == asked
    day.next_us("881699999999", START_US + 60_000_000)
    assert here.asked > asked


def test_minutes_begin_with_the_clocks() -> None:
    assert minute_of(START_US + 59_999_999) == minute_of(START_US)
    assert minute_of(START_US + 60_000_000) == minute_of(START_US) + 1
