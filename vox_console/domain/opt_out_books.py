"""The books of a list that was entered into the register: every row stands in exactly one class."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum

MOST_TOLD = 5


class OptOutClass(StrEnum):
    """What became of one row. The words are a promise of the command line's JSON."""

    NEW = "new"
    ALREADY = "already"  # on the register before, or by an earlier row
    BLANK = "blank"
    DAMAGED = "damaged"
    NO_NUMBER = "no_number"
    BAD_NUMBER = "bad_number"
    BAD_SENDER = "bad_sender"


NOT_ENTERED = (
    OptOutClass.BLANK,
    OptOutClass.DAMAGED,
    OptOutClass.NO_NUMBER,
    OptOutClass.BAD_NUMBER,
    OptOutClass.BAD_SENDER,
)


@dataclass(slots=True)
class OptOutBooks:
    """Counts that balance: rows = new + already + every class of row that could not be entered.

    undated: entered rows whose date could not be read; what stood there is in their evidence. faults: the
    first rows of a class with the reason of each. taken_back: waiting messages that do not leave now.
    """

    classes: Counter[OptOutClass] = field(default_factory=Counter)
    undated: int = 0
    taken_back: int = 0
    faults: dict[OptOutClass, list[tuple[int, str]]] = field(default_factory=dict)

    def enter(self, row: int, row_class: OptOutClass, *, reason: str = "", undated: bool = False) -> None:
        """Enter one row. row: as the user's program numbers it."""
        self.classes[row_class] += 1
        self.undated += undated
        told = self.faults.setdefault(row_class, [])
        if reason and len(told) < MOST_TOLD:
            told.append((row, reason))

    @property
    def rows(self) -> int:
        """How many rows came in."""
        return self.classes.total()

    @property
    def sum_words(self) -> str:
        """Say the sum in one line: "12 rows = 9 new + 2 already + 1 bad number"."""
        terms = [f"{self.classes[each]:,} {each.value.replace('_', ' ')}" for each in OptOutClass]
        shown = [term for term, each in zip(terms, OptOutClass, strict=True) if self.classes[each]]
        rows = f"{self.rows:,} row" if self.rows == 1 else f"{self.rows:,} rows"
        return f"{rows} = {' + '.join(shown) or '0 new'}"
