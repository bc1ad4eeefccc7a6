"""How far a job has come: counted as it moves, and asked without reading a table from end to end."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from tests.support.journal_file import NOW_US, JournalFile, accepted, filed_receipt, refused
from tests.unit.storage.test_jobs import THROTTLED, feed, job
from vox_console.storage import job_progress, job_states, jobs


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[JournalFile]:
    journal = JournalFile(tmp_path / "journal.db")
    yield journal
    journal.close()


def recounted(journal: JournalFile, job_id: int) -> dict[str, int]:
    """Give how many messages of a job are in which state, counted one by one."""
    rows = journal.rows("SELECT state, count(*) FROM messages WHERE job_row >> 32 = ? GROUP BY state", job_id)
    return dict(rows)


def test_the_kept_counts_are_what_counting_gives_at_every_step(journal: JournalFile) -> None:
    job_id, other = job(journal, 9), job(journal, 2)
    feed(journal, other, 1)
    feed(journal, job_id, 3)
    first, second, third = journal.reserve(4)[1:]  # the first is the other job's
    for step in (
        lambda: journal.settle(accepted(first, "id-1"), refused(second)),
        lambda: journal.settle(refused(third, THROTTLED)),
        lambda: journal.arrive(filed_receipt("id-1", recipient="381640000002")),
        lambda: feed(journal, job_id, 4),
        lambda: journal.run(partial(jobs.pause, job_id=job_id)),
        journal.recover,
        lambda: journal.run(partial(jobs.go_on, job_id=job_id)),
        lambda: journal.reserve(2),
        lambda: journal.run(partial(jobs.stop, job_id=job_id, now_us=NOW_US)),
        journal.recover,
    ):
        step()
        assert job_states.counts(journal.db, job_id) == recounted(journal, job_id)
        assert job_states.counts(journal.db, other) == recounted(journal, other)
    told = job_progress.progress(journal.db, job_id)
    assert (told.held, told.queued, told.on_the_wire) == (2, 0, 0)
    assert told.outcomes == {"delivered": 1, "refused": 1, "unknown": 2, "draft": 3}


def test_what_is_asked_while_a_job_runs_reads_no_table_from_end_to_end(journal: JournalFile) -> None:
    """A job of a million rows is looked at as fast as one of ten."""
    job_id = job(journal, 3)
    feed(journal, job_id, 2)
    asked: list[str] = []

    def listen(_cursor: object, sql: str, _bindings: object) -> bool:
        asked.append(sql)
        return True

    journal.db.exec_trace = listen
    job_progress.progress(journal.db, job_id)
    jobs.queued(journal.db, job_id)
    job_progress.on_the_wire(journal.db, job_id)
    feed(journal, job_id, 1)
    journal.db.exec_trace = None
    looks = [sql for sql in asked if sql.startswith(("SELECT", "UPDATE"))]
    assert len(looks) > 8
    steps = [
        step[3] for sql in looks for step in journal.rows(f"EXPLAIN QUERY PLAN {sql}", *[1] * sql.count("?"))
    ]
    scans = [step for step in steps if step.startswith("SCAN") and "VIRTUAL TABLE" not in step]
    assert scans == ["SCAN p USING COVERING INDEX parts_reserved"]  # what is on the wire: at most a window
    ranges = {step.split("USING ")[1] for step in steps if "job_rows" in step and ">?" in step}
    assert ranges == {
        "INDEX job_rows_waiting (id>? AND id<?)",
        "COVERING INDEX job_rows_waiting (id>? AND id<?)",
        "COVERING INDEX job_rows_stopped (id>? AND id<?)",
    }
