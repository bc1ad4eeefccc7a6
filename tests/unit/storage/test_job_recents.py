"""Whether anything was sent beside a job, which of its rows are still to be sent, and the question itself."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from tests.support.journal_file import NOW_US, JournalFile, new_message
from tests.unit.storage.test_jobs import feed, job, message
from vox_console.domain.bulk_books import RowClass
from vox_console.storage import job_recents, jobs
from vox_console.storage.job_feed import Later
from vox_console.storage.jobs import Job, JobRow, JobState


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[JournalFile]:
    journal = JournalFile(tmp_path / "journal.db")
    yield journal
    journal.close()


def found(journal: JournalFile, job_id: int) -> Job:
    job = jobs.get(journal.db, job_id)
    assert job is not None
    return job


def test_only_what_is_not_the_jobs_own_and_not_older_counts(journal: JournalFile) -> None:
    job_id = job(journal, 3)
    asked = partial(job_recents.sent_since, journal.db, job_id)
    assert not asked(since_us=NOW_US)
    feed(journal, job_id, 2)
    assert not asked(since_us=NOW_US)
    journal.enqueue(new_message())
    feed(journal, job_id, 1)
    assert asked(since_us=NOW_US)
    assert not asked(since_us=NOW_US + 1)
    assert job_recents.sent_since(journal.db, job_id + 1, since_us=NOW_US)


def test_rows_that_became_messages_or_never_will_are_not_to_be_sent(journal: JournalFile) -> None:
    bad = JobRow(9, ("x", "y"), RowClass.BAD_NUMBER)
    job_id = job(journal, 5, bad)
    other = job(journal, 1)
    feed(journal, job_id, 1, lambda row: Later(NOW_US + 1) if row.number == 2 else message(row))
    rest = [(2, "381640000002"), *[(number, f"38164{number:07}") for number in (4, 5, 6)]]
    assert job_recents.to_be_sent(journal.db, job_id, after=0, limit=9) == rest
    assert job_recents.to_be_sent(journal.db, job_id, after=2, limit=2) == rest[1:3]
    assert job_recents.to_be_sent(journal.db, other, after=0, limit=9) == [(2, "381640000002")]


def test_the_question_pauses_and_the_answer_ends_it(journal: JournalFile) -> None:
    job_id = job(journal, 3)
    assert job_recents.seen_until_us(journal.db, found(journal, job_id)) == NOW_US
    journal.run(partial(job_recents.ask, job_id=job_id, rows=2, now_us=NOW_US + 7))
    assert (found(journal, job_id).state, found(journal, job_id).recent_rows) == (JobState.PAUSED, 2)
    assert job_recents.seen_until_us(journal.db, found(journal, job_id)) == NOW_US + 7
    journal.run(partial(jobs.go_on, job_id=job_id))
    assert (found(journal, job_id).state, found(journal, job_id).recent_rows) == (JobState.RUNNING, 0)
    assert job_recents.seen_until_us(journal.db, found(journal, job_id)) == NOW_US + 7
