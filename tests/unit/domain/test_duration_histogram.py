"""Percentiles out of counts: never too small, never more than a class too large."""

from __future__ import annotations

import math
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vox_console.domain.duration_histogram import (
    LONGEST_S,
    NEGATIVE,
    PER_OCTAVE,
    SHORTEST_S,
    class_of,
    longest_of,
    within,
)

WIDTH = 2 ** (1 / PER_OCTAVE)


@given(st.floats(0, LONGEST_S / 2))
def test_a_duration_lies_in_its_class(duration_s: float) -> None:
    longest = longest_of(class_of(duration_s))
    assert duration_s <= longest * (1 + 1e-6)
    assert duration_s <= SHORTEST_S or longest <= duration_s * WIDTH * (1 + 1e-6)


@given(st.integers(0, 87))
def test_the_end_of_a_class_is_in_it(number: int) -> None:
    assert class_of(longest_of(number)) == number


def test_what_lasts_longer_than_is_told_apart_has_no_end() -> None:
    assert longest_of(class_of(LONGEST_S * 5)) == math.inf


@given(st.lists(st.floats(0, LONGEST_S / 2), min_size=1), st.sampled_from([0.5, 0.95, 0.99, 1.0]))
def test_a_percentile_is_true_of_what_was_counted(durations_s: list[float], share: float) -> None:
    found = within(Counter(map(class_of, durations_s)), share)
    assert found is not None
    exact = sorted(durations_s)[math.ceil(share * len(durations_s)) - 1]
    assert exact <= found * (1 + 1e-6)
    assert found <= max(SHORTEST_S, exact * WIDTH) * (1 + 1e-6)


@pytest.mark.parametrize("counts", [{}, {NEGATIVE: 7}])
def test_of_none_there_is_no_percentile(counts: dict[int, int]) -> None:
    assert within(counts, 0.5) is None


def test_what_cannot_be_is_apart() -> None:
    assert class_of(-0.001) == NEGATIVE
    assert within({NEGATIVE: 100, class_of(8.0): 1}, 0.5) == pytest.approx(8.0)
