"""The books of a list that was entered: they balance, and tell the first rows of what was not."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from vox_console.domain.opt_out_books import MOST_TOLD, NOT_ENTERED, OptOutBooks, OptOutClass


@given(st.lists(st.sampled_from(OptOutClass)))
def test_they_balance(rows: list[OptOutClass]) -> None:
    books = OptOutBooks()
    for number, each in enumerate(rows, 2):
        books.enter(number, each, reason="why" if each in NOT_ENTERED else "")
    assert books.rows == len(rows)
    assert sum(books.classes[each] for each in OptOutClass) == len(rows)
    for each in OptOutClass:
        assert len(books.faults.get(each, [])) <= MOST_TOLD


def test_the_sum_is_said_in_one_line() -> None:
    books = OptOutBooks()
    assert books.sum_words == "0 rows = 0 new"
    books.enter(2, OptOutClass.NEW, undated=True)
    assert (books.sum_words, books.undated) == ("1 row = 1 new", 1)
    books.enter(3, OptOutClass.BAD_NUMBER, reason="Too short.")
    books.enter(4, OptOutClass.ALREADY)
    assert books.sum_words == "3 rows = 1 new + 1 already + 1 bad number"
    assert books.faults[OptOutClass.BAD_NUMBER] == [(3, "Too short.")]
