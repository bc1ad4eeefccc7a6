"""What a job that was started waits for, in words: its time, its turn, or the hours of its rows."""

from __future__ import annotations

from vox_console.domain.when_words import moment_words, until_words
from vox_console.domain.zone_offset import OffsetAt
from vox_console.presenters.compose_words import plural
from vox_console.presenters.tone import Look, Tone
from vox_console.services.bulk_turns import Standing, Waits
from vox_console.storage.job_feed import Parked

STANDING_LOOKS = {
    Waits.TIME: Look("clock", "Waiting for its time", Tone.WAITING),
    Waits.TURN: Look("clock", "Waiting for its turn", Tone.WAITING),
    Waits.HOURS: Look("clock", "Waiting for its hours", Tone.WAITING),
}


def standing_words(standing: Standing, *, now_us: int, here: OffsetAt) -> str:
    """Say what a job waits for, and until when or behind how many."""
    if standing.waits is Waits.TURN:
        return f"Waits for its turn: {_ordinal(standing.place)} in the line."
    until = _when(standing.until_us, now_us, here)
    if standing.waits is Waits.TIME:
        return f"Waits until {until}. Nothing of it has left."
    return f"All that is left waits for open hours: the first at {until}."


def start_words(start_at_us: int, *, now_us: int, here: OffsetAt) -> str:
    """Say of a job that stands still what becomes of its time; "" when it has none (0)."""
    if not start_at_us:
        return ""
    if start_at_us <= now_us:
        return (
            f"Its time, {moment_words(start_at_us, now_us=now_us, here=here)}, passed before it could start."
        )
    return f"When it goes on it waits until {_when(start_at_us, now_us, here)}."


def parked_words(parked: Parked, *, now_us: int, here: OffsetAt) -> str:
    """Say how many rows wait for their hours, "" when none does."""
    if not parked.rows:
        return ""
    wait = "waits" if parked.rows == 1 else "wait"
    first = _when(parked.due_at_us, now_us, here)
    return f"{plural(parked.rows, 'row')} {wait} for open hours, the first at {first}."


def _when(at_us: int, now_us: int, here: OffsetAt) -> str:
    return f"{moment_words(at_us, now_us=now_us, here=here)} ({until_words(at_us, now_us=now_us)})"


def _ordinal(place: int) -> str:
    ending = "th" if place % 100 in {11, 12, 13} else {1: "st", 2: "nd", 3: "rd"}.get(place % 10, "th")
    return f"{place}{ending}"
