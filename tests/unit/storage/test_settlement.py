"""What an answer over REST makes of a part: its ids, its evidence, and what is proven later."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from tests.support.journal_file import new_message, not_sent, unanswered
from tests.support.rest_journal import LONG, RestJournal, accepted_as, whole_message
from vox_console.domain.http_answer import HttpAnswer
from vox_console.domain.message import MessageState, SubmitState
from vox_console.domain.submission import SubmitRequest
from vox_console.storage import history, settlement
from vox_console.storage.settlement import Settled


@pytest.fixture
def journal(tmp_path: Path) -> RestJournal:
    return RestJournal(tmp_path / "journal.db")


def reserved(
    journal: RestJournal, text: str = "Hello", *, own_ids: bool = False
) -> tuple[int, SubmitRequest]:
    """Give a message on its way, by its number, and its request."""
    (message_id,) = journal.enqueue(whole_message(text, own_id=own_ids))
    (request,) = journal.reserve_whole(own_ids=own_ids).requests
    return message_id, request


def ids(journal: RestJournal, message_id: int) -> list[tuple[int, str, str]]:
    return [(part.number, part.submit.value, part.provider_id) for part in journal.message(message_id).parts]


def settle_by_id(journal: RestJournal, message_id: int, provider_id: str) -> list[int]:
    job = partial(settlement.settle_by_id, part_id=(message_id << 8) + 1, now_us=journal.now_us)
    return journal.run(partial(job, provider_id=provider_id))


class TestSegments:
    def test_an_id_for_each_segment_makes_a_part_of_each(self, journal: RestJournal) -> None:
        message_id, request = reserved(journal, LONG)
        assert journal.settle(accepted_as(request, "a", "b", "c")) == [message_id]
        assert ids(journal, message_id) == [(1, "accepted", "a"), (2, "accepted", "b"), (3, "accepted", "c")]
        assert journal.message(message_id).state is MessageState.ACCEPTED

    def test_the_first_part_alone_keeps_the_octets_and_the_units(self, journal: RestJournal) -> None:
        message_id, request = reserved(journal, LONG)
        journal.settle(accepted_as(request, "a", "b"))
        rows = journal.rows("SELECT units, length(short_message), accepted_at_us FROM parts ORDER BY id")
        assert rows == [(150, 300, journal.now_us), (0, 0, journal.now_us)]
        assert journal.message(message_id).segments == 3

    def test_an_answer_that_comes_twice_makes_no_part_twice(self, journal: RestJournal) -> None:
        message_id, request = reserved(journal, LONG)
        journal.settle(accepted_as(request, "a", "b"))
        assert journal.settle(accepted_as(request, "a", "b", "c")) == []
        assert [each[2] for each in ids(journal, message_id)] == ["a", "b"]

    def test_there_are_never_more_parts_than_their_keys_have_room_for(self, journal: RestJournal) -> None:
        message_id, request = reserved(journal, LONG)
        journal.enqueue(new_message("the next message"))
        journal.settle(accepted_as(request, *[f"id-{number}" for number in range(400)]))
        assert [each[0] for each in ids(journal, message_id)] == list(range(1, 256))
        assert journal.rows("SELECT count(*) FROM parts WHERE id >> 8 = ?", message_id + 1) == [(1,)]


class TestEvidence:
    @pytest.mark.parametrize(
        "state", [SubmitState.ACCEPTED, SubmitState.REFUSED, SubmitState.UNKNOWN, SubmitState.QUEUED]
    )
    def test_the_answer_is_kept_whatever_it_decides(self, journal: RestJournal, state: SubmitState) -> None:
        message_id, request = reserved(journal)
        answer = HttpAnswer(418, 'quite "a" žtext\0')
        journal.settle(Settled(request.attempt_id, state, reason="so it is", answer=answer))
        (attempt,) = history.evidence(journal.db, message_id).attempts
        assert (attempt.http_status, attempt.answer, attempt.reason) == (418, answer.text, "so it is")

    def test_a_late_answer_takes_the_place_of_none(self, journal: RestJournal) -> None:
        message_id, request = reserved(journal)
        journal.settle(unanswered(request))
        (attempt,) = history.evidence(journal.db, message_id).attempts
        assert (attempt.http_status, attempt.answer) == (0, "")
        late = Settled(
            request.attempt_id, SubmitState.ACCEPTED, provider_id="a", answer=HttpAnswer(200, "late")
        )
        journal.settle(late)
        (attempt,) = history.evidence(journal.db, message_id).attempts
        assert (attempt.http_status, attempt.answer, attempt.provider_id) == (200, "late", "a")
        assert journal.message(message_id).reason == ""


class TestRefusals:
    @pytest.mark.parametrize(("for_now", "state"), [(True, "queued"), (False, "refused")])
    def test_only_a_refusal_for_now_puts_it_back(
        self, journal: RestJournal, for_now: bool, state: str
    ) -> None:
        message_id, request = reserved(journal)
        journal.settle(Settled(request.attempt_id, SubmitState.REFUSED, reason="HTTP 4xx", for_now=for_now))
        assert journal.submits(message_id) == [state]
        assert journal.message(message_id).reason == ("" if for_now else "HTTP 4xx")

    def test_what_is_unknown_is_never_put_back_into_the_queue(self, journal: RestJournal) -> None:
        message_id, request = reserved(journal)
        journal.settle(unanswered(request))
        journal.settle(Settled(request.attempt_id, SubmitState.REFUSED, reason="late", for_now=True))
        assert journal.submits(message_id) == ["refused"]
        assert journal.reserve_whole().requests == []

    def test_not_even_in_the_same_batch(self, journal: RestJournal) -> None:
        message_id, request = reserved(journal)
        journal.settle(
            unanswered(request), Settled(request.attempt_id, SubmitState.REFUSED, reason="late", for_now=True)
        )
        assert journal.submits(message_id) == ["refused"]

    def test_what_never_left_is_put_back(self, journal: RestJournal) -> None:
        message_id, request = reserved(journal)
        journal.settle(not_sent(request))
        assert journal.submits(message_id) == ["queued"]
        assert journal.rows("SELECT state FROM attempts") == [("not_sent",)]


class TestProof:
    def test_what_the_provider_knows_by_an_id_of_ours_was_accepted(self, journal: RestJournal) -> None:
        message_id, request = reserved(journal, own_ids=True)
        journal.settle(unanswered(request))
        assert settle_by_id(journal, message_id, request.own_id) == [message_id]
        assert ids(journal, message_id) == [(1, "accepted", request.own_id)]
        assert journal.rows("SELECT state FROM attempts") == [("accepted",)]

    def test_the_other_segments_have_the_ids_that_the_provider_made(self, journal: RestJournal) -> None:
        message_id, request = reserved(journal, LONG, own_ids=True)
        journal.settle(unanswered(request))
        own = request.own_id
        settle_by_id(journal, message_id, f"{own}-1")
        assert [each[2] for each in ids(journal, message_id)] == [f"{own}-1", f"{own}-2", f"{own}-3"]

    def test_of_several_tries_it_is_the_one_whose_fate_is_open(self, journal: RestJournal) -> None:
        message_id, first = reserved(journal, own_ids=True)
        journal.settle(not_sent(first))
        (second,) = journal.reserve_whole(own_ids=True).requests
        journal.settle(unanswered(second))
        settle_by_id(journal, message_id, second.own_id)
        assert journal.rows("SELECT state FROM attempts ORDER BY id") == [("not_sent",), ("accepted",)]

    @pytest.mark.parametrize("own_ids", [True, False])
    def test_nothing_is_proven_about_what_is_decided_or_had_no_id_of_ours(
        self, journal: RestJournal, own_ids: bool
    ) -> None:
        message_id, request = reserved(journal, own_ids=own_ids)
        journal.settle(accepted_as(request, "a") if own_ids else unanswered(request))
        before = ids(journal, message_id)
        assert settle_by_id(journal, message_id, "other") == []
        assert ids(journal, message_id) == before
