"""Receipts that match no message: kept, counted once, and adopted when their id is learnt."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.journal_file import (
    JournalFile,
    filed_receipt,
    new_message,
)
from vox_console.domain.message import DeliveryState, MessageState, SubmitState
from vox_console.storage import history
from vox_console.storage.settlement import Settled

DAY_US = 24 * 3600 * 1_000_000


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
        assert journal.orphans() == 0

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
        assert journal.delivery(message_id) is DeliveryState.EXPIRED
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
        journal.sent_as("def")
        journal.now_us += 90 * DAY_US
        journal.recover()
        journal.close()
        again = JournalFile(tmp_path / "journal.db")
        assert again.orphans() == 1
        assert again.rows("SELECT raw FROM receipts") == [(filed_receipt("abc").delivery.raw,)]

    def test_a_receipt_without_an_id_is_kept(self, journal: JournalFile) -> None:
        assert journal.arrive(filed_receipt("")).orphans == 1
        assert journal.arrive(filed_receipt("")).orphans == 0
        journal.sent_as("")
        assert journal.orphans() == 1

    def test_another_accounts_orphan_is_not_adopted(self, journal: JournalFile) -> None:
        journal.arrive(filed_receipt("abc"), profile="other")
        (message_id,) = journal.sent_as("abc")
        assert journal.delivery(message_id) is DeliveryState.PENDING
        assert journal.orphans() == 1

    def test_a_redelivered_orphan_after_its_adoption_is_a_repeat(self, journal: JournalFile) -> None:
        journal.arrive(filed_receipt("abc"))
        (message_id,) = journal.sent_as("abc")
        assert journal.arrive(filed_receipt("abc")).changed == []
        assert [record.repeats for record in history.evidence(journal.db, message_id).receipts] == [1]
