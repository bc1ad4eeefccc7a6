"""Until when no notice pops up and nothing sounds: what can be chosen, and how it is said. Pure."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from vox_console.presenters.compose_words import plural
from vox_console.presenters.wall_time import ToLocal, at_hour

HOUR_US: Final = 3_600 * 1_000_000
FOR_GOOD_US: Final = 2**62
MORNING_H: Final = 8


def morning(now_us: int, to_local: ToLocal) -> tuple[str, int]:
    """Give the next morning by the clock on the wall: (words, UTC microseconds)."""
    now = to_local(now_us)
    tonight = now.hour < MORNING_H
    when = at_hour(now if tonight else now + timedelta(days=1), MORNING_H, to_local)
    return f"{MORNING_H}:00 this morning" if tonight else f"tomorrow {MORNING_H}:00", int(
        when.timestamp() * 1_000_000
    )


def quiet_words(until_us: int, to_local: ToLocal, *, now_us: int) -> str:
    """Say that it is quiet, and until when."""
    if until_us >= FOR_GOOD_US:
        return "Quiet till you say"
    until = to_local(until_us)
    same_day = until.date() == to_local(now_us).date()
    return f"Quiet till {until:%H:%M}" if same_day else f"Quiet till {until:%a %H:%M}"


def held_words(messages: int, conversations: int) -> str:
    """Tell of what came while it was quiet and nobody has read."""
    return f"While it was quiet: {plural(messages, 'message')} in {plural(conversations, 'conversation')}"
