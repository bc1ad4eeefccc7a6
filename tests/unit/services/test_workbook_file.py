"""What a sheet's XML holds, seen with the reader for strangers' workbooks where that can show it."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vox_console.imports.opening import open_table
from vox_console.imports.table import Wanted
from vox_console.services.bulk_workbook import MOST_UNITS
from vox_console.services.workbook_file import (
    SheetColumn,
    WorkbookFile,
    column_letters,
    number_cell,
    row_of,
    text_cell,
    time_cell,
)

COLUMNS = (SheetColumn("Text", 20), SheetColumn("Number", 10))


@pytest.mark.parametrize(("at", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
def test_columns_are_lettered_as_in_a_spreadsheet(at: int, letters: str) -> None:
    assert column_letters(at) == letters


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("a & <b>", "a &amp; &lt;b&gt;"),
        ("a\r\n\tb", "a_x000D_\n\tb"),
        ("\0", "_x0000_"),
        ("_x0041_", "_x005F_x0041_"),
        ("_x0041_x0042_", "_x005F_x0041_x005F_x0042_"),
        ("_xAAAA\x01", "_x005F_xAAAA_x0001_"),
        ("_x004", "_x004"),
        ("\ufffe", "_xFFFE_"),
    ],
)
def test_what_xml_cannot_hold_is_written_as_the_format_says(text: str, written: str) -> None:
    cell = text_cell("A1", text)
    assert cell == f'<c r="A1" t="inlineStr"><is><t xml:space="preserve">{written}</t></is></c>'


def test_what_a_message_has_none_of_is_no_cell() -> None:
    assert text_cell("A1", "") == number_cell("A1", None) == time_cell("A1", None) == ""


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_every_cell_is_sound_xml(text: str) -> None:
    ET.fromstring(f"<row>{text_cell('A1', text)}</row>")  # noqa: S314 - written a moment ago


@pytest.mark.parametrize("more", [0, 1])
def test_a_text_that_no_cell_can_hold_is_told_in_its_place(more: int) -> None:
    text = "😀" * (MOST_UNITS // 2 + more)
    shown = "[Not shown: 16,384 characters, more than a cell can hold. Save it as CSV.]" if more else text
    assert shown in text_cell("A1", text)


def test_sheets_are_found_by_their_names(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    with path.open("w+b") as file, WorkbookFile(file) as book:
        for name in ("First", "Second & last"):
            book.begin_sheet(name, COLUMNS)
            book.write_rows([row_of(2, [text_cell("A2", name), number_cell("B2", 7)])], 1)
    table = open_table(path, wanted=Wanted(has_header=True, sheet="Second & last"))
    assert (table.header, [row.cells for row in table.rows()]) == (
        ("Text", "Number"),
        [("Second & last", "7")],
    )


def test_a_sheet_has_room_until_it_has_its_rows_or_its_octets() -> None:
    with WorkbookFile(io.BytesIO(), most_rows=4, most_octets=2_000) as book:
        book.begin_sheet("First", COLUMNS)
        assert (book.next_row, book.room) == (2, 3)
        book.write_rows([row_of(2, ()), row_of(3, ())], 2)
        assert book.room == 1
        book.write_rows([row_of(4, [text_cell("A4", "a" * 2_000)])], 1)
        assert book.room == 0
        book.begin_sheet("Second", COLUMNS)
        assert book.room == 3
        book.write_rows([row_of(2, [text_cell("A2", "a" * 2_000)])], 1)
        assert book.room == 0


def test_what_goes_wrong_meanwhile_is_not_hidden() -> None:
    file = io.BytesIO()

    def write() -> None:
        with WorkbookFile(file) as book:
            book.begin_sheet("First", COLUMNS)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write()
    assert "xl/workbook.xml" not in zipfile.ZipFile(file).namelist()
