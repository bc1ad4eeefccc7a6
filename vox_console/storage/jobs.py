"""Bulk jobs: a file's rows with their verdicts, and how far a job has come. Runs on the writer thread.

Theory of operation. A job is stored whole before anything of it leaves: every row of the file with its cells,
its verdict and the number it goes to. Running it is *feeding* (:mod:`.job_feed`): the next rows become
messages of the outbox, a few at a time, in the very transaction that notes in the row which message it
became. So a crash at any moment leaves each row either waiting or a message, never both, and what became a
message is the outbox's to tell. Few are fed ahead, because what is fed can only be called back one by one.

A job is ``ready``, ``waiting`` for its time, ``running``, ``paused``, ``stopped`` or ``done``. After any end
of the program a running job is found paused: only a person starts it again. Its queued messages wait under
the same hold as all that an earlier run left behind (:data:`~.holds.UNTIL_CONSENT`). A job whose time has
not come still waits for it, because nothing of it ever left and a person said when it should; one whose
time passed meanwhile is found paused, because a message at a time that nobody chose is worse than none.

A row's key is ``job_id << 32 | row number``; the rows of a job are one range of the primary key, in order.
Beside its verdict a row tells which message it became: 0 for none yet, -1 for none any more, and -2 for none
yet because its hours are closed.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, NamedTuple

import apsw

from vox_console.domain.bulk_books import RowClass
from vox_console.storage import job_family, job_mends, job_times
from vox_console.storage.cells_text import cells_text
from vox_console.storage.holds import UNTIL_CONSENT, hold
from vox_console.storage.job_family import Again
from vox_console.storage.job_mends import MendedCells
from vox_console.storage.outbox import withdraw
from vox_console.storage.rows import Row, all_rows, insert_rows, one_row

PARKED: Final = -2
"""What stands in a row for the message it became while it waits for its hours."""


class JobState(StrEnum):
    """Where a job stands."""

    IMPORTING = "importing"
    READY = "ready"
    WAITING = "waiting"
    RUNNING = "running"
    PAUSED = "paused"
    STOPPED = "stopped"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class NewJob:
    """What a job is about. settings: how its messages are made, as JSON, the maker's own business.

    again: whose rows it sends again, where it has no list of its own. start_at_us: when it starts,
    microseconds since 1970, UTC; 0 for at once. start_zone: the distance from UTC that this time was typed
    with, as in "+01:00". mended: the cells that are not as the list has them.
    """

    profile: str
    file_name: str
    header: tuple[str, ...]
    settings: str
    again: Again | None = None
    start_at_us: int = 0
    start_zone: str = ""
    mended: MendedCells = field(default_factory=dict)


class JobRow(NamedTuple):
    """One row of the file. number: as the user's program numbers it. reason: why it is excluded, in words.

    A tuple, because a million frozen dataclasses take a second longer.
    """

    number: int
    cells: tuple[str, ...]
    verdict: RowClass
    recipient: str = ""
    parts: int = 0
    reason: str = ""

    @property
    def accepted(self) -> bool:
        """Whether it may be sent to."""
        return self.verdict is RowClass.ACCEPTED


@dataclass(frozen=True, slots=True)
class Job:
    """A stored job. start_at_us: when it is to start, 0 once it has, or when it starts when it is told to.

    recent_rows: how many of its rows got nearly their text since it was checked, while a person is asked
    whether they are sent to; else 0.
    """

    id: int
    profile: str
    file_name: str
    header: tuple[str, ...]
    settings: str
    state: JobState
    created_at_us: int
    start_at_us: int = 0
    recent_rows: int = 0


def create(db: apsw.Connection, new: NewJob, *, now_us: int) -> int:
    """Begin a job whose rows are still to come; give its id."""
    db.execute(
        "INSERT INTO jobs"
        " (profile, file_name, header, settings, state, created_at_us, start_at_us, start_zone)"
        " VALUES (?,?,?,?,?,?,?,?)",
        (
            new.profile,
            new.file_name,
            json.dumps(new.header),
            new.settings,
            JobState.IMPORTING.value,
            now_us,
            new.start_at_us,
            new.start_zone,
        ),
    )
    job_id = db.last_insert_rowid()
    if new.again is not None:
        job_family.adopt(db, job_id, new.again)
    job_mends.enter(db, job_id, new.mended)
    return job_id


def add_rows(db: apsw.Connection, job_id: int, rows: Sequence[JobRow]) -> None:
    """Store rows of a job that is being imported. Raises SendRefused when another job sends one of them."""
    job_family.refuse_taken(db, job_id, (row.number for row in rows if row.accepted))
    if not rows:
        return
    numbers, cells, verdicts, recipients, parts, reasons = zip(*rows, strict=True)
    first, _ = row_range(job_id)
    ids = map(first.__or__, numbers)
    columns = zip(ids, cells_text(cells), verdicts, recipients, parts, reasons, strict=True)
    insert_rows(db, "INSERT INTO job_rows (id, cells, verdict, recipient, parts, reason)", list(columns))


def set_state(db: apsw.Connection, job_id: int, state: JobState) -> None:
    """Say where a job stands now."""
    db.execute("UPDATE jobs SET state = ? WHERE id = ?", (state.value, job_id))


def get(db: apsw.Connection, job_id: int) -> Job | None:
    """Give a job, None when there is none of that id."""
    return _job(one_row(db, _SELECT_JOB + " WHERE id = ?", (job_id,)))


def open_jobs(db: apsw.Connection) -> list[Job]:
    """Give the jobs that can still be run, the newest first; at most ten."""
    rows = all_rows(
        db, _SELECT_JOB + " WHERE state NOT IN ('importing', 'stopped', 'done') ORDER BY id DESC LIMIT 10"
    )
    return [job for row in rows if (job := _job(row)) is not None]


def newest_open(db: apsw.Connection) -> Job | None:
    """Give the newest job that can still be run, None when there is none."""
    return next(iter(open_jobs(db)), None)


_SELECT_JOB = (
    "SELECT id, profile, file_name, header, settings, state, created_at_us, start_at_us, recent_rows"
    " FROM jobs"
)


def _job(row: Row | None) -> Job | None:
    if row is None:
        return None
    job_id, profile, file_name, header, settings, state, created_at_us, start_at_us, recent_rows = row
    return Job(
        job_id,
        profile,
        file_name,
        tuple(json.loads(header)),
        settings,
        JobState(state),
        created_at_us,
        start_at_us,
        recent_rows,
    )


def queued(db: apsw.Connection, job_id: int) -> list[int]:
    """Give the messages of a job of which something still waits in the outbox."""
    rows = all_rows(
        db,
        "SELECT DISTINCT m.id FROM parts p INDEXED BY parts_queued JOIN messages m ON m.id = p.id >> 8"
        " WHERE p.submit = 'queued' AND p.bulk = 1 AND m.job_row BETWEEN ? AND ?",
        row_range(job_id),
    )
    return [row[0] for row in rows]


def pause(db: apsw.Connection, job_id: int) -> list[int]:
    """Let nothing more of a job leave; give what is held. What is on the wire cannot be called back."""
    held = queued(db, job_id)
    hold(db, held, UNTIL_CONSENT)
    db.execute(
        "UPDATE jobs SET state = 'paused' WHERE id = ? AND state NOT IN ('stopped', 'done')", (job_id,)
    )
    return held


def go_on(db: apsw.Connection, job_id: int) -> list[int]:
    """Let a job leave from where it stands; give what is no longer held."""
    freed = queued(db, job_id)
    hold(db, freed, 0)
    db.execute(
        "UPDATE jobs SET state = 'running', start_at_us = 0, recent_rows = 0"
        " WHERE id = ? AND state NOT IN ('stopped', 'done')",
        (job_id,),
    )
    return freed


def stop(db: apsw.Connection, job_id: int, *, now_us: int) -> list[int]:
    """End a job for good; give the messages that were called back."""
    taken = withdraw(db, queued(db, job_id), now_us=now_us)
    db.execute("UPDATE jobs SET state = 'stopped' WHERE id = ? AND state <> 'done'", (job_id,))
    return taken


def recover(db: apsw.Connection, *, now_us: int) -> list[int]:
    """Find running jobs, and those whose time has passed, paused after an end of the program; give their ids.

    Half-imported ones go.
    """
    for (job_id,) in all_rows(db, "SELECT id FROM jobs WHERE state = 'importing'"):
        drop(db, job_id)
    found = running(db)
    for job_id in found:
        set_state(db, job_id, JobState.PAUSED)
    return found + job_times.miss_start(db, now_us=now_us)


def running(db: apsw.Connection) -> list[int]:
    """Give the jobs that are said to run."""
    return [row[0] for row in all_rows(db, "SELECT id FROM jobs WHERE state = 'running' ORDER BY id")]


def drop(db: apsw.Connection, job_id: int) -> None:
    """Forget a job of which nothing became a message."""
    db.execute("DELETE FROM job_rows WHERE id BETWEEN ? AND ? AND message_id <= 0", row_range(job_id))
    db.execute("DELETE FROM jobs WHERE id = ?", (job_id,))
    job_family.disown(db, job_id)
    job_mends.forget(db, job_id)


def rows_with_messages(
    db: apsw.Connection, job_id: int, *, after: int, limit: int
) -> list[tuple[JobRow, int]]:
    """Give rows of a job above row number `after`, each with its message's id (0: none, -1: stopped)."""
    first, last = row_range(job_id)
    found = all_rows(
        db,
        "SELECT id, cells, verdict, recipient, parts, reason, message_id FROM job_rows"
        " WHERE id > ? AND id <= ? ORDER BY id LIMIT ?",
        (first | after, last, limit),
    )
    return [
        (
            JobRow(
                row_id & 0xFFFFFFFF, tuple(json.loads(cells)), RowClass(verdict), recipient, parts, reason
            ),
            0 if message_id == PARKED else message_id,
        )
        for row_id, cells, verdict, recipient, parts, reason, message_id in found
    ]


def rows_by_number(db: apsw.Connection, job_id: int, numbers: Sequence[int]) -> list[JobRow]:
    """Give these rows of a job, in order."""
    found = all_rows(
        db,
        "SELECT r.id, r.cells, r.verdict, r.recipient, r.parts, r.reason FROM json_each(?) wanted"
        " JOIN job_rows r ON r.id = ? | wanted.value ORDER BY r.id",
        (json.dumps(list(numbers)), job_id << 32),
    )
    return [
        JobRow(row_id & 0xFFFFFFFF, tuple(json.loads(cells)), RowClass(verdict), recipient, parts, reason)
        for row_id, cells, verdict, recipient, parts, reason in found
    ]


def row_range(job_id: int) -> tuple[int, int]:
    """Give the keys between which a job's rows stand; the first is below that of row 1."""
    return job_id << 32, job_id << 32 | 0xFFFFFFFF
