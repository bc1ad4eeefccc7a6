"""Days of the week: by any beginning of their names that is one day's alone, in ranges and lists."""

from __future__ import annotations

from itertools import combinations

import pytest

from vox_console.domain.weekdays import EVERY_DAY, days_words, read_days


@pytest.mark.parametrize(
    ("typed", "days"),
    [
        ("Mon-Fri", (0, 1, 2, 3, 4)),
        ("MONDAY \u2013 wednesday", (0, 1, 2)),
        ("Sat to Mon", (0, 5, 6)),
        ("Tue, Thurs. and su", (1, 3, 6)),
        ("Mon Wed", (0, 2)),
        ("Mon-Tue, Tue-Wed", (0, 1, 2)),
        ("weekdays", (0, 1, 2, 3, 4)),
        ("Weekend", (5, 6)),
        ("every  day", EVERY_DAY),
        ("Mon-Sun", EVERY_DAY),
        ("Fri-Fri", (4,)),
        ("", None),
        ("t", None),
        ("m-fri", None),
        ("mon-xyz", None),
        ("mondays", None),
        ("weekdays and Sat", None),
    ],
)
def test_days_are_read_or_refused(typed: str, days: tuple[int, ...] | None) -> None:
    assert read_days(typed) == days


def test_any_days_are_read_as_they_are_written() -> None:
    for count in range(1, 8):
        for days in combinations(EVERY_DAY, count):
            assert read_days(days_words(days)) == days


def test_days_in_a_row_are_written_as_a_range() -> None:
    assert days_words((0, 1, 2, 4, 5)) == "Mon-Wed, Fri-Sat"
    assert days_words((6,)) == "Sun"
