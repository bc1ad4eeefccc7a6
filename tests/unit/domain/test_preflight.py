"""What the sheet says of rows that were entered. Sums over any rows: test_preflight_properties.py."""

from __future__ import annotations

import tracemalloc

import pytest

from vox_console.domain.bulk_books import RowClass
from vox_console.domain.excel_damage import Repair
from vox_console.domain.preflight import (
    EXAMPLES,
    MOST_CHARACTERS,
    NO_COUNTRY,
    CountryRows,
    ForcingRows,
    Preflight,
    RepairedRow,
    WorstRow,
)

SERBIAN = ("381641234567", "RS")


def sheet(*rows: tuple[int, str]) -> Preflight:
    """A sheet of accepted rows, given by parts and forcing characters; the first is row 2."""
    made = Preflight()
    for number, (parts, forced) in enumerate(rows, 2):
        made.accept(number, *SERBIAN, parts=parts, coding="ucs2" if forced else "gsm7", forced=forced)
    return made


def test_the_books_hold_every_row_that_was_entered() -> None:
    found = sheet((1, ""), (3, ""))
    found.exclude(RowClass.BLANK)
    found.exclude(RowClass.DUPLICATE)
    found.exclude(RowClass.BLANK)
    assert (found.books.rows, found.books.accepted, found.books.parts) == (5, 2, 4)
    assert found.books.excluded == {RowClass.BLANK: 2, RowClass.DUPLICATE: 1}


def test_a_sheet_without_rows_is_empty() -> None:
    found = Preflight()
    assert (found.books.rows, found.books.parts, found.parts_spread, found.codings) == (0, 0, {}, {})
    assert (found.countries, found.forcing, found.worst, found.repaired_rows) == ((), (), (), ())
    assert found.duration_s(10) == 0


def test_parts_are_spread_from_few_to_many_and_codings_from_common_to_rare() -> None:
    found = sheet((2, "ж"), (1, ""), (1, ""), (1, "ж"), (10, ""))
    assert list(found.parts_spread.items()) == [(1, 3), (2, 1), (10, 1)]
    assert list(found.codings.items()) == [("gsm7", 3), ("ucs2", 2)]


def test_the_duration_is_that_of_all_parts_at_the_rate() -> None:
    assert sheet((2, ""), (3, "")).duration_s(2.5) == 2


class TestForcing:
    def test_a_row_counts_once_for_each_character_that_it_needs_unicode_for(self) -> None:
        found = sheet((1, "ж"), (1, ""), (1, "жш"), (1, "č"))
        assert found.flipped == 3
        assert found.forcing == (
            ForcingRows("ж", 2, (2, 4)),
            ForcingRows("č", 1, (5,)),
            ForcingRows("ш", 1, (4,)),
        )

    def test_only_the_first_rows_are_examples(self) -> None:
        found = sheet(*[(1, "ж")] * 20)
        assert found.forcing == (ForcingRows("ж", 20, tuple(range(2, 2 + EXAMPLES))),)

    def test_a_character_that_comes_late_has_examples_of_its_own(self) -> None:
        found = sheet(*[(1, "ж")] * 20, (1, "жш"))
        assert found.forcing[0].rows == 21
        assert found.forcing[1] == ForcingRows("ш", 1, (22,))

    def test_a_file_of_all_characters_fills_no_memory_and_known_ones_go_on_being_counted(self) -> None:
        found = Preflight()
        every = "".join(map(chr, range(0x4E00, 0x4E00 + MOST_CHARACTERS + 500)))
        for number in (2, 3):
            found.accept(number, *SERBIAN, parts=9, coding="ucs2", forced=every)
        assert len(found.forcing) == MOST_CHARACTERS
        assert {each.rows for each in found.forcing} == {2}
        assert found.flipped == 2


class TestCountries:
    def test_rows_are_counted_by_region_with_the_zones_of_their_numbers(self) -> None:
        found = Preflight()
        for number, (digits, region) in enumerate(
            [SERBIAN, ("12025550100", "US"), ("14155550100", "US"), ("80012345678", NO_COUNTRY)], 1
        ):
            found.accept(number, digits, region, parts=1, coding="gsm7", forced="")
        assert found.countries == (
            CountryRows("US", 2, ("America/Los_Angeles", "America/New_York"), 2),
            CountryRows(NO_COUNTRY, 1, (), 1),
            CountryRows("RS", 1, ("Europe/Belgrade",), 1),
        )


class TestWorst:
    def test_the_longest_rows_come_first_and_of_equals_the_earlier(self) -> None:
        assert sheet((1, ""), (4, ""), (2, ""), (4, "")).worst == (
            WorstRow(3, 4),
            WorstRow(5, 4),
            WorstRow(4, 2),
            WorstRow(2, 1),
        )

    def test_ten_are_kept_and_a_later_equal_takes_no_place(self) -> None:
        found = sheet(*[(1, "")] * 12, *[(2, "")] * 9, (1, ""), (3, ""), (2, ""))
        assert [each.number for each in found.worst] == [24, *range(14, 23)]
        assert [each.parts for each in found.worst] == [3] + [2] * 9


class TestRepairs:
    def test_repaired_numbers_are_counted_and_the_first_are_told(self) -> None:
        found = sheet(*[(1, "")] * 8)
        repair = Repair("381641234567", "Excel had added decimals.")
        for number in range(2, 10):
            found.repair(number, "381641234567.0", repair)
        assert found.repaired == 8
        assert found.repaired_rows == tuple(
            RepairedRow(number, "381641234567.0", repair) for number in range(2, 2 + EXAMPLES)
        )


@pytest.mark.parametrize("rows", [30_000])
def test_more_rows_need_no_more_room(rows: int) -> None:
    found = Preflight()

    def enter(first: int) -> None:
        for number in range(first, first + rows):
            digits = f"1{200 + number % 700}{number % 10_000_000:07}"
            found.accept(number, digits, "US", parts=1 + number % 10, coding="ucs2", forced="жč")

    enter(1)
    tracemalloc.start()
    try:
        enter(1 + rows)
        kept, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert found.books.accepted == 2 * rows
    assert kept < 100_000
