"""The outbox after an end of the program, and messages that are taken back."""

from __future__ import annotations

import pytest

from tests.support.journal_file import (
    NOW_US,
    THREE_PARTS,
    JournalFile,
    accepted,
    new_message,
    refused,
)
from vox_console.domain.command_status import RTHROTTLED
from vox_console.domain.message import MessageState, SubmitState
from vox_console.storage.holds import UNTIL_CONSENT
from vox_console.storage.settlement import Settled


class TestRecover:
    def test_what_was_reserved_is_unknown_and_never_leaves_again(self, journal: JournalFile) -> None:
        ids = journal.enqueue(new_message("gone"), new_message("here"))
        journal.reserve(1)
        unknown, waiting = journal.recover()
        assert (unknown, waiting) == ([ids[0]], [ids[1]])
        message = journal.message(ids[0])
        assert (message.state, message.reason) == (MessageState.UNKNOWN, "the program ended")
        journal.release(*ids)
        assert [request.short_message for request in journal.reserve()] == [b"here"]

    def test_what_never_left_waits_for_a_person(self, journal: JournalFile) -> None:
        (message_id,) = journal.enqueue(new_message())
        assert journal.recover() == ([], [message_id])
        assert journal.message(message_id).hold_until_us == UNTIL_CONSENT
        journal.now_us += 365 * 24 * 3600 * 1_000_000
        assert journal.reserve() == []
        journal.release(message_id)
        assert len(journal.reserve()) == 1

    def test_a_partly_sent_message_waits_with_its_rest_and_goes_on_from_there(
        self, journal: JournalFile
    ) -> None:
        (message_id,) = journal.enqueue(new_message(THREE_PARTS))
        (request,) = journal.reserve(1)
        journal.settle(accepted(request))
        assert journal.recover() == ([], [message_id])
        journal.release(message_id)
        assert [each.short_message[5] for each in journal.reserve()] == [2, 3]

    def test_an_unknown_part_keeps_its_siblings_here_over_the_restart(self, journal: JournalFile) -> None:
        (message_id,) = journal.enqueue(new_message(THREE_PARTS))
        journal.reserve(1)
        assert journal.recover() == ([message_id], [])
        assert journal.submits(message_id) == ["unknown", "withheld", "withheld"]

    def test_a_second_restart_changes_nothing(self, journal: JournalFile) -> None:
        ids = journal.enqueue(new_message("gone"), new_message("here"), new_message("done"))
        journal.reserve(1)
        journal.recover()
        before = journal.messages(ids)
        assert journal.recover() == ([], ids[1:])
        assert journal.messages(ids) == before

    def test_what_is_decided_is_left_alone(self, journal: JournalFile) -> None:
        journal.enqueue(new_message("a"), new_message("b"))
        first, second = journal.reserve()
        journal.settle(accepted(first), refused(second))
        assert journal.recover() == ([], [])


class TestWithdraw:
    def test_what_never_began_to_leave_is_a_draft_again(self, journal: JournalFile) -> None:
        ids = journal.enqueue(new_message("held", hold_until_us=NOW_US + 5_000_000), new_message(THREE_PARTS))
        assert journal.withdraw(*ids) == ids
        assert {message.state for message in journal.messages(ids)} == {MessageState.DRAFT}
        journal.now_us += 10_000_000
        journal.release(*ids)
        assert journal.reserve() == []

    def test_what_is_on_the_wire_cannot_be_taken_back(self, journal: JournalFile) -> None:
        ids = journal.enqueue(new_message(THREE_PARTS), new_message("here"))
        journal.reserve(3)
        assert journal.withdraw(*ids) == [ids[1]]
        assert journal.submits(ids[0]) == ["reserved"] * 3

    @pytest.mark.parametrize("outcome", [SubmitState.REFUSED, SubmitState.QUEUED])
    def test_what_was_certainly_not_accepted_can_be_taken_back(
        self, journal: JournalFile, outcome: SubmitState
    ) -> None:
        (message_id,) = journal.enqueue(new_message())
        (request,) = journal.reserve()
        journal.settle(Settled(request.attempt_id, outcome, command_status=RTHROTTLED, for_now=True))
        assert journal.withdraw(message_id) == [message_id]
        assert journal.submits(message_id) == ["withheld"]
        assert journal.reserve() == []
        late = Settled(request.attempt_id, SubmitState.ACCEPTED, provider_id="late")
        assert journal.settle(late) == []
        assert journal.submits(message_id) == ["withheld"]

    @pytest.mark.parametrize("first", [SubmitState.ACCEPTED, SubmitState.UNKNOWN])
    def test_a_throttled_part_stays_while_the_provider_has_or_may_have_another(
        self, journal: JournalFile, first: SubmitState
    ) -> None:
        (message_id,) = journal.enqueue(new_message(THREE_PARTS))
        requests = journal.reserve()
        journal.settle(*[refused(request, RTHROTTLED) for request in requests[1:]])
        journal.settle(Settled(requests[0].attempt_id, first, provider_id="id-1"))
        before = journal.submits(message_id)
        assert journal.withdraw(message_id) == []
        assert journal.submits(message_id) == before

    def test_twice_is_once(self, journal: JournalFile) -> None:
        ids = journal.enqueue(new_message())
        assert journal.withdraw(*ids) == ids
        assert journal.withdraw(*ids) == []
