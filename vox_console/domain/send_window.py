"""Between which times of day a message may leave, by the clock of where its number lives.

Theory of operation. A number tells a range of zones and not one (:mod:`.local_times`), so the window must be
open in all of them. From one moment to the next opening it is not searched minute by minute: as long as a
place's clock runs evenly, the time until it opens is the difference of two times of day; where the clock is
changed on the way (summer time, a day that is skipped), the reckoning begins anew at the change. With several
places the latest of their next openings is the earliest moment that can be right, and it is asked again.

A window may go over midnight ("20:00-02:00"). It opens at its first minute and is closed at its last. Where
zones lie so far apart that it is open in all of them only at another time of year, or never, there is no next
opening: who asks is told so, and nothing waits for ever.

tests/unit/domain/test_send_window.py goes through the changes of the clocks minute by minute.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from vox_console.domain.errors import FieldProblem
from vox_console.domain.zone_offset import OffsetAt, last_before_change

__all__ = ["FARTHEST_S", "SendWindow", "next_opening", "read_window"]

_DAY_MIN: Final = 1_440
FARTHEST_S: Final = 7 * 86_400
"""How far ahead an opening is looked for: a day that is skipped makes two days of it at most."""

_TYPED = re.compile(r"(\d{1,2}):(\d\d)\s*(?:-|\u2013|to)\s*(\d{1,2}):(\d\d)", re.ASCII)
_HOW = "Give two times of day, as in 09:00-20:00."


@dataclass(frozen=True, slots=True)
class SendWindow:
    """opens, closes: minutes after midnight, 0 to 1,439, never the same; over midnight closes comes first."""

    opens: int
    closes: int

    def __str__(self) -> str:
        """Give "09:00-20:00", which :func:`read_window` reads."""
        return "-".join(f"{each // 60:02}:{each % 60:02}" for each in (self.opens, self.closes))

    def holds(self, minute: int) -> bool:
        """Say whether it is open at this minute after midnight."""
        return (minute - self.opens) % _DAY_MIN < (self.closes - self.opens) % _DAY_MIN


def read_window(typed: str, *, field: str = "window") -> SendWindow | FieldProblem:
    """Read "09:00-20:00". 24:00 is the midnight at the end of a day."""
    found = _TYPED.fullmatch(typed.strip())
    if found is None:
        return FieldProblem(field, "no_window", _HOW)
    from_hour, from_minute, to_hour, to_minute = map(int, found.groups())
    opens, closes = from_hour * 60 + from_minute, to_hour * 60 + to_minute
    if from_minute > 59 or to_minute > 59 or opens >= _DAY_MIN or closes > _DAY_MIN:
        return FieldProblem(field, "no_window", f"There is no such time of day. {_HOW}")
    if opens == closes % _DAY_MIN:
        return FieldProblem(field, "no_window", f"It begins and ends at the same time. {_HOW}")
    return SendWindow(opens, closes % _DAY_MIN)


def next_opening(window: SendWindow, places: Sequence[OffsetAt], now_us: int) -> int | None:
    """Give when the window is next open in all these places: `now_us` itself when it is now.

    Microseconds since 1970, UTC. None when it is not within a week.
    """
    now_s = moment_s = now_us // 1_000_000
    while moment_s - now_s <= FARTHEST_S:
        latest_s = max((_opening_in(window, place, moment_s) for place in places), default=moment_s)
        if latest_s == moment_s:
            return now_us if moment_s == now_s else moment_s * 1_000_000
        moment_s = latest_s
    return None


def _opening_in(window: SendWindow, place: OffsetAt, from_s: int) -> int:
    """Give the first second, not before `from_s`, at which the window is open in one place."""
    while True:
        offset_s = place(from_s)
        minute, second = divmod((from_s + offset_s) % (_DAY_MIN * 60), 60)
        if window.holds(minute):
            return from_s
        opening_s = from_s + (window.opens - minute) % _DAY_MIN * 60 - second
        if place(opening_s) == offset_s:
            return opening_s
        from_s = last_before_change(place, from_s, opening_s) + 1
