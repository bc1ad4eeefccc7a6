from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.journal_file import NOW_US, PROFILE, THREE_PARTS, JournalFile, filed_receipt, new_message
from tests.support.rest_journal import LONG, RestJournal, whole_message
from vox_console.domain.delivery import Delivery
from vox_console.domain.http_answer import HttpAnswer
from vox_console.domain.message import MessageState, SubmitState
from vox_console.domain.status_answer import read_status
from vox_console.domain.transport_name import Witness
from vox_console.storage import history
from vox_console.storage.holds import UNTIL_CONSENT
from vox_console.storage.receipts import Filed
from vox_console.storage.settlement import Settled


def test_ids_come_oldest_first_in_eight_bytes_each(journal: JournalFile) -> None:
    ids = journal.enqueue(*[new_message(str(number)) for number in range(10)])
    found = history.message_ids(journal.db)
    assert found.tolist() == ids
    assert found.itemsize == 8


def test_messages_come_in_the_order_asked_for_without_unknown_ids(journal: JournalFile) -> None:
    first, second, third = journal.enqueue(new_message("1"), new_message("2"), new_message("3"))
    found = history.messages(journal.db, [third, 4_711, first, second])
    assert [message.text for message in found] == ["3", "1", "2"]


def test_a_message_is_read_back_as_it_was_stored(journal: JournalFile) -> None:
    new = new_message(THREE_PARTS, hold_until_us=NOW_US + 9)
    (message_id,) = journal.enqueue(new)
    message = journal.message(message_id)
    cut = new.segmentation
    assert (message.id, message.profile, message.transport) == (message_id, PROFILE, "smpp")
    assert (message.text, message.data_coding, message.encoding) == (
        THREE_PARTS,
        cut.data_coding,
        cut.encoding,
    )
    assert (message.method, message.hold_until_us, message.reason) == ("udh8", NOW_US + 9, "")
    assert [(part.number, part.units) for part in message.parts] == [
        (number, piece.units) for number, piece in enumerate(cut.pieces, 1)
    ]


def test_the_newest_come_first_without_those_taken_back(journal: JournalFile) -> None:
    ids = journal.enqueue(*[new_message(str(number)) for number in range(5)])
    journal.withdraw(ids[3])
    assert [message.text for message in history.newest(journal.db, limit=3)] == ["4", "2", "1"]
    assert history.newest(journal.db, limit=0) == []


def test_evidence_tells_every_attempt_and_receipt_oldest_first(journal: JournalFile) -> None:
    message_id, other = journal.enqueue(new_message(), new_message())
    (request, of_other) = journal.reserve()
    journal.settle(Settled(of_other.attempt_id, SubmitState.ACCEPTED, provider_id="other"))
    journal.settle(Settled(request.attempt_id, SubmitState.QUEUED, reason="the link is gone"))
    journal.now_us += 5
    (again,) = journal.reserve()
    journal.settle(Settled(again.attempt_id, SubmitState.ACCEPTED, provider_id="abc"))
    journal.arrive(filed_receipt("abc", "ENROUTE"), filed_receipt("other"), filed_receipt("abc"))
    evidence = history.evidence(journal.db, message_id)
    assert [(each.part_number, each.sequence, each.state, each.reason) for each in evidence.attempts] == [
        (1, request.sequence, "not_sent", "the link is gone"),
        (1, again.sequence, "accepted", ""),
    ]
    assert (evidence.attempts[0].reserved_at_us, evidence.attempts[1].reserved_at_us) == (NOW_US, NOW_US + 5)
    assert [(each.part_number, each.state) for each in evidence.receipts] == [
        (1, "enroute"),
        (1, "delivered"),
    ]
    assert journal.message(other).state is MessageState.DELIVERED


def test_the_holds_that_still_run_are_told_without_those_that_wait_for_a_person(journal: JournalFile) -> None:
    over, running, twice = NOW_US - 1, NOW_US + 1, NOW_US + 2
    consent = journal.enqueue(new_message("asks"))
    journal.recover()
    journal.enqueue(*[new_message(hold_until_us=moment) for moment in (0, over, running, twice, twice)])
    taken_back = journal.enqueue(new_message(hold_until_us=NOW_US + 3))
    journal.enqueue(new_message(hold_until_us=NOW_US + 4, profile="other"))
    journal.withdraw(*taken_back)
    assert journal.message(consent[0]).hold_until_us == UNTIL_CONSENT
    found = history.running_holds(journal.db, profile=PROFILE, now_us=NOW_US)
    assert sorted(found) == [running, twice]


