"""The books of a list that was entered: they say their sum in one line, and which rows are entered."""

from __future__ import annotations

from vox_console.domain.opt_out_books import OptOutBooks, OptOutClass


def test_the_sum_is_said_in_one_line() -> None:
    books = OptOutBooks()
    assert books.sum_words == "0 rows = 0 new"
    books.enter(2, OptOutClass.NEW)
    assert books.sum_words == "1 row = 1 new"
    books.enter(3, OptOutClass.BAD_NUMBER, reason="Too short.")
    books.enter(4, OptOutClass.ALREADY)
    assert books.sum_words == "3 rows = 1 new + 1 already + 1 bad number"
    assert books.faults[OptOutClass.BAD_NUMBER] == [(3, "Too short.")]


def test_what_was_on_the_register_already_is_entered() -> None:
    assert OptOutBooks().entered == {OptOutClass.NEW, OptOutClass.ALREADY}
