"""After a full stop nothing leaves, and what was stopped adds up."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from tests.support.journal_file import NOW_US, JournalFile, accepted, new_message
from vox_console.domain.bulk_books import RowClass
from vox_console.storage import job_feed, jobs, outbox
from vox_console.storage.full_stop import Held, hold_everything
from vox_console.storage.jobs import JobRow, JobState, NewJob


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[JournalFile]:
    journal = JournalFile(tmp_path / "journal.db")
    yield journal
    journal.close()


def running_job(journal: JournalFile, count: int, *, fed: int) -> int:
    new = NewJob("vox", "a.csv", ("name",), "{}")
    job_id = journal.run(partial(jobs.create, new=new, now_us=NOW_US))
    rows = [JobRow(n, ("Ana",), RowClass.ACCEPTED, f"38164{n:07}", parts=1) for n in range(2, count + 2)]
    journal.run(partial(jobs.add_rows, job_id=job_id, rows=rows))
    journal.run(partial(jobs.set_state, job_id=job_id, state=JobState.RUNNING))
    feed = partial(
        job_feed.feed,
        job_id=job_id,
        limit=fed,
        most_parts=100,
        make=lambda row: new_message(recipient=row.recipient),
        now_us=NOW_US,
    )
    if fed:
        journal.run(feed)
    return job_id


def state(journal: JournalFile, job_id: int) -> JobState:
    job = jobs.get(journal.db, job_id)
    assert job is not None
    return job.state


def test_jobs_and_single_messages_are_held_and_the_rest_is_told(journal: JournalFile) -> None:
    journal.enqueue(new_message("alone"))
    journal.enqueue(new_message("undo time", hold_until_us=NOW_US + 5_000_000))
    job_id = running_job(journal, 10, fed=4)
    assert len(journal.reserve(1)) == 1
    held = journal.run(partial(hold_everything, started=[]))
    assert held.job_ids == (job_id,)
    assert held.on_the_wire == 1
    assert held.rows + len(held.singles) == 10 + 2 - 1
    assert len(held.changed) == 4 + 2 - 1
    assert journal.reserve() == []
    assert state(journal, job_id) is JobState.PAUSED


def test_what_was_held_goes_on_by_itself_only_when_told(journal: JournalFile) -> None:
    ids = journal.enqueue(new_message("alone"))
    job_id = running_job(journal, 3, fed=3)
    held = journal.run(partial(hold_everything, started=[]))
    assert held.singles == tuple(ids)
    journal.run(partial(outbox.release, message_ids=ids))
    (request,) = journal.reserve()
    journal.settle(accepted(request))
    assert journal.reserve() == []
    journal.run(partial(jobs.go_on, job_id=job_id))
    assert len(journal.reserve()) == 3


def test_jobs_that_wait_for_their_turn_are_paused_and_those_that_ended_stay_so(journal: JournalFile) -> None:
    waits, ended = running_job(journal, 2, fed=0), running_job(journal, 2, fed=0)
    journal.run(partial(jobs.set_state, job_id=waits, state=JobState.READY))
    journal.run(partial(jobs.set_state, job_id=ended, state=JobState.STOPPED))
    held = journal.run(partial(hold_everything, started=[waits, ended]))
    assert (held.job_ids, held.rows) == ((waits,), 2)
    assert (state(journal, waits), state(journal, ended)) == (JobState.PAUSED, JobState.STOPPED)


def test_where_nothing_is_on_its_way_nothing_is_held(journal: JournalFile) -> None:
    assert journal.run(partial(hold_everything, started=[])) == Held((), 0, (), 0, ())
