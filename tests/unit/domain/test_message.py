"""The life of a message: both tables, every pair of states, and the word for the whole."""

from __future__ import annotations

import itertools

import pytest

from vox_console.domain.message import (
    DELIVERY_MOVES,
    FINAL_DELIVERIES,
    FINAL_STATES,
    SUBMIT_MOVES,
    DeliveryState,
    IllegalMove,
    MessageState,
    SubmitState,
    delivery_after,
    is_partial,
    message_state,
    submit_after,
)

D, M, S = DeliveryState, MessageState, SubmitState


class TestSubmitMoves:
    LEGAL = frozenset(
        {
            (S.QUEUED, S.RESERVED),
            (S.QUEUED, S.WITHHELD),
            (S.RESERVED, S.ACCEPTED),
            (S.RESERVED, S.REFUSED),
            (S.RESERVED, S.UNKNOWN),
            (S.RESERVED, S.QUEUED),
            (S.UNKNOWN, S.ACCEPTED),
            (S.UNKNOWN, S.REFUSED),
            (S.WITHHELD, S.QUEUED),
        }
    )

    @pytest.mark.parametrize(("old", "new"), list(itertools.product(S, S)))
    def test_every_pair_is_either_in_the_table_or_a_bug(self, old: SubmitState, new: SubmitState) -> None:
        if (old, new) in self.LEGAL:
            assert submit_after(old, new) is new
        else:
            with pytest.raises(IllegalMove):
                submit_after(old, new)

    def test_unknown_never_returns_to_the_queue(self) -> None:
        reached = {S.UNKNOWN}
        for _ in S:
            reached |= {new for old in reached for new in SUBMIT_MOVES[old]}
        assert reached == {S.UNKNOWN, S.ACCEPTED, S.REFUSED}

    @pytest.mark.parametrize("final", [S.ACCEPTED, S.REFUSED])
    def test_accepted_and_refused_are_final(self, final: SubmitState) -> None:
        assert SUBMIT_MOVES[final] == frozenset()


class TestDeliveryMoves:
    @pytest.mark.parametrize(("old", "new"), list(itertools.product(FINAL_DELIVERIES, D)))
    def test_final_means_final(self, old: DeliveryState, new: DeliveryState) -> None:
        assert delivery_after(old, new) is old

    @pytest.mark.parametrize("old", sorted(set(D) - FINAL_DELIVERIES))
    @pytest.mark.parametrize("new", sorted(FINAL_DELIVERIES))
    def test_anything_not_final_yields_to_a_final_state(self, old: DeliveryState, new: DeliveryState) -> None:
        assert delivery_after(old, new) is new

    def test_progress_only_goes_forward(self) -> None:
        line = [D.PENDING, D.ENROUTE, D.ACCEPTD, D.FORGOTTEN]
        for older, newer in itertools.product(range(4), range(4)):
            assert delivery_after(line[older], line[newer]) is line[max(older, newer)]

    def test_the_same_receipt_twice_changes_nothing(self) -> None:
        for old, new in itertools.product(D, D):
            once = delivery_after(old, new)
            assert delivery_after(once, new) is once

    def test_no_state_moves_to_itself(self) -> None:
        assert all(state not in moves for state, moves in DELIVERY_MOVES.items())


