"""The time of a job: waited for over an end of the program, and never made up for by itself."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from tests.support.journal_file import NOW_US, JournalFile
from tests.unit.storage.test_jobs import job
from vox_console.storage import job_times, jobs
from vox_console.storage.jobs import JobState


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[JournalFile]:
    journal = JournalFile(tmp_path / "journal.db")
    yield journal
    journal.close()


def test_a_job_waits_for_its_time_over_an_end_of_the_program(journal: JournalFile) -> None:
    early, late = job(journal, 1), job(journal, 1)
    for job_id, start_at_us in ((late, NOW_US + 2), (early, NOW_US + 1)):
        journal.run(partial(job_times.set_start, job_id=job_id, start_at_us=start_at_us, zone="+01:00"))
        journal.run(partial(job_times.await_start, job_id=job_id))
    assert job_times.waiting_for_time(journal.db, profile="vox") == [early, late]
    assert job_times.waiting_for_time(journal.db, profile="another") == []
    assert journal.run(partial(jobs.recover, now_us=NOW_US)) == []
    assert states(journal, early, late) == [JobState.WAITING, JobState.WAITING]


def test_a_job_whose_time_has_passed_meanwhile_stands_paused(journal: JournalFile) -> None:
    passed, coming = job(journal, 1), job(journal, 1)
    for job_id, start_at_us in ((passed, NOW_US), (coming, NOW_US + 1)):
        journal.run(partial(job_times.set_start, job_id=job_id, start_at_us=start_at_us, zone="+01:00"))
        journal.run(partial(job_times.await_start, job_id=job_id))
    assert journal.run(partial(jobs.recover, now_us=NOW_US)) == [passed]
    assert states(journal, passed, coming) == [JobState.PAUSED, JobState.WAITING]
    found = jobs.get(journal.db, passed)
    assert found is not None
    assert found.start_at_us == NOW_US, "it can still be told"


def test_a_job_that_goes_on_waits_for_no_time_any_more(journal: JournalFile) -> None:
    job_id = job(journal, 1)
    journal.run(partial(job_times.set_start, job_id=job_id, start_at_us=NOW_US + 1, zone=""))
    journal.run(partial(jobs.go_on, job_id=job_id))
    found = jobs.get(journal.db, job_id)
    assert found is not None
    assert (found.state, found.start_at_us) == (JobState.RUNNING, 0)
    journal.run(partial(job_times.await_start, job_id=job_id))
    journal.run(partial(job_times.set_start, job_id=job_id, start_at_us=NOW_US + 1, zone=""))
    assert jobs.get(journal.db, job_id) == found, "it runs"


def states(journal: JournalFile, *job_ids: int) -> list[JobState]:
    found = [jobs.get(journal.db, job_id) for job_id in job_ids]
    return [each.state for each in found if each is not None]
