"""The books of a list that was entered into the register: every row stands in exactly one class."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from vox_console.domain.row_books import RowBooks


class OptOutClass(StrEnum):
    """What became of one row. The words are a promise of the command line's JSON."""

    NEW = "new"
    ALREADY = "already"  # on the register before, or by an earlier row
    BLANK = "blank"
    DAMAGED = "damaged"
    NO_NUMBER = "no_number"
    BAD_NUMBER = "bad_number"
    BAD_SENDER = "bad_sender"


@dataclass(slots=True)
class OptOutBooks(RowBooks[OptOutClass]):
    """The books.

    undated: entered rows whose date could not be read; what stood there is in their evidence. taken_back:
    waiting messages that do not leave now.
    """

    kinds: type[OptOutClass] = OptOutClass
    entered: frozenset[OptOutClass] = frozenset({OptOutClass.NEW, OptOutClass.ALREADY})
    undated: int = 0
    taken_back: int = 0
