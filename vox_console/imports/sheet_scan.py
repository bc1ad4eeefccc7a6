"""Looks through the XML of a sheet for what the reader of values does not tell.

Regular expressions over octets, not a parser: a million rows take a second and not twenty, and there is
nothing that entities could be expanded in. What is looked for is remarkable and rare, so each expression is
run only over blocks that can have it. None can run away: no part of one reaches past the next "<".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO

from vox_console.imports.workbook_parts import forbid_doctype

_BLOCK = 1 << 20
_MOST_ROWS = 1_048_576
_NAMED = 10
_ROOT = re.compile(rb"<(?:(\w+):)?worksheet\b")


@dataclass(slots=True)
class SheetFindings:
    """What was found. Counts, the numbers of the first few rows, and the far corner of the sheet.

    hidden: one octet per row number, 1 where the row is hidden. last_row, last_column: from 1, of the cells
    with a value; columns up to Z are not told apart. last_cell: the reference of the cell in the last column,
    or "".
    """

    hidden: bytearray = field(default_factory=lambda: bytearray(_MOST_ROWS + 1))
    hidden_columns: list[str] = field(default_factory=list)
    merged: list[str] = field(default_factory=list)
    merged_count: int = 0
    uncached: int = 0
    uncached_rows: list[int] = field(default_factory=list)
    errors: int = 0
    error_rows: list[int] = field(default_factory=list)
    last_row: int = 0
    last_column: int = 26
    last_cell: str = ""


def column_number(letters: bytes) -> int:
    """Give the number of a column, from 1: A is 1, XFD is 16384."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def column_letters(number: int) -> str:
    """Give the letters of a column, from 1."""
    letters = ""
    while number > 0:
        number, letter = divmod(number - 1, 26)
        letters = chr(65 + letter) + letters
    return letters


class _Patterns:
    """The expressions, for the prefix that the sheet's elements have (nearly always none)."""

    def __init__(self, prefix: bytes) -> None:
        p = re.escape(prefix)
        row = rb'\br="([A-Z]{1,3})(\d{1,7})"'
        self.row_end = b"</" + prefix + b"row>"
        self.row = re.compile(rb"<" + p + rb'row\b[^<>]*?\br="(\d{1,7})"')
        self.hidden = re.compile(rb"<" + p + rb'row\b(?=[^<>]*\bhidden="(?:1|true)")[^<>]*?\br="(\d{1,7})"')
        self.far = re.compile(rb' r="([A-Z]{2,3})(\d{1,7})"[^<>]*(?<!/)>')  # begins with a literal: fast
        self.row_start = b"<" + prefix + b"row"
        self.value_starts = tuple(b"<" + prefix + name for name in (b"v>", b"is>", b"v "))
        self.uncached = re.compile(
            rb"<" + p + rb"c\b[^<>]*?" + row + rb"[^<>]*>\s*<" + p + rb"f\b[^<>]*(?:/>|>[^<]*</" + p + rb"f>)"
            rb"\s*(?:<" + p + rb"v\s*/>|<" + p + rb"v>\s*</" + p + rb"v>)?\s*</" + p + rb"c>"
        )
        self.error = re.compile(rb"<" + p + rb'c\b(?=[^<>]*\bt="e")[^<>]*?' + row)
        self.column = re.compile(rb"<" + p + rb'col\b(?=[^<>]*\bhidden="(?:1|true)")[^<>]*>')
        self.merged = re.compile(rb"<" + p + rb'mergeCell\b[^<>]*?\bref="([A-Z0-9:$]{2,25})"')
        self.formula = b"<" + prefix + b"f"
        self.prefix = p


def _blocks(part: IO[bytes]) -> Iterator[tuple[bytes, _Patterns]]:
    """Give the sheet in blocks that end with a row, so that no row is cut."""
    block = part.read(_BLOCK)
    forbid_doctype(block[:4096])
    found = _ROOT.search(block[:65_536])
    patterns = _Patterns(found[1] + b":" if found and found[1] else b"")
    while block:
        more = part.read(_BLOCK)
        cut = block.rfind(patterns.row_end) if more else len(block)
        if cut < 0 and len(block) < 16 * _BLOCK:
            block += more
            continue
        cut = cut if cut >= 0 else len(block)
        yield block[:cut], patterns
        block = block[cut:] + more if more else b""


def scan_sheet(part: IO[bytes]) -> SheetFindings:
    """Look through a sheet. Raises ImportFault if it declares a document type; zipfile's errors pass."""
    found = SheetFindings()
    for block, patterns in _blocks(part):
        _rows(block, patterns, found)
        _cells(block, patterns, found)
        if b"mergeCell" in block:
            ranges = patterns.merged.findall(block)
            found.merged_count += len(ranges)
            found.merged += [area.decode() for area in ranges[: max(0, _NAMED - len(found.merged))]]
        if b'hidden="' in block:
            found.hidden_columns += [name for tag in patterns.column.findall(block) for name in _columns(tag)]
    return found


def _rows(block: bytes, patterns: _Patterns, found: SheetFindings) -> None:
    value = max(block.rfind(start) for start in patterns.value_starts)
    last = (
        patterns.row.match(block, max(0, block.rfind(patterns.row_start, 0, value))) if value >= 0 else None
    )
    if last:
        found.last_row = max(found.last_row, int(last[1]))
    if b'hidden="' in block:
        for row in patterns.hidden.findall(block):
            if int(row) <= _MOST_ROWS:
                found.hidden[int(row)] = 1


def _cells(block: bytes, patterns: _Patterns, found: SheetFindings) -> None:
    for letters, row in patterns.far.findall(block):
        column = column_number(letters)
        if column > found.last_column:
            found.last_column = column
            found.last_cell = (letters + row).decode()
    if patterns.formula in block:
        for _, row in patterns.uncached.findall(block):
            found.uncached += 1
            if len(found.uncached_rows) < _NAMED and int(row) not in found.uncached_rows:
                found.uncached_rows.append(int(row))
    if b't="e"' in block:
        for _, row in patterns.error.findall(block):
            found.errors += 1
            if len(found.error_rows) < _NAMED and int(row) not in found.error_rows:
                found.error_rows.append(int(row))


def _columns(tag: bytes) -> list[str]:
    """Give the letters of the first few columns that a <col> element is about."""
    ends = [re.search(rb"\b" + name + rb'="(\d{1,5})"', tag) for name in (b"min", b"max")]
    first, last = (int(end[1]) if end else 0 for end in ends)
    return [column_letters(number) for number in range(first, min(last, first + _NAMED - 1) + 1) if number]


def styled_cells(part: IO[bytes], styles: frozenset[int]) -> Iterator[tuple[int, int, int]]:
    """Give (row from 1, column from 1, style) of the cells in certain styles, in the order of the sheet."""
    wanted = b"|".join(str(style).encode() for style in sorted(styles))
    for block, patterns in _blocks(part):
        cell = re.compile(
            rb"<"
            + patterns.prefix
            + rb'c\b(?=[^<>]*\bs="('
            + wanted
            + rb')")[^<>]*?\br="([A-Z]{1,3})(\d{1,7})"'
        )
        for style, letters, row in cell.findall(block):
            yield int(row), column_number(letters), int(style)
