"""What was not taken has a reason beside it: which rows it is of."""

from __future__ import annotations

from dataclasses import replace

from vox_console.presenters.bulk_rehearsal_words import taken_words
from vox_console.services.bulk_rehearsal import Rehearsed

FOUND = Rehearsed(40, {"delivered": 38, "refused": 2}, predicted=44, taken=42, noun="part", whole=True)


def test_what_is_missing_is_told_with_the_rows_it_is_of() -> None:
    assert taken_words(FOUND) == "42 taken, 44 predicted; the 2 missing are of these rows: 2 refused"
    one = replace(FOUND, outcomes={"delivered": 38, "unknown": 1}, taken=43)
    assert taken_words(one).endswith("the 1 missing is of these rows: 1 unknown, 1 without an outcome")


def test_where_nothing_is_missing_nothing_is_explained() -> None:
    assert taken_words(replace(FOUND, taken=44)) == "44 taken, 44 predicted"
