"""The books of a list of contacts balance."""

from __future__ import annotations

from vox_console.domain.contact_books import ContactBooks, ContactClass
from vox_console.domain.row_books import MOST_TOLD


def test_rows_are_the_sum_of_the_classes() -> None:
    books = ContactBooks()
    assert books.sum_words == "0 rows = 0 new"
    books.enter(2, ContactClass.NEW)
    assert books.sum_words == "1 row = 1 new"
    for row in range(3, 13):
        books.enter(row, ContactClass.BAD_NUMBER, reason="Too short.")
        books.leave_out(row, "Too short.")
    assert books.sum_words == "11 rows = 1 new + 10 bad number"
    assert (books.rows, books.numbers_left_out) == (11, 10)
    assert len(books.faults[ContactClass.BAD_NUMBER]) == len(books.left_out) == MOST_TOLD
