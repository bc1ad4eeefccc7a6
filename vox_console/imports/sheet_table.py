"""A Table of one sheet of a workbook, which a child process reads once (:mod:`.sheet_spool`)."""

from __future__ import annotations

import json
import weakref
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass

from vox_console.imports.headers import HeaderFinding, find_header
from vox_console.imports.sheet_limits import SheetLimits
from vox_console.imports.sheet_process import SheetProcess
from vox_console.imports.sheet_request import Request
from vox_console.imports.sheet_spool import SheetSpool
from vox_console.imports.source_file import SourceFile
from vox_console.imports.stopper import Stopper
from vox_console.imports.table import (
    Detected,
    Note,
    SheetInfo,
    Table,
    TableFormat,
    TableKind,
    TableRow,
    Wanted,
)
from vox_console.imports.tally import Tally, above_header
from vox_console.imports.text_table import FIRST_ROWS

_LIMITS = SheetLimits()


@dataclass(frozen=True, slots=True)
class _Beginning:
    """What the reading gave first, and the spool of all of it."""

    sheets: tuple[SheetInfo, ...]
    sheet: str
    notes: tuple[Note, ...]
    rows: tuple[TableRow, ...]
    spool: SheetSpool


class SheetTable(Table):
    """Rows of a sheet. The child ends with the table, if not before."""

    def __init__(self, source: SourceFile, wanted: Wanted, limits: SheetLimits, stopper: Stopper) -> None:
        self._source = source
        self._limits = limits
        self._begin = begin = _beginning(source, wanted.sheet, limits, stopper)
        self._ending = weakref.finalize(self, begin.spool.end)
        found = find_header([row.cells for row in begin.rows], wanted=wanted.has_header)
        self.header_number = 0 if found.at is None else found.at + 1
        self.header = None if found.at is None else begin.rows[found.at].cells
        self.column_count = max((len(row.cells) for row in begin.rows), default=0)
        self.format = _format(begin, wanted, found)
        self._tally = Tally(self.column_count)

    @property
    def notes(self) -> tuple[Note, ...]:
        """Give what is known so far; see :class:`Table`."""
        hidden = _hidden_sheets(self._begin)
        return (*hidden, *self._begin.notes, *above_header(self.header_number), *self._tally.notes)

    def first_rows(self) -> Sequence[TableRow]:
        """Give the rows below the header that detection looked at."""
        return self._begin.rows[self.header_number :]

    def rows(self) -> Iterator[TableRow]:
        """Give the rows below the header; see :class:`Table`."""
        self._source.still_the_same()
        tally = self._tally = Tally(self.column_count)
        last = self.header_number
        for line in self._lines():
            for row in _rows_of(json.loads(line)):
                if row.number <= last:
                    continue
                tally.see(row)
                yield row
                last = row.number
        self._source.still_the_same()

    def _lines(self) -> Iterator[bytes]:
        """Give what the child said; when not all of that was kept, all that another one says."""
        spool = self._begin.spool
        yield from spool.lines()
        if not spool.whole:
            with SheetProcess(Request(str(self._source.path), self._begin.sheet, self._limits)) as child:
                yield from child.lines()


def _rows_of(answer: dict[str, list[tuple[int, list[str], str, bool]]]) -> Iterator[TableRow]:
    for number, cells, damage, hidden in answer.get("rows", ()):
        yield TableRow(number, tuple(cells), damage, hidden)


def _beginning(source: SourceFile, sheet: str | None, limits: SheetLimits, stopper: Stopper) -> _Beginning:
    source.still_the_same()
    sheets: tuple[SheetInfo, ...] = ()
    name = ""
    notes: tuple[Note, ...] = ()
    rows: list[TableRow] = []
    first: list[bytes] = []
    with ExitStack() as stack:
        child = stack.enter_context(SheetProcess(Request(str(source.path), sheet, limits), stopper=stopper))
        lines = child.lines()
        for line in lines:
            answer = json.loads(line)
            if "sheets" in answer:
                name = answer["sheet"]
                sheets = tuple(SheetInfo(each, hidden) for each, hidden in answer["sheets"])
            if "notes" in answer:
                notes = tuple(Note(code, text, count, tuple(at)) for code, text, count, at in answer["notes"])
            if "rows" in answer:
                first.append(line)
                rows.extend(_rows_of(answer))
            if len(rows) >= FIRST_ROWS:
                break
        stack.pop_all()  # the spool ends the child from now on
        spool = SheetSpool(child, lines, first, most_octets=limits.kept_octets)
        return _Beginning(sheets, name, notes, tuple(rows[:FIRST_ROWS]), spool)


def _hidden_sheets(begin: _Beginning) -> tuple[Note, ...]:
    hidden = [sheet.name for sheet in begin.sheets if sheet.hidden]
    if not hidden:
        return ()
    named = ", ".join(f'"{name}"' for name in hidden)
    return (Note("hidden_sheets", f"The workbook has hidden sheets: {named}.", len(hidden)),)


def _format(begin: _Beginning, wanted: Wanted, header: HeaderFinding) -> TableFormat:
    chosen = wanted.sheet is not None
    if chosen:
        reason = "Chosen."
    elif len(begin.sheets) == 1:
        reason = "The only sheet."
    else:
        reason = f"The first of {len(begin.sheets)} sheets that is not hidden."
    return TableFormat(
        TableKind.WORKBOOK,
        has_header=Detected(header.at is not None, header.reason, chosen=wanted.has_header is not None),
        sheet=Detected(begin.sheet, reason, chosen=chosen),
        sheets=begin.sheets,
    )


def open_workbook(
    source: SourceFile, wanted: Wanted, *, limits: SheetLimits = _LIMITS, stopper: Stopper | None = None
) -> SheetTable:
    """Open a workbook in a child process. Raises ImportFault, also when the stopper ends it."""
    return SheetTable(source, wanted, limits, stopper or Stopper())
