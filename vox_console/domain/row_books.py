"""The books of a list that is entered somewhere: every row in exactly one class, and the classes add up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Generic, TypeVar

MOST_TOLD = 5

Class = TypeVar("Class", bound=StrEnum)


@dataclass(slots=True)
class RowBooks(Generic[Class]):
    """Counts that balance: rows are the sum of all classes.

    kinds: all classes, in the order in which they are told. entered: those of rows that are where they belong
    now. faults: the first rows of a class with the reason of each.
    """

    kinds: type[Class]
    entered: frozenset[Class]
    classes: Counter[Class] = field(default_factory=Counter)
    faults: dict[Class, list[tuple[int, str]]] = field(default_factory=dict)

    def enter(self, row: int, row_class: Class, *, reason: str = "") -> None:
        """Enter one row. row: as the user's program numbers it."""
        self.classes[row_class] += 1
        told = self.faults.setdefault(row_class, [])
        if reason and len(told) < MOST_TOLD:
            told.append((row, reason))

    @property
    def rows(self) -> int:
        """How many rows came in."""
        return self.classes.total()

    @property
    def not_entered(self) -> list[tuple[int, str]]:
        """The first rows of every class of rows that were left out, with the reason of each."""
        kinds = [each for each in self.kinds if each not in self.entered]
        return [fault for each in kinds for fault in self.faults.get(each, ())]

    @property
    def sum_words(self) -> str:
        """Say the sum in one line."""
        return sum_words(self.classes, self.kinds)


def sum_words(classes: Mapping[Class, int], kinds: Iterable[Class]) -> str:
    """Say a sum in one line: "12 rows = 9 new + 2 already + 1 bad number". kinds: in which order."""
    terms = [f"{classes[each]:,} {each.value.replace('_', ' ')}" for each in kinds if classes.get(each)]
    rows = sum(classes.values())
    return f"{rows:,} {'row' if rows == 1 else 'rows'} = {' + '.join(terms) or '0 new'}"
