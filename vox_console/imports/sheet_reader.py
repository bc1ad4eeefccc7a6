"""The child that reads a workbook: ``python -m vox_console.imports.sheet_reader REQUEST``, JSON lines out.

REQUEST is a :class:`~vox_console.imports.sheet_request.Request` as JSON. What it answers, one JSON object per
line, in this order::

    {"sheets": [[name, hidden], ...], "sheet": name}     the sheets, and the one that is read
    {"notes": [[code, text, count, [row, ...]], ...]}    what is remarkable about the sheet
    {"rows": [[number, [cell, ...], damage, hidden], ...]}   any number of times
    {"end": true}                                        without it, the reading was cut short

or, anywhere, ``{"fault": [title, detail, hint]}`` and nothing more. It limits its own memory and processor
time first; that it may be killed by those limits is the parent's business (``sheet_process``).
"""

from __future__ import annotations

import json
import os
import sys
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import astuple
from pathlib import Path
from typing import Any, BinaryIO

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from vox_console.imports.archive import UNPROTECT, broken, open_archive
from vox_console.imports.cell_text import EXACT, Value, cell_text, unescaped
from vox_console.imports.faults import ImportFault
from vox_console.imports.number_format import DigitFormat
from vox_console.imports.sheet_limits import AS_CSV, TOO_LARGE, SheetLimits, limit_this_process
from vox_console.imports.sheet_notes import sheet_notes
from vox_console.imports.sheet_request import Request
from vox_console.imports.sheet_scan import SheetFindings, scan_sheet, styled_cells
from vox_console.imports.text_lines import FIELD_CHARACTERS, LINE_CHARACTERS
from vox_console.imports.workbook_parts import WorkbookParts, forbid_doctype, read_parts

_BATCH_ROWS = 500
_BATCH_CHARACTERS = 1 << 20
_SHOWN = 200  # characters of what is too long

Row = tuple[int, list[str], str, bool]


def read_workbook(request: Request) -> Iterator[dict[str, Any]]:
    """Give the answers to a request. Raises ImportFault; MemoryError when the limit is met."""
    with Path(request.path).open("rb") as file, open_archive(file, request.limits) as archive:
        parts = read_parts(archive)
        forbid_doctype(_start(archive, parts.strings) if parts.strings else b"")
        with Path(request.path).open("rb") as own, CalamineWorkbook.from_filelike(own) as book:
            sheets = [
                (sheet.name, sheet.visible != SheetVisibleEnum.Visible)
                for sheet in book.sheets_metadata
                if sheet.typ == SheetTypeEnum.WorkSheet
            ]
            name = _chosen(sheets, request.sheet)
            yield {"sheets": sheets, "sheet": name}
            found = _scan(archive, parts, name)
            _fits(found, request.limits)
            yield {"notes": [astuple(note) for note in sheet_notes(found, request.limits)]}
            sheet = book.get_sheet_by_name(name)
            digits = _digits(archive, parts, name)
            rows = _rows(sheet.iter_rows(), found, digits, parts, request.limits.columns)
            yield from _batches(rows)
    yield {"end": True}


def _start(archive: zipfile.ZipFile, member: str) -> bytes:
    with _member(archive, member) as part:
        return part.read(4096)


def _member(archive: zipfile.ZipFile, member: str) -> BinaryIO:
    try:
        return archive.open(member)  # type: ignore[return-value] # it reads like one
    except KeyError as fault:
        raise broken(f"It has no part {member!r}.") from fault


def _chosen(sheets: list[tuple[str, bool]], wanted: str | None) -> str:
    if not sheets:
        raise ImportFault("The workbook has no sheet with cells", hint="Choose another file.")
    if wanted is not None:
        if wanted not in (name for name, _ in sheets):
            raise ImportFault(
                "The workbook has no sheet of this name", detail=wanted, hint="Choose one of its sheets."
            )
        return wanted
    return next((name for name, hidden in sheets if not hidden), sheets[0][0])


def _scan(archive: zipfile.ZipFile, parts: WorkbookParts, name: str) -> SheetFindings:
    with _member(archive, parts.members.get(name, "")) as part:
        return scan_sheet(part)


