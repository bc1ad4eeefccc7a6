"""How we know over REST: who is asked, for how long, and what is told."""

from __future__ import annotations

from dataclasses import replace

from tests.support.message_samples import message, part
from tests.support.opened_message import opened, particulars
from vox_console.domain.evidence import AttemptRecord, Evidence, QueryClock, ReceiptRecord
from vox_console.domain.message import DeliveryState, Message, SubmitState
from vox_console.domain.transport_name import Witness
from vox_console.presenters.evidence_clock import Asking

DAY_US = 24 * 3_600_000_000


NOON_US = 1_795_348_800_000_000


ANSWERING = Asking(DAY_US, answers=True)


ASKED = QueryClock(NOON_US, NOON_US + 125 * 60_000_000, 3)


def over_rest(
    *, submit: SubmitState = SubmitState.ACCEPTED, delivery: DeliveryState = DeliveryState.ENROUTE
) -> Message:
    return replace(message([part(submit=submit, delivery=delivery, provider_id="ID-1")]), transport="rest")


def said(
    witness: Witness, state: str, word: str, *, at_us: int = NOON_US, network: str = ""
) -> ReceiptRecord:
    return ReceiptRecord(
        1, at_us, "ID-1", "same", state, word, None, "", "", "", b"", 0, witness, network=network
    )


class TestOverRest:
    def test_an_open_message_says_how_long_it_is_known_and_may_be_asked_about(self) -> None:
        now_us = NOON_US + 2 * 3_600_000_000
        state = opened(over_rest(), Evidence((), (), ASKED), now_us=now_us, asking=ANSWERING)
        assert state.clock == "Vox knows it for another 22 h 0 min; asked 3 times, next at 14:05."
        assert state.can_ask_now
        assert "asked about" not in state.explanation

    def test_while_its_account_is_not_open_nobody_can_be_asked(self) -> None:
        state = opened(over_rest(), Evidence((), (), ASKED), now_us=NOON_US)
        assert not state.can_ask_now
        assert "the account work is open" in state.clock

    def test_a_final_word_ends_the_asking_also_where_a_question_is_left_over(self) -> None:
        final = over_rest(delivery=DeliveryState.DELIVERED)
        state = opened(final, Evidence((), (), ASKED), now_us=NOON_US, asking=ANSWERING)
        assert (state.clock, state.can_ask_now) == ("", False)

    def test_what_is_not_asked_about_says_so(self) -> None:
        asked = Evidence((), (said(Witness.QUERY, "enroute", "ENROUTE"),))
        assert opened(over_rest(), asked).explanation.endswith("It is not asked about any more.")
        assert opened(over_rest()).explanation.endswith("It is not asked about.")
        assert "asked" not in opened(message([part()])).explanation  # over SMPP nobody asks

    def test_what_is_forgotten_says_what_was_known_last(self) -> None:
        forgotten = over_rest(delivery=DeliveryState.FORGOTTEN)
        seen = Evidence(
            (),
            (
                said(Witness.QUERY, "enroute", "ENROUTE", at_us=NOON_US + 62 * 60_000_000),
                said(Witness.QUERY, "", "UNKNOWN", at_us=NOON_US + 63 * 60_000_000),
            ),
        )
        state = opened(forgotten, seen, now_us=NOON_US + 64 * 60_000_000)
        assert state.explanation == "Vox no longer knows it; last seen ENROUTE 13:02."
        never = opened(forgotten).explanation
        assert never == "Vox no longer knows it, and never said what became of it."

    def test_an_unknown_one_with_an_id_of_ours_says_that_it_is_asked_about(self) -> None:
        lost = AttemptRecord(1, "s", 7, "unknown", NOON_US, NOON_US, 0, "", "lost", own_id="s-7")
        unknown = replace(over_rest(submit=SubmitState.UNKNOWN), reason="no answer within 20 s")
        state = opened(unknown, Evidence((lost,), (), ASKED), now_us=NOON_US, asking=ANSWERING)
        assert state.explanation == (
            "It may or may not have been accepted. It is never sent again by itself. No answer within 20 s."
            " It carries an id of ours and is being asked about."
            " Before you write it again: the first one may have arrived."
        )
        assert state.clock == "Asked 3 times, next at 14:05."
        assert state.can_ask_now

    def test_it_waits_for_rest_and_tells_a_refusal_for_now(self) -> None:
        waiting = over_rest(submit=SubmitState.QUEUED, delivery=DeliveryState.PENDING)
        assert opened(waiting, bound=False).explanation.endswith(
            "Waits until REST of the account work answers."
        )
        busy = AttemptRecord(1, "s", 7, "refused", 1, 2, 0, "", "slow down (HTTP 429)", http_status=429)
        told = opened(waiting, Evidence((busy,), ()), now_us=5).explanation
        assert told.endswith("it is tried again by itself. Slow down (HTTP 429).")

    def test_one_id_for_all_parts_is_counted_as_what_it_is(self) -> None:
        long = replace(over_rest(), segments=3)
        assert particulars(opened(long))["Parts"] == "3 (one id for all)"
        assert particulars(opened(long))["Coding"] == "GSM-7 (dataCoding 0)"
        assert particulars(opened(long))["Account"] == "work, over REST"
        split = replace(long, parts=(part(1), part(2), part(3)))
        assert particulars(opened(split))["Parts"] == "3 (cut by the provider)"
        assert particulars(opened(replace(long, parts=(part(1), part(2)))))["Parts"] == "3 (2 ids)"

    def test_network_country_and_rate_are_facts_as_they_were_given(self) -> None:
        told = replace(
            said(Witness.CALLBACK, "delivered", "DELIVRD", network="220-01"), rate="0,0120", country="Serbia"
        )
        facts = particulars(opened(over_rest(), Evidence((), (told,))))
        assert (facts["Network"], facts["Country"], facts["Rate"]) == ("220-01", "Serbia", "0,0120")

    def test_witnesses_that_disagree_are_listed_with_what_counts(self) -> None:
        told = Evidence(
            (),
            (
                said(Witness.SMPP, "delivered", "DELIVRD", at_us=NOON_US + 3 * 60_000_000),
                said(Witness.CALLBACK, "undeliverable", "UNDELIV", at_us=NOON_US + 4 * 60_000_000),
            ),
        )
        final = over_rest(delivery=DeliveryState.DELIVERED)
        state = opened(final, told, now_us=NOON_US)
        assert state.disagreement == (
            "Receipt: Delivered 12:03 · Callback: Undeliverable 12:04\nThe first final word counts."
        )
        shared = opened(replace(final, segments=3), told, now_us=NOON_US)
        assert "counts" not in shared.disagreement  # of three parts under one id both may be true
