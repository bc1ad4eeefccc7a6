"""The check of a whole list: the sum balances, and the excluded rows can be saved with their reasons."""

from __future__ import annotations

import asyncio
import csv
from pathlib import Path

import pytest

from tests.support.bulk_scene import HEADER, customers
from tests.support.desk import PROFILE
from vox_console.domain.bulk_books import RowClass
from vox_console.imports.opening import open_table
from vox_console.imports.table import Table
from vox_console.presenters.bulk_check import (
    FIRST_ROWS,
    MUST_TYPE_ABOVE,
    ListCheck,
    check_shown,
    save_excluded,
)
from vox_console.presenters.compose_route import NOWHERE
from vox_console.services.bulk_order import BulkOrder, RowJudge

ORDER = BulkOrder(sender="Vox", text="Hello {Name}", number_columns=(1,), columns={"Name": 0})


def judge() -> RowJudge:
    return RowJudge(ORDER, PROFILE, NOWHERE, opted_out=frozenset())


def checked(table: Table, *, wanted: bool = True) -> tuple[ListCheck, bool, list[int]]:
    check, told = ListCheck(table, judge(), {}), list[int]()
    done = asyncio.run(check.run(told=told.append, wanted=lambda: wanted))
    return check, done, told


def test_the_sum_balances_and_each_class_shows_its_rows(tmp_path: Path) -> None:
    check, done, told = checked(open_table(customers(tmp_path)))
    shown = check_shown(check, parts_per_s=10.0)
    assert done
    assert told == [50]
    assert shown.words == "50 rows = 47 accepted + 3 excluded"
    assert shown.accepted.count + sum(line.count for line in shown.excluded) == 50
    assert [(line.label, [row.number for row in line.rows]) for line in shown.excluded] == [
        ("number that cannot be sent to", [5]),
        ("with the same number as an earlier row", [7]),
        ("with a field of the text that stays empty", [9]),
    ]
    assert shown.excluded[0].rows[0].shown == "Ana 5 · 12 · Novi Sad"
    assert shown.must_type == 0


def test_the_books_are_those_of_the_figures(tmp_path: Path) -> None:
    check, _, _ = checked(open_table(customers(tmp_path)))
    assert check.books == check.preflight.books


def test_progress_is_told_and_a_check_can_be_broken_off(tmp_path: Path) -> None:
    table = open_table(customers(tmp_path, 2_500))
    _, done, told = checked(table)
    assert (done, told) == (True, [1_000, 2_000, 2_500])
    check, done, told = checked(table, wanted=False)
    assert (done, told, check.books.rows) == (False, [], 1_000)


def test_of_many_excluded_rows_only_the_first_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "same.csv"
    path.write_text("Name,Mobile\n" + "Ana,+381641234567\n" * 30, encoding="utf-8")
    check, _, _ = checked(open_table(path))
    assert check.books.classes[RowClass.DUPLICATE] == 29
    assert len(check.first[RowClass.DUPLICATE]) == FIRST_ROWS


def test_above_a_number_the_count_has_to_be_typed(tmp_path: Path) -> None:
    check, _, _ = checked(open_table(customers(tmp_path, MUST_TYPE_ABOVE + 4)))
    assert check_shown(check, parts_per_s=1).must_type == MUST_TYPE_ABOVE + 1
    check, _, _ = checked(open_table(customers(tmp_path, MUST_TYPE_ABOVE + 3)))
    assert check_shown(check, parts_per_s=1).must_type == 0


def test_the_excluded_rows_are_saved_with_their_reasons(tmp_path: Path) -> None:
    target = tmp_path / "excluded.csv"
    count = save_excluded(target, HEADER, open_table(customers(tmp_path)), judge())
    with target.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert count == len(rows) == 3
    assert [row["row"] for row in rows] == ["5", "7", "9"]
    assert [row["outcome"] for row in rows] == ["bad_number", "duplicate", "unfilled_field"]
    assert rows[1]["reason"] == "An earlier row has the same number."
    assert rows[0]["Name"] == "Ana 5"


def test_a_file_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    table = open_table(customers(tmp_path))
    with pytest.raises(OSError, match="No such file"):
        save_excluded(tmp_path / "nowhere" / "x.csv", HEADER, table, judge())
