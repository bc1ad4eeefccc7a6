from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from vox_console.domain.daily_export import MOST_DAYS, DailyExport, day_at, due_days, from_json, to_json
from vox_console.domain.export_format import ExportFormat
from vox_console.domain.log_columns import USUAL, Mask

WHAT = DailyExport("/a b", ExportFormat.CSV_SHEET, ("text", "id"), "UTC", Mask(texts=True), "state:failed")
TODAY = date(2026, 11, 24)


def test_what_is_kept_comes_back() -> None:
    assert from_json(to_json(WHAT)) == WHAT


def test_columns_that_there_are_no_more_are_left_away() -> None:
    assert from_json(to_json(replace(WHAT, columns=("gone", "id")))).columns == ("id",)
    assert len(from_json(to_json(replace(WHAT, columns=("gone",)))).columns) == len(USUAL)


def test_a_file_has_the_name_of_its_day() -> None:
    assert WHAT.file_name(TODAY) == "messages-2026-11-24.csv"


@pytest.mark.parametrize(
    ("upto", "due"),
    [
        (date(2026, 11, 23), ()),
        (date(2026, 11, 24), ()),
        (date(2026, 12, 1), ()),  # the clock was set back
        (date(2026, 11, 22), (date(2026, 11, 23),)),
        (date(2026, 11, 20), (date(2026, 11, 21), date(2026, 11, 22), date(2026, 11, 23))),
    ],
)
def test_each_day_that_is_over_is_due_once(upto: date, due: tuple[date, ...]) -> None:
    assert due_days(upto, TODAY) == due


def test_after_a_long_pause_the_newest_days_are_due() -> None:
    days = due_days(date(2025, 1, 1), TODAY)
    assert (len(days), days[-1]) == (MOST_DAYS, date(2026, 11, 23))


@pytest.mark.parametrize(("east_s", "day"), [(0, 22), (-43_201, 21), (43_200, 23)])
def test_the_day_is_that_of_the_place(east_s: int, day: int) -> None:
    noon_us = 1_795_348_800_000_000
    assert day_at(noon_us, lambda _s: east_s) == date(2026, 11, day)
