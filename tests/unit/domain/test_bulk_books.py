from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from vox_console.domain.bulk_books import Books, RowClass


@given(st.lists(st.tuples(st.sampled_from(RowClass), st.integers(0, 10))))
def test_the_books_balance_whatever_comes_in(rows: list[tuple[RowClass, int]]) -> None:
    books = Books()
    for row_class, parts in rows:
        books.enter(row_class, parts=parts)
    assert books.rows == len(rows) == books.accepted + sum(books.excluded.values())
    assert books.parts == sum(parts for _, parts in rows)


def test_only_reasons_that_occurred_are_told_in_a_fixed_order() -> None:
    books = Books.of([(RowClass.TOO_LONG, 1, 0), (RowClass.BLANK, 2, 0), (RowClass.ACCEPTED, 3, 5)])
    assert list(books.excluded) == [RowClass.BLANK, RowClass.TOO_LONG]
    assert (books.rows, books.accepted, books.parts) == (6, 3, 5)
