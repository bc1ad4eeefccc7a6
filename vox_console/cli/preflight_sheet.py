"""What a bulk job would do, before it does anything: the sheet of a dry run, in words and as JSON."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from vox_console.domain.alphabet import character_name
from vox_console.domain.cost_words import cost_words
from vox_console.domain.local_times import local_times
from vox_console.domain.night import night_rows
from vox_console.domain.plain_text import one_line
from vox_console.domain.preflight import NO_COUNTRY, CountryRows, ForcingRows, Preflight
from vox_console.domain.rates import Cost
from vox_console.domain.recent_rows import span_words
from vox_console.domain.send_window import SendWindow
from vox_console.services.bulk_import import RATES_DAYS

MOST_LINES: Final = 10  # of countries, and of characters


def preflight_fields(sheet: Preflight, *, parts_per_s: float, cost: Cost | None) -> dict[str, object]:
    """Give what is added to the object of a job's books: a promise to other programs, keys only ever added.

    countries: region -> rows. codings: word -> rows. parts_spread: parts -> rows. repaired: numbers. recent:
    rows whose numbers got nearly this text within a day, and recent_spans: seconds that end a span -> rows.
    cost: decimal text, one object for each unit; rows_without_rate: not in it.
    """
    return {
        "countries": {each.region: each.rows for each in sheet.countries},
        "codings": dict(sheet.codings),
        "parts_spread": {str(parts): rows for parts, rows in sheet.parts_spread.items()},
        "repaired": sheet.repaired,
        "duration_s": round(sheet.duration_s(parts_per_s), 3),
        "recent": sheet.recent.rows,
        "recent_spans": {str(age.up_to_s): age.rows for age in sheet.recent.by_age},
        "cost": [
            {
                "low": str(each.low),
                "high": str(each.high),
                "unit": each.unit,
                "rows": each.rows,
                "rates": each.seen,
            }
            for each in (cost.ranges if cost else ())
        ],
        "rows_without_rate": cost.unknown_rows if cost else sheet.books.accepted,
    }


def preflight_lines(
    sheet: Preflight, *, parts_per_s: float, at_us: int, window: SendWindow | None, cost: Cost | None
) -> Iterator[str]:
    """Give the lines that follow the books. at_us: when it starts. cost: None where no rate is known.

    When no row is accepted there is nothing to tell but whose numbers got the text lately.
    """
    for age in sheet.recent.by_age:
        rows = ", ".join(f"{each.number}" for each in age.examples)
        more = ", …" if age.rows > len(age.examples) else ""
        yield f"Recent: {_count(age.rows, 'row')} got nearly this text {span_words(age)}: row {rows}{more}"
    if not sheet.books.accepted:
        return
    yield "Parts: " + ", ".join(
        f"{_count(rows, 'row')} of {_count(parts, 'part')}" for parts, rows in sheet.parts_spread.items()
    )
    longest = [f"{each.number} ({each.parts} parts)" for each in sheet.worst if each.parts > 1]
    if longest:
        yield f"  longest: row {', '.join(longest)}"
    yield "Codings: " + ", ".join(f"{_count(rows, 'row')} {coding}" for coding, rows in sheet.codings.items())
    yield from _shortened([_forcing_line(each) for each in sheet.forcing], "character", "characters")
    yield "Countries, and what time it is there when it starts:"
    yield from _shortened([_country_line(each, at_us) for each in sheet.countries], "country", "countries")
    yield from _hours_lines(sheet, at_us, window)
    if sheet.repaired:
        yield f"Repaired: {_count(sheet.repaired, 'number')}"
        for each in sheet.repaired_rows:
            yield f"  row {each.number}: {one_line(each.typed)} is {each.repair.text}. {each.repair.reason}"
    duration = timedelta(seconds=math.ceil(sheet.duration_s(parts_per_s)))
    closed = ", and as long as hours are closed" if window else ""
    yield f"Takes {duration} (h:mm:ss) at {parts_per_s:g} parts a second{closed}"
    if cost is not None:
        yield f"Costs {cost_words(cost, days=RATES_DAYS)}"


def _shortened(lines: list[str], one: str, many: str) -> Iterator[str]:
    yield from lines[:MOST_LINES]
    if len(lines) > MOST_LINES:
        yield "  and " + _count(len(lines) - MOST_LINES, f"more {one}", f"more {many}")


def _forcing_line(each: ForcingRows) -> str:
    named = f"{each.character} (U+{ord(each.character):04X} {character_name(each.character)})"
    rows = ", ".join(map(str, each.examples)) + (", …" if each.rows > len(each.examples) else "")
    return f"  {_count(each.rows, 'row')} need{'s' if each.rows == 1 else ''} Unicode for {named}: row {rows}"


def _hours_lines(sheet: Preflight, at_us: int, window: SendWindow | None) -> Iterator[str]:
    if window is not None:
        yield f"Hours: {window} where each number lives"
        unknown = sum(each.rows for each in sheet.countries if not each.zones)
        if unknown:
            yield f"  {_count(unknown, 'row')} of no known zone: by this computer's clock"
        return
    night = night_rows(sheet.countries, at_us)
    if night:
        rows = _count(sum(each.rows for each in night), "row")
        yield f"  it is night (21:00 to 08:00) for some or all of {rows} then; see --between"


def _country_line(each: CountryRows, at_us: int) -> str:
    there = local_times(each.zones, at_us)
    if there is None:
        words = "the time there is not known"
    else:
        earliest, latest = (f"{time:%H:%M}" for time in (there.earliest, there.latest))
        same = there.earliest.replace(tzinfo=None) == there.latest.replace(tzinfo=None)
        words = f"it is {earliest} there" if same else f"it is {earliest} to {latest} there"
    region = "no country" if each.region == NO_COUNTRY else each.region
    return f"  {region}: {_count(each.rows, 'row')}, {words}"


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number:,} {one if number == 1 else many or one + 's'}"
