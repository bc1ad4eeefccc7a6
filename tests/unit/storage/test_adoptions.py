"""Receipts without a message: listed, what they may be about, given to one by hand, and taken back."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from tests.support.journal_file import (
    NOW_US,
    PROFILE,
    THREE_PARTS,
    JournalFile,
    accepted,
    filed_receipt,
    new_message,
    unanswered,
)
from vox_console.domain.errors import SendRefused
from vox_console.domain.evidence import ADOPTED
from vox_console.domain.message import DeliveryState, MessageState
from vox_console.storage import adoptions, orphan_bench
from vox_console.storage.orphan_bench import LONGEST_APART_US, OrphanReceipt
from vox_console.storage.parts import part_key

LATER_US = NOW_US + 5_000_000


@pytest.fixture
def journal(tmp_path: Path) -> JournalFile:
    return JournalFile(tmp_path / "journal.db")


def orphan(journal: JournalFile, provider_id: str = "strange", stat: str = "DELIVRD") -> OrphanReceipt:
    """Let a receipt come that matches nothing."""
    journal.now_us = LATER_US
    journal.arrive(filed_receipt(provider_id, stat))
    return orphan_bench.some(journal.db, orphan_bench.ids(journal.db))[0]


def adopt(journal: JournalFile, receipt: OrphanReceipt, message_id: int, number: int = 1) -> int:
    part_id = part_key(message_id, number)
    return journal.run(partial(adoptions.adopt, receipt_id=receipt.id, part_id=part_id, now_us=LATER_US))


def take_back(journal: JournalFile, receipt: OrphanReceipt) -> int:
    return journal.run(partial(adoptions.take_back, receipt_id=receipt.id, now_us=LATER_US))


def unknown(journal: JournalFile, text: str = "Hello") -> int:
    (message_id,) = journal.enqueue(new_message(text))
    requests = journal.reserve()
    journal.settle(unanswered(requests[0]))
    return message_id


def everything(journal: JournalFile) -> list[list[tuple[object, ...]]]:
    """Give all that an adoption may touch, but for the moment of the last change and the note of it."""
    return [
        journal.rows("SELECT * FROM parts ORDER BY id"),
        journal.rows("SELECT * FROM attempts ORDER BY id"),
        journal.rows("SELECT * FROM receipts ORDER BY id"),
        journal.rows("SELECT * FROM orphan_keys ORDER BY key, receipt_id"),
        journal.rows("SELECT id, state, reason FROM messages"),
    ]


def test_they_are_listed_each_once(journal: JournalFile) -> None:
    journal.arrive(*(filed_receipt(f"{number}a") for number in range(3)), filed_receipt("0a"))
    listed = orphan_bench.ids(journal.db)
    found = orphan_bench.some(journal.db, [*listed, 999])
    assert [(each.provider_id, each.repeats) for each in found] == [("2a", 0), ("1a", 0), ("0a", 1)]
    assert [each.id for each in found] == list(listed)[::-1]


def test_what_it_may_be_about_went_to_its_number_before_it_and_has_no_end(journal: JournalFile) -> None:
    (pending,) = journal.sent_as("known-1")
    (ended,) = journal.sent_as("known-2")
    journal.arrive(filed_receipt("known-2"))
    journal.sent_as("known-3", recipient="381640000099")
    lost = unknown(journal)
    journal.enqueue(new_message("never left"))
    found = {each.part_id for each in orphan_bench.possible(journal.db, orphan(journal))}
    assert found == {part_key(pending, 1), part_key(ended, 1), part_key(lost, 1)}


def test_what_went_long_before_it_is_not_meant(journal: JournalFile) -> None:
    journal.sent_as("known-1")
    receipt = orphan(journal)
    journal.db.execute("UPDATE messages SET created_at_us = ?", (LATER_US - LONGEST_APART_US - 1,))
    assert orphan_bench.possible(journal.db, receipt) == []


def test_a_message_takes_it_and_gives_it_back(journal: JournalFile) -> None:
    (message_id,) = journal.sent_as("known-1")
    receipt = orphan(journal)
    before = everything(journal)
    assert adopt(journal, receipt, message_id) == message_id
    assert journal.delivery(message_id) is DeliveryState.DELIVERED
    assert journal.orphans() == 0
    assert journal.rows("SELECT part_id, relation FROM receipts") == [(part_key(message_id, 1), "by_hand")]
    assert take_back(journal, receipt) == message_id
    assert everything(journal) == before
    assert journal.rows("SELECT given_at_us, undone_at_us FROM adoptions") == [(LATER_US, LATER_US)]


def test_one_of_unknown_fate_is_accepted_by_it_until_it_is_taken_back(journal: JournalFile) -> None:
    message_id = unknown(journal)
    receipt = orphan(journal)
    before = everything(journal)
    adopt(journal, receipt, message_id)
    assert journal.message(message_id).state is MessageState.DELIVERED
    assert journal.message(message_id).parts[0].provider_id == "strange"
    assert journal.rows("SELECT reason FROM attempts") == [(ADOPTED,)]
    take_back(journal, receipt)
    assert journal.message(message_id).state is MessageState.UNKNOWN
    assert everything(journal) == before


def test_it_is_given_once(journal: JournalFile) -> None:
    (message_id,) = journal.sent_as("known-1")
    receipt = orphan(journal)
    adopt(journal, receipt, message_id)
    with pytest.raises(SendRefused, match="belongs to a message by now"):
        adopt(journal, receipt, message_id)
    take_back(journal, receipt)
    with pytest.raises(SendRefused, match="not given to a message by hand"):
        take_back(journal, receipt)
    adopt(journal, receipt, message_id)
    assert journal.delivery(message_id) is DeliveryState.DELIVERED


def test_it_is_given_to_none_that_cannot_be_meant(journal: JournalFile) -> None:
    (other,) = journal.sent_as("known-1", recipient="381640000099")
    receipt = orphan(journal)
    for message_id in (other, other + 1):
        with pytest.raises(SendRefused, match="cannot be about this"):
            adopt(journal, receipt, message_id)
    assert journal.orphans() == 1


def test_what_was_told_since_stands_upon_it(journal: JournalFile) -> None:
    message_id = unknown(journal)
    receipt = orphan(journal, stat="ENROUTE")
    adopt(journal, receipt, message_id)
    journal.arrive(filed_receipt("strange"))  # its id is known now
    assert journal.delivery(message_id) is DeliveryState.DELIVERED
    with pytest.raises(SendRefused, match="More was told"):
        take_back(journal, receipt)
    assert journal.delivery(message_id) is DeliveryState.DELIVERED


def test_a_final_state_is_not_overruled_by_hand(journal: JournalFile) -> None:
    (message_id,) = journal.sent_as("known-1")
    receipt = orphan(journal, stat="UNDELIV")
    journal.arrive(filed_receipt("known-1"))
    adopt(journal, receipt, message_id)
    assert journal.delivery(message_id) is DeliveryState.DELIVERED


def test_what_is_taken_back_is_matched_again_when_its_id_is_learnt(journal: JournalFile) -> None:
    (wrong,) = journal.sent_as("known-1")
    receipt = orphan(journal)
    adopt(journal, receipt, wrong)
    take_back(journal, receipt)
    (right,) = journal.enqueue(new_message())
    (request,) = journal.reserve()
    journal.settle(accepted(request, "strange"))
    assert journal.delivery(right) is DeliveryState.DELIVERED
    assert journal.delivery(wrong) is DeliveryState.PENDING


def test_a_message_whose_rest_waits_for_an_answer_takes_none(journal: JournalFile) -> None:
    (message_id,) = journal.enqueue(new_message(THREE_PARTS))
    first, second, _ = journal.reserve()
    journal.settle(accepted(first, "known-1"), unanswered(second))
    journal.run(
        lambda db: db.execute("UPDATE parts SET submit = 'withheld' WHERE id = ?", (part_key(message_id, 3),))
    )
    assert orphan_bench.possible(journal.db, orphan(journal)) == []


def test_other_accounts_messages_are_not_meant(journal: JournalFile) -> None:
    journal.enqueue(new_message(profile="another"))
    (request,) = journal.reserve(profile="another")
    journal.settle(accepted(request, "known-1"), profile="another")
    receipt = orphan(journal)
    assert receipt.profile == PROFILE
    assert orphan_bench.possible(journal.db, receipt) == []