def test_recent_senders_come_newest_first_without_repeats(journal: JournalFile) -> None:
    journal.enqueue(*[new_message(str(number)) for number in range(6)])
    journal.db.execute("UPDATE messages SET sender = CASE WHEN id % 3 = 0 THEN 'Vox' ELSE 'Old' || id END")
    assert history.recent_senders(journal.db, limit=3) == ["Vox", "Old5", "Old4"]


def test_receipts_without_a_message_are_counted_once_each(journal: JournalFile) -> None:
    journal.arrive(filed_receipt("123"), filed_receipt("456"), filed_receipt("123"))
    assert journal.orphans() == 2


def test_nothing_is_known_about_ids_before_the_first_receipt(journal: JournalFile) -> None:
    assert history.relation(journal.db, PROFILE) is None


class TestOverRest:
    def test_a_message_is_found_by_its_id_at_the_provider_or_its_number_here(self, tmp_path: Path) -> None:
        journal = RestJournal(tmp_path / "rest.db")
        first = journal.sent("Ab-1", "Ab-2", text=LONG)
        second = journal.sent("4711")
        for typed, message_id in (("Ab-1", first), ("Ab-2", first), ("4711", second), (str(first), first)):
            found = history.find(journal.db, typed)
            assert found is not None
            assert (found.id, found.transport) == (message_id, "rest")

    def test_an_id_at_the_provider_goes_before_a_number_here(self, tmp_path: Path) -> None:
        journal = RestJournal(tmp_path / "rest.db")
        journal.sent("something")
        second = journal.sent("1")
        found = history.find(journal.db, "1")
        assert found is not None
        assert found.id == second

    @pytest.mark.parametrize(
        "typed", ["", "0", "2", "-1", "ab-1", "Ab", " 1", "²", "\u0663", "9" * 40, "\ud800"]
    )
    def test_nothing_else_is_found(self, tmp_path: Path, typed: str) -> None:
        journal = RestJournal(tmp_path / "rest.db")
        journal.sent("Ab-1")
        journal.enqueue(whole_message())
        journal.db.execute("DELETE FROM messages WHERE id = 2")
        assert history.find(journal.db, typed) is None

    def test_evidence_tells_what_came_over_http_and_when_is_asked_next(self, tmp_path: Path) -> None:
        journal = RestJournal(tmp_path / "rest.db")
        (message_id,) = journal.enqueue(whole_message())
        (request,) = journal.reserve_whole(own_ids=True).requests
        answer = HttpAnswer(200, '{"message_id":"Ab-1"}')
        journal.settle_asking(
            Settled(request.attempt_id, SubmitState.ACCEPTED, provider_id="Ab-1", answer=answer)
        )
        body = (
            b'{"status":"ENROUTE","mccmnc":"220001","error_code":"000","delivery_time":"20270115081000",'
            b'"rate":"0,03","country_name":"Serbia"}'
        )
        told = read_status(body, "Ab-1")
        assert told is not None
        journal.arrive(Filed(told.receipt, Delivery("", "", 0, 0, b"", raw=told.raw), Witness.QUERY))
        journal.arrive(filed_receipt("Ab-1", "ENROUTE"))
        evidence = history.evidence(journal.db, message_id)
        (attempt,) = evidence.attempts
        assert (attempt.http_status, attempt.answer, attempt.own_id) == (200, answer.text, request.own_id)
        first, second = evidence.receipts
        assert (first.witness, first.network, first.rate, first.country, first.raw) == (
            Witness.QUERY,
            "220-001",
            "0,03",
            "Serbia",
            body,
        )
        assert (first.word, first.error_code, first.done_date) == ("ENROUTE", "000", "20270115081000")
        assert (second.witness, second.network) == (Witness.SMPP, "")
        assert evidence.clock is not None
        assert (evidence.clock.accepted_at_us, evidence.clock.asked) == (NOW_US, 0)
