"""Rows that were left out come back as a list: their columns, their numbers, and nothing of ours."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

from tests.support.bulk_scene import HEADER, customers
from tests.support.desk import PROFILE
from vox_console.imports.opening import open_table, table_of_text
from vox_console.presenters.bulk_check import save_excluded
from vox_console.presenters.compose_route import NOWHERE
from vox_console.services.bulk_left_out import own_list
from vox_console.services.bulk_order import BulkOrder, RowJudge
from vox_console.services.bulk_result import OUTCOME_COLUMNS, guarded, unguarded

ORDER = BulkOrder(sender="Vox", text="Hello {Name}", number_columns=(1,), columns={"Name": 0})
AS_LEFT_OUT = [
    (5, ("Ana 5", "12", "Novi Sad")),
    (7, ("Ana 7", "+381640000600", "Novi Sad")),
    (9, ("", "+381640000900", "Novi Sad")),
]


def csv_as_saved(folder: Path) -> Path:
    path = folder / "excluded.csv"
    judge = RowJudge(ORDER, PROFILE, NOWHERE, opted_out=frozenset())
    assert save_excluded(path, HEADER, open_table(customers(folder)), judge) == 3
    return path


def workbook_as_saved(folder: Path) -> Path:
    path = folder / "excluded.xlsx"
    judge = RowJudge(ORDER, PROFILE, NOWHERE, opted_out=frozenset())
    save_excluded(path, HEADER, open_table(customers(folder)), judge)
    return path


def workbook_of_a_spreadsheet(folder: Path) -> Path:
    """Save the CSV as a spreadsheet program does: what looks like a number has become one."""
    path = folder / "saved.xlsx"
    with csv_as_saved(folder).open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for y, row in enumerate(rows):
            for x, cell in enumerate(row):
                if cell.isdigit():
                    sheet.write_number(y, x, int(cell))
                else:
                    sheet.write_string(y, x, cell)
    return path


@pytest.mark.parametrize("save", [csv_as_saved, workbook_as_saved, workbook_of_a_spreadsheet])
def test_rows_come_back_under_their_own_numbers(tmp_path: Path, save: Callable[[Path], Path]) -> None:
    original = open_table(customers(tmp_path))
    table = own_list(open_table(save(tmp_path)))
    assert table.header == HEADER
    assert [(row.number, row.cells) for row in table.rows()] == AS_LEFT_OUT
    assert [row.number for row in table.preview(2)] == [5, 7]
    assert (table.column_count, table.fingerprint) == (3, original.fingerprint)
    assert table.notes[0].text == (
        "These are rows that were left out of another list; row numbers are those of that list."
    )


def of(*rows: str) -> str:
    return "\t".join(("Name", "Mobile", *OUTCOME_COLUMNS)) + "\n" + "".join(f"{row}\n" for row in rows)


@pytest.mark.parametrize("second", ["", "7", "x", "-3", "99999999999"])
def test_without_a_number_for_every_row_they_are_numbered_as_they_stand(second: str) -> None:
    text = of(
        "Ana\t12\t7\tbad_number\tToo short.\t\t0\t\t", f"Eva\t13\t{second}\tbad_number\tToo short.\t\t0\t\t"
    )
    table = own_list(table_of_text(text))
    assert [row.number for row in table.rows()] == [2, 3]
    assert table.header == ("Name", "Mobile")
    assert "rows are numbered as in this file" in table.notes[0].text


def test_a_result_with_rows_that_may_have_been_sent_says_so() -> None:
    text = of("Ana\t12\t7\tbad_number\t\t\t0\t\t", "Eva\t+381641234567\t8\tdelivered\t\t381641234567\t1\tx\t")
    (note, *_) = own_list(table_of_text(text)).notes
    assert note.text.startswith(
        "This is the result of another list; 1 of its rows was not left out there and may"
    )


def test_any_other_list_is_as_it_is(tmp_path: Path) -> None:
    table = open_table(customers(tmp_path))
    assert own_list(table) is table
    short = table_of_text("row\toutcome\n1\tx\n")
    assert own_list(short) is short


@pytest.mark.parametrize("cell", ["+381641234567", "=1+1", "-", "@x", "plain", "'quoted", "'", ""])
def test_the_guard_against_formulas_is_taken_back(cell: str) -> None:
    assert unguarded(guarded(cell)) == cell
