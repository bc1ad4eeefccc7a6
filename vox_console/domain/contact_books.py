"""The books of contacts that were read from a file: every row or card stands in exactly one class."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum

MOST_TOLD = 5


class ContactClass(StrEnum):
    """What became of one row. The words are a promise of the command line's JSON."""

    NEW = "new"
    ADDED = "added"  # a number or a note was added to a contact of this name
    ALREADY = "already"
    OTHER_NAME = "other_name"  # a number of it is known under another name, which stays
    BLANK = "blank"
    DAMAGED = "damaged"
    NO_NAME = "no_name"
    NO_NUMBER = "no_number"
    BAD_NUMBER = "bad_number"


NOT_ENTERED = (
    ContactClass.OTHER_NAME,
    ContactClass.BLANK,
    ContactClass.DAMAGED,
    ContactClass.NO_NAME,
    ContactClass.NO_NUMBER,
    ContactClass.BAD_NUMBER,
)


@dataclass(slots=True)
class ContactBooks:
    """Counts that balance: rows are the sum of all classes.

    numbers_left_out: bad numbers of rows that were entered with their other numbers. faults: the first rows
    of a class with the reason of each; left_out the same for those numbers.
    """

    classes: Counter[ContactClass] = field(default_factory=Counter)
    numbers_left_out: int = 0
    faults: dict[ContactClass, list[tuple[int, str]]] = field(default_factory=dict)
    left_out: list[tuple[int, str]] = field(default_factory=list)

    def enter(self, row: int, row_class: ContactClass, *, reason: str = "") -> None:
        """Enter one row. row: as the user's program numbers it; for a card its first line."""
        self.classes[row_class] += 1
        told = self.faults.setdefault(row_class, [])
        if reason and len(told) < MOST_TOLD:
            told.append((row, reason))

    def leave_out(self, row: int, reason: str) -> None:
        """Note a number that was left out of a row that was entered."""
        self.numbers_left_out += 1
        if len(self.left_out) < MOST_TOLD:
            self.left_out.append((row, reason))

    @property
    def rows(self) -> int:
        """How many rows came in."""
        return self.classes.total()

    @property
    def sum_words(self) -> str:
        """Say the sum in one line: "12 rows = 9 new + 2 already + 1 bad number"."""
        terms = [f"{self.classes[each]:,} {each.value.replace('_', ' ')}" for each in ContactClass]
        shown = [term for term, each in zip(terms, ContactClass, strict=True) if self.classes[each]]
        rows = f"{self.rows:,} row" if self.rows == 1 else f"{self.rows:,} rows"
        return f"{rows} = {' + '.join(shown) or '0 new'}"
