from __future__ import annotations

from vox_console.imports.opening import table_of_text
from vox_console.imports.table import TableRow, Wanted


def test_a_row_shorter_than_asked_has_empty_cells() -> None:
    row = TableRow(2, ("a", "b"))
    assert [row.cell(at) for at in (-1, 0, 1, 2)] == ["", "a", "b", ""]


def test_a_row_is_blank_when_nothing_is_in_it() -> None:
    assert TableRow(1, ()).blank
    assert TableRow(1, ("", " \t")).blank
    assert not TableRow(1, ("", "a")).blank
    assert not TableRow(1, (), damage="The line is too long.").blank


def test_a_preview_gives_no_more_rows_than_asked() -> None:
    table = table_of_text("Name\tPhone\nAna\t1234567\nBen\t1234568\n")
    assert [row.number for row in table.preview(1)] == [2]
    assert [row.number for row in table.preview(10)] == [2, 3]


def test_tables_with_the_same_header_have_the_same_fingerprint() -> None:
    one, two = table_of_text("Name,Phone\nAna,12345\n"), table_of_text("name;phone\nBen;54321\n")
    assert one.fingerprint == two.fingerprint


def test_tables_without_a_header_are_told_apart_by_their_columns() -> None:
    wanted = Wanted(has_header=False)
    two, three = (table_of_text(text, wanted=wanted).fingerprint for text in ("a,b\n", "a,b,c\n"))
    assert two != three
