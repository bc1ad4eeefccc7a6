"""All jobs, newest first, by pages, found by their file."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from tests.support.journal_file import NOW_US, JournalFile, accepted, new_message
from vox_console.domain.bulk_books import RowClass
from vox_console.storage import job_feed, job_list, jobs
from vox_console.storage.job_family import Again, Origin
from vox_console.storage.jobs import JobRow, JobState, NewJob


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[JournalFile]:
    journal = JournalFile(tmp_path / "journal.db")
    yield journal
    journal.close()


def store(journal: JournalFile, name: str, state: JobState = JobState.READY) -> int:
    new = NewJob("vox", name, ("name",), "{}")
    job_id = journal.run(partial(jobs.create, new=new, now_us=NOW_US))
    rows = [JobRow(n, ("Ana",), RowClass.ACCEPTED, f"38164{n:07}", parts=1) for n in range(2, 6)]
    journal.run(partial(jobs.add_rows, job_id=job_id, rows=rows))
    journal.run(partial(jobs.set_state, job_id=job_id, state=state))
    return job_id


def ids(journal: JournalFile, *, before: int = 1_000_000, limit: int = 10, name: str = "") -> list[int]:
    return [each.job.id for each in job_list.page(journal.db, before=before, limit=limit, name=name)]


def test_the_newest_come_first_and_pages_join(journal: JournalFile) -> None:
    stored = [store(journal, f"{at}.csv") for at in range(5)]
    first = ids(journal, limit=2)
    assert first + ids(journal, before=first[-1], limit=10) == stored[::-1]


def test_a_job_that_is_still_being_stored_is_not_listed(journal: JournalFile) -> None:
    store(journal, "a.csv", JobState.IMPORTING)
    assert ids(journal) == []


def test_one_is_found_by_a_part_of_its_file_s_name(journal: JournalFile) -> None:
    one, _ = store(journal, "Customers 2026.csv"), store(journal, "staff.xlsx")
    assert ids(journal, name="customers") == [one]
    assert ids(journal, name="100%") == []
    assert ids(journal, name="_") == []


def test_a_job_says_how_its_messages_stand(journal: JournalFile) -> None:
    job_id = store(journal, "a.csv")
    make = partial(
        job_feed.feed,
        job_id=job_id,
        limit=3,
        most_parts=100,
        make=lambda row: "Opted out." if row.number == 2 else new_message(recipient=row.recipient),
        now_us=NOW_US,
    )
    journal.run(make)
    (request,) = journal.reserve(1)
    journal.settle(accepted(request))
    (listed,) = job_list.page(journal.db, before=99, limit=9, name="")
    assert (listed.counts, listed.stopped) == ({"accepted": 1, "queued": 2}, 1)


def test_a_job_says_whose_rows_it_sends_again(journal: JournalFile) -> None:
    parent = store(journal, "a.csv", JobState.DONE)
    again = Again(parent, Origin.FAILED)
    child = journal.run(partial(jobs.create, new=NewJob("vox", "a.csv", (), "{}", again), now_us=NOW_US))
    journal.run(partial(jobs.set_state, job_id=child, state=JobState.READY))
    found = job_list.page(journal.db, before=1_000_000, limit=10, name="")
    assert {each.job.id: each.again for each in found} == {child: again, parent: None}
