"""The outbox's transactions: what may follow what on a part's way to the provider."""

from __future__ import annotations

from functools import partial

import pytest

from tests.support.journal_file import (
    NOW_US,
    PROFILE,
    RECIPIENT,
    RINVDSTADR,
    THREE_PARTS,
    JournalFile,
    accepted,
    filed_receipt,
    new_message,
    not_sent,
    refused,
    unanswered,
)
from vox_console.domain.command_status import RMSGQFUL, RSYSERR, RTHROTTLED
from vox_console.domain.message import IllegalMove, MessageState, SubmitState
from vox_console.domain.segmentation import LongMethod
from vox_console.domain.submission import WireAddress
from vox_console.storage import reservation
from vox_console.storage.parts import message_of
from vox_console.storage.settlement import SYSTEM_ERROR_ATTEMPTS, Settled


class TestEnqueue:
    def test_a_message_is_stored_whole_before_anything_else_happens_to_it(self, journal: JournalFile) -> None:
        (message_id,) = journal.enqueue(new_message("Zdravo, Vox", hold_until_us=NOW_US + 5))
        message = journal.message(message_id)
        assert (message.text, message.recipient, message.sender) == ("Zdravo, Vox", RECIPIENT, "Practice")
        assert (message.state, message.hold_until_us) == (MessageState.QUEUED, NOW_US + 5)
        assert (message.created_at_us, message.updated_at_us) == (NOW_US, NOW_US)
        assert [(part.number, part.units, part.submit) for part in message.parts] == [
            (1, 11, SubmitState.QUEUED)
        ]
        assert journal.rows("SELECT count(*) FROM attempts") == [(0,)]

    def test_ids_are_given_in_the_order_of_the_messages(self, journal: JournalFile) -> None:
        ids = journal.enqueue(*[new_message(f"message {number}") for number in range(20)])
        assert ids == sorted(ids)
        assert [message.text for message in journal.messages(ids)] == [f"message {n}" for n in range(20)]

    def test_the_parts_of_a_long_message_share_a_reference_and_are_numbered(
        self, journal: JournalFile
    ) -> None:
        journal.enqueue(new_message(THREE_PARTS, first_reference=0xAB))
        heads = [request.short_message[:6].hex() for request in journal.reserve()]
        assert heads == ["050003ab0301", "050003ab0302", "050003ab0303"]

    def test_open_long_messages_to_one_number_never_share_a_reference(self, journal: JournalFile) -> None:
        """Until 256 of them: the handset would put parts of two messages together."""
        journal.enqueue(*[new_message(THREE_PARTS, first_reference=200) for _ in range(256)])
        references = [request.short_message[3] for request in journal.reserve(3 * 256)]
        assert sorted(references) == sorted([*range(256)] * 3)

    def test_sixteen_bit_references_wrap_at_sixteen_bits(self, journal: JournalFile) -> None:
        journal.db.execute("INSERT INTO concat_references VALUES (?, 65535)", (RECIPIENT,))
        journal.enqueue(new_message(THREE_PARTS, method=LongMethod.UDH16))
        assert {request.short_message[3:5] for request in journal.reserve()} == {b"\0\0"}

    def test_recipients_count_for_themselves(self, journal: JournalFile) -> None:
        for recipient in ("381640000010", "381640000011"):
            journal.enqueue(new_message(THREE_PARTS, recipient=recipient, first_reference=9))
        assert {request.short_message[3] for request in journal.reserve()} == {9}

    def test_sar_parts_carry_reference_total_and_number(self, journal: JournalFile) -> None:
        journal.enqueue(new_message(THREE_PARTS, method=LongMethod.SAR, first_reference=3))
        assert [request.sar for request in journal.reserve()] == [(3, 3, 1), (3, 3, 2), (3, 3, 3)]


