from __future__ import annotations

from pathlib import Path

import pytest

from vox_console.imports.faults import ImportFault
from vox_console.imports.source_file import SourceFile
from vox_console.imports.table import TableKind, TableRow, Wanted
from vox_console.imports.text_lines import LINE_CHARACTERS
from vox_console.imports.text_table import FIRST_ROWS, TextTable, open_pasted, open_text

NOTHING = Wanted()


def opened(tmp_path: Path, octets: bytes, wanted: Wanted = NOTHING) -> TextTable:
    path = tmp_path / "list.csv"
    path.write_bytes(octets)
    return open_text(SourceFile.at(path), wanted)


def test_rows_below_the_header_have_the_numbers_of_the_file(tmp_path: Path) -> None:
    table = opened(tmp_path, b'Name,Phone\n"Ana\nMaria",12345\n\nBen,54321\n')
    assert table.header == ("Name", "Phone")
    assert list(table.rows()) == [
        TableRow(2, ("Ana\nMaria", "12345")),
        TableRow(3, ()),
        TableRow(4, ("Ben", "54321")),
    ]


def test_a_table_is_read_as_often_as_asked(tmp_path: Path) -> None:
    table = opened(tmp_path, b"Name,Phone\nAna,12345\n\n")
    assert list(table.rows()) == list(table.rows()) == list(table.first_rows())
    assert [note.count for note in table.notes] == [1]


def test_notes_are_complete_when_the_rows_are_read(tmp_path: Path) -> None:
    table = opened(tmp_path, b"Name,Phone\n" + b"Ana,12345\n" * 300 + b"Ben\n\0\n")
    assert "blank_rows" not in {note.code for note in table.notes}
    assert sum(1 for _ in table.rows()) == 302
    assert [(note.code, note.rows) for note in table.notes] == [
        ("blank_rows", (303,)),
        ("short_rows", (302,)),
        ("nuls", ()),
    ]


def test_every_choice_is_taken_and_told(tmp_path: Path) -> None:
    wanted = Wanted(encoding="cp1252", delimiter=";", quote="", has_header=False)
    table = opened(tmp_path, "a,b;č\n".encode(), wanted)
    assert table.header is None
    assert [row.cells for row in table.rows()] == [("a,b", "\u00c4\ufffd")]
    told = table.format
    assert told.encoding is not None
    assert told.encoding.chosen
    assert told.delimiter is not None
    assert told.delimiter.chosen
    assert told.quote is not None
    assert told.quote.chosen
    assert told.has_header.chosen
    assert told.sheet is None


def test_what_was_not_chosen_has_a_reason(tmp_path: Path) -> None:
    told = opened(tmp_path, b"Name,Phone\nAna,12345\n").format
    for detected in (told.encoding, told.delimiter, told.quote, told.has_header):
        assert detected is not None
        assert detected.reason.endswith(".")
        assert not detected.chosen


def test_the_line_that_names_the_separator_has_no_number(tmp_path: Path) -> None:
    table = opened(tmp_path, b"sep=;\nName;Phone\nAna;12345\n")
    assert table.header == ("Name", "Phone")
    assert list(table.rows()) == [TableRow(2, ("Ana", "12345"))]


def test_the_first_rows_are_bounded(tmp_path: Path) -> None:
    table = opened(tmp_path, b"Name,Phone\n" + b"Ana,12345\n" * 1000)
    assert len(table.first_rows()) == FIRST_ROWS - 1
    wide = opened(tmp_path, b"Name,Phone\n" + (b"x" * 100_000 + b",12345\n") * 100)
    assert 0 < len(wide.first_rows()) < 100
    assert sum(1 for _ in wide.rows()) == 100


def test_one_endless_line_is_a_fault_at_once(tmp_path: Path) -> None:
    with pytest.raises(ImportFault, match="does not end"):
        opened(tmp_path, b"x," * LINE_CHARACTERS)


@pytest.mark.parametrize("octets", [b"\xef\xbb\xbf", b"\xff\xfe", b"\0"])
def test_a_file_without_text_is_empty(tmp_path: Path, octets: bytes) -> None:
    with pytest.raises(ImportFault):
        opened(tmp_path, octets)


def test_a_file_changed_between_opening_and_reading_is_told(tmp_path: Path) -> None:
    table = opened(tmp_path, b"Name,Phone\nAna,12345\n")
    (tmp_path / "list.csv").write_bytes(b"Name,Phone\n")
    with pytest.raises(ImportFault, match="changed"):
        list(table.rows())


def test_the_file_is_closed_with_the_iterator(tmp_path: Path) -> None:
    """An open file that nobody closes is a warning, and warnings fail here."""
    rows = opened(tmp_path, b"Name,Phone\n" + b"Ana,12345\n" * 100_000).rows()
    assert next(rows).number == 2
    rows.close()  # type: ignore[attr-defined] # it is a generator
    (tmp_path / "list.csv").unlink()


def test_pasted_cells_have_no_encoding() -> None:
    table = open_pasted('Name\tPhone\nAna\t12345\n"Ben\nB"\t54321', Wanted())
    assert table.format.kind is TableKind.PASTED
    assert table.format.encoding is None
    assert [row.cells for row in table.rows()] == [("Ana", "12345"), ("Ben\nB", "54321")]
