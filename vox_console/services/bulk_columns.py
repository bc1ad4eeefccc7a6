"""Many rows of a list, held as columns: what is known of each, and which have to be looked at by themselves.

Theory of operation. Nearly every row of a list is *plain*: its number can be sent to as it stands, its text
is whole, nobody else has its number. What is asked about plain rows is asked of a column at a time, by
functions that run through it at the interpreter's own speed, and their answers are put together to rows at
the end. A row about which any column has doubts is set apart, and judged by itself by the rule for one row,
after the plain ones. That comes to the same as judging all in order, because the only thing that one row has
to do with another is its number: rows whose number stands in a second row, here or earlier, are all set
apart, so what is noted of the plain ones says nothing about them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import repeat
from typing import TypeVar

from vox_console.domain.bulk_books import RowClass
from vox_console.domain.merge_fields import Unfilled
from vox_console.imports.table import TableRow
from vox_console.services.bulk_cut import Cut
from vox_console.services.bulk_recipient import Found, RecipientFinder
from vox_console.storage.jobs import JobRow

T = TypeVar("T")

_NOBODY = ("", "")


class RowColumns:
    """The columns of some rows, and the places of those set apart.

    recipients, regions: "" where no number can be sent to. texts: "" where nothing fills them. found: the
    numbers that were looked for one by one, for the rows set apart for them.
    """

    def __init__(self, rows: Iterable[TableRow], finder: RecipientFinder) -> None:
        self.rows = list(rows)
        self.cells = [row.cells for row in self.rows]
        self.numbers = [row.number for row in self.rows]
        self.apart = {at for at, row in enumerate(self.rows) if row.damage}
        self.found: dict[int, Found] = {}
        self.texts: list[str] = []
        self.cuts: list[Cut] = []
        known = finder.known(self.cells)
        for at, each in enumerate(known):
            if each is None and at not in self.apart:
                found = finder.find(self.cells[at])
                if found.reading is not None and found.reading.ok:
                    known[at] = (found.reading.digits, found.reading.region)
                if found.reading is None or not found.reading.ok or found.reading.repaired:
                    self.found[at] = found
        self.apart.update(self.found)
        numbers = [each or _NOBODY for each in known]
        self.recipients = [digits for digits, _ in numbers]
        self.regions = [region for _, region in numbers]

    def fill(self, texts: Sequence[str | Unfilled]) -> None:
        """Enter the texts; rows without one are set apart."""
        self.texts = [text if isinstance(text, str) else "" for text in texts]
        if not all(map(str.strip, self.texts)):
            self.apart.update(at for at, text in enumerate(self.texts) if not text.strip())

    def cut(self, cuts: list[Cut]) -> None:
        """Enter what the texts are billed as; rows that cannot be sent are set apart."""
        self.cuts = cuts
        verdicts = [cut.verdict for cut in cuts]
        if verdicts.count(RowClass.ACCEPTED) < len(verdicts):
            self.apart.update(at for at, each in enumerate(verdicts) if each is not RowClass.ACCEPTED)

    def set_apart_recipients(self, doubtful: Callable[[str], object]) -> None:
        """Set the rows apart about whose numbers there is a doubt."""
        self.apart.update(at for at, each in enumerate(self.recipients) if each and doubtful(each))

    def plain(self, column: Sequence[T]) -> list[T]:
        """Give what a column holds for the rows not set apart."""
        apart = self.apart
        return [each for at, each in enumerate(column) if at not in apart] if apart else list(column)

    def accepted(self) -> list[JobRow]:
        """Give all rows as accepted, which those set apart need not be."""
        verdicts, reasons = repeat(RowClass.ACCEPTED, len(self.rows)), repeat("", len(self.rows))
        parts = [cut.parts for cut in self.cuts]
        rows = zip(self.numbers, self.cells, verdicts, self.recipients, parts, reasons, strict=True)
        return list(map(tuple.__new__, repeat(JobRow), rows))  # as JobRow._make does, without a step for each
