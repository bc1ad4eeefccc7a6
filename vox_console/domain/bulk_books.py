"""The books of a bulk job: every row of the file stands in exactly one class, and the classes add up.

What a row is excluded for is decided once, at import, in the order of :class:`RowClass`; a row that was
accepted may still be stopped later, by an opt-out that came in the meantime.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class RowClass(StrEnum):
    """What became of one row at import. The words are a promise of the command line's JSON."""

    ACCEPTED = "accepted"
    BLANK = "blank"  # no cell holds anything
    DAMAGED = "damaged"  # the file cannot be read there
    NO_NUMBER = "no_number"
    BAD_NUMBER = "bad_number"
    OPTED_OUT = "opted_out"
    DUPLICATE = "duplicate"  # of an earlier row of the same file
    UNFILLED = "unfilled_field"
    EMPTY_TEXT = "empty_text"
    CANNOT_ENCODE = "cannot_encode"
    TOO_LONG = "too_long"
    RECENT = "recent"  # the number got nearly the same text lately, and such rows are left out
    NEVER_OPEN = "never_in_hours"  # so far apart are the places where the number may be


@dataclass(slots=True)
class Books:
    """Counts that balance: rows = accepted + every class of exclusion. parts: of the accepted rows."""

    classes: Counter[RowClass] = field(default_factory=Counter)
    parts: int = 0

    def enter(self, row_class: RowClass, *, parts: int = 0) -> None:
        """Enter one row."""
        self.classes[row_class] += 1
        self.parts += parts

    @property
    def rows(self) -> int:
        """How many rows came in."""
        return self.classes.total()

    @property
    def accepted(self) -> int:
        """How many of them may be sent to."""
        return self.classes[RowClass.ACCEPTED]

    @property
    def excluded(self) -> Mapping[RowClass, int]:
        """How many are not sent to, by the reason, in the order of the classes."""
        return {
            each: self.classes[each]
            for each in RowClass
            if each is not RowClass.ACCEPTED and self.classes[each]
        }

    @classmethod
    def of(cls, counts: Iterable[tuple[RowClass, int, int]]) -> Books:
        """Make books of (class, rows, parts)."""
        books = cls()
        for row_class, rows, parts in counts:
            books.classes[row_class] += rows
            books.parts += parts
        return books
