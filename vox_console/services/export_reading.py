"""What this program has exported, read back exactly: each cell as it was before it was written.

It is no import of strangers' lists (:mod:`vox_console.imports` is): it reads the four kinds of file as they
are written here and guesses nothing, so that `export --check` and the tests can say that nothing was lost.
A workbook is read as the XML that it is, row by row, because the reader that is used for strangers' workbooks
shows cells as a spreadsheet would.
"""

from __future__ import annotations

import csv
import json
import re
import zipfile
from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from typing import IO, Final
from xml.etree.ElementTree import Element, ParseError, iterparse

from vox_console.domain.export_format import SCHEMA_VERSION, ExportFormat
from vox_console.domain.log_columns import BY_NAME, ColumnKind, LogColumn
from vox_console.domain.sheet_guard import unguarded
from vox_console.services.workbook_file import DAY_US, EPOCH_DAY, MAIN

Cell = str | int | None
"""A text, a number or none, or a time: ISO 8601 or ""; in a workbook microseconds, None for never."""

_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_MAIN: Final = f"{{{MAIN}}}"
_LETTERS = re.compile("[A-Z]+")
_SHEET = re.compile(r"xl/worksheets/sheet([0-9]+)\.xml")


class NotOurs(Exception):
    """It is not what this program writes, or not any more; says in words what is wrong."""


class ExportedRows:
    """An exported file, open. columns: as its header names them; known once `rows` has given the first."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.columns: tuple[LogColumn, ...] = ()
        self.file_format = format_of(path)

    def rows(self) -> Iterator[tuple[Cell, ...]]:
        """Give the rows one by one. Raises NotOurs and OSError."""
        read = {
            ExportFormat.XLSX: self._workbook_rows,
            ExportFormat.JSONL: self._json_rows,
        }.get(self.file_format, self._csv_rows)
        try:
            yield from read()
        except UnicodeDecodeError as fault:
            raise NotOurs("It is not UTF-8.") from fault

    def _csv_rows(self) -> Iterator[tuple[Cell, ...]]:
        for_sheets = self.file_format is ExportFormat.CSV_SHEET
        with self.path.open(encoding="utf-8-sig" if for_sheets else "utf-8", newline="") as file:
            lines = csv.reader(file, strict=True)
            try:
                self._take_header(next(lines, []))
                for cells in lines:
                    yield self._typed(cells or [""], for_sheets=for_sheets)
            except csv.Error as fault:
                raise NotOurs(f"Line {lines.line_num}: {fault}.") from fault

    def _json_rows(self) -> Iterator[tuple[Cell, ...]]:
        with self.path.open(encoding="utf-8", newline="\n") as file:
            for number, line in enumerate(file, start=1):
                try:
                    fields = json.loads(line)
                except ValueError as fault:
                    raise NotOurs(f"Line {number} is no JSON.") from fault
                if not isinstance(fields, dict) or fields.pop("schema", None) != SCHEMA_VERSION:
                    raise NotOurs(f"Line {number} is not of schema {SCHEMA_VERSION}.")
                if not self.columns:
                    self._take_header(list(fields))
                if tuple(fields) != tuple(column.key for column in self.columns):
                    raise NotOurs(f"Line {number} has other keys than the first.")
                yield tuple(
                    "" if value is None and column.kind is ColumnKind.TIME else value
                    for column, value in zip(self.columns, fields.values(), strict=True)
                )

    def _workbook_rows(self) -> Iterator[tuple[Cell, ...]]:
        try:
            with zipfile.ZipFile(self.path) as archive:
                found = [match for name in archive.namelist() if (match := _SHEET.fullmatch(name))]
                sheets = sorted(found, key=lambda match: int(match[1]))[:-1]  # the last one is about the file
                for sheet in sheets:
                    with archive.open(sheet[0]) as part:
                        rows = _sheet_rows(part)
                        self._take_header([str(cell) for cell in next(rows, {}).values()])
                        for cells in rows:
                            yield tuple(
                                map(_of_workbook, self.columns, map(cells.get, range(len(self.columns))))
                            )
        except (zipfile.BadZipFile, ParseError) as fault:
            raise NotOurs(f"It is no whole workbook: {fault}.") from fault

    def _take_header(self, names: Sequence[str]) -> None:
        unknown = next((name for name in names if name not in BY_NAME), None)
        if unknown is not None or not names:
            raise NotOurs(
                "Its first line names no columns." if unknown is None else f"It has a column {unknown!r}."
            )
        self.columns = tuple(BY_NAME[name] for name in names)

    def _typed(self, cells: Sequence[str], *, for_sheets: bool) -> tuple[Cell, ...]:
        if len(cells) != len(self.columns):
            raise NotOurs(f"A row has {len(cells)} cells, the header {len(self.columns)}.")
        return tuple(
            _number(cell)
            if column.kind is ColumnKind.NUMBER
            else unguarded(cell)
            if for_sheets and column.kind is ColumnKind.TEXT
            else cell
            for column, cell in zip(self.columns, cells, strict=True)
        )


def format_of(path: Path) -> ExportFormat:
    """Say what kind of file it is, by its beginning. Raises OSError."""
    with path.open("rb") as file:
        start = file.read(4)
    if start.startswith(b"PK"):
        return ExportFormat.XLSX
    if start.startswith(b"\xef\xbb\xbf"):
        return ExportFormat.CSV_SHEET
    return ExportFormat.JSONL if start.startswith(b"{") or path.suffix == ".jsonl" else ExportFormat.CSV


def _number(cell: str) -> int | None:
    try:
        return int(cell) if cell else None
    except ValueError as fault:
        raise NotOurs(f"{cell!r} stands where a number belongs.") from fault


def _sheet_rows(part: IO[bytes]) -> Iterator[dict[int, str | float]]:
    """Give each row as its cells by position, forgetting what was read."""
    root: Element | None = None
    for event, element in iterparse(part, events=("start", "end")):  # noqa: S314 - expat bounds what entities grow to, and our own file has none
        if root is None:
            root = element
        if event == "end" and element.tag == f"{_MAIN}row":
            yield {_position(cell): _cell_of(cell) for cell in element}
            root.clear()


def _position(cell: Element) -> int:
    letters = _LETTERS.match(cell.get("r", ""))
    if letters is None:
        raise NotOurs("A cell does not say where it is.")
    at = 0
    for letter in letters[0]:
        at = at * 26 + ord(letter) - 64
    return at - 1


def _cell_of(cell: Element) -> str | float:
    if cell.find(f"{_MAIN}f") is not None:
        raise NotOurs(f"Cell {cell.get('r')} is a formula.")
    if cell.get("t") == "inlineStr":
        return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), "".join(cell.itertext()))
    return float(cell.findtext(f"{_MAIN}v", "0"))


def _of_workbook(column: LogColumn, cell: str | float | None) -> Cell:
    if column.kind is ColumnKind.TEXT:
        return "" if cell is None else str(cell)
    if cell is None or isinstance(cell, str):
        return None
    if column.kind is ColumnKind.NUMBER:
        return int(cell)
    return round(Fraction(cell) * DAY_US) - EPOCH_DAY * DAY_US
