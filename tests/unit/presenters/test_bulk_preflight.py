"""The facts of a checked list say what the figures say."""

from __future__ import annotations

from vox_console.domain.bulk_books import RowClass
from vox_console.domain.excel_damage import Repair
from vox_console.domain.preflight import NO_COUNTRY, Preflight
from vox_console.presenters.bulk_preflight import preflight_facts


def facts(preflight: Preflight) -> dict[str, str]:
    return {fact.label: fact.value for fact in preflight_facts(preflight, parts_per_s=10.0)}


def test_a_plain_list_has_few_facts() -> None:
    preflight = Preflight()
    for row in range(2, 62):
        preflight.accept(row, f"38164{row:07}", "RS", parts=1, coding="gsm7", forced="")
    preflight.exclude(RowClass.DUPLICATE)
    assert facts(preflight) == {
        "Parts": "60: 60 rows of 1 part",
        "Coding": "60 rows in GSM-7",
        "Countries": "RS 60",
        "Takes": "about a few seconds at 10 parts per second",
    }


def test_what_makes_it_dearer_is_named() -> None:
    preflight = Preflight()
    preflight.accept(2, "381641234567", "RS", parts=1, coding="gsm7", forced="")
    preflight.accept(3, "4915123450018", "DE", parts=3, coding="ucs2", forced="ă")
    preflight.repair(3, "4,92E+12", Repair("+4915123450018", "It was made a number."))
    shown = facts(preflight)
    assert shown["Parts"] == "4: 1 row of 1 part, 1 row of 3 parts"
    assert shown["Coding"] == "1 row in GSM-7, 1 row in UCS-2"
    assert shown["UCS-2 for"] == "ă in 1 row (3)"
    assert shown["Longest"] == "row 3 with 3 parts"
    assert shown["Repaired"] == ("1 number that a spreadsheet had changed: row 3 4,92E+12 → +4915123450018")


def test_many_countries_are_summed_and_none_is_named_so() -> None:
    preflight = Preflight()
    regions = ["RS", "DE", "FR", "GB", "US", "IT", "ES", NO_COUNTRY, "CH", "AT"]
    for row, region in enumerate(regions, 2):
        for again in range(20 - row):
            preflight.accept(row * 100 + again, "381641234567", region, parts=1, coding="gsm7", forced="")
    words = facts(preflight)["Countries"]
    assert words.startswith("RS 18 · DE 17")
    assert "none 11" in words
    assert words.endswith("2 more 19")


def test_a_list_of_which_nothing_is_accepted_has_no_facts() -> None:
    preflight = Preflight()
    preflight.exclude(RowClass.BLANK)
    assert facts(preflight) == {}
