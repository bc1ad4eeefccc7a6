"""What an answer to a question does to the journal: what it proves, and what it does not."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from tests.support.harvest_stage import answer
from tests.support.journal_file import PROFILE, unanswered
from tests.support.rest_journal import DAY_US, LONG, RestJournal, whole_message
from vox_console.domain.message import MessageState, SubmitState
from vox_console.services.harvester import record_answer, record_any
from vox_console.storage import history
from vox_console.storage.queries import DueQuery
from vox_console.storage.receipts import DOUBTFUL
from vox_console.storage.settlement import Settled


@pytest.fixture
def journal(tmp_path: Path) -> RestJournal:
    return RestJournal(tmp_path / "journal.db")


def record(journal: RestJournal, query: DueQuery, body: bytes) -> list[int]:
    job = partial(record_answer, query=query, answer=answer(query.query_id, body), profile=PROFILE)
    return journal.run(partial(job, now_us=journal.now_us, memory_us=DAY_US))


def unknown(journal: RestJournal, text: str = "Hello") -> tuple[int, str, DueQuery]:
    """Store a message of unknown fate; give its number, the id of ours, and the question about it."""
    (message_id,) = journal.enqueue(whole_message(text, own_id=True))
    (request,) = journal.reserve_whole(own_ids=True).requests
    journal.settle_asking(unanswered(request))
    return message_id, request.own_id, journal.go_to_next()


def test_the_provider_knowing_our_id_proves_that_it_was_accepted(journal: RestJournal) -> None:
    message_id, own_id, query = unknown(journal)
    assert record(journal, query, b"ENROUTE") == [message_id]
    message = journal.message(message_id)
    assert (message.state, message.parts[0].provider_id) == (MessageState.ENROUTE, own_id)
    (told,) = history.evidence(journal.db, message_id).receipts
    assert (told.word, told.raw) == ("ENROUTE", b"ENROUTE")


@pytest.mark.parametrize(
    "body",
    [
        b"UNKNOWN",
        b"OK",
        b"not found",
        b'{"status":"ERROR"}',
        b'{"status":""}',
        b"FAILED",
        b'{"status":"FAILED","message":"no such message"}',
    ],
)
def test_anything_else_proves_nothing(journal: RestJournal, body: bytes) -> None:
    message_id, _, query = unknown(journal)
    record(journal, query, body)
    assert journal.message(message_id).state is MessageState.UNKNOWN
    assert journal.next_due() is not None
    assert journal.rows("SELECT count(*) FROM receipts") == [(0,)]


def test_the_segments_of_what_is_proven_are_asked_about_from_then_on(journal: RestJournal) -> None:
    message_id, own_id, query = unknown(journal, LONG)
    record(journal, query, b"DELIVRD")
    journal.now_us += DAY_US // 24
    assert sorted(journal.due_ids()) == [f"{own_id}-2", f"{own_id}-3"]
    assert [part.delivery.value for part in journal.message(message_id).parts] == [
        "delivered",
        "pending",
        "pending",
    ]


def test_an_answer_asked_for_by_hand_counts_as_any_other(journal: RestJournal) -> None:
    message_id = journal.sent("Ab-1")
    job = partial(record_any, profile=PROFILE, now_us=journal.now_us, memory_us=DAY_US)
    assert journal.run(partial(job, answer=answer("Ab-1", b"DELIVRD"))) == [message_id]
    assert journal.message(message_id).state is MessageState.DELIVERED
    assert journal.next_due() is None


@pytest.mark.parametrize("query_id", ["Ab-2", "ab-1", ""])
def test_an_answer_about_a_message_that_is_not_ours_changes_nothing(
    journal: RestJournal, query_id: str
) -> None:
    message_id = journal.sent("Ab-1")
    job = partial(record_any, profile=PROFILE, now_us=journal.now_us, memory_us=DAY_US)
    assert journal.run(partial(job, answer=answer(query_id, b"DELIVRD"))) == []
    assert journal.message(message_id).state is MessageState.ACCEPTED
    assert journal.rows("SELECT count(*) FROM receipts") == [(0,)]


def test_the_same_answer_again_is_one_fact(journal: RestJournal) -> None:
    message_id = journal.sent("Ab-1")
    for _ in range(3):
        record(journal, journal.go_to_next(), b"ENROUTE")
    (told,) = history.evidence(journal.db, message_id).receipts
    assert told.repeats == 2


class TestOneIdTwice:
    """The provider gave one id to two messages; each is asked about, and each answer is its own."""

    def test_an_answer_is_about_the_part_it_was_asked_for(self, journal: RestJournal) -> None:
        ids = [journal.sent("1"), journal.sent("1", recipient="381641111111")]
        journal.now_us += DAY_US // 24
        for query in journal.due():
            record(journal, query, b"DELIVRD")
        assert [journal.message(each).state for each in ids] == [MessageState.DELIVERED] * 2
        assert journal.orphans() == 0

    def test_an_answer_that_may_be_about_the_later_one_decides_nothing_about_the_earlier(
        self, journal: RestJournal
    ) -> None:
        earlier = journal.sent("1")
        journal.now_us += DAY_US // 24
        later = journal.sent("1", recipient="381641111111")
        journal.now_us += DAY_US // 24
        for query in journal.due():
            record(journal, query, b"DELIVRD")
        assert journal.message(earlier).state is MessageState.ACCEPTED
        assert journal.message(later).state is MessageState.DELIVERED
        (told,) = history.evidence(journal.db, earlier).receipts
        assert (told.word, told.note) == ("DELIVRD", DOUBTFUL)

    def test_asked_for_by_hand_it_is_about_neither(self, journal: RestJournal) -> None:
        ids = [journal.sent("1"), journal.sent("1", recipient="381641111111")]
        job = partial(record_any, profile=PROFILE, now_us=journal.now_us, memory_us=DAY_US)
        assert journal.run(partial(job, answer=answer("1", b"DELIVRD"))) == []
        assert [journal.message(each).state for each in ids] == [MessageState.ACCEPTED] * 2


def test_an_answer_that_was_overtaken_by_another_id_is_still_about_its_part(journal: RestJournal) -> None:
    message_id, own_id, query = unknown(journal)
    attempt = journal.rows("SELECT id FROM attempts")[0][0]
    journal.settle_asking(Settled(attempt, SubmitState.ACCEPTED, provider_id="id-1"))
    assert record(journal, query, b"DELIVRD") == [message_id]
    (told,) = history.evidence(journal.db, message_id).receipts
    assert (told.provider_id, journal.message(message_id).state) == (own_id, MessageState.DELIVERED)