class TestReserve:
    def test_the_intent_is_stored_with_what_is_about_to_be_written(self, journal: JournalFile) -> None:
        journal.enqueue(new_message())
        (request,) = journal.reserve()
        assert journal.rows(
            "SELECT id, session, sequence, fingerprint, state, reserved_at_us FROM attempts"
        ) == [(request.attempt_id, "s1", request.sequence, request.fingerprint(), "reserved", NOW_US)]
        assert request.short_message == b"Hello"
        assert request.destination == WireAddress(1, 1, RECIPIENT)
        assert request.source == WireAddress(5, 0, "Practice")

    def test_a_reserved_part_is_never_given_twice(self, journal: JournalFile) -> None:
        journal.enqueue(new_message(), new_message())
        assert len(journal.reserve()) == 2
        assert journal.reserve() == []

    def test_the_oldest_parts_come_first_and_no_more_than_there_are_numbers(
        self, journal: JournalFile
    ) -> None:
        journal.enqueue(*[new_message(f"{number}") for number in range(5)])
        first, second = journal.reserve(3), journal.reserve(3)
        assert [request.short_message for request in first + second] == [b"0", b"1", b"2", b"3", b"4"]
        assert len({request.sequence for request in first + second}) == 5

    def test_messages_that_begin_to_leave_are_told_once(self, journal: JournalFile) -> None:
        (message_id,) = journal.enqueue(new_message(THREE_PARTS))
        job = partial(
            reservation.reserve, profile=PROFILE, transport="smpp", session="s", now_us=NOW_US, due_us=NOW_US
        )
        assert journal.run(partial(job, sequences=[1])).message_ids == [message_id]
        assert journal.message(message_id).state is MessageState.SENDING
        assert journal.run(partial(job, sequences=[2])).message_ids == []

    def test_only_the_profiles_own_messages_leave(self, journal: JournalFile) -> None:
        journal.enqueue(new_message(profile="other"))
        assert journal.reserve() == []
        assert len(journal.reserve(profile="other")) == 1

    def test_a_held_message_does_not_leave_before_its_time(self, journal: JournalFile) -> None:
        journal.enqueue(new_message("held", hold_until_us=NOW_US + 1), new_message("free"))
        assert [request.short_message for request in journal.reserve()] == [b"free"]
        journal.now_us += 1
        assert [request.short_message for request in journal.reserve()] == [b"held"]


