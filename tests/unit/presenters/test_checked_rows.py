"""What a check keeps is given back as it was found, and the search for garbage has nothing to walk in it."""

from __future__ import annotations

import gc

import pytest

from vox_console.domain.bulk_books import RowClass
from vox_console.presenters.checked_rows import Checked, CheckedRows
from vox_console.storage.jobs import JobRow

SHORT = Checked(JobRow(5, ("Ana", "12"), RowClass.BAD_NUMBER, reason="Too short."), ("Ana", "12"))
MENDED = Checked(JobRow(7, ("Eva", "13", ""), RowClass.ACCEPTED, "381641234567", 2), ("Eva",))
DAMAGED = Checked(JobRow(9_001, (), RowClass.DAMAGED, reason="It does not end."), ())


def test_rows_are_given_back_as_they_were_found() -> None:
    rows = CheckedRows([SHORT, MENDED, DAMAGED])
    assert list(rows) == [SHORT, MENDED, DAMAGED]
    assert rows[1:] == [MENDED, DAMAGED]
    assert rows[-2] == MENDED
    assert isinstance(rows[0].row.verdict, RowClass)
    with pytest.raises(IndexError):
        rows[3]


def test_a_row_is_found_by_its_number() -> None:
    rows = CheckedRows([SHORT, MENDED, DAMAGED])
    assert [rows.place(number) for number in (5, 7, 9_001, 6)] == [0, 1, 2, -1]


def test_the_search_for_garbage_leaves_the_rows_alone() -> None:
    rows = CheckedRows(Checked(JobRow(at, (f"x{at}",), RowClass.BLANK), (f"x{at}",)) for at in range(100))
    gc.collect()
    walked = [each for kept in (rows._found, rows._cells) for each in kept if gc.is_tracked(each)]
    assert not walked
    assert not gc.is_tracked(rows._places)
