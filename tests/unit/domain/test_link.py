"""Link states are values: equal when they say the same, and exactly six."""

from __future__ import annotations

from typing import get_args

from vox_console.domain.link import (
    Binding,
    Bound,
    Connecting,
    LinkGauge,
    LinkState,
    Offline,
    Stopped,
    Waiting,
)


def test_the_union_holds_every_state_and_no_other() -> None:
    assert set(get_args(LinkState)) == {Offline, Connecting, Binding, Bound, Waiting, Stopped}


def test_states_compare_by_what_they_say() -> None:
    assert Offline() == Offline()
    assert Waiting("host:2876", 1, 5.0, "refused") != Waiting("host:2876", 2, 5.0, "refused")
    states: list[LinkState] = [Connecting("host:2876"), Binding("host:2876")]
    assert states[0] != states[1]


def test_before_the_first_answer_there_is_no_round_trip() -> None:
    assert LinkGauge().round_trip_ms is None
