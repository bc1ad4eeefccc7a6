"""The numbers that were seen so far, by the million, without a pause.

One table of a million numbers is copied whole when it grows, and freed whole when it goes: each takes tens
of milliseconds in which no other thread runs, the window's neither. So there are many small tables, each of
which grows and goes unnoticed. They are dictionaries that hold nothing but numbers, because the search for
garbage leaves such alone, while it walks through every set each time it comes by.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

_TABLES: Final = 256


class SeenNumbers:
    """A set of E.164 numbers, given as digits, that is added to while it is asked."""

    def __init__(self) -> None:
        # As numbers, which take half the room of their digits.
        self._tables: tuple[dict[int, None], ...] = tuple({} for _ in range(_TABLES))

    def add(self, digits: str) -> None:
        """Take a number as seen."""
        number = int(digits)
        self._tables[number % _TABLES][number] = None

    def update(self, numbers: Iterable[str]) -> None:
        """Take numbers as seen."""
        tables = self._tables
        for number in map(int, numbers):
            tables[number % _TABLES][number] = None

    def repeated(self, numbers: Sequence[str]) -> set[str]:
        """Give which of these were seen before, or stand among them more than once; "" is no number."""
        tables = self._tables
        digits = list(filter(None, numbers))
        numbered = zip(digits, map(int, digits), strict=True)
        found = {each for each, number in numbered if number in tables[number % _TABLES]}
        if len(set(digits)) < len(digits):
            found.update(each for each, times in Counter(digits).items() if times > 1)
        return found

    def forget(self) -> None:
        """Forget all numbers. Whoever has seen a million does it in a thread, where nobody waits for it."""
        for table in self._tables:
            table.clear()

    def __contains__(self, digits: str) -> bool:
        number = int(digits)
        return number in self._tables[number % _TABLES]
