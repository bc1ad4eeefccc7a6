"""When a message is asked about: moments worked out by hand, and what holds for every schedule."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vox_console.domain.query_schedule import (
    GIVE_UP_US,
    HOUR_US,
    JITTER,
    LAST_HARVEST_SHARE,
    LATE_STEP_S,
    LONGEST_STEP_US,
    SECOND_US,
    STEPS_S,
    is_ending,
    next_due_us,
    spread_of,
)

NOW_US = 1_800_000_000_000_000
DAY_US = 24 * HOUR_US
MINUTE_US = 60 * SECOND_US
SPREADS = st.floats(0, 1)
MEMORIES = st.integers(1, 72).map(lambda hours: hours * HOUR_US)


def schedule(spread: float, *, memory_us: int = DAY_US, late_us: int = 0) -> list[int]:
    """Give the moments of asking in its three days, since it was accepted, when asked `late_us` after due."""
    moments: list[int] = []
    now_us = NOW_US
    while now_us < NOW_US + GIVE_UP_US:
        due_us = next_due_us(
            asked=len(moments), now_us=now_us, accepted_at_us=NOW_US, memory_us=memory_us, spread=spread
        )
        assert due_us > now_us
        now_us = due_us + late_us
        moments.append(now_us - NOW_US)
    return moments


@pytest.mark.parametrize(("spread", "first_s"), [(0.0, 5), (0.5, 7.5), (1.0, 10)])
def test_the_first_question_comes_five_to_ten_seconds_after_the_message(
    spread: float, first_s: float
) -> None:
    assert schedule(spread)[0] == first_s * SECOND_US


def test_the_questions_come_ever_less_often() -> None:
    moments = schedule(0.5)
    gaps_s = [(later - sooner) / SECOND_US for sooner, later in pairwise(moments)]
    assert gaps_s[:8] == [15, 30, 60, 120, 300, 600, 1_800, 3_600]
    assert set(gaps_s[8:20]) == {3_600}


def test_a_whole_day_is_about_thirty_questions_and_three_about_eighty() -> None:
    moments = schedule(0.5)
    assert sum(moment <= DAY_US for moment in moments) == 31
    assert len(moments) == 80


def test_what_is_pushed_is_asked_about_only_when_that_is_late() -> None:
    moments = [
        next_due_us(
            asked=asked, now_us=NOW_US, accepted_at_us=NOW_US, memory_us=DAY_US, spread=0.5, pushed=True
        )
        for asked in range(4)
    ]
    assert moments == [NOW_US + minutes * MINUTE_US for minutes in (10, 30, 60, 60)]


@given(SPREADS, MEMORIES)
def test_it_is_never_silent_for_longer_than_an_hour_and_a_bit(spread: float, memory_us: int) -> None:
    longest_us = round(STEPS_S[-1] * (1 + JITTER / 2) * SECOND_US)
    moments = schedule(spread, memory_us=memory_us)
    assert max(later - sooner for sooner, later in pairwise(moments)) <= longest_us


@given(SPREADS, st.integers(4, 72).map(lambda hours: hours * HOUR_US))
def test_the_last_question_within_the_memory_comes_shortly_before_its_end(
    spread: float, memory_us: int
) -> None:
    """Later might be too late; earlier would leave out what happened in between. Once is enough."""
    share_us = min(round(memory_us * LAST_HARVEST_SHARE), 30 * MINUTE_US)
    late = [
        each for each in schedule(spread, memory_us=memory_us) if memory_us - share_us <= each < memory_us
    ]
    assert len(late) == 1
    assert memory_us - late[0] >= share_us // 2 - 1  # not in the last moment either


@given(SPREADS)
def test_after_the_memory_ends_one_question_shows_soon_whether_it_is_forgotten(spread: float) -> None:
    first = next(moment for moment in schedule(spread) if moment >= DAY_US)
    assert first <= DAY_US + 70 * MINUTE_US


@given(
    asked=st.integers(0, 200),
    age_us=st.integers(-10 * GIVE_UP_US, 10 * GIVE_UP_US),
    memory_us=MEMORIES,
    spread=SPREADS,
)
def test_the_next_question_is_always_ahead(asked: int, age_us: int, memory_us: int, spread: float) -> None:
    now_us = NOW_US + age_us
    due_us = next_due_us(
        asked=asked, now_us=now_us, accepted_at_us=NOW_US, memory_us=memory_us, spread=spread
    )
    assert now_us < due_us <= now_us + LONGEST_STEP_US


@pytest.mark.parametrize("asked", [1, 2, 3, 40])
def test_once_the_memory_is_over_the_questions_are_at_least_ten_minutes_apart(asked: int) -> None:
    """Whatever the wall clock did, what a few seconds say is not the word of several answers."""
    due_us = next_due_us(
        asked=asked, now_us=NOW_US + DAY_US, accepted_at_us=NOW_US, memory_us=DAY_US, spread=0.5
    )
    assert due_us - NOW_US - DAY_US >= LATE_STEP_S * SECOND_US


@pytest.mark.parametrize(
    ("known", "age_us", "ending"),
    [
        (False, 0, False),
        (False, DAY_US - 1, False),
        (False, DAY_US, True),
        (True, DAY_US, False),
        (None, DAY_US, False),
        (True, GIVE_UP_US - 1, False),
        (True, GIVE_UP_US, True),
        (None, GIVE_UP_US, True),
        (False, GIVE_UP_US, True),
        (False, -DAY_US, False),
    ],
)
def test_an_answer_may_end_the_asking_when_the_memory_is_over_or_three_days_are(
    known: bool | None, age_us: int, ending: bool
) -> None:
    found = is_ending(known=known, now_us=NOW_US + age_us, accepted_at_us=NOW_US, memory_us=DAY_US)
    assert found is ending


def test_neighbours_are_asked_about_far_from_each_other() -> None:
    """A thousand messages of one second: no tenth of the time gets more than its share, give or take."""
    tenths = [int(spread_of(part_id) * 10) for part_id in range(1, 256_001, 256)]
    assert set(tenths) == set(range(10))
    assert max(tenths.count(tenth) for tenth in range(10)) <= 105
