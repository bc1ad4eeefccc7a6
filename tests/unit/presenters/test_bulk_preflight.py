"""The sheet of a checked list says what the figures say."""

from __future__ import annotations

from decimal import Decimal

from vox_console.domain.bulk_books import RowClass
from vox_console.domain.excel_damage import Repair
from vox_console.domain.preflight import NO_COUNTRY, Preflight
from vox_console.domain.rates import RateRange
from vox_console.presenters.bulk_preflight import MOST_BARS, sheet_shown
from vox_console.presenters.bulk_sheet_state import Bar, BarGroup, SheetRow, SheetShown


def sheet(preflight: Preflight, rates: dict[str, RateRange] | None = None) -> SheetShown:
    return sheet_shown(preflight, parts_per_s=10.0, rates=rates or {})


def facts(shown: SheetShown) -> dict[str, str]:
    return {fact.label: fact.value for fact in shown.facts}


def ugly() -> Preflight:
    preflight = Preflight()
    preflight.accept(2, "381641234567", "RS", parts=1, coding="gsm7", forced="")
    preflight.accept(3, "4915123450018", "DE", parts=3, coding="ucs2", forced="ă")
    preflight.accept(4, "4915123450019", "DE", parts=1, coding="gsm7", forced="")
    preflight.repair(3, "4,92E+12\n", Repair("+4915123450018", "It was made a number."))
    return preflight


def test_a_plain_list_has_a_plain_sheet() -> None:
    preflight = Preflight()
    for row in range(2, 62):
        preflight.accept(row, f"38164{row:07}", "RS", parts=1, coding="gsm7", forced="")
    preflight.exclude(RowClass.DUPLICATE)
    shown = sheet(preflight)
    assert shown.groups == (
        BarGroup("60 parts in all", (Bar("1 part", "60 rows", 1.0),)),
        BarGroup("1 country", (Bar("RS", "60 rows", 1.0),)),
    )
    assert shown.lists == ()
    assert facts(shown) == {
        "Coding": "60 rows in GSM-7",
        "Takes": "a few seconds at 10 parts per second",
    }


def test_bars_are_as_long_as_their_counts() -> None:
    parts, countries = sheet(ugly()).groups
    assert parts.title == "5 parts in all"
    assert parts.bars == (Bar("1 part", "2 rows", 1.0), Bar("3 parts", "1 row", 0.5))
    assert [(bar.label, bar.count) for bar in countries.bars] == [("DE", "2 rows"), ("RS", "1 row")]


def test_what_makes_it_dearer_is_named() -> None:
    shown = sheet(ugly())
    assert facts(shown)["Coding"] == "2 rows in GSM-7, 1 row in UCS-2"
    longest, characters, repaired = shown.lists
    assert longest.rows == (
        SheetRow("Row 3", "3 parts"),
        SheetRow("Row 2", "1 part"),
        SheetRow("Row 4", "1 part"),
    )
    assert characters.label == "1 row in UCS-2 for characters that GSM-7 lacks"
    assert characters.rows == (SheetRow("ă", "U+0103 LATIN SMALL LETTER A WITH BREVE", "1 row: 3"),)
    assert repaired.label == "1 number that a spreadsheet had changed, repaired"
    assert repaired.rows == (SheetRow("Row 3", "4,92E+12⏎ → +4915123450018", "It was made a number."),)


def test_a_cost_is_told_only_where_a_rate_is_known() -> None:
    assert "Costs" not in facts(sheet(ugly()))
    rates = {"DE": RateRange(Decimal("0.07"), Decimal("0.08"), "EUR", 12)}
    assert facts(sheet(ugly(), rates))["Costs"] == (
        "about 0.14 to 0.32 EUR, from 12 rates seen in the last 30 days; whether a rate is for a message or "
        "for a part is not told; not counted: 1 row to countries without a known rate"
    )


def test_many_countries_are_summed_and_none_is_named_so() -> None:
    preflight = Preflight()
    regions = ["RS", "DE", NO_COUNTRY, "FR", "GB", "US", "IT", "ES", "CH"]
    for row, region in enumerate(regions, 2):
        for again in range(20 - row):
            preflight.accept(row * 100 + again, "381641234567", region, parts=1, coding="gsm7", forced="")
    _, countries = sheet(preflight).groups
    assert countries.title == "9 countries"
    assert [bar.label for bar in countries.bars] == ["RS", "DE", "no country", "FR", "GB", "US"]
    assert len(countries.bars) == MOST_BARS
    assert countries.more == "3 more countries: 33 rows"


def test_a_list_of_which_nothing_is_accepted_has_an_empty_sheet() -> None:
    preflight = Preflight()
    preflight.exclude(RowClass.BLANK)
    assert sheet(preflight) == SheetShown()
