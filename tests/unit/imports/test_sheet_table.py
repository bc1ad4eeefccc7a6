from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.imports.workbook_file import Cell, Sheet, workbook
from vox_console.imports.faults import ImportFault
from vox_console.imports.sheet_limits import SheetLimits
from vox_console.imports.sheet_table import SheetTable, open_workbook
from vox_console.imports.source_file import SourceFile
from vox_console.imports.table import SheetInfo, TableKind, TableRow, Wanted

ROWS: list[list[Cell]] = [["Name", "Phone"], ["Ana", 641234567.0], [], ["Ben", 641234568.0]]
BOOK = workbook(Sheet(ROWS, hidden_rows=[4]), Sheet([["x"]], name="Old", state="hidden"))
NOTHING = Wanted()


def opened(tmp_path: Path, octets: bytes = BOOK, wanted: Wanted = NOTHING) -> SheetTable:
    path = tmp_path / "book.xlsx"
    path.write_bytes(octets)
    return open_workbook(SourceFile.at(path), wanted)


def test_rows_below_the_header_have_the_numbers_of_the_sheet(tmp_path: Path) -> None:
    table = opened(tmp_path)
    assert table.header == ("Name", "Phone")
    assert list(table.rows()) == [
        TableRow(2, ("Ana", "641234567")),
        TableRow(3, ("", "")),
        TableRow(4, ("Ben", "641234568"), hidden=True),
    ]
    assert [note.code for note in table.notes] == ["hidden_sheets", "hidden_rows", "blank_rows"]


def test_the_preview_is_the_beginning_of_the_rows(tmp_path: Path) -> None:
    table = opened(tmp_path)
    assert table.preview(2) == tuple(table.rows())[:2]


def test_the_format_names_the_sheets(tmp_path: Path) -> None:
    told = opened(tmp_path).format
    assert told.kind is TableKind.WORKBOOK
    assert told.sheets == (SheetInfo("Sheet1"), SheetInfo("Old", hidden=True))
    assert (told.encoding, told.delimiter, told.quote) == (None, None, None)
    assert told.sheet is not None
    assert told.sheet.reason == "The first of 2 sheets that is not hidden."


def test_another_sheet_can_be_chosen(tmp_path: Path) -> None:
    table = opened(tmp_path, wanted=Wanted(sheet="Old", has_header=False))
    assert [row.cells for row in table.rows()] == [("x",)]
    assert table.format.sheet is not None
    assert table.format.sheet.chosen


def test_a_workbook_changed_between_opening_and_reading_is_told(tmp_path: Path) -> None:
    table = opened(tmp_path)
    (tmp_path / "book.xlsx").write_bytes(BOOK + b"\0")
    with pytest.raises(ImportFault, match="changed"):
        list(table.rows())


def test_the_limits_are_those_that_were_given(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(BOOK)
    with pytest.raises(ImportFault, match="willing"):
        open_workbook(SourceFile.at(path), NOTHING, limits=SheetLimits(members=2))