class TestSettle:
    def test_accepted_keeps_the_id_as_it_was_given(self, journal: JournalFile) -> None:
        (message_id,) = journal.enqueue(new_message())
        (request,) = journal.reserve()
        assert journal.settle(accepted(request, "00AbC")) == [message_id]
        message = journal.message(message_id)
        assert message.state is MessageState.ACCEPTED
        assert message.parts[0].provider_id == "00AbC"
        assert journal.rows("SELECT state, provider_id, answered_at_us FROM attempts") == [
            ("accepted", "00AbC", NOW_US)
        ]

    def test_a_message_is_accepted_only_when_every_part_is(self, journal: JournalFile) -> None:
        (message_id,) = journal.enqueue(new_message(THREE_PARTS))
        states = []
        for request in journal.reserve():
            journal.settle(accepted(request, f"id{request.attempt_id}"))
            states.append(journal.message(message_id).state)
        assert states == [MessageState.SENDING, MessageState.SENDING, MessageState.ACCEPTED]

    def test_a_refusal_is_final_and_withholds_the_parts_that_have_not_left(
        self, journal: JournalFile
    ) -> None:
        (message_id,) = journal.enqueue(new_message(THREE_PARTS))
        (request,) = journal.reserve(1)
        journal.settle(refused(request))
        message = journal.message(message_id)
        assert message.state is MessageState.REFUSED
        assert message.parts[0].command_status == RINVDSTADR
        assert journal.submits(message_id) == ["refused", "withheld", "withheld"]
        assert journal.reserve() == []

    @pytest.mark.parametrize("status", [RTHROTTLED, RMSGQFUL])
    def test_a_refusal_for_now_keeps_its_place_in_the_queue(self, journal: JournalFile, status: int) -> None:
        journal.enqueue(*[new_message(f"{number}") for number in range(3)])
        for _ in range(10):
            (request,) = journal.reserve(1)
            assert request.short_message == b"0"
            journal.settle(refused(request, status))
        (attempts,) = journal.rows("SELECT count(*) FROM attempts WHERE state = 'refused'")
        assert attempts == (10,)

    def test_a_system_error_is_tried_again_a_few_times_only(self, journal: JournalFile) -> None:
        (message_id,) = journal.enqueue(new_message())
        for _ in range(SYSTEM_ERROR_ATTEMPTS):
            (request,) = journal.reserve()
            journal.settle(refused(request, RSYSERR))
        assert journal.reserve() == []
        assert journal.message(message_id).state is MessageState.REFUSED

    def test_only_system_errors_use_up_the_tries_of_a_system_error(self, journal: JournalFile) -> None:
        (message_id,) = journal.enqueue(new_message())
        for _ in range(SYSTEM_ERROR_ATTEMPTS):
            (request,) = journal.reserve()
            journal.settle(refused(request, RTHROTTLED))
            (request,) = journal.reserve()
            journal.settle(not_sent(request))
        for _ in range(SYSTEM_ERROR_ATTEMPTS):
            assert journal.message(message_id).state is MessageState.QUEUED
            (request,) = journal.reserve()
            journal.settle(refused(request, RSYSERR))
        assert journal.message(message_id).state is MessageState.REFUSED

    def test_what_was_never_written_is_queued_again(self, journal: JournalFile) -> None:
        (message_id,) = journal.enqueue(new_message())
        (request,) = journal.reserve()
        journal.settle(not_sent(request))
        assert journal.message(message_id).state is MessageState.QUEUED
        (again,) = journal.reserve()
        assert again.attempt_id > request.attempt_id
        assert journal.rows("SELECT state FROM attempts ORDER BY id") == [("not_sent",), ("reserved",)]

    def test_an_unanswered_part_is_unknown_with_its_reason_and_never_leaves_again(
        self, journal: JournalFile
    ) -> None:
        (message_id,) = journal.enqueue(new_message())
        (request,) = journal.reserve()
        journal.settle(unanswered(request))
        message = journal.message(message_id)
        assert (message.state, message.reason) == (MessageState.UNKNOWN, "no answer within 30 s")
        journal.release(message_id)
        assert journal.reserve() == []

    def test_nothing_may_put_an_unknown_part_back_in_the_queue(self, journal: JournalFile) -> None:
        (message_id,) = journal.enqueue(new_message())
        (request,) = journal.reserve()
        journal.settle(unanswered(request))
        with pytest.raises(IllegalMove):
            journal.settle(not_sent(request))
        assert journal.message(message_id).state is MessageState.UNKNOWN

    def test_a_late_acceptance_still_decides(self, journal: JournalFile) -> None:
        (message_id,) = journal.enqueue(new_message())
        (request,) = journal.reserve()
        journal.settle(unanswered(request))
        assert journal.settle(accepted(request, "late")) == [message_id]
        message = journal.message(message_id)
        assert (message.state, message.reason) == (MessageState.ACCEPTED, "")
        assert message.parts[0].provider_id == "late"

    @pytest.mark.parametrize("status", [RINVDSTADR, RTHROTTLED, RSYSERR])
    def test_a_late_refusal_is_final_whatever_its_code(self, journal: JournalFile, status: int) -> None:
        """Sending by itself what a person has already been told is unknown would be a surprise."""
        (message_id,) = journal.enqueue(new_message())
        (request,) = journal.reserve()
        journal.settle(unanswered(request))
        journal.settle(refused(request, status))
        assert journal.message(message_id).state is MessageState.REFUSED
        assert journal.reserve() == []

    @pytest.mark.parametrize("second", [refused, unanswered, not_sent, accepted])
    def test_the_first_answer_stands(self, journal: JournalFile, second: object) -> None:
        (message_id,) = journal.enqueue(new_message())
        (request,) = journal.reserve()
        journal.settle(accepted(request, "first"))
        assert callable(second)
        assert journal.settle(second(request)) == []
        assert journal.message(message_id).parts[0].provider_id == "first"
        assert journal.message(message_id).state is MessageState.ACCEPTED

    def test_unanswered_and_its_late_answer_may_come_in_one_batch(self, journal: JournalFile) -> None:
        (message_id,) = journal.enqueue(new_message(THREE_PARTS))
        (request,) = journal.reserve(1)
        journal.settle(unanswered(request), accepted(request, "late"))
        assert journal.submits(message_id) == ["accepted", "queued", "queued"]
        assert journal.message(message_id).state is MessageState.SENDING

    def test_answers_of_no_attempt_are_ignored(self, journal: JournalFile) -> None:
        assert journal.settle(Settled(4711, SubmitState.ACCEPTED, provider_id="x")) == []


