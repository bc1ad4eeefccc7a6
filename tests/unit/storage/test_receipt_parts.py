"""Which part a receipt is about, and how far it moves it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.support.journal_file import (
    NOW_US,
    PROFILE,
    THREE_PARTS,
    JournalFile,
    filed_receipt,
    new_message,
)
from vox_console.domain.message import DeliveryState, MessageState, SubmitState
from vox_console.domain.rest_message import rest_message
from vox_console.domain.segmentation import segment
from vox_console.storage import history
from vox_console.storage.receipt_parts import PARTLY
from vox_console.storage.settlement import Settled


class TestMatching:
    def test_a_receipt_moves_the_part_and_keeps_its_evidence(self, journal: JournalFile) -> None:
        (message_id,) = journal.sent_as("abc")
        filed = filed_receipt("abc", "UNDELIV", error_code="21b")
        assert journal.arrive(filed).changed == [message_id]
        assert journal.delivery(message_id) is DeliveryState.UNDELIVERABLE
        assert journal.message(message_id).parts[0].error_code == "21b"
        (record,) = history.evidence(journal.db, message_id).receipts
        assert (record.provider_id, record.word, record.raw) == ("abc", "UNDELIV", filed.delivery.raw)
        assert (record.relation, record.received_at_us, record.repeats) == ("same", NOW_US, 0)

    def test_each_part_has_its_own_receipt(self, journal: JournalFile) -> None:
        (message_id,) = journal.enqueue(new_message(THREE_PARTS))
        for request in journal.reserve():
            journal.settle(
                Settled(request.attempt_id, SubmitState.ACCEPTED, provider_id=f"p{request.attempt_id}")
            )
        states = []
        for number in (2, 1, 3):
            journal.arrive(filed_receipt(f"p{number}"))
            states.append(journal.message(message_id).state)
        assert states == [MessageState.ENROUTE, MessageState.ENROUTE, MessageState.DELIVERED]

    @pytest.mark.parametrize(
        ("answered", "reported", "relation"),
        [
            ("39f99dd5", "0972660181", "sent_hex"),
            ("972660181", "39F99DD5", "sent_decimal"),
            ("00B8BE19", "B8BE19", "zero_stripped"),
            ("9be2c0ab", "9BE2C0AB", "case_folded"),
        ],
    )
    def test_an_id_spelled_another_way_is_found(
        self, journal: JournalFile, answered: str, reported: str, relation: str
    ) -> None:
        (message_id,) = journal.sent_as(answered)
        assert journal.arrive(filed_receipt(reported)).changed == [message_id]
        assert history.evidence(journal.db, message_id).receipts[0].relation == relation

    def test_a_conversion_without_the_recipient_as_witness_is_no_match(self, journal: JournalFile) -> None:
        (message_id,) = journal.sent_as("39f99dd5")
        stored = journal.arrive(filed_receipt("0972660181", recipient="4917000000"))
        assert (stored.changed, stored.orphans) == ([], 1)
        assert journal.delivery(message_id) is DeliveryState.PENDING

    def test_two_parts_that_could_be_meant_leave_both_alone(self, journal: JournalFile) -> None:
        ids = journal.sent_as("same-id", "same-id")
        stored = journal.arrive(filed_receipt("same-id"))
        assert (stored.changed, stored.orphans, journal.orphans()) == ([], 1, 1)
        assert {journal.delivery(message_id) for message_id in ids} == {DeliveryState.PENDING}

    def test_another_accounts_message_is_not_meant(self, journal: JournalFile) -> None:
        (message_id,) = journal.sent_as("abc")
        assert journal.arrive(filed_receipt("abc"), profile="other").orphans == 1
        assert journal.delivery(message_id) is DeliveryState.PENDING

    def test_five_conversions_are_learnt_and_shown(self, journal: JournalFile) -> None:
        numbers = range(972_660_181, 972_660_186)
        journal.sent_as(*[f"{number:x}" for number in numbers])
        journal.arrive(*[filed_receipt(f"{number}") for number in numbers[:4]])
        assert history.relation(journal.db, PROFILE) == ("sent_hex", False)
        journal.arrive(filed_receipt(f"{numbers[4]}"))
        assert history.relation(journal.db, PROFILE) == ("sent_hex", True)


class TestOneIdForAllSegments:
    """A long text over REST is one part with one id, and the provider may report each segment under it."""

    def long_text(self, journal: JournalFile) -> int:
        cut = segment(THREE_PARTS)
        new = replace(new_message(THREE_PARTS), transport="rest", whole=rest_message(cut))
        (message_id,) = journal.enqueue(new)
        (request,) = journal.reserve(transport="rest")
        journal.settle(Settled(request.attempt_id, SubmitState.ACCEPTED, provider_id="one"))
        return message_id

    @pytest.mark.parametrize("words", [("DELIVRD", "UNDELIV"), ("UNDELIV", "DELIVRD")])
    def test_delivery_and_failure_of_the_same_id_is_partly_delivered(
        self, journal: JournalFile, words: tuple[str, str]
    ) -> None:
        message_id = self.long_text(journal)
        for word in words:
            journal.arrive(filed_receipt("one", word))
        message = journal.message(message_id)
        assert (message.state, message.segments, len(message.parts)) == (MessageState.UNDELIVERABLE, 3, 1)
        assert message.reason == PARTLY

    def test_delivered_twice_is_delivered(self, journal: JournalFile) -> None:
        message_id = self.long_text(journal)
        journal.arrive(filed_receipt("one", done_date="2701150810"))
        journal.arrive(filed_receipt("one", done_date="2701150811"))
        message = journal.message(message_id)
        assert (message.state, message.reason) == (MessageState.DELIVERED, "")

    def test_a_short_text_keeps_its_first_final_state(self, journal: JournalFile) -> None:
        (message_id,) = journal.sent_as("abc")
        for word in ("DELIVRD", "UNDELIV"):
            journal.arrive(filed_receipt("abc", word))
        assert journal.delivery(message_id) is DeliveryState.DELIVERED
