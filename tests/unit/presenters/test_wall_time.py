"""Times in words."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from vox_console.presenters.wall_time import clock_time, full_time, system_local, utc_time

NOW = datetime(2026, 11, 22, 12, 3, 11, 402_999, tzinfo=UTC)


def us(moment: datetime) -> int:
    return (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)


def belgrade(microseconds: int) -> datetime:
    """Give winter time one hour ahead of UTC, wherever the tests run."""
    moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=microseconds)
    return moment.astimezone(timezone(timedelta(hours=1)))


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (NOW, "13:03:11"),
        (datetime(2026, 11, 21, 23, 0, 0, tzinfo=UTC), "00:00:00"),  # today already, local
        (datetime(2026, 11, 21, 22, 59, 59, tzinfo=UTC), "21 Nov 23:59"),
        (datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC), "2 Jan 04:04"),
        (datetime(2025, 12, 31, 22, 59, 59, tzinfo=UTC), "2025-12-31"),
        (datetime(2026, 11, 23, 0, 0, 0, tzinfo=UTC), "23 Nov 01:00"),  # a clock that was put back
    ],
)
def test_a_list_shows_as_much_of_a_time_as_is_needed(moment: datetime, words: str) -> None:
    assert clock_time(us(moment), belgrade, today_us=us(NOW)) == words


def test_the_record_shows_milliseconds_and_never_rounds_up() -> None:
    assert full_time(us(NOW), belgrade) == "2026-11-22 13:03:11.402"
    assert utc_time(us(NOW)) == "2026-11-22 12:03:11.402 UTC"


def test_local_time_is_the_same_moment() -> None:
    local = system_local(us(NOW))
    assert local == NOW
    assert local.utcoffset() is not None
