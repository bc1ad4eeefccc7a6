"""When a list is sent to: at once or at a time, and in which hours where each number lives.

The hours are a part of what every row is judged by; the time is not, so that it can be changed after the
check.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from vox_console.domain.errors import FieldProblem
from vox_console.domain.local_times import local_times
from vox_console.domain.night import night_rows
from vox_console.domain.preflight import NO_COUNTRY, CountryRows, Preflight
from vox_console.domain.send_window import SendWindow, read_window
from vox_console.domain.start_time import StartTime, read_start
from vox_console.domain.when_words import moment_words, until_words
from vox_console.domain.zone_offset import OffsetAt
from vox_console.presenters.compose_words import plural
from vox_console.presenters.delivery_state import Fact

NOW: Final = "now"
AT: Final = "at"
STARTS: Final[tuple[tuple[str, str], ...]] = ((NOW, "Now"), (AT, "At a time…"))
MOST_PLACES: Final = 6

_WHERE = "where each number lives; one of no known zone goes by this computer's clock."
_NO_TIME = FieldProblem("start", "no_start", "Give the time, as in 2026-11-25 09:00 or 09:00.")


@dataclass(frozen=True, slots=True)
class WhenDraft:
    """As typed and chosen. start: NOW or AT. at: the time as typed. hours: as typed, "" for all."""

    start: str = NOW
    at: str = ""
    hours: str = ""


@dataclass(frozen=True, slots=True)
class WhenShown:
    """What the pane shows of it. The notes say what was understood; a problem stands in a note's place."""

    start: str = NOW
    at: str = ""
    at_note: str = ""
    at_problem: FieldProblem | None = None
    hours: str = ""
    hours_note: str = ""
    hours_problem: FieldProblem | None = None

    @property
    def fault(self) -> str:
        """Why nothing can be sent then, "" when it can."""
        problem = self.hours_problem or self.at_problem
        return problem.text if problem else ""


def window_of(draft: WhenDraft) -> SendWindow | None:
    """Give the hours, None for all and while what is typed is none."""
    found = read_window(draft.hours, field="hours") if draft.hours.strip() else None
    return found if isinstance(found, SendWindow) else None


def start_of(draft: WhenDraft, *, now_us: int, here: OffsetAt) -> StartTime | None:
    """Give the time, None for at once and while what is typed is none."""
    found = read_start(draft.at, now_us=now_us, here=here) if draft.start == AT else None
    return found if isinstance(found, StartTime) else None


def when_shown(draft: WhenDraft, *, now_us: int, here: OffsetAt) -> WhenShown:
    """Work out what the pane shows. An empty time is told as missing only when everything else is there."""
    at_note, at_problem = "", None
    if draft.start == AT:
        found = read_start(draft.at, now_us=now_us, here=here) if draft.at.strip() else _NO_TIME
        if isinstance(found, FieldProblem):
            at_problem = found
        else:
            at_note = f"{moment_words(found.at_us, now_us=now_us, here=here)} by this computer's clock"
            at_note += f", {until_words(found.at_us, now_us=now_us)}"
    hours = read_window(draft.hours, field="hours") if draft.hours.strip() else None
    return WhenShown(
        start=draft.start,
        at=draft.at,
        at_note=at_note,
        at_problem=at_problem,
        hours=draft.hours,
        hours_note=f"{hours} {_WHERE}" if isinstance(hours, SendWindow) else "",
        hours_problem=hours if isinstance(hours, FieldProblem) else None,
    )


def when_facts(preflight: Preflight, *, at_us: int, window: SendWindow | None) -> tuple[Fact, ...]:
    """Say what time it is where the numbers live when it starts, and what of it the hours keep for later.

    at_us: UTC microseconds since 1970. None where no row is sent to.
    """
    countries = preflight.countries
    if not countries:
        return ()
    facts = [Fact("Local time", _times(countries, at_us))]
    if window is not None:
        facts.append(Fact("Hours", f"{window} where each number lives; what is closed leaves when it opens"))
        unknown = sum(each.rows for each in countries if not each.zones)
        if unknown:
            facts.append(Fact("", f"{plural(unknown, 'row')} of no known zone by this computer's clock"))
        return tuple(facts)
    night = night_rows(countries, at_us)
    if night:
        rows = plural(sum(each.rows for each in night), "row")
        facts.append(Fact("Night", f"21:00 to 08:00 for some or all of {rows}: give hours, or another time"))
    return tuple(facts)


def _times(countries: tuple[CountryRows, ...], at_us: int) -> str:
    words = [_there(each, at_us) for each in countries[:MOST_PLACES]]
    left = len(countries) - len(words)
    return " · ".join(words) + (f" · and {left} more" if left else "")


def _there(each: CountryRows, at_us: int) -> str:
    region = "no country" if each.region == NO_COUNTRY else each.region
    there = local_times(each.zones, at_us)
    if there is None:
        return f"{region} not known"
    earliest, latest = f"{there.earliest:%H:%M}", f"{there.latest:%H:%M}"
    return f"{region} {earliest}" + (f"\u2013{latest}" if earliest != latest else "")
