"""The sentences of the register's dialog."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from vox_console.domain.opt_out import OptOut, OptOutSource, RegisterEntry
from vox_console.domain.opt_out_books import OptOutBooks, OptOutClass
from vox_console.presenters.opt_outs_words import (
    books_words,
    detail_of,
    entered_words,
    found_words,
    row_of,
)

A_DAY_US = 86_400_000_000
WHAT = OptOut("381641234567", A_DAY_US, "Ana", "no\nmore", "Vox", OptOutSource.REPLY, "17")


def utc(us: int) -> datetime:
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=us)


@pytest.mark.parametrize(
    ("count", "searched", "words"),
    [
        (0, False, "Nobody is on the register"),
        (1, False, "1 number, the last entered first"),
        (1_000, True, "1,000 numbers found"),
        (0, True, "No number on the register fits"),
    ],
)
def test_how_many_there_are(count: int, *, searched: bool, words: str) -> None:
    assert found_words(count, searched=searched) == words


def test_a_row_says_who_said_it_on_one_line() -> None:
    row = row_of(RegisterEntry(3, WHAT, ends=False, entered_at_us=0), utc)
    assert (row.id, row.title, row.since) == (3, "+381 64 1234567", "2 Jan 1970")
    assert row.below == "only from Vox, the customer's answer, Ana: “no⏎more”"


def test_the_history_of_a_number_tells_when_it_was_said_and_when_written_down() -> None:
    first = RegisterEntry(3, WHAT, ends=False, entered_at_us=2 * A_DAY_US)
    last = RegisterEntry(
        4, OptOut(WHAT.number, 3 * A_DAY_US, "", "a call", "Vox"), ends=True, entered_at_us=3 * A_DAY_US
    )
    detail = detail_of(first, [last, first], utc)
    assert (detail.title, detail.ends_what) == ("+381 64 1234567", "It wants messages from Vox again")
    ended, entered = detail.lines
    assert (ended.time, ended.title, ended.detail) == (
        "1970-01-04 00:00",
        "Wants messages again from Vox",
        "entered by hand; “a call”",
    )
    assert entered.title == "Wants no messages from Vox"
    assert entered.detail == (
        "the customer's answer, Ana; “no⏎more”; in message 17; written down 1970-01-03 00:00"
    )


def test_what_entering_did() -> None:
    assert entered_words("+1", new=True, taken_back=0) == "+1 wants no messages."
    assert entered_words("+1", new=True, taken_back=2).endswith(" 2 waiting messages taken back.")
    assert "already" in entered_words("+1", new=False, taken_back=0)


def test_the_books_of_a_list_with_its_first_faults() -> None:
    books = OptOutBooks(taken_back=1)
    books.enter(2, OptOutClass.NEW)
    books.undated = 1
    for row in range(3, 12):
        books.enter(row, OptOutClass.BAD_NUMBER, reason="Too short.")
    lines = books_words("stop.csv", books, stopped=True).splitlines()
    assert lines[0] == "stop.csv: 10 rows = 1 new + 9 bad number (broken off here)"
    assert lines[1:3] == [
        "1 date could not be read; what stood there is in the evidence.",
        "1 waiting message taken back.",
    ]
    assert lines[3:] == [f"Row {row}: Too short." for row in range(3, 8)]
