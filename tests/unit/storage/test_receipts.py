"""What was pushed: stored first, matched if it can be, kept if it cannot, never applied backwards."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from itertools import permutations
from pathlib import Path

import pytest

from tests.support.journal_file import (
    NOW_US,
    PROFILE,
    THREE_PARTS,
    JournalFile,
    filed_customer_message,
    filed_receipt,
    new_message,
)
from vox_console.domain.delivery import Delivery
from vox_console.domain.message import DeliveryState, MessageState, SubmitState
from vox_console.domain.receipt import parse_receipt
from vox_console.domain.rest_message import rest_message
from vox_console.domain.segmentation import segment
from vox_console.domain.status_answer import read_status
from vox_console.domain.transport_name import Witness
from vox_console.storage import history, receipts
from vox_console.storage.receipts import Filed
from vox_console.storage.settlement import Settled

DAY_US = 24 * 3600 * 1_000_000


@pytest.fixture
def journal(tmp_path: Path) -> JournalFile:
    return JournalFile(tmp_path / "journal.db")


def sent(journal: JournalFile, *provider_ids: str, recipient: str = "381640000010") -> list[int]:
    """Store messages and have them accepted under these ids; give their message ids."""
    ids = journal.enqueue(*[new_message(provider_id, recipient=recipient) for provider_id in provider_ids])
    for request, provider_id in zip(journal.reserve(len(ids)), provider_ids, strict=True):
        journal.settle(Settled(request.attempt_id, SubmitState.ACCEPTED, provider_id=provider_id))
    return ids


def delivery(journal: JournalFile, message_id: int) -> DeliveryState:
    (part,) = journal.message(message_id).parts
    return part.delivery


def orphans(journal: JournalFile) -> int:
    return history.receipts_without_message(journal.db)


class TestMatching:
    def test_a_receipt_moves_the_part_and_keeps_its_evidence(self, journal: JournalFile) -> None:
        (message_id,) = sent(journal, "abc")
        filed = filed_receipt("abc", "UNDELIV", error_code="21b")
        assert journal.arrive(filed).changed == [message_id]
        assert delivery(journal, message_id) is DeliveryState.UNDELIVERABLE
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
        (message_id,) = sent(journal, answered)
        assert journal.arrive(filed_receipt(reported)).changed == [message_id]
        assert history.evidence(journal.db, message_id).receipts[0].relation == relation

    def test_a_conversion_without_the_recipient_as_witness_is_no_match(self, journal: JournalFile) -> None:
        (message_id,) = sent(journal, "39f99dd5")
        stored = journal.arrive(filed_receipt("0972660181", recipient="4917000000"))
        assert (stored.changed, stored.orphans) == ([], 1)
        assert delivery(journal, message_id) is DeliveryState.PENDING

    def test_two_parts_that_could_be_meant_leave_both_alone(self, journal: JournalFile) -> None:
        ids = sent(journal, "same-id", "same-id")
        stored = journal.arrive(filed_receipt("same-id"))
        assert (stored.changed, stored.orphans, orphans(journal)) == ([], 1, 1)
        assert {delivery(journal, message_id) for message_id in ids} == {DeliveryState.PENDING}

    def test_another_accounts_message_is_not_meant(self, journal: JournalFile) -> None:
        (message_id,) = sent(journal, "abc")
        assert journal.arrive(filed_receipt("abc"), profile="other").orphans == 1
        assert delivery(journal, message_id) is DeliveryState.PENDING

    def test_five_conversions_are_learnt_and_shown(self, journal: JournalFile) -> None:
        numbers = range(972_660_181, 972_660_186)
        sent(journal, *[f"{number:x}" for number in numbers])
        journal.arrive(*[filed_receipt(f"{number}") for number in numbers[:4]])
        assert history.relation(journal.db, PROFILE) == ("sent_hex", False)
        journal.arrive(filed_receipt(f"{numbers[4]}"))
        assert history.relation(journal.db, PROFILE) == ("sent_hex", True)

    def test_a_batch_is_stored_whole_or_not_at_all(self, journal: JournalFile) -> None:
        """An acknowledgement covers the batch: half of it stored would be half of it lost."""
        (message_id,) = sent(journal, "abc")
        journal.db.execute(
            "CREATE TEMP TRIGGER full BEFORE INSERT ON orphan_keys BEGIN SELECT raise(ABORT, 'x'); END"
        )
        with pytest.raises(Exception, match="x"):
            journal.arrive(filed_customer_message(), filed_receipt("abc"), filed_receipt("nobody"))
        assert delivery(journal, message_id) is DeliveryState.PENDING
        assert journal.rows("SELECT (SELECT count(*) FROM receipts), (SELECT count(*) FROM inbound)") == [
            (0, 0)
        ]


class TestForwardOnly:
    @pytest.mark.parametrize("order", [*permutations(("ENROUTE", "ACCEPTD", "DELIVRD"))])
    def test_the_final_state_stands_in_whatever_order_receipts_come(
        self, journal: JournalFile, order: tuple[str, ...]
    ) -> None:
        (message_id,) = sent(journal, "abc")
        for stat in order:
            journal.arrive(filed_receipt("abc", stat))
        assert delivery(journal, message_id) is DeliveryState.DELIVERED
        assert {record.word for record in history.evidence(journal.db, message_id).receipts} == set(order)

    def test_the_first_final_state_stands_and_the_contradiction_is_kept(self, journal: JournalFile) -> None:
        (message_id,) = sent(journal, "abc")
        journal.arrive(filed_receipt("abc", "DELIVRD"))
        journal.arrive(filed_receipt("abc", "UNDELIV", error_code="001"))
        part = journal.message(message_id).parts[0]
        assert (part.delivery, part.error_code) == (DeliveryState.DELIVERED, "000")
        words = [record.word for record in history.evidence(journal.db, message_id).receipts]
        assert words == ["DELIVRD", "UNDELIV"]

    def test_contradictions_of_one_batch_are_decided_by_their_order(self, journal: JournalFile) -> None:
        (message_id,) = sent(journal, "abc")
        journal.arrive(filed_receipt("abc", "EXPIRED"), filed_receipt("abc", "DELIVRD"))
        assert delivery(journal, message_id) is DeliveryState.EXPIRED

    def test_a_word_that_says_nothing_new_is_kept_and_moves_nothing(self, journal: JournalFile) -> None:
        (message_id,) = sent(journal, "abc")
        journal.arrive(filed_receipt("abc", "UNKNOWN"))
        assert delivery(journal, message_id) is DeliveryState.PENDING
        assert history.evidence(journal.db, message_id).receipts[0].word == "UNKNOWN"


class TestRedelivery:
    def test_the_same_receipt_again_is_counted_not_stored(self, journal: JournalFile) -> None:
        (message_id,) = sent(journal, "abc")
        journal.arrive(filed_receipt("abc"))
        stored = journal.arrive(filed_receipt("abc"), filed_receipt("abc"))
        assert (stored.changed, stored.orphans) == ([], 0)
        assert [record.repeats for record in history.evidence(journal.db, message_id).receipts] == [2]

    def test_a_repeat_inside_one_batch_is_a_repeat_too(self, journal: JournalFile) -> None:
        (message_id,) = sent(journal, "abc")
        journal.arrive(*[filed_receipt("abc")] * 3)
        assert [record.repeats for record in history.evidence(journal.db, message_id).receipts] == [2]

    @pytest.mark.parametrize(
        "changed", [{"stat": "UNDELIV"}, {"done_date": "2701150811"}, {"error_code": "001"}]
    )
    def test_a_receipt_that_differs_in_what_it_says_is_another_one(
        self, journal: JournalFile, changed: dict[str, str]
    ) -> None:
        (message_id,) = sent(journal, "abc")
        journal.arrive(filed_receipt("abc"), filed_receipt("abc", **changed))
        assert [record.repeats for record in history.evidence(journal.db, message_id).receipts] == [0, 0]

    def test_the_end_is_no_repeat_of_the_notification_that_used_its_word(self, journal: JournalFile) -> None:
        (message_id,) = sent(journal, "abc")
        final = filed_receipt("abc", "UNDELIV")
        on_the_way = replace(final.delivery, esm_class=0x20)
        journal.arrive(Filed(parse_receipt(on_the_way), on_the_way))
        assert delivery(journal, message_id) is DeliveryState.ENROUTE
        journal.arrive(final)
        assert delivery(journal, message_id) is DeliveryState.UNDELIVERABLE

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
        assert orphans(journal) == 1


class TestOrphans:
    def test_a_receipt_that_overtook_its_answer_is_applied_with_the_answer(
        self, journal: JournalFile
    ) -> None:
        (message_id,) = journal.enqueue(new_message())
        (request,) = journal.reserve()
        assert journal.arrive(filed_receipt("abc")).orphans == 1
        changed = journal.settle(Settled(request.attempt_id, SubmitState.ACCEPTED, provider_id="abc"))
        assert changed == [message_id]
        assert journal.message(message_id).state is MessageState.DELIVERED
        assert orphans(journal) == 0

    @pytest.mark.parametrize(("answered", "reported"), [("39f99dd5", "972660181"), ("972660181", "39f99dd5")])
    def test_an_orphan_is_found_under_every_reading_of_its_id(
        self, journal: JournalFile, answered: str, reported: str
    ) -> None:
        (message_id,) = journal.enqueue(new_message())
        (request,) = journal.reserve()
        journal.arrive(filed_receipt(reported))
        journal.settle(Settled(request.attempt_id, SubmitState.ACCEPTED, provider_id=answered))
        assert journal.message(message_id).state is MessageState.DELIVERED
        assert journal.rows("SELECT key FROM orphan_keys") == []

    def test_several_orphans_of_one_part_are_applied_in_the_order_they_came(
        self, journal: JournalFile
    ) -> None:
        (message_id,) = journal.enqueue(new_message())
        (request,) = journal.reserve()
        for stat in ("ENROUTE", "EXPIRED", "DELIVRD"):
            journal.arrive(filed_receipt("abc", stat))
        journal.settle(Settled(request.attempt_id, SubmitState.ACCEPTED, provider_id="abc"))
        assert delivery(journal, message_id) is DeliveryState.EXPIRED
        assert len(history.evidence(journal.db, message_id).receipts) == 3

    def test_a_late_answer_adopts_too_and_days_later(self, journal: JournalFile) -> None:
        (message_id,) = journal.enqueue(new_message())
        (request,) = journal.reserve()
        journal.settle(Settled(request.attempt_id, SubmitState.UNKNOWN, reason="no answer"))
        journal.arrive(filed_receipt("abc"))
        journal.now_us += 3 * DAY_US
        journal.settle(Settled(request.attempt_id, SubmitState.ACCEPTED, provider_id="abc"))
        assert journal.message(message_id).state is MessageState.DELIVERED

    def test_an_orphan_of_nobody_stays_for_good(self, journal: JournalFile, tmp_path: Path) -> None:
        journal.arrive(filed_receipt("abc"))
        sent(journal, "def")
        journal.now_us += 90 * DAY_US
        journal.recover()
        journal.close()
        again = JournalFile(tmp_path / "journal.db")
        assert orphans(again) == 1
        assert again.rows("SELECT raw FROM receipts") == [(filed_receipt("abc").delivery.raw,)]

    def test_a_receipt_without_an_id_is_kept(self, journal: JournalFile) -> None:
        assert journal.arrive(filed_receipt("")).orphans == 1
        assert journal.arrive(filed_receipt("")).orphans == 0
        sent(journal, "")
        assert orphans(journal) == 1

    def test_another_accounts_orphan_is_not_adopted(self, journal: JournalFile) -> None:
        journal.arrive(filed_receipt("abc"), profile="other")
        (message_id,) = sent(journal, "abc")
        assert delivery(journal, message_id) is DeliveryState.PENDING
        assert orphans(journal) == 1

    def test_a_redelivered_orphan_after_its_adoption_is_a_repeat(self, journal: JournalFile) -> None:
        journal.arrive(filed_receipt("abc"))
        (message_id,) = sent(journal, "abc")
        assert journal.arrive(filed_receipt("abc")).changed == []
        assert [record.repeats for record in history.evidence(journal.db, message_id).receipts] == [1]


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
        assert message.reason == receipts.PARTLY

    def test_delivered_twice_is_delivered(self, journal: JournalFile) -> None:
        message_id = self.long_text(journal)
        journal.arrive(filed_receipt("one", done_date="2701150810"))
        journal.arrive(filed_receipt("one", done_date="2701150811"))
        message = journal.message(message_id)
        assert (message.state, message.reason) == (MessageState.DELIVERED, "")

    def test_a_short_text_keeps_its_first_final_state(self, journal: JournalFile) -> None:
        (message_id,) = sent(journal, "abc")
        for word in ("DELIVRD", "UNDELIV"):
            journal.arrive(filed_receipt("abc", word))
        assert delivery(journal, message_id) is DeliveryState.DELIVERED


class TestWitnesses:
    """Who says it decides how far an id is read and what is learnt from it."""

    def answer(self, provider_id: str, word: str = "DELIVRD") -> Filed:
        found = read_status(f'{{"status": "{word}"}}'.encode(), provider_id)
        assert found is not None
        return Filed(found.receipt, Delivery("", "", 0, 0, b"", raw=found.raw), Witness.QUERY)

    def test_the_same_word_from_another_witness_is_kept_beside_the_first(self, journal: JournalFile) -> None:
        (message_id,) = sent(journal, "abc")
        journal.arrive(filed_receipt("abc", "UNDELIV"), self.answer("abc"), self.answer("abc"))
        told = history.evidence(journal.db, message_id).receipts
        assert [(each.witness, each.word, each.repeats) for each in told] == [
            (Witness.SMPP, "UNDELIV", 0),
            (Witness.QUERY, "DELIVRD", 1),
        ]
        assert delivery(journal, message_id) is DeliveryState.UNDELIVERABLE

    def test_an_answer_is_about_the_very_id_that_was_asked_for(self, journal: JournalFile) -> None:
        (message_id,) = sent(journal, "00b8be19")
        assert journal.arrive(self.answer("B8BE19")).changed == []
        assert journal.arrive(self.answer("00b8be19")).changed == [message_id]

    def test_answers_do_not_unlearn_how_receipts_write_their_ids(self, journal: JournalFile) -> None:
        ids = [f"{number:08x}" for number in range(0x39F99DD0, 0x39F99DD8)]
        sent(journal, *ids)
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
