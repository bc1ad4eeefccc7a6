"""The books of a list: they balance, and tell the first rows of what was left out, class after class."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from vox_console.domain.opt_out_books import OptOutBooks, OptOutClass
from vox_console.domain.row_books import MOST_TOLD, sum_words


@given(st.lists(st.sampled_from(OptOutClass)))
def test_they_balance(rows: list[OptOutClass]) -> None:
    books = OptOutBooks()
    for number, each in enumerate(rows, 2):
        books.enter(number, each, reason="" if each in books.entered else "why")
    assert books.rows == len(rows)
    assert sum(books.classes[each] for each in OptOutClass) == len(rows)
    left_out = {each: [row for row, kind in enumerate(rows, 2) if kind is each] for each in OptOutClass}
    assert books.not_entered == [
        (row, "why")
        for each in OptOutClass
        if each not in books.entered
        for row in left_out[each][:MOST_TOLD]
    ]


def test_why_a_row_is_on_the_register_already_is_no_fault() -> None:
    books = OptOutBooks()
    books.enter(2, OptOutClass.ALREADY, reason="By an earlier row.")
    assert books.not_entered == []


def test_a_sum_is_said_in_the_order_of_the_classes() -> None:
    counts = Counter({OptOutClass.BAD_NUMBER: 1_000, OptOutClass.NEW: 1, OptOutClass.BLANK: 0})
    assert sum_words(counts, OptOutClass) == "1,001 rows = 1 new + 1,000 bad number"
