"""An id of ours that somebody names tells that the message of unknown fate that carried it was accepted."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from tests.support.journal_file import PROFILE, refused, unanswered
from tests.support.rest_journal import HOUR_US, LONG, RestJournal, accepted_as, whole_message
from vox_console.domain.callback import as_delivery, read_callback
from vox_console.domain.message import MessageState
from vox_console.domain.receipt import Receipt
from vox_console.domain.submission import SubmitRequest
from vox_console.domain.transport_name import Witness
from vox_console.settings.callback_access import VOX_FIELDS
from vox_console.storage import own_ids, queries
from vox_console.storage.own_ids import Carried
from vox_console.storage.receipts import Filed, prove


@pytest.fixture
def journal(tmp_path: Path) -> RestJournal:
    return RestJournal(tmp_path / "journal.db")


def reserved(journal: RestJournal, text: str = "Hello", *, receipt: bool = True) -> SubmitRequest:
    journal.enqueue(whole_message(text, own_id=True, receipt=receipt))
    (request,) = journal.reserve_whole(own_ids=True).requests
    return request


def unknown(journal: RestJournal, text: str = "Hello", *, receipt: bool = True) -> SubmitRequest:
    request = reserved(journal, text, receipt=receipt)
    journal.settle_asking(unanswered(request))
    return request


def called_back(provider_id: str, status: str = "DELIVRD") -> Filed:
    read = read_callback({"message_id": provider_id, "delivery_status": status}, VOX_FIELDS)
    assert isinstance(read, Receipt)
    return Filed(read, as_delivery(read, b"raw"), Witness.CALLBACK)


def orphans(journal: RestJournal) -> int:
    return int(journal.rows("SELECT count(*) FROM receipts WHERE part_id IS NULL")[0][0])


class TestCallbacks:
    def test_a_callback_that_names_our_id_proves_it_and_is_its_own(self, journal: RestJournal) -> None:
        request = unknown(journal)
        stored = journal.arrive(called_back(request.own_id))
        assert (stored.changed, stored.orphans, orphans(journal)) == ([1], 0, 0)
        message = journal.message(1)
        assert (message.state, message.parts[0].provider_id) == (MessageState.DELIVERED, request.own_id)
        assert journal.next_due() is None

    def test_a_segment_named_by_its_number_proves_them_all(self, journal: RestJournal) -> None:
        request = unknown(journal, LONG)
        journal.arrive(called_back(f"{request.own_id}-2"))
        parts = journal.message(1).parts
        assert [(part.provider_id, part.delivery.value) for part in parts] == [
            (f"{request.own_id}-1", "pending"),
            (f"{request.own_id}-2", "delivered"),
            (f"{request.own_id}-3", "pending"),
        ]
        journal.now_us += HOUR_US
        assert sorted(journal.due_ids()) == [f"{request.own_id}-1", f"{request.own_id}-3"]

    @pytest.mark.parametrize("word", ["FAILED", "UNKNOWN", "OK"])
    def test_a_word_that_proves_nothing_settles_nothing(self, journal: RestJournal, word: str) -> None:
        request = unknown(journal)
        assert journal.arrive(called_back(request.own_id, word)).orphans == 1
        assert journal.message(1).state is MessageState.UNKNOWN

    @pytest.mark.parametrize("tail", ["-1", "-4", "x"])
    def test_an_id_that_is_only_like_ours_proves_nothing(self, journal: RestJournal, tail: str) -> None:
        request = unknown(journal)
        assert journal.arrive(called_back(request.own_id + tail)).orphans == 1
        assert journal.message(1).state is MessageState.UNKNOWN

    def test_another_accounts_callback_proves_nothing(self, journal: RestJournal) -> None:
        request = unknown(journal)
        assert journal.arrive(called_back(request.own_id), profile="other").orphans == 1
        assert journal.message(1).state is MessageState.UNKNOWN


class TestOrphans:
    """What was told before it was known that it is about a message of unknown fate."""

    def test_a_callback_before_the_answer_is_given_up_proves_it_then(self, journal: RestJournal) -> None:
        request = reserved(journal)
        assert journal.arrive(called_back(request.own_id)).orphans == 1
        assert journal.settle_asking(unanswered(request)) == [1]
        assert (journal.message(1).state, orphans(journal)) == (MessageState.DELIVERED, 0)

    def test_a_callback_before_a_crash_proves_it_after(self, journal: RestJournal) -> None:
        request = reserved(journal)
        journal.arrive(called_back(request.own_id))
        assert journal.recover() == ([], [])
        assert (journal.message(1).state, orphans(journal)) == (MessageState.DELIVERED, 0)

    def test_an_orphan_that_proves_nothing_leaves_it_unknown(self, journal: RestJournal) -> None:
        request = reserved(journal)
        journal.arrive(called_back(request.own_id, "FAILED"))
        journal.settle_asking(unanswered(request))
        assert (journal.message(1).state, orphans(journal)) == (MessageState.UNKNOWN, 1)

    def test_what_a_question_proves_gets_what_was_told_of_it_before(self, journal: RestJournal) -> None:
        request = unknown(journal)
        journal.arrive(called_back(request.own_id, "FAILED"))
        job = partial(prove, part_id=(1 << 8) + 1, provider_id=request.own_id, profile=PROFILE)
        assert journal.run(partial(job, now_us=journal.now_us)) == [1]
        assert (journal.message(1).state, orphans(journal)) == (MessageState.UNDELIVERABLE, 0)

    def test_what_is_decided_is_not_proven_again(self, journal: RestJournal) -> None:
        request = unknown(journal)
        journal.settle_asking(accepted_as(request, "id-1"))
        job = partial(prove, part_id=(1 << 8) + 1, provider_id=request.own_id, profile=PROFILE)
        assert journal.run(partial(job, now_us=journal.now_us)) == []
        assert journal.message(1).parts[0].provider_id == "id-1"


class TestWithoutReceipt:
    """No receipt was wanted; whether it was accepted is asked all the same, and nothing more."""

    def test_an_unknown_fate_is_asked_about_until_it_is_proven(self, journal: RestJournal) -> None:
        request = unknown(journal, receipt=False)
        assert journal.go_to_next().query_id == request.own_id
        job = partial(prove, part_id=(1 << 8) + 1, provider_id=request.own_id, profile=PROFILE)
        journal.run(partial(job, now_us=journal.now_us))
        assert (journal.message(1).state, journal.next_due()) == (MessageState.ACCEPTED, None)
        assert queries.query_clock(journal.db, 1) is None

    def test_a_late_answer_ends_the_asking(self, journal: RestJournal) -> None:
        request = unknown(journal, receipt=False)
        journal.settle_asking(accepted_as(request, "id-1"))
        assert queries.query_clock(journal.db, 1) is None


def test_a_late_refusal_ends_the_asking(journal: RestJournal) -> None:
    request = unknown(journal)
    assert queries.query_clock(journal.db, 1) is not None
    journal.settle_asking(refused(request))
    assert journal.message(1).state is MessageState.REFUSED
    assert queries.query_clock(journal.db, 1) is None


def test_the_ids_are_those_the_provider_makes_of_ours(journal: RestJournal) -> None:
    short, long = unknown(journal), unknown(journal, LONG)
    ids = tuple(f"{long.own_id}-{number}" for number in (1, 2, 3))
    attempts = [short.attempt_id, long.attempt_id]
    assert own_ids.carried_by(journal.db, attempts, profile=PROFILE) == [
        Carried((1 << 8) + 1, (short.own_id,)),
        Carried((2 << 8) + 1, ids),
    ]
    assert own_ids.named_by(journal.db, [ids[2], "id-1"], profile=PROFILE) == [Carried((2 << 8) + 1, ids)]
    assert own_ids.named_by(journal.db, [long.own_id, "", "-"], profile=PROFILE) == []


def test_looking_for_ids_of_ours_reads_no_whole_table(journal: RestJournal) -> None:
    asked: list[str] = []

    def listen(_cursor: object, sql: str, _bindings: object) -> bool:
        asked.append(sql)
        return True

    journal.db.exec_trace = listen
    own_ids.named_by(journal.db, ["id-1"], profile=PROFILE)
    journal.db.exec_trace = None
    (sql,) = asked
    plan = [row[3] for row in journal.rows(f"EXPLAIN QUERY PLAN {sql}", "[]", "")]
    assert any("attempts_unknown_by_own_id" in step for step in plan)
    assert [step for step in plan if step.startswith("SCAN") and "VIRTUAL" not in step] == []
