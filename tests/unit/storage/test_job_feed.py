"""Feeding by the hours of each row: what is open becomes messages, the rest waits and is not scanned."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import apsw
import pytest

from tests.support.journal_file import NOW_US, JournalFile, accepted, new_message
from vox_console.domain.bulk_books import RowClass
from vox_console.domain.message import MessageState
from vox_console.storage import job_feed, job_progress, jobs
from vox_console.storage.job_feed import Fed, Later, Parked
from vox_console.storage.jobs import JobRow, JobState, NewJob
from vox_console.storage.outbox import NewMessage

HOUR_US = 3_600_000_000
Make = Callable[[JobRow], NewMessage | Later | str]


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[JournalFile]:
    journal = JournalFile(tmp_path / "journal.db")
    yield journal
    journal.close()


def job(journal: JournalFile, count: int) -> int:
    """Store a job of rows 1, 2, ..."""
    job_id = journal.run(partial(jobs.create, new=NewJob("vox", "a.csv", ("phone",), "{}"), now_us=NOW_US))
    rows = [
        JobRow(number, (f"n{number}",), RowClass.ACCEPTED, f"38164{number:07}", parts=1)
        for number in range(1, count + 1)
    ]
    journal.run(partial(jobs.add_rows, job_id=job_id, rows=rows))
    journal.run(partial(jobs.set_state, job_id=job_id, state=JobState.RUNNING))
    return job_id


def message(row: JobRow) -> NewMessage:
    return new_message(row.cells[0], recipient=row.recipient)


def only(open_now: Callable[[int], bool], *, in_hours: int = 9) -> Make:
    """Let some rows leave, and the others in some hours."""
    return lambda row: message(row) if open_now(row.number) else Later(NOW_US + in_hours * HOUR_US)


def feed(journal: JournalFile, job_id: int, limit: int, make: Make = message, *, now_us: int = NOW_US) -> Fed:
    return journal.run(
        partial(job_feed.feed, job_id=job_id, limit=limit, most_parts=10_000, make=make, now_us=now_us)
    )


def texts(journal: JournalFile, fed: Fed) -> list[str]:
    return [each.text for each in journal.messages(fed.message_ids)]


def test_rows_whose_hours_are_closed_do_not_stop_the_others(journal: JournalFile) -> None:
    job_id = job(journal, 9)
    fed = feed(journal, job_id, 2, only(lambda number: number % 3 == 0))
    assert texts(journal, fed) == ["n3", "n6"]
    assert journal.run(partial(job_feed.parked, job_id=job_id)) == Parked(4, NOW_US + 9 * HOUR_US)
    assert journal.run(partial(job_feed.next_due, job_id=job_id)) == 0
    assert texts(journal, feed(journal, job_id, 2, only(lambda number: number % 3 == 0))) == ["n9"]
    assert journal.run(partial(job_feed.next_due, job_id=job_id)) == NOW_US + 9 * HOUR_US
    assert job_progress.waiting(journal.db, job_id) == 6
    assert job_progress.progress(journal.db, job_id).held == 6


def test_a_parked_row_is_looked_at_again_when_its_hours_open_and_not_before(journal: JournalFile) -> None:
    job_id = job(journal, 3)
    feed(journal, job_id, 5, lambda row: Later(NOW_US + (10 - row.number) * HOUR_US))
    asked: list[int] = []

    def make(row: JobRow) -> NewMessage:
        asked.append(row.number)
        return message(row)

    assert feed(journal, job_id, 5, make, now_us=NOW_US + 7 * HOUR_US - 1) == Fed([], 0, 0)
    assert texts(journal, feed(journal, job_id, 5, make, now_us=NOW_US + 8 * HOUR_US)) == ["n3", "n2"]
    assert texts(journal, feed(journal, job_id, 5, make, now_us=NOW_US + 9 * HOUR_US)) == ["n1"]
    assert asked == [3, 2, 1], "the first due first"
    assert journal.run(partial(job_feed.next_due, job_id=job_id)) is None
    assert journal.run(partial(job_feed.parked, job_id=job_id)) == Parked(0, 0)


def test_a_row_that_is_due_but_closed_again_is_parked_again(journal: JournalFile) -> None:
    job_id = job(journal, 1)
    feed(journal, job_id, 1, lambda _row: Later(NOW_US + HOUR_US))
    feed(journal, job_id, 1, lambda _row: Later(NOW_US + 30 * HOUR_US), now_us=NOW_US + HOUR_US)
    assert journal.run(partial(job_feed.next_due, job_id=job_id)) == NOW_US + 30 * HOUR_US


def test_what_is_due_goes_before_the_rest_of_the_file(journal: JournalFile) -> None:
    job_id = job(journal, 4)
    feed(journal, job_id, 1, only(lambda number: number == 2))
    fed = feed(journal, job_id, 3, now_us=NOW_US + 9 * HOUR_US)
    assert texts(journal, fed) == ["n1", "n3", "n4"]


def test_no_more_rows_are_looked_at_in_one_transaction_than_a_thousand(journal: JournalFile) -> None:
    job_id = job(journal, 2_500)
    nothing = only(lambda _number: False)
    looked = [feed(journal, job_id, 20, nothing).looked for _ in range(4)]
    assert looked == [1_000, 1_000, 500, 0]
    assert journal.run(partial(job_feed.parked, job_id=job_id)).rows == 2_500


def test_the_limits_of_a_feed_hold_beside_parked_rows(journal: JournalFile) -> None:
    job_id = job(journal, 9)
    feeding = partial(job_feed.feed, job_id=job_id, limit=9, make=only(lambda n: n > 2), now_us=NOW_US)
    assert texts(journal, journal.run(partial(feeding, most_parts=3))) == ["n3", "n4", "n5"]
    assert len(journal.run(partial(feeding, most_parts=0)).message_ids) == 1, "the first always goes"


def test_a_parked_row_can_be_stopped_when_it_is_looked_at_again(journal: JournalFile) -> None:
    job_id = job(journal, 1)
    feed(journal, job_id, 1, only(lambda _number: False))
    feed(journal, job_id, 1, lambda _row: "Opted out.", now_us=NOW_US + 9 * HOUR_US)
    assert journal.run(partial(job_feed.next_due, job_id=job_id)) is None
    assert job_progress.progress(journal.db, job_id).stopped == 1


def test_jobs_do_not_see_each_others_parked_rows(journal: JournalFile) -> None:
    first, second = job(journal, 2), job(journal, 1)
    feed(journal, first, 2, only(lambda _number: False, in_hours=1))
    feed(journal, second, 2, only(lambda _number: False, in_hours=2))
    assert journal.run(partial(job_feed.parked, job_id=second)) == Parked(1, NOW_US + 2 * HOUR_US)
    assert texts(journal, feed(journal, second, 5, now_us=NOW_US + 3 * HOUR_US)) == ["n1"]
    assert job_progress.waiting(journal.db, first) == 2


def test_what_was_fed_and_has_not_left_is_called_back_when_its_hours_close(
    journal: JournalFile,
) -> None:
    job_id = job(journal, 4)
    fed = feed(journal, job_id, 4)
    (on_the_wire,) = journal.reserve(1)
    journal.run(partial(jobs.pause, job_id=job_id))

    def due(recipient: str) -> int | None:
        """Keep row 2 open, close row 3 until later and row 4 for good; row 1 is on the wire."""
        return {2: NOW_US, 4: None}.get(int(recipient[5:]), NOW_US + HOUR_US)

    called = journal.run(partial(job_feed.call_back, job_id=job_id, due=due, now_us=NOW_US))
    assert called == fed.message_ids[2:]
    assert {each.state for each in journal.messages(called)} == {MessageState.DRAFT}
    journal.run(partial(jobs.go_on, job_id=job_id))
    assert len(journal.reserve()) == 1, "row 2"
    journal.settle(accepted(on_the_wire))
    assert job_progress.waiting(journal.db, job_id) == 2
    again = feed(journal, job_id, 5, lambda row: "Never open." if row.number == 4 else message(row))
    assert again.message_ids == [], "row 3 is not due yet"
    assert texts(journal, feed(journal, job_id, 5, now_us=NOW_US + HOUR_US)) == ["n3"]
    assert job_progress.progress(journal.db, job_id).stopped == 1


@pytest.mark.parametrize(
    ("question", "index"),
    [
        (partial(job_feed.feed, limit=20, most_parts=20, make=message, now_us=NOW_US), "job_rows_parked"),
        (job_feed.next_due, "job_rows_parked"),
        (job_feed.parked, "job_rows_parked"),
        (job_progress.waiting, "job_rows_waiting"),
    ],
)
def test_no_question_about_what_waits_scans_the_rows(
    journal: JournalFile, question: Callable[..., object], index: str
) -> None:
    job_id = job(journal, 3)
    feed(journal, job_id, 1, only(lambda number: number == 3))
    asked: list[tuple[str, Any]] = []

    def trace(_cursor: apsw.Cursor, sql: str, bindings: object) -> bool:
        asked.append((sql, bindings))
        return True

    journal.db.exec_trace = trace
    journal.run(lambda db: question(db, job_id=job_id))
    journal.db.exec_trace = None
    plans = [
        row[3]
        for sql, bindings in asked
        if sql.startswith("SELECT") and "job_rows" in sql
        for row in journal.rows(f"EXPLAIN QUERY PLAN {sql}", *bindings)
    ]
    assert any(index in plan for plan in plans)
    assert not any(plan.startswith("SCAN job_rows") or "TEMP B-TREE" in plan for plan in plans), plans
