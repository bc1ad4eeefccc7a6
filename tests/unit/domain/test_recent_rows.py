"""Rows counted by how long ago their numbers got nearly the same text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vox_console.domain.recent_rows import (
    AGES_S,
    EXAMPLES,
    RecentAge,
    RecentRow,
    RecentRows,
    ago,
    needs_word,
    span_words,
)


def rows_of(*ages_s: float) -> RecentRows:
    found = RecentRows()
    for number, age_s in enumerate(ages_s, 2):
        found.enter(number, age_s)
    return found


def test_rows_stand_in_the_span_of_their_age_with_the_newest() -> None:
    found = rows_of(2_400, 30, 1_800.9, 90_000)
    assert found.rows == 4
    assert found.by_age == (
        RecentAge(600, 1, 30, (RecentRow(3, 30),)),
        RecentAge(3_600, 2, 1_800, (RecentRow(2, 2_400), RecentRow(4, 1_800))),
        RecentAge(AGES_S[-1], 1, 90_000, (RecentRow(5, 90_000),)),
    )


def test_a_clock_that_was_set_back_makes_an_age_of_nothing() -> None:
    (age,) = rows_of(-500).by_age
    assert (age.up_to_s, age.newest_s) == (600, 0)


@given(st.lists(st.integers(-10, 100_000), max_size=40))
def test_every_row_is_counted_once_and_the_first_are_shown(ages_s: list[int]) -> None:
    found = rows_of(*ages_s)
    assert found.rows == sum(age.rows for age in found.by_age) == len(ages_s)
    for age in found.by_age:
        assert len(age.examples) == min(age.rows, EXAMPLES)
        assert [row.number for row in age.examples] == sorted(row.number for row in age.examples)
        assert age.newest_s <= min(row.age_s for row in age.examples)


def test_a_span_is_told_with_its_newest() -> None:
    assert [span_words(age) for age in rows_of(2_400, 5, 7_300, 80_000).by_age] == [
        "in the last 10 minutes, last less than a minute ago",
        "10 to 60 minutes ago, last 40 minutes ago",
        "1 to 6 hours ago, last 2 hours ago",
        "6 to 24 hours ago, last 22 hours ago",
    ]


def test_more_than_one_in_twenty_needs_a_word() -> None:
    found = rows_of(5, 5)
    assert needs_word(found, rows=39)
    assert not needs_word(found, rows=40)
    assert not needs_word(RecentRows(), rows=0)


@pytest.mark.parametrize(
    ("age_s", "words"),
    [
        (0, "less than a minute ago"),
        (60, "1 minute ago"),
        (2_459, "40 minutes ago"),
        (7_199, "119 minutes ago"),
        (7_200, "2 hours ago"),
        (86_399, "23 hours ago"),
    ],
)
def test_an_age_is_told_as_one_speaks_of_it(age_s: int, words: str) -> None:
    assert ago(age_s) == words
