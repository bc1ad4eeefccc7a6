"""The bulk pane's sentences say numbers that add up."""

from __future__ import annotations

import pytest

from vox_console.domain.bulk_books import Books, RowClass
from vox_console.presenters.bulk_words import (
    CLASS_WORDS,
    class_words,
    column_names,
    duration_words,
    row_words,
    running_words,
    start_words,
    sum_words,
    wire_words,
)
from vox_console.storage.job_progress import Progress

BOOKS = Books.of([(RowClass.ACCEPTED, 1_047, 1_060), (RowClass.DUPLICATE, 2, 0), (RowClass.BLANK, 1, 0)])


def test_the_sum_balances() -> None:
    assert sum_words(BOOKS) == "1,050 rows = 1,047 accepted + 3 excluded"


def test_the_button_says_what_it_sends_and_where() -> None:
    assert start_words(BOOKS, practice=True) == "Send 1,047 messages (1,060 parts) to the practice provider"
    assert start_words(Books.of([(RowClass.ACCEPTED, 1, 1)]), practice=False) == "Send 1 message"


def test_every_class_has_words() -> None:
    assert set(CLASS_WORDS) == set(RowClass)
    assert len(set(CLASS_WORDS.values())) == len(RowClass)
    for each in RowClass:
        assert class_words(each, 1) == CLASS_WORDS[each]
    assert [class_words(RowClass.BLANK, count) for count in (0, 1, 2)] == [
        "empty rows",
        "empty row",
        "empty rows",
    ]
    assert class_words(RowClass.BAD_NUMBER, 4) == "numbers that cannot be sent to"


def test_what_cannot_be_recalled_is_told_beside_what_is_held() -> None:
    progress = Progress(held=4_100, queued=12, on_the_wire=23, stopped=0, outcomes={})
    assert wire_words(progress) == "23 on the wire cannot be recalled, 4,112 held"
    assert running_words(progress) == "23 on the wire, 4,112 not left yet."
    assert wire_words(Progress(1, 0, 0, 0, {})) == "Nothing is on the wire, 1 held"


def test_a_column_without_a_usable_name_is_called_by_its_place() -> None:
    assert column_names(("Name", " ", "a|b"), 4) == ("Name", "Column 2", "Column 3", "Column 4")
    assert column_names((), 2) == ("Column 1", "Column 2")


def test_a_row_is_told_on_one_line_and_cut() -> None:
    assert row_words(("Ana", " ", "two\nlines")) == "Ana · two⏎lines"
    assert row_words(("x" * 200,)) == "x" * 80 + "…"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (3, "a few seconds"),
        (41, "50 seconds"),
        (60, "60 seconds"),
        (150, "3 minutes"),
        (3_600, "1 hour"),
        (5_000, "1 hour 25 minutes"),
        (86_400 * 3, "3 days"),
    ],
)
def test_a_span_of_time_is_told_roughly(seconds: float, words: str) -> None:
    assert duration_words(seconds) == words
