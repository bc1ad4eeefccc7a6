"""Every state in one bucket, and the buckets add up."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vox_console.domain.message import MessageState
from vox_console.domain.outcome_bucket import BUCKETS, Bucket, delivery_rate, outcomes


def test_every_state_has_one_bucket() -> None:
    assert set(BUCKETS) == set(MessageState)
    assert set(BUCKETS.values()) == set(Bucket)


@given(st.dictionaries(st.sampled_from(list(MessageState)), st.integers(0, 10**6)))
def test_buckets_add_up(states: dict[MessageState, int]) -> None:
    counts = outcomes({state.value: count for state, count in states.items()})
    assert sum(counts.values()) == sum(states.values())
    assert list(counts) == list(Bucket)


@pytest.mark.parametrize(
    ("states", "rate"),
    [
        ({}, None),
        ({"accepted": 3, "unknown": 2}, None),
        ({"delivered": 3, "refused": 1}, 0.75),
        ({"delivered": 3, "expired": 1, "enroute": 100, "draft": 7}, 0.75),
        ({"rejected": 2}, 0.0),
    ],
)
def test_the_rate_is_of_those_whose_end_is_known(states: dict[str, int], rate: float | None) -> None:
    assert delivery_rate(outcomes(states)) == rate
