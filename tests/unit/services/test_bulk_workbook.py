"""A result as a workbook: what our own reader finds in it is what was put there, whatever it was."""

from __future__ import annotations

import re
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from vox_console.imports.opening import open_table
from vox_console.imports.table import Table, Wanted
from vox_console.services.bulk_workbook import MOST_COLUMNS, MOST_UNITS, write_workbook

HEADER = ("phone", "name", "row")
HOSTILE = (
    *("=1+1", "+381641234567", "-2", "@SUM(A1)", "=HYPERLINK(1)", "http://x.example", "mailto:a@b.c"),
    *("007", "12345678901234567890", "1e5", "TRUE", "2026-11-24", " ", "  a ", "", "a\r\nb", "a\rb", "\n"),
    *("\0", "\x01\x02", "\x1f", "\x7f", "\x85", "\x9f", "\ufffe", "\uffff", "\ufeff", "\u2028", "😀"),
    *("_x0041_", "_x005F_", "_x005F_x0041_", "_x000D_", "_xAAAA\x01", "\x01x0002_", "_x", "__x0041_"),
    *(
        "<r>bold</r>",
        "<r><t>a</t></r>",
        "&amp;",
        "<",
        "]]>",
        "_x0041_x0042_",
        "\x01_x0003_",
        "_xd83d__xde00_",
    ),
)
TEXT = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=10),
    st.text(st.sampled_from("_x0041dF\x01\r\n<>r/"), max_size=16),
    st.sampled_from(HOSTILE),
)


def cells_of(table: Table, width: int) -> list[tuple[str, ...]]:
    return [tuple(row.cell(at) for at in range(width)) for row in table.rows()]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(TEXT, TEXT), min_size=1, max_size=20))
@example([(cell, cell) for cell in HOSTILE])
def test_every_cell_comes_back_through_our_own_reader(rows: list[tuple[str, str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "out.xlsx"
        numbered = [(*cells, str(at)) for at, cells in enumerate(rows)]
        assert write_workbook(path, HEADER, numbered) == len(rows)
        table = open_table(path, wanted=Wanted(has_header=True))
        assert table.header == HEADER
        assert cells_of(table, 3) == numbered


def test_nothing_in_it_is_a_formula_a_link_or_a_number(tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    write_workbook(path, HEADER, [(cell, cell, "1") for cell in HOSTILE])
    with zipfile.ZipFile(path) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
        assert not [name for name in archive.namelist() if "rels" in name and "sheet" in name]
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet.casefold().split("<sheetdata>")[0]
    kinds = re.findall(r"<c [^>]*?(?:t=\"(\w+)\")?>", sheet)
    assert set(kinds) == {"inlineStr"}
    assert 'state="frozen"' in sheet


def test_more_rows_than_a_sheet_has_go_to_the_next(tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    rows = [(f"n{at}", "Ana", str(at)) for at in range(7)]
    assert write_workbook(path, HEADER, rows, rows_a_sheet=4) == 7
    found = []
    for sheet in ("Sheet1", "Sheet2", "Sheet3"):
        table = open_table(path, wanted=Wanted(sheet=sheet, has_header=True))
        assert table.header == HEADER
        found.append(cells_of(table, 3))
    assert [len(each) for each in found] == [3, 3, 1]
    assert [row for each in found for row in each] == rows


def test_rows_that_just_fill_a_sheet_make_no_empty_one(tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    write_workbook(path, HEADER, [("a", "b", "c")] * 3, rows_a_sheet=4)
    assert [each.name for each in open_table(path).format.sheets] == ["Sheet1"]


@pytest.mark.parametrize("cell", ["x" * (MOST_UNITS + 1), "😀" * 16_384, "\x01" * 5_000])
def test_what_no_cell_can_hold_is_told_in_words(tmp_path: Path, cell: str) -> None:
    path = tmp_path / "out.xlsx"
    write_workbook(path, HEADER, [(cell, "Ana", "2")])
    ((shown, name, _),) = cells_of(open_table(path, wanted=Wanted(has_header=True)), 3)
    assert shown.startswith(f"[Not shown: this cell holds {len(cell):,} characters")
    assert name == "Ana"


@pytest.mark.parametrize("cell", ["x" * MOST_UNITS, "😀" * 16_383])
def test_what_just_fits_is_whole(tmp_path: Path, cell: str) -> None:
    path = tmp_path / "out.xlsx"
    write_workbook(path, HEADER, [(cell, "Ana", "2")])
    assert cells_of(open_table(path, wanted=Wanted(has_header=True)), 1) == [(cell,)]


def test_more_columns_than_a_sheet_has_are_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="at most 16,384 columns"):
        write_workbook(tmp_path / "out.xlsx", ["c"] * (MOST_COLUMNS + 1), [])
    assert list(tmp_path.iterdir()) == []


def test_one_that_fails_halfway_leaves_the_old_one_and_nothing_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    write_workbook(path, HEADER, [("first", "", "")])

    def broken() -> Iterator[tuple[str, ...]]:
        yield ("second", "", "")
        raise OSError("the disk, say")

    with pytest.raises(OSError, match="the disk"):
        write_workbook(path, HEADER, broken())
    assert cells_of(open_table(path, wanted=Wanted(has_header=True)), 1) == [("first",)]
    assert list(tmp_path.iterdir()) == [path]
