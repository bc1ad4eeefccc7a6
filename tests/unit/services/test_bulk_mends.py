"""Mends lie over a list: the file stays as it is, and rows keep their numbers."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.bulk_scene import customers
from vox_console.imports.opening import open_table
from vox_console.services.bulk_mends import MendedTable, mended_cells, mended_words


def test_mended_cells_stand_in_their_rows_and_all_else_as_in_the_file(tmp_path: Path) -> None:
    path = customers(tmp_path)
    before = path.read_bytes()
    table = open_table(path)
    mended = MendedTable(table, {5: {1: "+381641234567", 4: "new"}, 9: {0: "Eva"}})
    rows = {row.number: row.cells for row in mended.rows()}
    assert rows[5] == ("Ana 5", "+381641234567", "Novi Sad", "", "new")
    assert rows[9][0] == "Eva"
    untouched = {row.number: row.cells for row in table.rows() if row.number not in {5, 9}}
    assert untouched.items() <= rows.items()
    assert [row.cells[1] for row in mended.preview(4)][-1] == "+381641234567"
    assert path.read_bytes() == before


def test_a_mended_table_is_the_same_list(tmp_path: Path) -> None:
    table = open_table(customers(tmp_path))
    mended = MendedTable(table, {5: {1: "x"}})
    assert (mended.header, mended.column_count, mended.notes) == (table.header, 3, table.notes)
    assert (mended.fingerprint, mended.format) == (table.fingerprint, table.format)


@pytest.mark.parametrize(
    ("cells", "mends", "found"),
    [
        (("a", "b"), {}, ("a", "b")),
        (("a", "b"), {1: ""}, ("a", "")),
        ((), {1: "x"}, ("", "x")),
    ],
)
def test_cells_are_laid_over_cells(
    cells: tuple[str, ...], mends: dict[int, str], found: tuple[str, ...]
) -> None:
    assert mended_cells(cells, mends) == found


def test_what_was_mended_is_told_by_the_names_of_its_columns() -> None:
    assert mended_words([], ["Name"]) == ""
    assert mended_words([2, 0], ["Name", "Mobile"]) == "The row was mended: Name, column 3."
    assert "\n" not in mended_words([0], ["Na\nme"])
