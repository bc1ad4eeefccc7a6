"""The sentences of the list of jobs."""

from __future__ import annotations

from vox_console.presenters.bulk_state import OutcomeLine
from vox_console.presenters.compose_words import plural
from vox_console.presenters.tone import Tone
from vox_console.presenters.wall_time import clock_time, system_local
from vox_console.services.bulk_turns import Standing, Waits

_FIRST = (Tone.FAILED, Tone.UNKNOWN)


def summary(lines: tuple[OutcomeLine, ...], *, rows: int) -> str:
    """Give "4,200 rows: 3 undeliverable, 1 unknown, 65 delivered, 4,131 held": every state, the bad first."""
    order = sorted(lines, key=lambda line: _FIRST.index(line.look.tone) if line.look.tone in _FIRST else 2)
    told = ", ".join(f"{line.count:,} {line.look.word.lower()}" for line in order)
    return f"{plural(rows, 'row')}: {told}" if told else plural(rows, "row")


def waiting_words(standing: Standing, *, now_us: int) -> str:
    """Say what a job that was started waits for: "2nd in the line", or until when."""
    if standing.waits is Waits.TURN:
        return f"{ordinal(standing.place)} in the line"
    return f"until {clock_time(standing.until_us, system_local, today_us=now_us)}"


def ordinal(place: int) -> str:
    """Give "1st", "2nd", "3rd", "11th"."""
    ending = "th" if place % 100 in {11, 12, 13} else {1: "st", 2: "nd", 3: "rd"}.get(place % 10, "th")
    return f"{place}{ending}"
