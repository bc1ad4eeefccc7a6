"""Days of the week as people write them, in English: "Mon-Fri", "Mon, Wed and Sat", "weekdays"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

__all__ = ["EVERY_DAY", "days_words", "read_days"]

EVERY_DAY: Final = tuple(range(7))
"""0 for Monday to 6 for Sunday, as :meth:`datetime.date.weekday` has them."""

_NAMES: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_TOGETHER: Final = {
    "weekdays": tuple(range(5)),
    "weekend": (5, 6),
    "weekends": (5, 6),
    "daily": EVERY_DAY,
    "every day": EVERY_DAY,
}
_LEAST_LETTERS: Final = 2
_RANGE = re.compile(r"([a-z]+)\s*(?:-|\u2013|\bto\b)\s*([a-z]+)")
_BETWEEN = re.compile(r"\s*(?:,|\band\b|\s)\s*")


def read_days(typed: str) -> tuple[int, ...] | None:
    """Read days, in any order and any case, by their names or how these begin; None when they are none.

    A range may go over Sunday: "Sat-Mon".
    """
    words = " ".join(typed.casefold().replace(".", " ").split())
    if words in _TOGETHER:
        return _TOGETHER[words]
    days: set[int] = set()

    def take_range(found: re.Match[str]) -> str:
        first, last = (_day(name) for name in found.groups())
        if first is None or last is None:
            return found[0]  # left where it stands, and refused there
        days.update((first + step) % 7 for step in range((last - first) % 7 + 1))
        return " "

    singles = [word for word in _BETWEEN.split(_RANGE.sub(take_range, words)) if word]
    for word in singles:
        day = _day(word)
        if day is None:
            return None
        days.add(day)
    return tuple(sorted(days)) or None


def _day(name: str) -> int | None:
    found = [at for at, each in enumerate(_NAMES) if each.startswith(name)]
    return found[0] if len(found) == 1 and len(name) >= _LEAST_LETTERS else None


def days_words(days: Iterable[int]) -> str:
    """Give "Mon-Wed, Sat", which :func:`read_days` reads. days: in order, some of EVERY_DAY."""
    runs: list[list[int]] = []
    for day in days:
        if runs and day == runs[-1][-1] + 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return ", ".join("-".join(_short(each) for each in dict.fromkeys((run[0], run[-1]))) for run in runs)


def _short(day: int) -> str:
    return _NAMES[day][:3].capitalize()
