"""Dates in receipts."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from vox_console.domain.receipt_date import parse_receipt_date


def us(*parts: int) -> int:
    year, month, day, hour, minute, second = parts
    return int(datetime(year, month, day, hour, minute, second, tzinfo=UTC).timestamp()) * 1_000_000


@pytest.mark.parametrize(
    ("raw", "moment"),
    [
        ("2501021203", us(2025, 1, 2, 12, 3, 0)),
        ("250102120355", us(2025, 1, 2, 12, 3, 55)),
        ("202501021203", us(2025, 1, 2, 12, 3, 0)),
        ("20250102120355", us(2025, 1, 2, 12, 3, 55)),
        ("2402292359", us(2024, 2, 29, 23, 59, 0)),
    ],
)
def test_each_length_has_its_reading(raw: str, moment: int) -> None:
    assert parse_receipt_date(raw) == moment


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "0",
        "0000000000",
        "000000000000",
        "250102",
        "2513021203",
        "2502301203",
        "2501022460",
        "25010212 3",
        "25-01-02 12:03",
        "٢٥٠١٠٢١٢٠٣",
        "nonsense",
        "1" * 10_000,
    ],
)
def test_what_is_no_moment_is_none(raw: str) -> None:
    assert parse_receipt_date(raw) is None


def test_no_twelve_digits_of_a_credible_year_have_two_readings() -> None:
    for year in range(2013, 2100):
        assert parse_receipt_date(f"{year}12312359") == us(year, 12, 31, 23, 59, 0)
        assert parse_receipt_date(f"{year}01010000") == us(year, 1, 1, 0, 0, 0)


def test_the_providers_clock_may_be_ahead_of_utc_or_behind() -> None:
    assert parse_receipt_date("2501021203", utc_offset_min=60) == us(2025, 1, 2, 11, 3, 0)
    assert parse_receipt_date("2501021203", utc_offset_min=-90) == us(2025, 1, 2, 13, 33, 0)


def test_more_than_two_days_in_the_future_is_not_believed() -> None:
    now_us = us(2025, 1, 1, 0, 0, 0)
    assert parse_receipt_date("2501030000", now_us=now_us) == us(2025, 1, 3, 0, 0, 0)
    assert parse_receipt_date("2501030001", now_us=now_us) is None
