"""The books of contacts that were read from a file: every row or card stands in exactly one class."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from vox_console.domain.row_books import MOST_TOLD, RowBooks


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


@dataclass(slots=True)
class ContactBooks(RowBooks[ContactClass]):
    """The books, in which a card has the number of its first line.

    numbers_left_out: bad numbers of rows that were entered with their other numbers. left_out: the first of
    them, with their rows and reasons.
    """

    kinds: type[ContactClass] = ContactClass
    entered: frozenset[ContactClass] = frozenset({ContactClass.NEW, ContactClass.ADDED, ContactClass.ALREADY})
    numbers_left_out: int = 0
    left_out: list[tuple[int, str]] = field(default_factory=list)

    def leave_out(self, row: int, reason: str) -> None:
        """Note a number that was left out of a row that was entered."""
        self.numbers_left_out += 1
        if len(self.left_out) < MOST_TOLD:
            self.left_out.append((row, reason))
