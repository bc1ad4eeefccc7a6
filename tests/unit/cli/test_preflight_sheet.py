"""The sheet of a dry run, for people and for programs."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

from vox_console.cli.preflight_sheet import MOST_LINES, preflight_fields, preflight_lines
from vox_console.domain.bulk_books import RowClass
from vox_console.domain.excel_damage import Repair
from vox_console.domain.preflight import NO_COUNTRY, Preflight
from vox_console.domain.rates import Cost, CostRange
from vox_console.domain.send_window import SendWindow

NOW_US = int(datetime(2026, 1, 15, 2, 10, tzinfo=UTC).timestamp() * 1_000_000)


def ugly_sheet() -> Preflight:
    sheet = Preflight()
    sheet.accept(2, "381641234567", "RS", parts=1, coding="gsm7", forced="")
    sheet.accept(3, "381641234568", "RS", parts=3, coding="ucs2", forced="Ž")
    sheet.accept(4, "61412345678", "AU", parts=1, coding="gsm7", forced="")
    sheet.accept(5, "80012345678", NO_COUNTRY, parts=2, coding="gsm7", forced="")
    sheet.repair(4, "614123\n45678.0", Repair("61412345678", "Excel had added decimals."))
    sheet.exclude(RowClass.DUPLICATE)
    return sheet


COST = Cost((CostRange(Decimal("4.10"), Decimal("5.5"), "EUR", 3, 3, 7),), unknown_rows=1)


def recent_sheet() -> Preflight:
    sheet = ugly_sheet()
    for number in range(2, 9):
        sheet.recent.enter(number, 100 - number)
    sheet.recent.enter(9, 2_400)
    return sheet


def lines(sheet: Preflight, cost: Cost | None = None, *, window: SendWindow | None = None) -> list[str]:
    return list(preflight_lines(sheet, parts_per_s=2.5, at_us=NOW_US, window=window, cost=cost))


def test_a_program_gets_every_count_under_its_key() -> None:
    assert preflight_fields(ugly_sheet(), parts_per_s=2.5, cost=None) == {
        "countries": {"RS": 2, NO_COUNTRY: 1, "AU": 1},
        "codings": {"gsm7": 3, "ucs2": 1},
        "parts_spread": {"1": 2, "2": 1, "3": 1},
        "repaired": 1,
        "duration_s": 2.8,
        "recent": 0,
        "recent_spans": {},
        "cost": [],
        "rows_without_rate": 4,
    }


def test_a_program_gets_who_got_the_text_lately_and_what_it_costs() -> None:
    fields = preflight_fields(recent_sheet(), parts_per_s=2.5, cost=COST)
    assert (fields["recent"], fields["recent_spans"]) == (8, {"600": 7, "3600": 1})
    assert fields["cost"] == [{"low": "4.10", "high": "5.5", "unit": "EUR", "rows": 3, "rates": 7}]
    assert fields["rows_without_rate"] == 1


def test_a_person_gets_the_same_in_words() -> None:
    assert lines(ugly_sheet()) == [
        "Parts: 2 rows of 1 part, 1 row of 2 parts, 1 row of 3 parts",
        "  longest: row 3 (3 parts), 5 (2 parts)",
        "Codings: 3 rows gsm7, 1 row ucs2",
        "  1 row needs Unicode for Ž (U+017D LATIN CAPITAL LETTER Z WITH CARON): row 3",
        "Countries, and what time it is there when it starts:",
        "  RS: 2 rows, it is 03:10 there",
        "  no country: 1 row, the time there is not known",
        "  AU: 1 row, it is 08:40 to 13:10 there",
        "  it is night (21:00 to 08:00) for some or all of 2 rows then; see --between",
        "Repaired: 1 number",
        "  row 4: 614123⏎45678.0 is 61412345678. Excel had added decimals.",
        "Takes 0:00:03 (h:mm:ss) at 2.5 parts a second",
    ]


def test_a_person_is_told_first_who_got_the_text_lately_and_last_what_it_costs() -> None:
    first, second, *_, last = lines(recent_sheet(), COST)
    span = "in the last 10 minutes, last 1 minute ago"
    assert first == f"Recent: 7 rows got nearly this text {span}: row 2, 3, 4, 5, 6, …"
    assert second.startswith("Recent: 1 row got nearly this text 10 to 60 minutes ago")
    assert last == (
        "Costs about 4.10 to 5.50 EUR, from 7 rates seen in the last 30 days; "
        "not counted: 1 row to countries without a known rate"
    )


def test_where_nothing_is_accepted_there_is_nothing_to_tell() -> None:
    sheet = Preflight()
    sheet.exclude(RowClass.BLANK)
    assert lines(sheet) == []
    assert preflight_fields(sheet, parts_per_s=10, cost=None)["duration_s"] == 0


def test_a_plain_list_has_a_short_sheet() -> None:
    sheet = Preflight()
    for number in range(2, 1_202):
        sheet.accept(number, f"38164{number:07}", "RS", parts=1, coding="gsm7", forced="")
    assert lines(sheet) == [
        "Parts: 1,200 rows of 1 part",
        "Codings: 1,200 rows gsm7",
        "Countries, and what time it is there when it starts:",
        "  RS: 1,200 rows, it is 03:10 there",
        "  it is night (21:00 to 08:00) for some or all of 1,200 rows then; see --between",
        "Takes 0:08:00 (h:mm:ss) at 2.5 parts a second",
    ]


def test_hours_are_told_with_whose_clock_they_go_by() -> None:
    found = lines(ugly_sheet(), window=SendWindow.daily(9 * 60, 20 * 60))
    at = found.index("Hours: 09:00-20:00 where each number lives")
    assert found[at + 1] == "  1 row of no known zone: by this computer's clock"
    assert not any("night" in line for line in found)
    assert found[-1] == "Takes 0:00:03 (h:mm:ss) at 2.5 parts a second, and as long as hours are closed"


def test_a_sheet_stays_short_in_every_script() -> None:
    sheet = Preflight()
    for number in range(2, 9):
        sheet.accept(number, "381641234567", "RS", parts=1, coding="ucs2", forced="абвгдежзиклм")
    found = lines(sheet)
    about = [line for line in found if "Unicode for" in line]
    assert len(about) == MOST_LINES
    assert about[0].endswith(
        "7 rows need Unicode for \u0430 (U+0430 CYRILLIC SMALL LETTER A): row 2, 3, 4, 5, 6, …"
    )
    assert "  and 2 more characters" in found
