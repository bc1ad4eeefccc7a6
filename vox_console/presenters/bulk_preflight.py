"""What sending a checked list would mean: parts, codings and why, countries, repairs, duration and cost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from vox_console.domain.alphabet import character_name
from vox_console.domain.cost_words import cost_words
from vox_console.domain.plain_text import one_line
from vox_console.domain.preflight import NO_COUNTRY, ForcingRows, Preflight
from vox_console.domain.rates import RateRange, cost_of
from vox_console.presenters.bulk_sheet_state import Bar, BarGroup, SheetList, SheetRow, SheetShown
from vox_console.presenters.bulk_words import about_words
from vox_console.presenters.compose_words import plural
from vox_console.presenters.counter_words import ENCODING_WORDS
from vox_console.presenters.delivery_state import Fact
from vox_console.services.bulk_import import RATES_DAYS

MOST_BARS: Final = 6
MOST_CHARACTERS: Final = 10


def sheet_shown(preflight: Preflight, *, parts_per_s: float, rates: Mapping[str, RateRange]) -> SheetShown:
    """Give the sheet of the accepted rows; an empty one when no row was accepted.

    rates: what the provider told that messages to a region cost; nothing is said of cost where none is known.
    """
    parts = preflight.books.parts
    if not parts:
        return SheetShown()
    facts = [Fact("Coding", _coding_words(preflight))]
    duration = about_words(preflight.duration_s(parts_per_s))
    facts.append(Fact("Takes", f"{duration} at {parts_per_s:g} parts per second"))
    cost = cost_of(preflight.countries, rates)
    if cost is not None:
        facts.append(Fact("Costs", cost_words(cost, days=RATES_DAYS)))
    spread = [(plural(size, "part"), rows) for size, rows in preflight.parts_spread.items()]
    countries = [
        ("no country" if each.region == NO_COUNTRY else each.region, each.rows)
        for each in preflight.countries
    ]
    return SheetShown(
        groups=(
            _bars(f"{plural(parts, 'part')} in all", spread, "more lengths"),
            _bars(
                "1 country" if len(countries) == 1 else f"{len(countries)} countries",
                countries,
                "more countries",
            ),
        ),
        lists=tuple(filter(None, (_longest(preflight), _characters(preflight), _repaired(preflight)))),
        facts=tuple(facts),
    )


def _bars(title: str, counts: Sequence[tuple[str, int]], others: str) -> BarGroup:
    most = max(rows for _, rows in counts)
    shown = len(counts) if len(counts) <= MOST_BARS + 1 else MOST_BARS  # a line for one more is a bar as well
    left = counts[shown:]
    more = f"{len(left)} {others}: {plural(sum(rows for _, rows in left), 'row')}" if left else ""
    bars = (Bar(label, plural(rows, "row"), rows / most) for label, rows in counts[:shown])
    return BarGroup(title, tuple(bars), more)


def _coding_words(preflight: Preflight) -> str:
    words = [f"{plural(rows, 'row')} in {ENCODING_WORDS[name]}" for name, rows in preflight.codings.items()]
    return ", ".join(words)


def _longest(preflight: Preflight) -> SheetList | None:
    if len(preflight.parts_spread) < 2:
        return None
    rows = [SheetRow(f"Row {each.number:,}", plural(each.parts, "part")) for each in preflight.worst]
    return SheetList("The longest rows", tuple(rows))


def _characters(preflight: Preflight) -> SheetList | None:
    if not preflight.flipped:
        return None
    rows = [_character(each) for each in preflight.forcing[:MOST_CHARACTERS]]
    left = len(preflight.forcing) - len(rows)
    label = f"{plural(preflight.flipped, 'row')} in UCS-2 for characters that GSM-7 lacks"
    return SheetList(label, tuple(rows), f"and {plural(left, 'more character')}" if left else "")


def _character(forcing: ForcingRows) -> SheetRow:
    numbers = ", ".join(f"{number:,}" for number in forcing.examples)
    more = ", …" if forcing.rows > len(forcing.examples) else ""
    named = f"U+{ord(forcing.character):04X} {character_name(forcing.character)}"
    return SheetRow(one_line(forcing.character), named, f"{plural(forcing.rows, 'row')}: {numbers}{more}")


def _repaired(preflight: Preflight) -> SheetList | None:
    if not preflight.repaired:
        return None
    rows = [
        SheetRow(f"Row {each.number:,}", f"{one_line(each.typed)} → {each.repair.text}", each.repair.reason)
        for each in preflight.repaired_rows
    ]
    left = preflight.repaired - len(rows)
    label = f"{plural(preflight.repaired, 'number')} that a spreadsheet had changed, repaired"
    return SheetList(label, tuple(rows), f"and {left:,} more" if left else "")
