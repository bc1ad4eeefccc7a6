"""A bulk job in the journal: stored whole, fed a little at a time, and never twice."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TypeVar

import apsw
import pytest

from tests.support.journal_file import (
    NOW_US,
    JournalFile,
    accepted,
    new_message,
    refused,
)
from vox_console.domain.bulk_books import RowClass
from vox_console.domain.message import MessageState
from vox_console.storage import job_feed, job_progress, jobs
from vox_console.storage.job_feed import Later
from vox_console.storage.jobs import JobRow, JobState, NewJob
from vox_console.storage.outbox import NewMessage

T = TypeVar("T")

HEADER = ("phone", "name")
THROTTLED = 0x58  # ESME_RTHROTTLED


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[JournalFile]:
    journal = JournalFile(tmp_path / "journal.db")
    yield journal
    journal.close()


def message(row: JobRow) -> NewMessage:
    return new_message(f"Hello {row.cells[1]}", recipient=row.recipient)


def job(journal: JournalFile, count: int = 3, *extra: JobRow) -> int:
    """Store a job of rows 2, 3, ... that may all be sent to, and some others."""
    job_id = journal.run(partial(jobs.create, new=NewJob("vox", "a.csv", HEADER, "{}"), now_us=NOW_US))
    rows = [
        JobRow(number, (f"+38164{number}", f"n{number}"), RowClass.ACCEPTED, f"38164{number:07}", parts=1)
        for number in range(2, count + 2)
    ]
    journal.run(partial(jobs.add_rows, job_id=job_id, rows=[*rows, *extra]))
    journal.run(partial(jobs.set_state, job_id=job_id, state=JobState.READY))
    return job_id


def feed(
    journal: JournalFile,
    job_id: int,
    limit: int,
    make: Callable[[JobRow], NewMessage | Later | str] = message,
) -> list[int]:
    job = partial(job_feed.feed, job_id=job_id, limit=limit, most_parts=100, make=make, now_us=NOW_US)
    return journal.run(job).message_ids


def ask(journal: JournalFile, question: Callable[[apsw.Connection], T]) -> T:
    return journal.run(question)


def test_a_job_is_kept_with_everything_that_was_in_the_file(journal: JournalFile) -> None:
    bad = JobRow(9, ("x", "Ana"), RowClass.BAD_NUMBER, reason="A number has no letters.")
    job_id = job(journal, 3, bad)
    found = jobs.get(journal.db, job_id)
    assert found is not None
    assert (found.profile, found.file_name, found.header, found.state) == (
        "vox",
        "a.csv",
        HEADER,
        JobState.READY,
    )
    books = job_progress.books(journal.db, job_id)
    assert (books.rows, books.accepted, books.excluded) == (4, 3, {RowClass.BAD_NUMBER: 1})
    rows = jobs.rows_with_messages(journal.db, job_id, after=0, limit=10)
    assert [row.number for row, _ in rows] == [2, 3, 4, 9]
    assert rows[-1] == (bad, 0)


def test_the_parts_of_a_row_that_is_left_out_are_not_in_the_books(journal: JournalFile) -> None:
    long = JobRow(9, ("381641234567",), RowClass.TOO_LONG, "381641234567", parts=11, reason="Too long.")
    assert job_progress.books(journal.db, job(journal, 3, long)).parts == 3


def test_rows_become_messages_in_order_and_each_once(journal: JournalFile) -> None:
    job_id = job(journal, 5)
    first, then, rest = feed(journal, job_id, 2), feed(journal, job_id, 2), feed(journal, job_id, 2)
    assert (len(first), len(then), len(rest)) == (2, 2, 1)
    assert feed(journal, job_id, 2) == []
    texts = [each.text for each in journal.messages([*first, *then, *rest])]
    assert texts == [f"Hello n{number}" for number in range(2, 7)]
    assert job_progress.waiting(journal.db, job_id) == 0


def test_a_feed_that_fails_leaves_every_row_waiting(journal: JournalFile) -> None:
    job_id = job(journal, 3)

    def fail(row: JobRow) -> NewMessage:
        if row.number == 4:
            raise RuntimeError("the disk, say")
        return message(row)

    with pytest.raises(RuntimeError):
        feed(journal, job_id, 10, fail)
    assert job_progress.waiting(journal.db, job_id) == 3
    assert journal.rows("SELECT count(*) FROM messages") == [(0,)]


def test_a_row_that_is_not_to_be_sent_after_all_says_why_and_waits_no_more(journal: JournalFile) -> None:
    job_id = job(journal, 2)
    feed(journal, job_id, 10, lambda row: "Opted out." if row.number == 2 else message(row))
    (stopped, message_id), _ = jobs.rows_with_messages(journal.db, job_id, after=0, limit=10)
    assert (stopped.reason, message_id) == ("Opted out.", -1)
    assert job_progress.progress(journal.db, job_id).stopped == 1


def test_pause_holds_what_has_not_left_and_going_on_lets_it_leave(journal: JournalFile) -> None:
    job_id = job(journal, 4)
    feed(journal, job_id, 3)
    (on_the_wire,) = journal.reserve(1)
    journal.run(partial(jobs.pause, job_id=job_id))
    assert journal.reserve() == []
    told = job_progress.progress(journal.db, job_id)
    assert (told.held, told.queued, told.on_the_wire) == (3, 0, 1)
    journal.settle(accepted(on_the_wire))
    journal.run(partial(jobs.go_on, job_id=job_id))
    assert len(journal.reserve()) == 2
    found = jobs.get(journal.db, job_id)
    assert found is not None
    assert found.state is JobState.RUNNING


def test_stop_calls_back_what_has_not_left(journal: JournalFile) -> None:
    job_id = job(journal, 3)
    ids = feed(journal, job_id, 3)
    (request,) = journal.reserve(1)
    journal.settle(refused(request))
    assert journal.run(partial(jobs.stop, job_id=job_id, now_us=NOW_US)) == ids[1:]
    assert job_progress.progress(journal.db, job_id).outcomes == {"refused": 1, "draft": 2}


def test_after_an_end_of_the_program_a_running_job_stands_paused(journal: JournalFile) -> None:
    job_id = job(journal, 4)
    journal.run(partial(jobs.set_state, job_id=job_id, state=JobState.RUNNING))
    feed(journal, job_id, 3)
    journal.reserve(1)
    single = journal.enqueue(new_message("alone"))
    unknown, waiting = journal.recover()
    assert journal.run(partial(jobs.recover, now_us=NOW_US)) == [job_id]
    assert len(unknown) == 1
    assert waiting == single, "a job's messages are not asked about one by one"
    assert journal.message(unknown[0]).state is MessageState.UNKNOWN
    told = job_progress.progress(journal.db, job_id)
    assert (told.held, told.outcomes) == (3, {"unknown": 1})
    newest = jobs.newest_open(journal.db)
    assert newest is not None
    assert (newest.id, newest.state) == (job_id, JobState.PAUSED)


def test_what_was_half_imported_is_dropped(journal: JournalFile) -> None:
    job_id = job(journal, 2)
    journal.run(partial(jobs.set_state, job_id=job_id, state=JobState.IMPORTING))
    journal.run(partial(jobs.recover, now_us=NOW_US))
    assert jobs.get(journal.db, job_id) is None
    assert journal.rows("SELECT count(*) FROM job_rows") == [(0,)]


def test_what_is_sent_singly_goes_first(journal: JournalFile) -> None:
    job_id = job(journal, 3)
    feed(journal, job_id, 3)
    (single,) = journal.enqueue(new_message("alone"))
    assert [request.attempt_id for request in journal.reserve(2)] == [1, 2]
    assert [row[0] >> 8 for row in journal.rows("SELECT part_id FROM attempts ORDER BY id")] == [single, 1]
