"""A Table of one sheet of a workbook; each reading is a child process of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from vox_console.imports.headers import HeaderFinding, find_header
from vox_console.imports.sheet_limits import SheetLimits
from vox_console.imports.sheet_process import SheetProcess
from vox_console.imports.sheet_request import Request
from vox_console.imports.source_file import SourceFile
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
    """What the first reading gave."""

    sheets: tuple[SheetInfo, ...]
    sheet: str
    notes: tuple[Note, ...]
    rows: tuple[TableRow, ...]


class SheetTable(Table):
    """Rows of a sheet."""

    def __init__(self, source: SourceFile, wanted: Wanted, limits: SheetLimits) -> None:
        self._source = source
        self._limits = limits
        self._begin = begin = _beginning(source, wanted.sheet, limits)
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
        """Give the rows below the header; see :class:`Table`. The child ends with the iterator."""
        self._source.still_the_same()
        tally = self._tally = Tally(self.column_count)
        request = Request(str(self._source.path), self._begin.sheet, None, self._limits)
        with SheetProcess(request) as child:
            for answer in child.answers():
                for row in _rows_of(answer):
                    if row.number <= self.header_number:
                        continue
                    tally.see(row)
                    yield row
        self._source.still_the_same()


def _rows_of(answer: dict[str, list[tuple[int, list[str], str, bool]]]) -> Iterator[TableRow]:
    for number, cells, damage, hidden in answer.get("rows", ()):
        yield TableRow(number, tuple(cells), damage, hidden)


def _beginning(source: SourceFile, sheet: str | None, limits: SheetLimits) -> _Beginning:
    source.still_the_same()
    sheets: tuple[SheetInfo, ...] = ()
    name = ""
    notes: tuple[Note, ...] = ()
    rows: list[TableRow] = []
    with SheetProcess(Request(str(source.path), sheet, FIRST_ROWS, limits)) as child:
        for answer in child.answers():
            if "sheets" in answer:
                name = answer["sheet"]
                sheets = tuple(SheetInfo(each, hidden) for each, hidden in answer["sheets"])
            if "notes" in answer:
                notes = tuple(Note(code, text, count, tuple(at)) for code, text, count, at in answer["notes"])
            rows.extend(_rows_of(answer))
    return _Beginning(sheets, name, notes, tuple(rows))


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


def open_workbook(source: SourceFile, wanted: Wanted, *, limits: SheetLimits = _LIMITS) -> SheetTable:
    """Open a workbook in a child process. Raises ImportFault."""
    return SheetTable(source, wanted, limits)
