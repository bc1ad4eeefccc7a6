"""In which hours of which days a message may leave, by the clock of where its number lives.

Theory of operation. A number tells a range of zones and not one (:mod:`.local_times`), so the window must be
open in all of them. From one moment to the next opening it is not searched minute by minute: as long as a
place's clock runs evenly, the time until it opens is the difference of two times of the week; where the clock
is changed on the way (summer time, a day that is skipped), the reckoning begins anew at the change. With
several places the latest of their next openings is the earliest moment that can be right, and it is asked
again.

Hours may go over midnight ("20:00-02:00"); they are then of the day on which they open. They open at their
first minute and are closed at their last. Where zones lie so far apart that the window is open in all of them
only at another time of year, or never, there is no next opening: who asks is told so, and nothing waits for
ever.

tests/unit/domain/test_send_window.py goes through the changes of the clocks minute by minute.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from vox_console.domain.errors import FieldProblem
from vox_console.domain.weekdays import EVERY_DAY, days_words, read_days
from vox_console.domain.zone_offset import OffsetAt, last_before_change

__all__ = ["FARTHEST_S", "OpenHours", "SendWindow", "next_opening", "read_window"]

_DAY_MIN: Final = 1_440
_DAY_S: Final = 86_400
_THURSDAY: Final = 3  # 1 January 1970
FARTHEST_S: Final = 15 * _DAY_S
"""How far ahead an opening is looked for: hours of one day a week may be left out once by summer time."""

_HOURS = r"(\d{1,2}):(\d\d)\s*(?:-|\u2013|to)\s*(\d{1,2}):(\d\d)"
_GROUP = re.compile(rf"\s*([a-z][a-z\s.,\u2013-]*?)?\s*(?:{_HOURS}\s*(?:[;,]|$)|;|$)", re.IGNORECASE)
_MOST_TYPED: Final = 200
_HOW = "Give two times of day, as in 09:00-20:00, with days before them where not every one is meant."
_ALWAYS = f"That is at any time. {_HOW}"


@dataclass(frozen=True, slots=True)
class OpenHours:
    """opens, closes: minutes after midnight, 0 to 1,439; over midnight closes comes first.

    The same only for whole days, when both are 0. days: in order, 0 for Monday to 6 for Sunday.
    """

    opens: int
    closes: int
    days: tuple[int, ...] = EVERY_DAY

    def __str__(self) -> str:
        """Give "Mon-Fri 09:00-18:00"; without the days for every day, without the hours for whole days."""
        days = days_words(self.days) if self.days != EVERY_DAY else ""
        hours = "-".join(f"{each // 60:02}:{each % 60:02}" for each in (self.opens, self.closes))
        return " ".join(filter(None, (days, hours if self.opens != self.closes else "")))

    def holds(self, weekday: int, minute: int) -> bool:
        """Say whether they are open at this minute after midnight of a day."""
        since = (minute - self.opens) % _DAY_MIN
        opened_on = weekday if minute >= self.opens else (weekday - 1) % 7
        return opened_on in self.days and since < ((self.closes - self.opens) % _DAY_MIN or _DAY_MIN)


@dataclass(frozen=True, slots=True)
class SendWindow:
    """Open whenever some of its hours are. hours: at least one."""

    hours: tuple[OpenHours, ...]

    @classmethod
    def daily(cls, opens: int, closes: int) -> SendWindow:
        """Give the window that is open between two minutes of every day."""
        return cls((OpenHours(opens, closes),))

    @classmethod
    def from_kept(cls, kept: Mapping[str, Any]) -> SendWindow:
        """Give a window out of its fields as JSON keeps them, also as they were before it knew of days."""
        if "hours" not in kept:
            return cls.daily(kept["opens"], kept["closes"])
        return cls(tuple(OpenHours(e["opens"], e["closes"], tuple(e["days"])) for e in kept["hours"]))

    def __str__(self) -> str:
        """Give "Mon-Fri 09:00-18:00; Sat 10:00-14:00", which :func:`read_window` reads."""
        return "; ".join(map(str, self.hours))

    def holds(self, weekday: int, minute: int) -> bool:
        """Say whether it is open at this minute after midnight of a day."""
        return any(each.holds(weekday, minute) for each in self.hours)


def read_window(typed: str, *, field: str = "window") -> SendWindow | FieldProblem:
    """Read "09:00-20:00", "Mon-Fri 09:00-18:00", or several with ";" or "," between them.

    24:00 is the midnight at the end of a day. Days without hours are whole days.
    """
    hours: list[OpenHours] = []
    at, text = 0, typed.strip()
    while at < len(text):
        found = _GROUP.match(text, at) if len(text) <= _MOST_TYPED else None
        if found is None:
            return FieldProblem(field, "no_window", _HOW)
        read = _hours(found[1], found.group(2, 3, 4, 5))
        if isinstance(read, str):
            return FieldProblem(field, "no_window", read)
        hours.append(read)
        at = found.end()
    if not hours:
        return FieldProblem(field, "no_window", _HOW)
    if len(hours) > 1 and any(each.days == EVERY_DAY for each in hours):
        return FieldProblem(field, "no_window", f"Say of each hours on which days. {_HOW}")
    return SendWindow(tuple(hours))


def _hours(days_typed: str | None, clock: tuple[str | None, ...]) -> OpenHours | str:
    """Give hours, or why they are none."""
    days = read_days(days_typed) if days_typed else EVERY_DAY
    if days is None:
        return f"There are no such days: {(days_typed or '').strip()}. {_HOW}"
    if clock[0] is None:
        return OpenHours(0, 0, days) if days != EVERY_DAY else _ALWAYS
    from_hour, from_minute, to_hour, to_minute = (int(each or 0) for each in clock)
    opens, closes = from_hour * 60 + from_minute, to_hour * 60 + to_minute
    if from_minute > 59 or to_minute > 59 or opens >= _DAY_MIN or closes > _DAY_MIN:
        return f"There is no such time of day. {_HOW}"
    if opens == 0 and closes == _DAY_MIN and days != EVERY_DAY:
        return OpenHours(0, 0, days)
    if opens == closes % _DAY_MIN:
        return f"It begins and ends at the same time. {_HOW}"
    return OpenHours(opens, closes % _DAY_MIN, days)


def next_opening(window: SendWindow, places: Sequence[OffsetAt], now_us: int) -> int | None:
    """Give when the window is next open in all these places: `now_us` itself when it is now.

    Microseconds since 1970, UTC. None when it is not within FARTHEST_S.
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
        day, second = divmod(from_s + offset_s, _DAY_S)
        weekday = (day + _THURSDAY) % 7
        if window.holds(weekday, second // 60):
            return from_s
        opening_s = from_s + min(
            (ahead * _DAY_S + each.opens * 60 - second) % (7 * _DAY_S)
            for each in window.hours
            for ahead in ((day_open - weekday) % 7 for day_open in each.days)
        )
        if place(opening_s) == offset_s:
            return opening_s
        from_s = last_before_change(place, from_s, opening_s) + 1
