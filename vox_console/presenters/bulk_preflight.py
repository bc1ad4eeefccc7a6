"""What sending a checked list would mean, as facts: parts, codings and why, countries, repairs, duration."""

from __future__ import annotations

from collections.abc import Mapping

from vox_console.domain.preflight import NO_COUNTRY, ForcingRows, Preflight
from vox_console.presenters.bulk_words import duration_words
from vox_console.presenters.compose_words import plural
from vox_console.presenters.counter_words import ENCODING_WORDS
from vox_console.presenters.states import Fact

_MOST = 4


def preflight_facts(preflight: Preflight, *, parts_per_s: float) -> tuple[Fact, ...]:
    """Give the facts of the accepted rows; none when no row was accepted."""
    parts = preflight.books.parts
    if not parts:
        return ()
    spread = preflight.parts_spread
    facts = [Fact("Parts", _parts_words(parts, spread)), Fact("Coding", _coding_words(preflight))]
    if preflight.forcing:
        facts.append(Fact("UCS-2 for", "; ".join(map(_forcing_words, preflight.forcing[:_MOST]))))
    if len(spread) > 1:
        worst = preflight.worst[0]
        facts.append(Fact("Longest", f"row {worst.number:,} with {plural(worst.parts, 'part')}"))
    facts.append(Fact("Countries", _country_words(preflight)))
    if preflight.repaired:
        facts.append(Fact("Repaired", _repair_words(preflight)))
    duration = duration_words(preflight.duration_s(parts_per_s))
    facts.append(Fact("Takes", f"about {duration} at {parts_per_s:g} parts per second"))
    return tuple(facts)


def _parts_words(parts: int, spread: Mapping[int, int]) -> str:
    rows = ", ".join(f"{plural(count, 'row')} of {plural(size, 'part')}" for size, count in spread.items())
    return f"{parts:,}: {rows}"


def _coding_words(preflight: Preflight) -> str:
    words = [f"{plural(rows, 'row')} in {ENCODING_WORDS[name]}" for name, rows in preflight.codings.items()]
    return ", ".join(words)


def _forcing_words(forcing: ForcingRows) -> str:
    rows = ", ".join(f"{number:,}" for number in forcing.examples)
    more = ", …" if forcing.rows > len(forcing.examples) else ""
    return f"{forcing.character} in {plural(forcing.rows, 'row')} ({rows}{more})"


def _country_words(preflight: Preflight) -> str:
    found = preflight.countries
    words = [
        f"{'none' if each.region == NO_COUNTRY else each.region} {each.rows:,}" for each in found[: 2 * _MOST]
    ]
    left = found[2 * _MOST :]
    if left:
        words.append(f"{len(left)} more {sum(each.rows for each in left):,}")
    return " · ".join(words)


def _repair_words(preflight: Preflight) -> str:
    shown = [
        f"row {each.number:,} {each.typed} → {each.repair.text}" for each in preflight.repaired_rows[:_MOST]
    ]
    more = "; …" if preflight.repaired > len(shown) else ""
    return f"{plural(preflight.repaired, 'number')} that a spreadsheet had changed: {'; '.join(shown)}{more}"