def _fits(found: SheetFindings, limits: SheetLimits) -> None:
    cells = found.last_row * found.last_column
    if cells > limits.grid_cells:
        where = (
            f"cell {found.last_cell} and row {found.last_row:,}"
            if found.last_cell
            else f"row {found.last_row:,}"
        )
        raise ImportFault(
            "The sheet reaches too far",
            detail=f"From A1 to {where} there are {cells:,} cells.",
            hint="Delete what stands far from the table, or save the sheet as CSV and choose that.",
        )


def _digits(archive: zipfile.ZipFile, parts: WorkbookParts, name: str) -> Iterator[tuple[int, int, int]]:
    """Give (row, column, style) of the cells whose format shows digits that the value has not."""
    if parts.styles:
        with _member(archive, parts.members[name]) as part:
            yield from styled_cells(part, frozenset(parts.styles))


def _rows(
    values: Iterator[list[Value]],
    found: SheetFindings,
    digits: Iterator[tuple[int, int, int]],
    parts: WorkbookParts,
    columns: int,
) -> Iterator[Row]:
    styled = next(digits, None)
    for number, row in enumerate(values, 1):
        cells = [unescaped(value) if type(value) is str else cell_text(value) for value in row[:columns]]
        while styled is not None and styled[0] <= number:
            at = styled[1] - 1
            if styled[0] == number and at < len(cells):
                cells[at] = _shown(row[at], cells[at], parts.styles[styled[2]])
            styled = next(digits, None)
        yield (number, *_bounded(cells), bool(found.hidden[number]))


def _shown(value: Value, plain: str, shape: DigitFormat) -> str:
    """Write a number as its format shows it; what has no digits to show stays plain."""
    whole = isinstance(value, float) and value.is_integer() and 0 <= value <= EXACT
    return shape.show(int(value)) if whole and isinstance(value, float) else plain


def _bounded(cells: list[str]) -> tuple[list[str], str]:
    """Give the cells and what is wrong with them."""
    if sum(map(len, cells)) <= FIELD_CHARACTERS:
        return cells, ""
    cut = [cell[:_SHOWN] for cell in cells]
    if max(map(len, cells)) > FIELD_CHARACTERS:
        return cut, f"A cell is longer than {FIELD_CHARACTERS:,} characters."
    if sum(map(len, cells)) > LINE_CHARACTERS:
        return cut, f"The row is longer than {LINE_CHARACTERS:,} characters."
    return cells, ""


def _batches(rows: Iterator[Row]) -> Iterator[dict[str, Any]]:
    batch: list[Row] = []
    size = 0
    for row in rows:
        batch.append(row)
        size += sum(map(len, row[1]))
        if len(batch) >= _BATCH_ROWS or size >= _BATCH_CHARACTERS:
            yield {"rows": batch}
            batch, size = [], 0
    if batch:
        yield {"rows": batch}


def answers(request: Request) -> Iterator[dict[str, Any]]:
    """Give the answers to a request, a fault in words as the last of them if there is one."""
    try:
        yield from read_workbook(request)
    except ImportFault as fault:
        yield {"fault": [fault.title, fault.detail, fault.hint]}
    except PasswordError:
        yield {"fault": ["The workbook is protected with a password", "", UNPROTECT]}
    except MemoryError:
        yield {"fault": [TOO_LARGE, "", AS_CSV]}
    except (
        CalamineError,
        zipfile.BadZipFile,
        zlib.error,
        OSError,
        EOFError,
        ValueError,
        NotImplementedError,
    ) as fault:
        told = broken(str(fault)[:_SHOWN])
        yield {"fault": [told.title, told.detail, told.hint]}


def main() -> None:
    """Read what the command line asks for."""
    request = Request.of_json(sys.argv[1])
    limit_this_process(request.limits)
    out = sys.stdout.buffer
    try:
        for answer in answers(request):
            out.write(json.dumps(answer, separators=(",", ":")).encode() + b"\n")
            out.flush()
    except BrokenPipeError:  # nobody reads on
        sys.stderr.close()
        os._exit(0)


if __name__ == "__main__":
    main()
