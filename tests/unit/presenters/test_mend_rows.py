"""A row shows what its check found, or, mended since, what can be said of it alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.bulk_scene import customers, number_of
from tests.support.desk import PROFILE
from vox_console.domain.bulk_books import RowClass
from vox_console.imports.opening import open_table
from vox_console.presenters.bulk_check import ListCheck
from vox_console.presenters.checked_rows import Checked, CheckedRows
from vox_console.presenters.compose_route import NOWHERE
from vox_console.presenters.mend_rows import ACCEPTED, READY, MendRows, Standing
from vox_console.services.bulk_mends import NO_MENDS, Mends
from vox_console.services.bulk_order import BulkOrder, RowJudge
from vox_console.services.bulk_recipient import RecipientFinder
from vox_console.storage.jobs import JobRow

ORDER = BulkOrder(sender="Vox", text="Hello {Name}", number_columns=(1,), columns={"Name": 0})
ALONE = BulkOrder(
    sender="Vox", text="Hello {Name}", number_columns=(1,), columns={"Name": 0}, first_wins=False
)


def rows_of(path: Path, mends: Mends = NO_MENDS) -> MendRows:
    judge = RowJudge(ORDER, PROFILE, NOWHERE, opted_out=frozenset())
    check = ListCheck(open_table(path), judge, {}, mends)
    rows = open_table(path).rows()
    while check._take(rows):
        pass
    alone = RowJudge(ALONE, PROFILE, NOWHERE, opted_out=frozenset()).judge
    return MendRows(check.to_mend, alone, RecipientFinder((1,), ""), mends)


def test_all_excluded_rows_are_there_with_their_reasons(tmp_path: Path) -> None:
    rows = rows_of(customers(tmp_path))
    assert [row.number for row in rows] == [5, 7, 9]
    assert [row.standing for row in rows] == [Standing.WRONG] * 3
    assert rows[0].reason.startswith("Too short")
    assert rows[1:][0].reason == "An earlier row has the same number."
    assert (rows.place(7), rows.place(8)) == (1, -1)


def test_a_mended_row_is_judged_at_once_and_alone(tmp_path: Path) -> None:
    rows = rows_of(customers(tmp_path))
    rows.show({5: {1: "+381641234567"}, 9: {1: "12"}})
    assert (rows[0].standing, rows[0].reason) == (Standing.READY, READY)
    assert rows[0].mended == {1: "12"}
    assert rows[0].cells == ("Ana 5", "+381641234567", "Novi Sad")
    assert rows[2].reason.startswith("Too short"), "the number comes before the field"
    rows.show({7: {0: "Ivo"}})
    assert rows[1].reason == READY, "of other rows' numbers the next check knows"
    rows.show(NO_MENDS)
    assert rows[1].reason == "An earlier row has the same number."


def test_what_was_mended_before_the_check_stays_in_sight(tmp_path: Path) -> None:
    rows = rows_of(customers(tmp_path), {5: {1: number_of(99)}})
    assert [row.number for row in rows] == [5, 7, 9]
    assert (rows[0].standing, rows[0].reason) == (Standing.ACCEPTED, ACCEPTED)
    rows.show(NO_MENDS)
    assert rows[0].reason.startswith("Too short"), "undone: the file's own number is judged"


@pytest.mark.parametrize(
    ("typed", "fix"),
    [
        ("+38164123456O", ""),
        ("Ana +381641234567", "+381641234567"),
        ("+3816412O4567", ""),
        ("12", ""),
        ("", ""),
    ],
)
def test_the_reading_s_own_fix_is_offered(tmp_path: Path, typed: str, fix: str) -> None:
    path = tmp_path / "one.csv"
    path.write_text(f"Name,Mobile\nAna,{typed}\nEva,+381641234568\n", encoding="utf-8")
    rows = rows_of(path)
    assert len(rows) == 1
    row = rows[0]
    assert (row.fix, row.fix_column) == ((fix, 1) if fix else ("", -1))


def test_a_row_that_cannot_be_read_cannot_be_mended() -> None:
    damaged = JobRow(4, ("a",), RowClass.DAMAGED, reason="A quotation mark is never closed.")
    judge = RowJudge(ALONE, PROFILE, NOWHERE, opted_out=frozenset()).judge
    (row,) = MendRows(CheckedRows([Checked(damaged, ("a",))]), judge, RecipientFinder((1,), ""), NO_MENDS)
    assert (row.fixed, row.reason) == (True, "A quotation mark is never closed.")
