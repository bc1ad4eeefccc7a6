"""The numbers that were seen so far, by the million, without a pause.

One set of a million numbers is copied whole when it grows, which takes tens of milliseconds in which no other
thread runs, the window's neither. So there are many small sets, each of which grows unnoticed.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

_SETS: Final = 1_024


class SeenNumbers:
    """A set of E.164 numbers, given as digits, that is added to while it is asked."""

    def __init__(self) -> None:
        # As numbers, which take half the room of their digits.
        self._sets: tuple[set[int], ...] = tuple(set() for _ in range(_SETS))

    def add(self, digits: str) -> None:
        """Take a number as seen."""
        number = int(digits)
        self._sets[number % _SETS].add(number)

    def update(self, numbers: Iterable[str]) -> None:
        """Take numbers as seen."""
        for digits in numbers:
            self.add(digits)

    def __contains__(self, digits: str) -> bool:
        number = int(digits)
        return number in self._sets[number % _SETS]