class TestSiblings:
    """A long message is wanted whole: once a part is stuck, the others stay here."""

    def test_an_unknown_part_withholds_and_its_acceptance_gives_back(self, journal: JournalFile) -> None:
        (message_id,) = journal.enqueue(new_message(THREE_PARTS))
        (request,) = journal.reserve(1)
        journal.settle(unanswered(request))
        assert journal.submits(message_id) == ["unknown", "withheld", "withheld"]
        assert journal.reserve() == []
        journal.settle(accepted(request))
        assert journal.submits(message_id) == ["accepted", "queued", "queued"]
        assert [each.short_message[5] for each in journal.reserve()] == [2, 3], (
            "never from the first part again"
        )

    def test_one_of_two_unknown_parts_resolved_is_not_enough(self, journal: JournalFile) -> None:
        (message_id,) = journal.enqueue(new_message(THREE_PARTS))
        first, second = journal.reserve(2)
        journal.settle(unanswered(first), unanswered(second))
        journal.settle(accepted(first, "one"))
        assert journal.submits(message_id) == ["accepted", "unknown", "withheld"]
        assert journal.message(message_id).reason == "no answer within 30 s"
        journal.settle(accepted(second, "two"))
        assert journal.submits(message_id) == ["accepted", "accepted", "queued"]

    def test_a_refused_sibling_keeps_the_rest_here_whatever_is_resolved(self, journal: JournalFile) -> None:
        (message_id,) = journal.enqueue(new_message(THREE_PARTS))
        first, second = journal.reserve(2)
        journal.settle(unanswered(first), refused(second))
        journal.settle(accepted(first))
        assert journal.submits(message_id) == ["accepted", "refused", "withheld"]
        assert journal.message(message_id).state is MessageState.REFUSED

    @pytest.mark.parametrize("back", [not_sent, partial(refused, status=RTHROTTLED)])
    @pytest.mark.parametrize("fall", [refused, unanswered])
    def test_a_part_that_comes_back_beside_a_stuck_sibling_stays_here_too(
        self, journal: JournalFile, fall: object, back: object
    ) -> None:
        """It was on the wire when the sibling fell; queued again it would leave for nothing."""
        assert callable(fall)
        assert callable(back)
        (message_id,) = journal.enqueue(new_message(THREE_PARTS))
        first, second, third = journal.reserve()
        journal.settle(accepted(first), fall(second))
        journal.settle(back(third))
        assert journal.submits(message_id)[2] == "withheld"
        assert journal.reserve() == []

    def test_other_messages_are_not_concerned(self, journal: JournalFile) -> None:
        ids = journal.enqueue(new_message("before"), new_message(THREE_PARTS), new_message("after"))
        _, request = journal.reserve(2)
        journal.settle(refused(request))
        assert journal.submits(ids[1]) == ["refused", "withheld", "withheld"]
        assert [each.short_message for each in journal.reserve()] == [b"after"]


def test_a_message_is_stored_with_the_state_its_parts_have(journal: JournalFile) -> None:
    """Lists read messages.state alone."""
    (message_id,) = journal.enqueue(new_message(THREE_PARTS))
    requests = journal.reserve()
    journal.settle(*[accepted(request, f"id{request.attempt_id}") for request in requests])
    journal.now_us += 7
    journal.arrive(*[filed_receipt(f"id{request.attempt_id}") for request in requests])
    assert journal.rows("SELECT state, updated_at_us FROM messages") == [("delivered", NOW_US + 7)]
    assert {message_of(row[0]) for row in journal.rows("SELECT id FROM parts")} == {message_id}
