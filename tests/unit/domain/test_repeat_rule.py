"""Repeats: certain, possible, or two messages that say the same."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vox_console.domain.concatenation import PartPlace
from vox_console.domain.conversation import ConversationKey
from vox_console.domain.repeat_rule import Arrival, Repeat, ResendHabit, repeat_of
from vox_console.domain.transport_name import Witness

MINUTE_US = 60 * 1_000_000
HOUR_US = 60 * MINUTE_US
YES = Arrival(1, ConversationKey("+381641234567", "vox"), 0, b"YES")
PLACE = PartPlace(8, 7, 3, 2)


def again(*, after_us: int, first: Arrival = YES) -> Arrival:
    return replace(first, id=2, received_at_us=after_us)


@pytest.mark.parametrize(
    ("after_us", "answered", "expected"),
    [
        (MINUTE_US, True, Repeat(1, certain=False)),
        (10 * MINUTE_US, True, Repeat(1, certain=False)),
        (10 * MINUTE_US + 1, True, None),
        (10 * MINUTE_US + 1, False, Repeat(1, certain=False)),
        (48 * HOUR_US, False, Repeat(1, certain=False)),
        (48 * HOUR_US + 1, False, None),
    ],
)
def test_an_equal_message_is_a_possible_repeat_while_sending_again_is_plausible(
    after_us: int, *, answered: bool, expected: Repeat | None
) -> None:
    assert repeat_of(again(after_us=after_us), [replace(YES, answered=answered)]) == expected


def test_a_habit_can_be_told() -> None:
    habit = ResendHabit(within_us=MINUTE_US)
    assert repeat_of(again(after_us=2 * MINUTE_US), [YES], habit=habit) is None


@pytest.mark.parametrize(
    "other",
    [
        replace(YES, octets=b"yes"),
        replace(YES, data_coding=8),
        replace(YES, esm_class=0x40),
        replace(YES, key=ConversationKey("+381641234567", "other")),
        replace(YES, key=ConversationKey("+381641234568", "vox")),
        replace(YES, place=PLACE),
    ],
)
def test_what_differs_is_no_repeat(other: Arrival) -> None:
    assert repeat_of(again(first=other, after_us=1), [YES]) is None


def test_the_same_id_is_certain_whenever_it_comes() -> None:
    first = replace(YES, provider_id="m-1")
    assert repeat_of(again(first=first, after_us=90 * 24 * HOUR_US), [first]) == Repeat(1, certain=True)


def test_two_ids_are_two_messages() -> None:
    first = replace(YES, provider_id="m-1", answered=False)
    assert repeat_of(replace(again(after_us=1), provider_id="m-2"), [first]) is None


def test_ids_of_two_ways_say_nothing() -> None:
    first = replace(YES, provider_id="m-1")
    other = replace(again(after_us=1), witness=Witness.CALLBACK, provider_id="77")
    assert repeat_of(other, [first]) == Repeat(1, certain=False)
    assert repeat_of(replace(other, provider_id="m-1"), [first]) == Repeat(1, certain=False)


def test_the_same_part_of_a_long_message_is_certain_for_a_day() -> None:
    part = replace(YES, place=PLACE)
    assert repeat_of(again(first=part, after_us=24 * HOUR_US), [part]) == Repeat(1, certain=True)
    assert repeat_of(again(first=part, after_us=24 * HOUR_US + 1), [part]) is None


def test_the_certain_one_goes_first_then_the_latest() -> None:
    certain = replace(YES, id=1, provider_id="m-1")
    nearer = replace(YES, id=2, received_at_us=1)
    nearest = replace(YES, id=3, received_at_us=2)
    arrival = replace(YES, id=9, received_at_us=3, provider_id="m-1")
    assert repeat_of(arrival, [nearest, certain, nearer]) == Repeat(1, certain=True)
    assert repeat_of(arrival, [nearer, nearest]) == Repeat(3, certain=False)


def test_nothing_repeats_itself_or_what_came_later() -> None:
    assert repeat_of(YES, [YES, again(after_us=1)]) is None


ARRIVALS = st.builds(
    lambda row, time, octets, provider_id, answered: Arrival(
        row, YES.key, time, octets, provider_id=provider_id, answered=answered
    ),
    st.integers(1, 50),
    st.integers(0, 50 * HOUR_US),
    st.sampled_from([b"YES", b"NO"]),
    st.sampled_from(["", "m-1", "m-2"]),
    st.booleans(),
)


@given(ARRIVALS, st.lists(ARRIVALS, max_size=8), st.data())
def test_order_decides_nothing_and_only_a_shared_id_is_certain(
    arrival: Arrival, earlier: list[Arrival], data: st.DataObject
) -> None:
    earlier = list({each.id: each for each in earlier if each.id != arrival.id}.values())
    found = repeat_of(arrival, earlier)
    assert repeat_of(arrival, data.draw(st.permutations(earlier))) == found
    if found:
        (first,) = [each for each in earlier if each.id == found.of]
        assert first.octets == arrival.octets
        assert found.certain == (first.provider_id == arrival.provider_id != "")
