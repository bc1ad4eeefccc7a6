"""Which message a receipt may be about: the order of what may be meant, and why."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from vox_console.domain.message import FINAL_DELIVERIES, DeliveryState, SubmitState
from vox_console.domain.receipt_suggestion import MOST_SUGGESTED, Possible, ToldBy, suggest

NOON_US = 1_000_000_000_000
SECOND = 1_000_000
RECEIPT = ToldBy("Vox", "Your code is", NOON_US)
LIKELY = Possible(
    256, "Vox", "Your code is 1234", SubmitState.ACCEPTED, DeliveryState.PENDING, NOON_US - 12 * SECOND
)


def test_what_agrees_in_everything_says_so() -> None:
    (found,) = suggest(RECEIPT, [LIKELY])
    assert found.reasons == (
        "accepted, and nothing final was told of it",
        "same sender",
        "its text begins as quoted",
        "told 12 seconds after it left",
    )


def test_what_does_not_agree_says_so_too() -> None:
    other = replace(
        LIKELY, sender="Bank", text="Hello", submit=SubmitState.UNKNOWN, left_at_us=NOON_US - 7200 * SECOND
    )
    (found,) = suggest(RECEIPT, [other])
    assert found.reasons == (
        "its fate is unknown",
        "another sender",
        "its text is another",
        "told 2 hours after it left",
    )


def test_without_a_quotation_the_text_says_nothing() -> None:
    (found,) = suggest(replace(RECEIPT, quoted="Yo"), [LIKELY])
    assert not any("text" in reason for reason in found.reasons)


def test_the_likeliest_comes_first_and_of_equal_ones_the_nearer() -> None:
    far = replace(LIKELY, part_id=1, left_at_us=NOON_US - 60 * SECOND)
    other_text = replace(LIKELY, part_id=2, text="Hello")
    other_sender = replace(LIKELY, part_id=3, sender="Bank")
    found = suggest(RECEIPT, [other_text, far, other_sender, LIKELY])
    assert [each.part_id for each in found] == [256, 1, 3, 2]


def test_what_left_later_or_has_ended_or_never_left_is_not_meant() -> None:
    never = [
        replace(LIKELY, left_at_us=NOON_US + 1),
        *(replace(LIKELY, delivery=each) for each in FINAL_DELIVERIES),
        *(
            replace(LIKELY, submit=each)
            for each in set(SubmitState) - {SubmitState.ACCEPTED, SubmitState.UNKNOWN}
        ),
    ]
    assert suggest(RECEIPT, never) == []


PARTS = st.builds(
    Possible,
    st.integers(1, 99),
    st.sampled_from(["Vox", "vox", "Bank"]),
    st.sampled_from(["Your code is 1", "Hello"]),
    st.sampled_from(SubmitState),
    st.sampled_from(DeliveryState),
    st.integers(NOON_US - 10**12, NOON_US + 10),
)


@given(st.lists(PARTS, max_size=12), st.randoms())
def test_the_order_in_which_they_are_looked_at_changes_nothing(parts: list[Possible], rng: object) -> None:
    found = suggest(RECEIPT, parts)
    assert len(found) <= MOST_SUGGESTED
    assert [each.weight for each in found] == sorted((each.weight for each in found), reverse=True)
    shuffled = list(parts)
    rng.shuffle(shuffled)  # type: ignore[attr-defined]  # Hypothesis' random numbers
    assert [each.weight for each in suggest(RECEIPT, shuffled)] == [each.weight for each in found]
