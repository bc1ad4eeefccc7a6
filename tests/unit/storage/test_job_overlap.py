"""Numbers that a job has in common with those that go before it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from tests.support.journal_file import NOW_US, JournalFile
from tests.unit.storage.test_jobs import feed, job, message
from vox_console.domain.bulk_books import RowClass
from vox_console.storage import job_overlap, jobs
from vox_console.storage.job_family import Again, Origin
from vox_console.storage.jobs import JobRow, JobState, NewJob


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[JournalFile]:
    journal = JournalFile(tmp_path / "journal.db")
    yield journal
    journal.close()


def ahead(journal: JournalFile, job_id: int) -> list[int]:
    return [each.id for each in job_overlap.ahead(journal.db, job_id)]


def test_earlier_ones_and_the_one_that_runs_go_before_until_they_end(journal: JournalFile) -> None:
    first, second, third = job(journal), job(journal), job(journal)
    assert [ahead(journal, each) for each in (first, second, third)] == [[], [first], [second, first]]
    journal.run(partial(jobs.go_on, job_id=third))
    assert [ahead(journal, each) for each in (first, second, third)] == [
        [third],
        [third, first],
        [second, first],
    ]
    journal.run(partial(jobs.stop, job_id=first, now_us=NOW_US))
    journal.run(partial(jobs.set_state, job_id=third, state=JobState.DONE))
    assert [ahead(journal, each) for each in (first, second, third)] == [[], [], [second]]


def test_a_job_of_the_same_list_does_not_count(journal: JournalFile) -> None:
    first, other = job(journal), job(journal)
    new = NewJob("vox", "a.csv", ("phone", "name"), "{}", Again(first, Origin.FAILED))
    child = journal.run(partial(jobs.create, new=new, now_us=NOW_US))
    journal.run(partial(jobs.set_state, job_id=child, state=JobState.READY))
    assert ahead(journal, child) == [other]


def test_rows_that_are_left_out_or_stopped_are_not_shared(journal: JournalFile) -> None:
    bad = JobRow(90, ("x", "y"), RowClass.OPTED_OUT, "381640000003")
    first, second = job(journal, 4), job(journal, 2, bad)
    assert job_overlap.shared(journal.db, second, first) == 2
    assert job_overlap.shared(journal.db, first, second) == 2
    feed(journal, first, 4, lambda row: "Opted out." if row.number == 2 else message(row))
    assert job_overlap.shared(journal.db, second, first) == 1, "what became a message is still shared"
    third = job(journal, 1)
    feed(journal, third, 1, lambda _row: "Opted out.")
    assert job_overlap.shared(journal.db, third, second) == 0
