from __future__ import annotations

from datetime import UTC, datetime

import pytest

from vox_console.domain.callback_date import parse_callback_date


def us(*moment: int) -> int:
    return int(datetime(*moment, tzinfo=UTC).timestamp()) * 1_000_000  # type: ignore[arg-type,misc]  # six ints


NOON = us(2026, 3, 1, 12, 0, 5)
NOON_S = NOON // 1_000_000


@pytest.mark.parametrize(
    "raw",
    [
        *(
            "260301120005",
            "20260301120005",
            "2026-03-01T12:00:05Z",
            "2026-03-01 12:00:05",
            "2026/03/01 12:00:05",
        ),
        *("2026-03-01T14:00:05+02:00", "2026-03-01t14:00:05+0200", "2026-03-01T10:30:05-01:30"),
        *("2026-03-01T14:00:05 02:00", "2026-03-01 12:00:05 UTC", "2026-03-01T12:00:05.123456Z"),
        *(str(NOON_S), f"{NOON_S}.25", f"{NOON_S}500"),
    ],
)
def test_every_spelling_of_a_moment_is_read(raw: str) -> None:
    assert parse_callback_date(raw) == NOON
    assert parse_callback_date(raw, now_us=NOON) == NOON


@pytest.mark.parametrize("raw", ["2603011200", "202603011200", "2026-03-01T12:00", "2026-03-01 12:00 GMT"])
def test_seconds_may_be_missing(raw: str) -> None:
    assert parse_callback_date(raw) == us(2026, 3, 1, 12)


@pytest.mark.parametrize(
    "raw",
    [
        *(
            "",
            "0",
            "0000000000",
            "00000000000000",
            "now",
            "2026-02-30T12:00:05",
            "2026-03-01",
            "2026-03-01T25:00",
        ),
        *(
            "0000-00-00 00:00:00",
            "12:00:05",
            "01/03/2026 12:00:05",
            "99999999999999",
            "\u0661" * 10,
            "2026-03-01T1:00",
        ),
    ],
)
def test_what_tells_no_moment_is_none(raw: str) -> None:
    assert parse_callback_date(raw) is None


def test_what_names_no_zone_is_the_providers_time() -> None:
    assert parse_callback_date("2026-03-01 14:00:05", utc_offset_min=120) == NOON
    assert parse_callback_date("20260301140005", utc_offset_min=120) == NOON


@pytest.mark.parametrize("raw", ["2026-03-01T12:00:05Z", str(NOON_S)])
def test_what_names_its_zone_does_not_care(raw: str) -> None:
    assert parse_callback_date(raw, utc_offset_min=120) == NOON


@pytest.mark.parametrize("raw", ["2026-03-01T12:00:05Z", str(NOON_S), "20260301120005"])
def test_the_far_future_is_not_believed(raw: str) -> None:
    assert parse_callback_date(raw, now_us=us(2026, 2, 1, 0, 0)) is None


class TestTenDigits:
    """1801021530 is a morning of 2018 and one of 2027."""

    calendar, epoch = us(2018, 1, 2, 15, 30), 1_801_021_530 * 1_000_000

    def test_the_later_credible_reading_counts(self) -> None:
        assert parse_callback_date("1801021530", now_us=self.epoch) == self.epoch

    def test_a_reading_in_the_future_does_not(self) -> None:
        assert parse_callback_date("1801021530", now_us=us(2026, 3, 1)) == self.calendar

    def test_without_a_present_they_are_a_receipts_date(self) -> None:
        assert parse_callback_date("1801021530") == self.calendar
