"""The time a job is to start at: as typed, by this computer's clock, and what is refused of it."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from vox_console.domain.errors import FieldProblem
from vox_console.domain.start_time import StartTime, day_of, read_start, with_day
from vox_console.domain.zone_offset import OffsetAt, zone_offset

NOW = datetime(2026, 3, 24, 17, 30, tzinfo=UTC)  # 18:30 in Belgrade


def belgrade() -> OffsetAt:
    found = zone_offset("Europe/Belgrade")
    assert found is not None
    return found


def read(typed: str, now: datetime = NOW) -> StartTime | FieldProblem:
    return read_start(typed, now_us=round(now.timestamp()) * 1_000_000, here=belgrade())


@pytest.mark.parametrize(
    ("typed", "iso", "zone"),
    [
        ("2026-03-25 09:00", "2026-03-25T08:00", "+01:00"),
        ("2026-03-25T09:00", "2026-03-25T08:00", "+01:00"),
        (" 2026-3-25  9:00 ", "2026-03-25T08:00", "+01:00"),
        ("2026-03-30 09:00", "2026-03-30T07:00", "+02:00"),  # by then it is summer
        ("2026-03-25T09:00+05:30", "2026-03-25T03:30", "+05:30"),
        ("2026-03-25T09:00-0330", "2026-03-25T12:30", "-03:30"),
        ("2026-03-25T09:00:00Z", "2026-03-25T09:00", "+00:00"),
        ("18:31", "2026-03-24T17:31", "+01:00"),
        ("18:30", "2026-03-25T17:30", "+01:00"),
        ("09:00", "2026-03-25T08:00", "+01:00"),
        ("17:31Z", "2026-03-24T17:31", "+00:00"),
    ],
)
def test_a_time_is_read(typed: str, iso: str, zone: str) -> None:
    at_s = round(datetime.fromisoformat(iso + "+00:00").timestamp())
    assert read(typed) == StartTime(at_s * 1_000_000, zone)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "as in 2026-11-25 09:00"),
        ("tomorrow", "as in 2026-11-25 09:00"),
        ("2026-03-25", "as in 2026-11-25 09:00"),
        ("2026-02-30 09:00", "no such day"),
        ("2026-03-25 25:00", "no such day"),
        ("2026-03-25 09:00+15:00", "no such distance"),
        ("2026-03-24 18:30", "has passed"),
        ("2027-04-25 09:00", "more than a year"),
        ("2026-03-29 02:30", "no 02:30 that day"),
        ("2026-10-25 02:30", "write 02:30+02:00 or 02:30+01:00"),
    ],
)
def test_what_is_no_time_is_told_in_words(typed: str, words: str) -> None:
    found = read(typed)
    assert isinstance(found, FieldProblem)
    assert words in found.text


def test_which_of_two_times_was_meant_can_be_said() -> None:
    first, second = read("2026-10-25 02:30+02:00"), read("2026-10-25 02:30+01:00")
    assert isinstance(first, StartTime)
    assert isinstance(second, StartTime)
    assert second.at_us - first.at_us == 3_600_000_000


def test_the_next_time_may_be_after_the_clocks_were_changed() -> None:
    found = read("09:00", now=datetime(2026, 3, 28, 20, tzinfo=UTC))
    assert found == read("2026-03-29 09:00")


@pytest.mark.parametrize(
    ("typed", "day", "moved"),
    [
        ("2026-11-25 18:30", date(2026, 11, 25), "2026-12-01 18:30"),
        (" 2026-1-5T8:05+01:00 ", date(2026, 1, 5), "2026-12-01 08:05+01:00"),
        ("18:30", None, "2026-12-01 18:30"),
        ("2026-02-30 18:30", None, "2026-12-01 18:30"),
        ("", None, "2026-12-01 09:00"),
        ("soon", None, "2026-12-01 09:00"),
    ],
)
def test_another_day_keeps_the_time_that_is_typed(typed: str, day: date | None, moved: str) -> None:
    assert day_of(typed) == day
    assert with_day(typed, date(2026, 12, 1)) == moved