class TestMessageState:
    @pytest.mark.parametrize(
        ("parts", "state"),
        [
            ([(S.QUEUED, D.PENDING)], M.QUEUED),
            ([(S.RESERVED, D.PENDING)], M.SENDING),
            ([(S.ACCEPTED, D.PENDING), (S.QUEUED, D.PENDING)], M.SENDING),
            ([(S.WITHHELD, D.PENDING), (S.ACCEPTED, D.DELIVERED)], M.SENDING),
            ([(S.UNKNOWN, D.PENDING)], M.UNKNOWN),
            ([(S.UNKNOWN, D.PENDING), (S.REFUSED, D.PENDING)], M.UNKNOWN),
            ([(S.REFUSED, D.PENDING), (S.ACCEPTED, D.DELIVERED)], M.REFUSED),
            ([(S.REFUSED, D.PENDING), (S.WITHHELD, D.PENDING)], M.REFUSED),
            ([(S.ACCEPTED, D.PENDING)], M.ACCEPTED),
            ([(S.ACCEPTED, D.PENDING), (S.ACCEPTED, D.ENROUTE)], M.ENROUTE),
            ([(S.ACCEPTED, D.ACCEPTD)], M.ENROUTE),
            ([(S.ACCEPTED, D.DELIVERED)], M.DELIVERED),
            ([(S.ACCEPTED, D.DELIVERED), (S.ACCEPTED, D.PENDING)], M.ENROUTE),
            ([(S.ACCEPTED, D.DELIVERED), (S.ACCEPTED, D.EXPIRED)], M.EXPIRED),
            ([(S.ACCEPTED, D.EXPIRED), (S.ACCEPTED, D.UNDELIVERABLE)], M.UNDELIVERABLE),
            ([(S.ACCEPTED, D.REJECTED)], M.REJECTED),
            ([(S.ACCEPTED, D.DELETED)], M.DELETED),
            ([(S.ACCEPTED, D.FORGOTTEN)], M.FORGOTTEN),
            ([(S.ACCEPTED, D.FORGOTTEN), (S.ACCEPTED, D.DELIVERED)], M.FORGOTTEN),
        ],
    )
    def test_one_word_for_the_whole(
        self, parts: list[tuple[SubmitState, DeliveryState]], state: MessageState
    ) -> None:
        assert message_state(parts) is state
        assert message_state(reversed(parts)) is state

    def test_delivered_needs_every_part_accepted_and_delivered(self) -> None:
        for submits in itertools.product(S, repeat=2):
            for deliveries in itertools.product(D, repeat=2):
                word = message_state(zip(submits, deliveries, strict=True))
                all_there = set(submits) == {S.ACCEPTED} and set(deliveries) == {D.DELIVERED}
                assert (word is M.DELIVERED) == all_there

    def test_accepted_is_never_shown_as_delivered(self) -> None:
        for delivery in set(D) - {D.DELIVERED}:
            assert message_state([(S.ACCEPTED, delivery)]) is not M.DELIVERED

    def test_the_words_are_those_promised_to_other_programs(self) -> None:
        assert {state.value for state in M} - {"draft"} == {
            "queued",
            "sending",
            "unknown",
            "refused",
            "accepted",
            "enroute",
            "delivered",
            "undeliverable",
            "rejected",
            "expired",
            "deleted",
            "forgotten",
        }

    def test_nothing_in_progress_counts_as_final(self) -> None:
        assert FINAL_STATES.isdisjoint({M.DRAFT, M.QUEUED, M.SENDING, M.UNKNOWN, M.ACCEPTED, M.ENROUTE})


class TestOneIdForSeveralSegments:
    """single_id_split: what is said of the id may be about any of its segments."""

    @pytest.mark.parametrize("failure", sorted(FINAL_DELIVERIES - {DeliveryState.DELIVERED}))
    def test_the_worst_final_state_counts_whatever_comes_first(self, failure: DeliveryState) -> None:
        delivered = DeliveryState.DELIVERED
        assert delivery_after(delivered, failure, shared_id=True) is failure
        assert delivery_after(failure, delivered, shared_id=True) is failure
        assert is_partial(delivered, failure)
        assert is_partial(failure, delivered)

    @pytest.mark.parametrize("old", list(DeliveryState))
    @pytest.mark.parametrize("new", list(DeliveryState))
    def test_everything_else_moves_as_it_always_does(self, old: DeliveryState, new: DeliveryState) -> None:
        if not is_partial(old, new):
            assert delivery_after(old, new, shared_id=True) is delivery_after(old, new)
