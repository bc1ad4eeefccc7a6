from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.imports.workbook_file import Sheet, workbook
from vox_console.imports.faults import ImportFault
from vox_console.imports.opening import open_table, table_of_text
from vox_console.imports.table import TableKind, Wanted


def test_a_file_is_what_its_content_says_and_not_its_name(tmp_path: Path) -> None:
    text, book = tmp_path / "text.xlsx", tmp_path / "book.csv"
    text.write_bytes(b"Name,Phone\nAna,12345\n")
    book.write_bytes(workbook(Sheet([["Name", "Phone"], ["Ana", 12345]])))
    for path, kind in ((text, TableKind.TEXT), (book, TableKind.WORKBOOK)):
        table = open_table(path)
        assert table.format.kind is kind
        assert table.header == ("Name", "Phone")
        assert [row.cells for row in table.rows()] == [("Ana", "12345")]


def test_a_choice_for_another_kind_of_file_is_ignored(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(b"Name,Phone\nAna,12345\n")
    assert open_table(path, wanted=Wanted(sheet="Sheet2")).header == ("Name", "Phone")


def test_a_list_of_numbers_can_be_pasted() -> None:
    table = table_of_text("+381641234567\r\n+381641234568\r\n")
    assert table.header is None
    assert [(row.number, row.cells) for row in table.rows()] == [
        (1, ("+381641234567",)),
        (2, ("+381641234568",)),
    ]


@pytest.mark.parametrize("text", ["", "\0\0"])
def test_nothing_pasted_is_told(text: str) -> None:
    with pytest.raises(ImportFault, match="empty"):
        table_of_text(text)
