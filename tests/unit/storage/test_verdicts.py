"""What a person decided about messages of unknown fate: one decision at a time, and never two sends."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from tests.support.journal_file import NOW_US, JournalFile, new_message
from vox_console.domain.errors import SendRefused
from vox_console.domain.message import SubmitState
from vox_console.storage import verdicts
from vox_console.storage.settlement import Settled
from vox_console.storage.verdicts import Verdict, VerdictKind

LATER_US = NOW_US + 1


@pytest.fixture
def journal(tmp_path: Path) -> JournalFile:
    return JournalFile(tmp_path / "journal.db")


def unknown(journal: JournalFile, text: str = "Hello") -> int:
    """Store a message of which nobody told whether it was taken."""
    (message_id,) = journal.enqueue(new_message(text))
    (request,) = journal.reserve()
    journal.settle(Settled(request.attempt_id, SubmitState.UNKNOWN, reason="no answer"))
    return message_id


def again(journal: JournalFile, message_id: int) -> int:
    job = partial(verdicts.enqueue_again, messages=[new_message()], now_us=NOW_US, message_id=message_id)
    (again_id,) = journal.run(job)
    return again_id


def count(journal: JournalFile, message_id: int) -> None:
    journal.run(partial(verdicts.count_as_sent, message_id=message_id, now_us=NOW_US))


def take_back(journal: JournalFile, message_id: int) -> None:
    journal.run(partial(verdicts.take_back, message_id=message_id, now_us=LATER_US))


def open_cases(journal: JournalFile, *, before: int = 1 << 62, limit: int = 10) -> list[int]:
    return verdicts.open_cases(journal.db, before=before, limit=limit)


def messages(journal: JournalFile) -> int:
    return int(journal.rows("SELECT count(*) FROM messages")[0][0])


def test_a_message_counts_as_sent_and_stays_unknown(journal: JournalFile) -> None:
    message_id = unknown(journal)
    assert open_cases(journal) == [message_id]
    count(journal, message_id)
    assert open_cases(journal) == []
    assert journal.rows("SELECT state FROM messages") == [("unknown",)]
    assert verdicts.all_of(journal.db, message_id) == (Verdict(1, message_id, VerdictKind.SENT, 0, NOW_US),)


def test_a_decision_that_is_taken_back_stays_written_down(journal: JournalFile) -> None:
    message_id = unknown(journal)
    count(journal, message_id)
    take_back(journal, message_id)
    take_back(journal, message_id)  # there is none any more
    assert open_cases(journal) == [message_id]
    assert verdicts.standing_of(journal.db, [message_id]) == {}
    assert [each.undone_at_us for each in verdicts.all_of(journal.db, message_id)] == [LATER_US]
    count(journal, message_id)
    assert len(verdicts.all_of(journal.db, message_id)) == 2


def test_sent_again_is_one_new_message_whatever_is_pressed(journal: JournalFile) -> None:
    message_id = unknown(journal)
    again_id = again(journal, message_id)
    assert verdicts.sent_instead_of(journal.db, again_id) == message_id
    assert verdicts.sent_instead_of(journal.db, message_id) == 0
    for refused in (again, count):
        with pytest.raises(SendRefused, match="decided already"):
            refused(journal, message_id)
    with pytest.raises(SendRefused, match=f"as message {again_id}"):
        take_back(journal, message_id)
    assert messages(journal) == 2
    assert open_cases(journal) == []


def test_what_was_taken_back_before_it_left_was_not_sent_again(journal: JournalFile) -> None:
    message_id = unknown(journal)
    again_id = again(journal, message_id)
    journal.withdraw(again_id)
    assert open_cases(journal) == [message_id]
    assert verdicts.standing_of(journal.db, [message_id]) == {}
    another = again(journal, message_id)
    assert [(each.again_id, bool(each.undone_at_us)) for each in verdicts.all_of(journal.db, message_id)] == [
        (again_id, True),
        (another, False),
    ]


def test_what_is_known_by_now_is_not_decided(journal: JournalFile) -> None:
    (waiting,) = journal.enqueue(new_message())
    for message_id in (waiting, waiting + 1):
        for refused in (again, count):
            with pytest.raises(SendRefused, match="known by now"):
                refused(journal, message_id)
    assert messages(journal) == 1


def test_a_late_answer_ends_the_case(journal: JournalFile) -> None:
    message_id = unknown(journal)
    (attempt_id,) = journal.rows("SELECT id FROM attempts")[0]
    journal.settle(Settled(attempt_id, SubmitState.ACCEPTED, provider_id="id-1"))
    assert open_cases(journal) == []
    with pytest.raises(SendRefused, match="known by now"):
        count(journal, message_id)


def test_cases_come_newest_first_and_by_pages(journal: JournalFile) -> None:
    ids = [unknown(journal) for _ in range(5)]
    first = open_cases(journal, limit=2)
    assert first == ids[:2:-1]
    assert open_cases(journal, before=first[-1]) == ids[2::-1]


def test_looking_for_cases_reads_no_other_message(journal: JournalFile) -> None:
    plan = " ".join(str(row[3]) for row in journal.rows(f"EXPLAIN QUERY PLAN {verdicts._OPEN}", 9, 9))
    assert "INDEX messages_unknown" in plan
    assert "INDEX verdicts_that_hold (message_id=?)" in plan
