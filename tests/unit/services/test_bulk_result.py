"""The result file: the user's columns beside the outcome, and nothing in it that a spreadsheet would run."""

from __future__ import annotations

import csv
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vox_console.imports.opening import open_table
from vox_console.services.bulk_result import OUTCOME_COLUMNS, guarded, write_csv, write_rows

CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r"), max_size=12)


def read(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def test_it_has_the_user_s_columns_and_ours(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    assert write_csv(path, ["phone", "name"], [["0641234567", "Ana", "2", "delivered"]]) == 1
    assert read(path) == [["phone", "name", *OUTCOME_COLUMNS], ["0641234567", "Ana", "2", "delivered"]]
    octets = path.read_bytes()
    assert octets.startswith(b"\xef\xbb\xbf"), "spreadsheets take it for UTF-8 only so"
    assert b'"0641234567"' in octets, "every field is quoted"


@pytest.mark.parametrize("cell", ["=1+1", "+381641234567", "-2", "@SUM(A1)", "\t=1", "\n=1"])
def test_what_looks_like_a_formula_is_text(cell: str) -> None:
    assert guarded(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "381641234567", "Ana", "a=1", "'=1"])
def test_what_does_not_is_left(cell: str) -> None:
    assert guarded(cell) == cell


@given(st.lists(st.lists(CELLS, min_size=1, max_size=4), max_size=5))
def test_every_cell_comes_back(rows: list[list[str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "out.csv"
        write_csv(path, [], rows)
        assert [[cell.removeprefix("'") for cell in row] for row in read(path)[1:]] == [
            [cell.removeprefix("'") for cell in row] for row in rows
        ]


def test_a_result_that_fails_halfway_leaves_the_old_one_and_nothing_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    write_csv(path, ["a"], [["first"]])

    def broken() -> object:
        yield ["second"]
        raise OSError("the disk, say")

    with pytest.raises(OSError, match="the disk"):
        write_csv(path, ["a"], broken())  # type: ignore[arg-type]  # a generator of rows
    assert read(path)[1] == ["first"]
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("name", ["out.xlsx", "OUT.XLSX"])
def test_a_name_of_a_workbook_makes_one(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    assert write_rows(path, ["phone"], [["+381641234567", "2", "delivered"]]) == 1
    table = open_table(path)
    assert table.header == ("phone", *OUTCOME_COLUMNS)
    assert [row.cells[:3] for row in table.rows()] == [("+381641234567", "2", "delivered")]


def test_any_other_name_makes_csv(tmp_path: Path) -> None:
    path = tmp_path / "out.txt"
    write_rows(path, ["phone"], [["1", "2"]])
    assert read(path) == [["phone", *OUTCOME_COLUMNS], ["1", "2"]]
