"""Undo times by the monotonic clock."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from vox_console.services.holds import Holds

NOW_US = 1_800_000_000_000_000
DELAYS_S = st.lists(st.integers(min_value=0, max_value=600), max_size=20)


@given(DELAYS_S, st.integers(min_value=0, max_value=700))
def test_exactly_what_is_over_has_ended_and_the_next_is_told(delays_s: list[int], later_s: int) -> None:
    holds = Holds()
    for delay_s in delays_s:
        holds.add(NOW_US + delay_s * 1_000_000, now_us=NOW_US, now_s=50.0)
    running = [delay_s for delay_s in delays_s if delay_s > 0]
    over = [delay_s for delay_s in running if delay_s <= later_s]
    assert holds.expire(50.0 + later_s) == len(over)
    assert holds.ended_us == (NOW_US + max(over) * 1_000_000 if over else 0)
    left = [delay_s for delay_s in running if delay_s > later_s]
    assert holds.next_at_s == (50.0 + min(left) if left else None)


def test_an_end_by_the_wall_clock_stays_when_a_shorter_hold_ends_after_it() -> None:
    """The wall clock was set back between the two."""
    holds = Holds()
    holds.add(NOW_US + 5_000_000, now_us=NOW_US, now_s=0.0)
    holds.add(NOW_US - 3_000_000, now_us=NOW_US - 9_000_000, now_s=0.0)
    assert holds.expire(6.0) == 2
    assert holds.ended_us == NOW_US + 5_000_000


def test_no_hold_is_none_to_wait_for() -> None:
    holds = Holds()
    holds.add(0, now_us=NOW_US, now_s=0.0)
    assert holds.next_at_s is None
    assert holds.expire(1e9) == 0
