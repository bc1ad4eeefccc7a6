"""What was pushed: stored first, matched if it can be, kept if it cannot, never applied backwards."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from itertools import permutations

import pytest

from tests.support.journal_file import (
    NOW_US,
    PROFILE,
    JournalFile,
    filed_customer_message,
    filed_receipt,
    new_message,
)
from vox_console.domain.delivery import Delivery
from vox_console.domain.message import DeliveryState, SubmitState
from vox_console.domain.receipt import parse_receipt
from vox_console.domain.rest_message import rest_message
from vox_console.domain.segmentation import segment
from vox_console.domain.status_answer import read_status
from vox_console.domain.transport_name import Witness
from vox_console.storage import history, receipts
from vox_console.storage.receipts import Filed
from vox_console.storage.settlement import Settled


class TestStoring:
    def test_a_batch_is_stored_whole_or_not_at_all(self, journal: JournalFile) -> None:
        """An acknowledgement covers the batch: half of it stored would be half of it lost."""
        (message_id,) = journal.sent_as("abc")
        journal.db.execute(
            "CREATE TEMP TRIGGER full BEFORE INSERT ON orphan_keys BEGIN SELECT raise(ABORT, 'x'); END"
        )
        with pytest.raises(Exception, match="x"):
            journal.arrive(filed_customer_message(), filed_receipt("abc"), filed_receipt("nobody"))
        assert journal.delivery(message_id) is DeliveryState.PENDING
        assert journal.rows("SELECT (SELECT count(*) FROM receipts), (SELECT count(*) FROM inbound)") == [
            (0, 0)
        ]


class TestForwardOnly:
    @pytest.mark.parametrize("order", [*permutations(("ENROUTE", "ACCEPTD", "DELIVRD"))])
    def test_the_final_state_stands_in_whatever_order_receipts_come(
        self, journal: JournalFile, order: tuple[str, ...]
    ) -> None:
        (message_id,) = journal.sent_as("abc")
        for stat in order:
            journal.arrive(filed_receipt("abc", stat))
        assert journal.delivery(message_id) is DeliveryState.DELIVERED
        assert {record.word for record in history.evidence(journal.db, message_id).receipts} == set(order)

    def test_the_first_final_state_stands_and_the_contradiction_is_kept(self, journal: JournalFile) -> None:
        (message_id,) = journal.sent_as("abc")
        journal.arrive(filed_receipt("abc", "DELIVRD"))
        journal.arrive(filed_receipt("abc", "UNDELIV", error_code="001"))
        part = journal.message(message_id).parts[0]
        assert (part.delivery, part.error_code) == (DeliveryState.DELIVERED, "000")
        words = [record.word for record in history.evidence(journal.db, message_id).receipts]
        assert words == ["DELIVRD", "UNDELIV"]

    def test_contradictions_of_one_batch_are_decided_by_their_order(self, journal: JournalFile) -> None:
        (message_id,) = journal.sent_as("abc")
        journal.arrive(filed_receipt("abc", "EXPIRED"), filed_receipt("abc", "DELIVRD"))
        assert journal.delivery(message_id) is DeliveryState.EXPIRED

    def test_a_word_that_says_nothing_new_is_kept_and_moves_nothing(self, journal: JournalFile) -> None:
        (message_id,) = journal.sent_as("abc")
        journal.arrive(filed_receipt("abc", "UNKNOWN"))
        assert journal.delivery(message_id) is DeliveryState.PENDING
        assert history.evidence(journal.db, message_id).receipts[0].word == "UNKNOWN"


class TestRedelivery:
    def test_the_same_receipt_again_is_counted_not_stored(self, journal: JournalFile) -> None:
        (message_id,) = journal.sent_as("abc")
        journal.arrive(filed_receipt("abc"))
        stored = journal.arrive(filed_receipt("abc"), filed_receipt("abc"))
        assert (stored.changed, stored.orphans) == ([], 0)
        assert [record.repeats for record in history.evidence(journal.db, message_id).receipts] == [2]

    def test_a_repeat_inside_one_batch_is_a_repeat_too(self, journal: JournalFile) -> None:
        (message_id,) = journal.sent_as("abc")
        journal.arrive(*[filed_receipt("abc")] * 3)
        assert [record.repeats for record in history.evidence(journal.db, message_id).receipts] == [2]

    @pytest.mark.parametrize(
        "changed", [{"stat": "UNDELIV"}, {"done_date": "2701150811"}, {"error_code": "001"}]
    )
    def test_a_receipt_that_differs_in_what_it_says_is_another_one(
        self, journal: JournalFile, changed: dict[str, str]
    ) -> None:
        (message_id,) = journal.sent_as("abc")
        journal.arrive(filed_receipt("abc"), filed_receipt("abc", **changed))
        assert [record.repeats for record in history.evidence(journal.db, message_id).receipts] == [0, 0]

    def test_the_end_is_no_repeat_of_the_notification_that_used_its_word(self, journal: JournalFile) -> None:
        (message_id,) = journal.sent_as("abc")
        final = filed_receipt("abc", "UNDELIV")
        on_the_way = replace(final.delivery, esm_class=0x20)
        journal.arrive(Filed(parse_receipt(on_the_way), on_the_way))
        assert journal.delivery(message_id) is DeliveryState.ENROUTE
        journal.arrive(final)
        assert journal.delivery(message_id) is DeliveryState.UNDELIVERABLE

    def test_receipts_without_an_id_are_one_only_when_they_speak_of_one_recipient(
        self, journal: JournalFile
    ) -> None:
        journal.arrive(
            filed_receipt("", recipient="381640000010"), filed_receipt("", recipient="381640000011")
        )
        journal.arrive(filed_receipt("", recipient="381640000011"))
        assert journal.rows("SELECT source, repeats FROM receipts ORDER BY id") == [
            ("381640000010", 0),
            ("381640000011", 1),
        ]

    def test_an_orphan_again_is_counted_not_stored(self, journal: JournalFile) -> None:
        assert journal.arrive(filed_receipt("abc")).orphans == 1
        assert journal.arrive(filed_receipt("abc")).orphans == 0
        assert journal.rows("SELECT repeats FROM receipts") == [(1,)]
        assert journal.orphans() == 1


class TestWitnesses:
    """Who says it decides how far an id is read and what is learnt from it."""

    def answer(self, provider_id: str, word: str = "DELIVRD") -> Filed:
        found = read_status(f'{{"status": "{word}"}}'.encode(), provider_id)
        assert found is not None
        return Filed(found.receipt, Delivery("", "", 0, 0, b"", raw=found.raw), Witness.QUERY)

    def test_the_same_word_from_another_witness_is_kept_beside_the_first(self, journal: JournalFile) -> None:
        (message_id,) = journal.sent_as("abc")
        journal.arrive(filed_receipt("abc", "UNDELIV"), self.answer("abc"), self.answer("abc"))
        told = history.evidence(journal.db, message_id).receipts
        assert [(each.witness, each.word, each.repeats) for each in told] == [
            (Witness.SMPP, "UNDELIV", 0),
            (Witness.QUERY, "DELIVRD", 1),
        ]
        assert journal.delivery(message_id) is DeliveryState.UNDELIVERABLE

    def test_an_answer_is_about_the_very_id_that_was_asked_for(self, journal: JournalFile) -> None:
        (message_id,) = journal.sent_as("00b8be19")
        assert journal.arrive(self.answer("B8BE19")).changed == []
        assert journal.arrive(self.answer("00b8be19")).changed == [message_id]

    def test_answers_do_not_unlearn_how_receipts_write_their_ids(self, journal: JournalFile) -> None:
        ids = [f"{number:08x}" for number in range(0x39F99DD0, 0x39F99DD8)]
        journal.sent_as(*ids)
        for provider_id in ids[:5]:
            journal.arrive(filed_receipt(f"{int(provider_id, 16):010d}"))
        assert history.relation(journal.db, PROFILE) == ("sent_hex", True)
        for provider_id in ids:
            journal.arrive(self.answer(provider_id))
        assert history.relation(journal.db, PROFILE) == ("sent_hex", True)

    def test_a_final_word_from_anyone_ends_the_asking(self, journal: JournalFile) -> None:
        (message_id,) = journal.enqueue(
            replace(new_message("Hi"), transport="rest", whole=rest_message(segment("Hi")))
        )
        (request,) = journal.reserve(transport="rest")
        accepted = Settled(request.attempt_id, SubmitState.ACCEPTED, provider_id="abc")
        journal.run(
            partial(
                receipts.record_outcomes, outcomes=[accepted], profile=PROFILE, now_us=NOW_US, queries=True
            )
        )
        assert history.evidence(journal.db, message_id).clock is not None
        journal.arrive(filed_receipt("abc", "ENROUTE"))
        assert history.evidence(journal.db, message_id).clock is not None
        journal.arrive(filed_receipt("abc"))
        assert history.evidence(journal.db, message_id).clock is None
