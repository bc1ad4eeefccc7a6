"""What failed is sent again by one job at most, whatever became of the first, never while it may arrive."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any, cast

import pytest

from tests.support.journal_file import NOW_US, JournalFile, new_message
from vox_console.domain.bulk_books import RowClass
from vox_console.domain.errors import SendRefused
from vox_console.domain.message import MessageState
from vox_console.storage import job_family, job_feed, jobs
from vox_console.storage.job_family import Again, Child, Origin
from vox_console.storage.job_feed import Later
from vox_console.storage.jobs import JobRow, JobState, NewJob

OVER = {
    MessageState.REFUSED,
    MessageState.UNDELIVERABLE,
    MessageState.REJECTED,
    MessageState.EXPIRED,
    MessageState.DELETED,
}


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[JournalFile]:
    journal = JournalFile(tmp_path / "journal.db")
    yield journal
    journal.close()


def row(number: int, verdict: RowClass = RowClass.ACCEPTED) -> JobRow:
    return JobRow(number, (f"n{number}",), verdict, f"38164{number:07}", parts=1)


def store(journal: JournalFile, rows: list[JobRow], again: Again | None = None) -> int:
    """Store a job as the import does; what it refuses leaves nothing."""
    new = NewJob("vox", "a.csv", ("name",), "{}", again)
    job_id = journal.run(partial(jobs.create, new=new, now_us=NOW_US))
    try:
        journal.run(partial(jobs.add_rows, job_id=job_id, rows=rows))
    except SendRefused:
        journal.run(partial(jobs.drop, job_id=job_id))
        raise
    journal.run(partial(jobs.set_state, job_id=job_id, state=JobState.READY))
    return job_id


def feed(journal: JournalFile, job_id: int) -> list[int]:
    """Make messages of all rows that wait."""
    make = partial(
        job_feed.feed,
        job_id=job_id,
        limit=100,
        most_parts=100,
        make=lambda row: new_message(recipient=row.recipient),
        now_us=NOW_US,
    )
    return journal.run(make).message_ids


def become(journal: JournalFile, message_id: int, state: MessageState) -> None:
    """Let a message be in a state, as far as this module looks at it."""
    submit = {
        MessageState.QUEUED: "queued",
        MessageState.SENDING: "reserved",
        MessageState.UNKNOWN: "unknown",
        MessageState.DRAFT: "withheld",
        MessageState.REFUSED: "refused",
    }.get(state, "accepted")
    journal.db.execute("UPDATE messages SET state = ? WHERE id = ?", (state.value, message_id))
    journal.db.execute("UPDATE parts SET submit = ? WHERE id >> 8 = ?", (submit, message_id))


def again(journal: JournalFile, job_id: int, origin: Origin) -> list[int]:
    found = job_family.row_numbers(journal.db, job_id, origin, after=0, limit=1_000)
    assert job_family.count(journal.db, job_id, origin) == len(found)
    return found


def done(journal: JournalFile, job_id: int, state: JobState = JobState.DONE) -> None:
    journal.run(partial(jobs.set_state, job_id=job_id, state=state))


def test_only_what_definitely_failed_may_be_sent_again(journal: JournalFile) -> None:
    states = list(MessageState)
    job_id = store(journal, [row(number) for number in range(2, len(states) + 2)])
    for message_id, state in zip(feed(journal, job_id), states, strict=True):
        become(journal, message_id, state)
    expected = [number for number, state in enumerate(states, 2) if state in OVER]
    assert again(journal, job_id, Origin.FAILED) == expected
    done(journal, job_id)
    assert again(journal, job_id, Origin.FAILED) == expected
    assert again(journal, job_id, Origin.NEVER_LEFT) == [states.index(MessageState.DRAFT) + 2]


def test_a_failure_of_which_a_part_is_still_on_its_way_waits(journal: JournalFile) -> None:
    job_id = store(journal, [row(2)])
    (message_id,) = feed(journal, job_id)
    become(journal, message_id, MessageState.REFUSED)
    for submit, expected in (("reserved", []), ("queued", []), ("unknown", []), ("accepted", [2])):
        journal.db.execute("UPDATE parts SET submit = ? WHERE id >> 8 = ?", (submit, message_id))
        assert again(journal, job_id, Origin.FAILED) == expected


def test_what_never_left_is_offered_when_the_job_has_ended(journal: JournalFile) -> None:
    job_id = store(journal, [row(2), row(3), row(4, RowClass.BAD_NUMBER)])
    assert again(journal, job_id, Origin.NEVER_LEFT) == []
    done(journal, job_id, JobState.PAUSED)
    assert again(journal, job_id, Origin.NEVER_LEFT) == []
    done(journal, job_id, JobState.STOPPED)
    assert again(journal, job_id, Origin.NEVER_LEFT) == [2, 3]
    assert again(journal, job_id, Origin.LEFT_OUT) == [4]


def test_rows_that_wait_for_their_hours_or_were_stopped_never_left(journal: JournalFile) -> None:
    job_id = store(journal, [row(2), row(3), row(4)])
    made: dict[int, Later | str] = {2: Later(NOW_US + 1), 3: "Opted out."}
    make = partial(
        job_feed.feed,
        job_id=job_id,
        limit=2,
        most_parts=2,
        make=lambda row: made.get(row.number) or new_message(recipient=row.recipient),
        now_us=NOW_US,
    )
    journal.run(make)
    done(journal, job_id, JobState.STOPPED)
    assert again(journal, job_id, Origin.NEVER_LEFT) == [2, 3]


@pytest.mark.parametrize("with_child", [False, True])
def test_counting_reads_no_row_that_is_not_free(journal: JournalFile, *, with_child: bool) -> None:
    """A job of a million rows is looked at each time one of its messages moves."""
    job_id = failed_job(journal)
    done(journal, job_id, JobState.STOPPED)
    if with_child:
        store(journal, [row(2)], Again(job_id, Origin.FAILED))
    asked: list[tuple[str, object]] = []

    def listen(_cursor: object, sql: str, bindings: object) -> bool:
        asked.append((sql, bindings))
        return True

    journal.db.exec_trace = listen
    for origin in Origin:
        job_family.count(journal.db, job_id, origin)
    journal.db.exec_trace = None
    plans = [
        str(step[3])
        for sql, bindings in asked
        for step in journal.db.execute(f"EXPLAIN QUERY PLAN {sql}", cast(Any, bindings)).fetchall()
    ]
    searched = {
        step.split(" (")[0].split()[-1] for step in plans if step.startswith(("SEARCH r", "SEARCH m"))
    }
    indexes = {
        "messages_over",
        *(f"job_rows_{what}" for what in ("waiting", "stopped", "parked", "left_out")),
    }
    assert indexes <= searched <= indexes | {"KEY"}  # the last by the key of one row
    assert {step for step in plans if step.startswith("SCAN")} <= {"SCAN f", "SCAN o", "SCAN CONSTANT ROW"}


def failed_job(journal: JournalFile, count: int = 3) -> int:
    job_id = store(journal, [row(number) for number in range(2, count + 2)])
    for message_id in feed(journal, job_id):
        become(journal, message_id, MessageState.REFUSED)
    done(journal, job_id)
    return job_id


def test_a_row_has_one_child_at_most(journal: JournalFile) -> None:
    parent = failed_job(journal)
    child = store(journal, [row(2), row(3)], Again(parent, Origin.FAILED))
    assert again(journal, parent, Origin.FAILED) == [4]
    assert job_family.children_of(journal.db, parent) == [Child(child, Origin.FAILED)]
    assert job_family.parent_of(journal.db, child) == Again(parent, Origin.FAILED)
    with pytest.raises(SendRefused, match="Row 3 is being sent by another job"):
        store(journal, [row(3), row(4)], Again(parent, Origin.FAILED))
    assert again(journal, parent, Origin.FAILED) == [4], "what was refused leaves nothing behind"
    assert len(job_family.children_of(journal.db, parent)) == 1


def test_a_row_that_a_child_leaves_out_is_still_free(journal: JournalFile) -> None:
    parent = failed_job(journal)
    store(journal, [row(2, RowClass.OPTED_OUT), row(3)], Again(parent, Origin.FAILED))
    assert again(journal, parent, Origin.FAILED) == [2, 4]


@pytest.mark.parametrize("state", list(MessageState))
def test_what_fails_again_may_be_sent_a_third_time_from_either_but_once(
    journal: JournalFile, state: MessageState
) -> None:
    parent = failed_job(journal, 1)
    child = store(journal, [row(2)], Again(parent, Origin.FAILED))
    (message_id,) = feed(journal, child)
    become(journal, message_id, state)
    free = [2] if state in OVER else []
    assert again(journal, parent, Origin.FAILED) == free
    assert again(journal, child, Origin.FAILED) == free
    if free:
        store(journal, [row(2)], Again(child, Origin.FAILED))
        assert again(journal, parent, Origin.FAILED) == []
        assert again(journal, child, Origin.FAILED) == []
    with pytest.raises(SendRefused):
        store(journal, [row(2)], Again(parent, Origin.FAILED))


def test_a_child_that_was_stopped_before_anything_left_frees_its_rows(journal: JournalFile) -> None:
    parent = failed_job(journal, 2)
    child = store(journal, [row(2), row(3)], Again(parent, Origin.FAILED))
    journal.run(partial(jobs.stop, job_id=child, now_us=NOW_US))
    assert again(journal, parent, Origin.FAILED) == [2, 3]
    assert again(journal, child, Origin.NEVER_LEFT) == [2, 3]


def test_a_child_that_is_dropped_was_never_there(journal: JournalFile) -> None:
    parent = failed_job(journal, 1)
    child = store(journal, [row(2)], Again(parent, Origin.FAILED))
    done(journal, child, JobState.IMPORTING)
    assert again(journal, parent, Origin.FAILED) == [], "while it is being stored it counts"
    journal.run(partial(jobs.recover, now_us=NOW_US))
    assert job_family.children_of(journal.db, parent) == []
    assert again(journal, parent, Origin.FAILED) == [2]


def test_a_failure_that_turns_out_to_have_arrived_is_taken(journal: JournalFile) -> None:
    parent = failed_job(journal, 2)
    child = store(journal, [row(2), row(3)], Again(parent, Origin.FAILED))
    assert job_family.taken(journal.db, child, [2, 3]) == []
    ((_, message_id), _) = jobs.rows_with_messages(journal.db, parent, after=0, limit=2)
    become(journal, message_id, MessageState.DELIVERED)
    assert job_family.taken(journal.db, child, [2, 3]) == [2]
    assert job_family.taken(journal.db, parent, [2, 3]) == [], "a job with a list of its own asks nobody"


def test_left_out_rows_are_taken_once_and_their_family_s_numbers_are_known(journal: JournalFile) -> None:
    parent = store(journal, [row(2), row(3, RowClass.BAD_NUMBER), row(4, RowClass.BLANK)])
    assert again(journal, parent, Origin.LEFT_OUT) == [3, 4]
    assert job_family.numbers_sent_to(journal.db, parent) == [row(2).recipient]
    store(journal, [row(3)], Again(parent, Origin.LEFT_OUT))
    assert again(journal, parent, Origin.LEFT_OUT) == [4]
    assert sorted(job_family.numbers_sent_to(journal.db, parent)) == [row(2).recipient, row(3).recipient]


def test_rows_come_by_pages(journal: JournalFile) -> None:
    parent = failed_job(journal, 5)
    pages = [
        job_family.row_numbers(journal.db, parent, Origin.FAILED, after=after, limit=2)
        for after in (0, 3, 5, 6)
    ]
    assert pages == [[2, 3], [4, 5], [6], []]
