from __future__ import annotations

import io
import zipfile

import pytest

from tests.unit.imports.workbook_file import Cell, Fault, Formula, Sheet, Styled, workbook
from vox_console.imports.faults import ImportFault
from vox_console.imports.sheet_scan import (
    SheetFindings,
    column_letters,
    column_number,
    scan_sheet,
    styled_cells,
)


def xml(sheet: Sheet, *formats: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(workbook(sheet, formats=formats))) as archive:
        return archive.read("xl/worksheets/sheet1.xml")


def scan(octets: bytes) -> SheetFindings:
    return scan_sheet(io.BytesIO(octets))


@pytest.mark.parametrize(
    ("letters", "number"), [("A", 1), ("Z", 26), ("AA", 27), ("ZZ", 702), ("XFD", 16384)]
)
def test_letters_of_columns_are_numbers(letters: str, number: int) -> None:
    assert column_number(letters.encode()) == number
    assert column_letters(number) == letters


def test_a_plain_sheet_has_nothing_remarkable() -> None:
    found = scan(xml(Sheet([["a", 1.0], ["b", 2.0]])))
    assert found == SheetFindings(last_row=2)


def test_hidden_rows_and_columns_are_found() -> None:
    found = scan(xml(Sheet([["a"], ["b"], ["c"]], hidden_rows=[2, 3], hidden_columns=[2, 28])))
    assert [row for row, hidden in enumerate(found.hidden) if hidden] == [2, 3]
    assert found.hidden_columns == ["B", "AB"]


def test_a_range_of_hidden_columns_is_named_by_its_first() -> None:
    found = scan(b'<worksheet><cols><col min="3" max="16384" hidden="1"/></cols></worksheet>')
    assert found.hidden_columns == ["C", "D", "E", "F", "G", "H", "I", "J", "K", "L"]


def test_formulas_without_a_value_are_counted() -> None:
    found = scan(xml(Sheet([[Formula("1+1"), Formula("2", 2.0), Formula("3", "x")], ["a"], [Formula("4")]])))
    assert (found.uncached, found.uncached_rows) == (2, [1, 3])


@pytest.mark.parametrize(
    "inside", ["<f>A1</f><v></v>", "<f>A1</f><v/>", '<f t="shared" si="0"/>', "<f>A1</f>\n"]
)
def test_every_way_to_have_no_value_is_known(inside: str) -> None:
    found = scan(f'<worksheet><row r="1"><c r="A1">{inside}</c></row></worksheet>'.encode())
    assert found.uncached == 1


def test_cells_with_errors_are_counted() -> None:
    found = scan(xml(Sheet([["a", Fault("#N/A")], [Fault("#REF!")]])))
    assert (found.errors, found.error_rows) == (2, [1, 2])


def test_merged_cells_are_named() -> None:
    found = scan(xml(Sheet([["a"]], merged=["A1:C1", "A3:A9"])))
    assert (found.merged_count, found.merged) == (2, ["A1:C1", "A3:A9"])


def test_the_far_corner_is_that_of_the_cells_with_a_value() -> None:
    found = scan(xml(Sheet([["a"]], far={"XFD5": "x", "B1048576": "y"})))
    assert (found.last_row, found.last_column, found.last_cell) == (1048576, 16384, "XFD5")
    empty = b'<worksheet><row r="1"><c r="A1"><v>1</v></c></row><row r="900"><c r="XFD900" s="1"/></row>'
    assert (scan(empty).last_row, scan(empty).last_column) == (1, 26)


def test_elements_may_have_a_prefix() -> None:
    found = scan(
        b'<x:worksheet xmlns:x="m"><x:row r="7" hidden="true"><x:c r="AB7"><x:f>1</x:f></x:c>'
        b'<x:c r="AC7"><x:v>1</x:v></x:c></x:row><x:mergeCell ref="A1:B2"/></x:worksheet>'
    )
    assert found.hidden[7]
    assert (found.uncached, found.merged, found.last_row, found.last_column) == (1, ["A1:B2"], 7, 29)


def test_rows_are_not_cut_between_blocks() -> None:
    rows: list[list[Cell]] = [["x" * 100, Formula("1")] for _ in range(20_000)]
    found = scan(xml(Sheet(rows, hidden_rows=range(1, 20_001, 2))))
    assert (found.uncached, sum(found.hidden), found.last_row) == (20_000, 10_000, 20_000)


@pytest.mark.parametrize(
    "octets", [b"", b"<", b"<worksheet><row r=" * 100_000, b'<row r="' * 300_000, b"no xml"]
)
def test_what_is_no_sheet_has_nothing_in_it(octets: bytes) -> None:
    assert scan(octets).last_row == 0


def test_a_document_type_is_refused() -> None:
    with pytest.raises(ImportFault, match="document type"):
        scan(b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><worksheet/>')


def test_cells_of_certain_styles_are_given_in_order() -> None:
    rows: list[list[Cell]] = [["a", Styled(5.0, "00")], [Styled(6.0, "000"), Styled(7.0, "0.0")]]
    sheet = xml(Sheet(rows), "00", "000", "0.0")
    assert list(styled_cells(io.BytesIO(sheet), frozenset({1, 2}))) == [(1, 2, 1), (2, 1, 2)]
