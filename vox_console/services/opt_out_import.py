"""From a list to the register: every row judged, entered and accounted for; or only counted.

A number that asked to be left alone is never lost for what else is wrong with its row: where the date cannot
be read, the time of the import stands for it and what was written goes into the evidence. Rows are entered a
batch at a time; what was entered stays when the reading is broken off, as each entry is true by itself.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from vox_console.domain.address import parse_sender
from vox_console.domain.bulk_number import reader_for
from vox_console.domain.errors import Severity
from vox_console.domain.opt_out import OptOut, OptOutSource
from vox_console.domain.opt_out_books import OptOutBooks, OptOutClass
from vox_console.imports.table import Table, TableRow
from vox_console.services.csv_file import unguarded
from vox_console.services.opt_out_columns import OptOutColumns
from vox_console.services.opt_outs import OptOutDesk
from vox_console.services.row_batches import in_batches
from vox_console.services.said_date import read_said_date

BATCH: Final = 2_000


@dataclass(frozen=True, slots=True)
class ReadRow:
    """One row as it would be entered. entry: None where it cannot be; then verdict and reason say why."""

    number: int
    entry: OptOut | None
    verdict: OptOutClass = OptOutClass.NEW
    reason: str = ""
    undated: bool = False


class OptOutReader:
    """Reads rows. file_name: stands for who said it. region: whose national numbers the list may hold.

    now_us: stands where no date is given, or none that can be read.
    """

    def __init__(self, columns: OptOutColumns, *, file_name: str, region: str, now_us: int) -> None:
        self._columns = columns
        self._file_name = file_name
        self._numbers = reader_for(region)
        self._now_us = now_us

    def read(self, row: TableRow) -> ReadRow:
        """Read one row."""
        if row.damage:
            return ReadRow(row.number, None, OptOutClass.DAMAGED, row.damage)
        if row.blank:
            return ReadRow(row.number, None, OptOutClass.BLANK, "The row is empty.")
        columns = self._columns
        found = self._numbers.read(row.cell(columns.number).strip())
        if not found.ok:
            verdict = OptOutClass.BAD_NUMBER
            if found.problems[0].code == "empty":
                verdict = OptOutClass.NO_NUMBER
            return ReadRow(row.number, None, verdict, found.problems[0].text)
        sender = self._cell(row, columns.sender)
        if sender:
            wrong = [each for each in parse_sender(sender).problems if each.severity is Severity.ERROR]
            if wrong:
                return ReadRow(row.number, None, OptOutClass.BAD_SENDER, wrong[0].text)
        evidence, written = self._cell(row, columns.evidence), self._cell(row, columns.since)
        at_us = read_said_date(written, now_us=self._now_us)
        undated = bool(written) and at_us is None
        if undated:
            evidence = "; ".join(filter(None, (evidence, f"date in the list: {written}")))
        entry = OptOut(
            number=found.digits,
            at_us=self._now_us if at_us is None else at_us,
            said_by=self._said_by(row),
            evidence=evidence,
            sender=sender,
            source=self._source(row),
            message_id=self._cell(row, columns.message_id),
        )
        return ReadRow(row.number, entry, undated=undated)

    def _said_by(self, row: TableRow) -> str:
        said_by = self._cell(row, self._columns.said_by)
        if self._columns.ours:
            return said_by
        return f"{said_by} ({self._file_name})" if said_by else self._file_name

    def _source(self, row: TableRow) -> OptOutSource:
        word = self._cell(row, self._columns.source)
        known = self._columns.ours and word in {each.value for each in OptOutSource}
        return OptOutSource(word) if known else OptOutSource.FILE

    def _cell(self, row: TableRow, at: int) -> str:
        cell = row.cell(at).strip()
        return unguarded(cell) if self._columns.ours else cell


async def import_list(
    desk: OptOutDesk,
    table: Table,
    reader: OptOutReader,
    *,
    dry_run: bool = False,
    told: Callable[[int], None] = lambda _rows: None,
    wanted: Callable[[], bool] = lambda: True,
) -> OptOutBooks:
    """Enter a list and give the books. dry_run: enter nothing, only count.

    told: hears how many rows were read so far. wanted: asked between batches; when it says no, the books are
    those of what was entered. Raises StoreError, and ImportFault when the file cannot be read on; what was
    entered before stays.
    """
    books = OptOutBooks()
    counted: set[tuple[str, str]] = set()
    async with in_batches((reader.read(row) for row in table.rows()), BATCH) as following:
        while wanted() and (batch := await following()):
            entries = [row.entry for row in batch if row.entry is not None]
            if dry_run:
                held = await desk.held(entries)
                new = [_counts(entry, held, counted) for entry in entries]
            else:
                added = await desk.add(entries)
                new = added.new
                books.taken_back += len(added.taken_back)
            _enter(books, batch, new)
            told(books.rows)
    return books


def _counts(entry: OptOut, held: set[tuple[str, str]], counted: set[tuple[str, str]]) -> bool:
    """Say whether an entry would be a new one, and count it as entered."""
    key = (entry.number, entry.sender)
    if key in held or key in counted:
        return False
    counted.add(key)
    return True


def _enter(books: OptOutBooks, batch: list[ReadRow], new: list[bool]) -> None:
    fresh = iter(new)
    for row in batch:
        verdict = row.verdict
        if row.entry is not None:
            verdict = OptOutClass.NEW if next(fresh) else OptOutClass.ALREADY
        books.enter(row.number, verdict, reason=row.reason)
        books.undated += row.undated
