"""Times of a query: their spelling, and what they mean at a moment and a place."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from vox_console.domain.log_query_fields import place_of
from vox_console.domain.log_query_times import FOREVER_US, Span, TimeUse, read_time, span_of
from vox_console.domain.zone_offset import OffsetAt

HOUR_US = 3_600_000_000


def us(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()) * 1_000_000


NOW_US = us("2026-11-24T20:30:00")


def place(name: str) -> OffsetAt:
    found = place_of(name)
    assert found is not None
    return found


BELGRADE = place("Europe/Belgrade")


def span(time: str, use: TimeUse, *, here: OffsetAt = BELGRADE, now_us: int = NOW_US) -> Span:
    assert read_time(time, use) == time
    return span_of(time, use, now_us=now_us, here=here)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("Today", "today"),
        ("24h", "24h"),
        ("last 24 hours", "24h"),
        ("2 weeks ago", "2w"),
        ("007 Min", "7m"),
        ("2026-1-2", "2026-01-02"),
        ("2026-11-20 9:00:00", "2026-11-20T09:00"),
        ("2026-11-20T09:00:05z", "2026-11-20T09:00:05Z"),
        ("2026-11-20 09:00 +0130", "2026-11-20T09:00+01:30"),
        ("9:30", "09:30"),
        ("2026-02-29", ""),
        ("1999-01-01", ""),
        ("3000-01-01", ""),
        ("2026-11-20T24:00", ""),
        ("2026-11-20T09:00+15:00", ""),
        ("2026-11-20 +01:00", ""),
        ("09:00Z", ""),
        ("24", ""),
        ("", ""),
        ("z", ""),
        ("tomorrow", ""),
    ],
)
def test_a_time_has_one_spelling(typed: str, read: str) -> None:
    assert read_time(typed, TimeUse.SINCE) == read
    assert not read or read_time(read, TimeUse.SINCE) == read


def test_sent_is_about_days() -> None:
    assert read_time("2026-11-20", TimeUse.SENT) == "2026-11-20"
    assert read_time("09:00", TimeUse.SENT) == read_time("2026-11-20T09:00", TimeUse.SENT) == ""


def test_a_day_is_whole_and_the_readers() -> None:
    assert span("today", TimeUse.SENT) == Span(us("2026-11-23T23:00"), us("2026-11-24T23:00"))
    assert span("yesterday", TimeUse.SENT) == Span(us("2026-11-22T23:00"), us("2026-11-23T23:00"))
    assert span("2026-11-20", TimeUse.SINCE) == Span(us("2026-11-19T23:00"), FOREVER_US)
    assert span("2026-11-20", TimeUse.UNTIL) == Span(-FOREVER_US, us("2026-11-20T23:00"))
    auckland = place("Pacific/Auckland")
    assert span("today", TimeUse.SENT, here=auckland).from_us == us("2026-11-24T11:00")


def test_a_time_of_day_is_a_moment_and_may_carry_its_own_distance() -> None:
    assert span("2026-11-20T09:00", TimeUse.UNTIL).to_us == us("2026-11-20T08:00")
    assert span("2026-11-20T09:00Z", TimeUse.SINCE).from_us == us("2026-11-20T09:00")
    assert span("2026-11-20T09:00-03:30", TimeUse.SINCE).from_us == us("2026-11-20T12:30")
    assert span("09:00:01", TimeUse.SINCE).from_us == us("2026-11-24T08:00:01")


def test_so_long_ago_counts_from_now() -> None:
    assert span("24h", TimeUse.SENT) == Span(NOW_US - 24 * HOUR_US, FOREVER_US)
    assert span("1w", TimeUse.SINCE).from_us == NOW_US - 7 * 24 * HOUR_US
    assert span("30m", TimeUse.UNTIL).to_us == NOW_US - HOUR_US // 2
    assert span("99999w", TimeUse.SINCE).from_us < 0


def test_days_on_which_the_clocks_change_have_23_and_25_hours() -> None:
    for day, hours in (("2026-03-29", 23), ("2026-10-25", 25)):
        whole = span(day, TimeUse.SENT)
        assert whole.to_us - whole.from_us == hours * HOUR_US


def test_a_time_that_is_shown_twice_or_never_is_read_widely() -> None:
    assert span("2026-10-25T02:30", TimeUse.SINCE).from_us == us("2026-10-25T00:30")
    assert span("2026-10-25T02:30", TimeUse.UNTIL).to_us == us("2026-10-25T01:30")
    assert span("2026-03-29T02:30", TimeUse.SINCE).from_us == us("2026-03-29T01:30")
    beirut = place("Asia/Beirut")  # whose clocks are put forward at midnight
    assert span("2026-03-29", TimeUse.SINCE, here=beirut).from_us == us("2026-03-28T22:00")


def test_a_span_holds_its_beginning_and_not_its_end() -> None:
    day = Span(10, 20)
    assert [at for at in (9, 10, 19, 20) if day.holds(at)] == [10, 19]
