"""Days as lists write them: read where they name one moment, and only there."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vox_console.domain.outcome_words import iso_time
from vox_console.services.said_date import read_said_date

NOW_US = int(datetime(2026, 11, 24, 12, tzinfo=UTC).timestamp()) * 1_000_000
BELGRADE = timezone(timedelta(hours=1))


@pytest.mark.parametrize(
    ("typed", "utc"),
    [
        ("2026-11-22T12:03:11.250001Z", "2026-11-22T12:03:11.250001Z"),
        ("2026-11-22 12:03", "2026-11-22T11:03:00.000000Z"),
        ("2026-11-22", "2026-11-21T23:00:00.000000Z"),
        ("2026-11-22T12:03:11+02:00", "2026-11-22T10:03:11.000000Z"),
        ("22.11.2026", "2026-11-21T23:00:00.000000Z"),
        ("5. 1. 2026.", "2026-01-04T23:00:00.000000Z"),
        ("05.01.2026 14:05", "2026-01-05T13:05:00.000000Z"),
        ("05.01.2026, 14:05:09", "2026-01-05T13:05:09.000000Z"),
    ],
)
def test_a_moment_is_read(typed: str, utc: str) -> None:
    found = read_said_date(typed, now_us=NOW_US, zone=BELGRADE)
    assert found is not None
    assert iso_time(found) == utc


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "yesterday",
        "3/4/2026",
        "31.02.2026",
        "2026-13-01",
        "2126-01-01",
        "1926-01-01",
        "0001-01-01",
        "24.11.",
    ],
)
def test_what_names_no_one_moment_is_not(typed: str) -> None:
    assert read_said_date(typed, now_us=NOW_US, zone=BELGRADE) is None


def test_a_time_without_a_zone_is_this_computers() -> None:
    noon = datetime(2026, 7, 1, 12).astimezone()
    assert read_said_date("2026-07-01 12:00", now_us=NOW_US) == int(noon.timestamp()) * 1_000_000


@given(st.integers(0, NOW_US))
def test_what_we_write_is_read_to_the_microsecond(time_us: int) -> None:
    assert read_said_date(iso_time(time_us), now_us=NOW_US) == time_us


@given(st.text())
def test_nothing_is_raised(typed: str) -> None:
    read_said_date(typed, now_us=NOW_US)
