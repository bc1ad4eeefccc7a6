"""Bulk jobs: a file's rows with their verdicts, and how far a job has come. Runs on the writer thread.

Theory of operation. A job is stored whole before anything of it leaves: every row of the file with its cells,
its verdict and the number it goes to. Running it is *feeding*: the next rows become messages of the outbox,
a few at a time, in the very transaction that notes in the row which message it became. So a crash at any
moment leaves each row either waiting or a message, never both, and what became a message is the outbox's to
tell. Few are fed ahead, because what is fed can only be called back one by one.

A job is ``ready``, ``running``, ``paused``, ``stopped`` or ``done``. After any end of the program a running
job is found paused: only a person starts it again. Its queued messages wait under the same hold as all that
an earlier run left behind (:data:`~.holds.UNTIL_CONSENT`).

A row's key is ``job_id << 32 | row number``; the rows of a job are one range of the primary key, in order.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

import apsw

from vox_console.domain.bulk_books import Books, RowClass
from vox_console.storage import job_family, job_states
from vox_console.storage.holds import UNTIL_CONSENT, hold
from vox_console.storage.job_family import Again
from vox_console.storage.outbox import NewMessage, enqueue, withdraw
from vox_console.storage.rows import Row, all_rows, insert_rows, one_row


class JobState(StrEnum):
    """Where a job stands."""

    IMPORTING = "importing"
    READY = "ready"
    RUNNING = "running"
    PAUSED = "paused"
    STOPPED = "stopped"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class NewJob:
    """What a job is about. settings: how its messages are made, as JSON, the maker's own business.

    again: whose rows it sends again, where it has no list of its own.
    """

    profile: str
    file_name: str
    header: tuple[str, ...]
    settings: str
    again: Again | None = None


@dataclass(frozen=True, slots=True)
class JobRow:
    """One row of the file. number: as the user's program numbers it. reason: why it is excluded, in words."""

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
    """A stored job."""

    id: int
    profile: str
    file_name: str
    header: tuple[str, ...]
    settings: str
    state: JobState
    created_at_us: int


@dataclass(frozen=True, slots=True)
class Fed:
    """What was fed: messages by their ids, none when no row waits that may be sent; and their parts."""

    message_ids: list[int]
    parts: int


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a job has come, in rows. held: not handed to the outbox, or called back from it.

    queued: in the outbox, nothing has left. on_the_wire: bytes may have left, no answer yet. stopped: not
    sent after all, for a reason that came after the import. outcomes: state words of the other messages.
    """

    held: int
    queued: int
    on_the_wire: int
    stopped: int
    outcomes: dict[str, int]


def create(db: apsw.Connection, new: NewJob, *, now_us: int) -> int:
    """Begin a job whose rows are still to come; give its id."""
    db.execute(
        "INSERT INTO jobs (profile, file_name, header, settings, state, created_at_us) VALUES (?,?,?,?,?,?)",
        (new.profile, new.file_name, json.dumps(new.header), new.settings, JobState.IMPORTING.value, now_us),
    )
    job_id = db.last_insert_rowid()
    if new.again is not None:
        job_family.adopt(db, job_id, new.again)
    return job_id


def add_rows(db: apsw.Connection, job_id: int, rows: Sequence[JobRow]) -> None:
    """Store rows of a job that is being imported. Raises SendRefused when another job sends one of them."""
    job_family.refuse_taken(db, job_id, [row.number for row in rows if row.accepted])
    insert_rows(
        db,
        "INSERT INTO job_rows (id, cells, verdict, recipient, parts, reason)",
        [
            (
                job_id << 32 | row.number,
                json.dumps(row.cells, ensure_ascii=False),
                row.verdict.value,
                row.recipient,
                row.parts,
                row.reason,
            )
            for row in rows
        ],
    )


def set_state(db: apsw.Connection, job_id: int, state: JobState) -> None:
    """Say where a job stands now."""
    db.execute("UPDATE jobs SET state = ? WHERE id = ?", (state.value, job_id))


def get(db: apsw.Connection, job_id: int) -> Job | None:
    """Give a job, None when there is none of that id."""
    return _job(one_row(db, _SELECT_JOB + " WHERE id = ?", (job_id,)))


def newest_open(db: apsw.Connection) -> Job | None:
    """Give the newest job that can still be run, None when there is none."""
    return _job(
        one_row(db, _SELECT_JOB + " WHERE state IN ('ready', 'running', 'paused') ORDER BY id DESC LIMIT 1")
    )


_SELECT_JOB = "SELECT id, profile, file_name, header, settings, state, created_at_us FROM jobs"


def _job(row: Row | None) -> Job | None:
    if row is None:
        return None
    job_id, profile, file_name, header, settings, state, created_at_us = row
    return Job(
        job_id, profile, file_name, tuple(json.loads(header)), settings, JobState(state), created_at_us
    )


def books(db: apsw.Connection, job_id: int) -> Books:
    """Give the books of a job."""
    rows = all_rows(
        db,
        "SELECT verdict, count(*), sum(iif(verdict = 'accepted', parts, 0)) FROM job_rows"
        " WHERE id BETWEEN ? AND ? GROUP BY verdict",
        _range(job_id),
    )
    return Books.of((RowClass(verdict), count, parts) for verdict, count, parts in rows)


def feed(
    db: apsw.Connection,
    job_id: int,
    *,
    limit: int,
    most_parts: int,
    make: Callable[[JobRow], NewMessage | str],
    now_us: int,
) -> Fed:
    """Make messages of the next rows that wait, at most `limit` and, beyond the first, `most_parts`.

    make: gives the message of a row, or in words why it is not to be sent after all.
    """
    rows = all_rows(
        db,
        "SELECT id, cells, verdict, recipient, parts FROM job_rows INDEXED BY job_rows_waiting"
        " WHERE verdict = 'accepted' AND message_id = 0 AND id BETWEEN ? AND ? ORDER BY id LIMIT ?",
        (*_range(job_id), limit),
    )
    messages: list[NewMessage] = []
    fed: list[int] = []
    stopped: list[tuple[str, int]] = []
    total = 0
    for row_id, cells, verdict, recipient, parts in rows:
        if fed and total + parts > most_parts:
            break
        row = JobRow(row_id & 0xFFFFFFFF, tuple(json.loads(cells)), RowClass(verdict), recipient, parts)
        made = make(row)
        if isinstance(made, str):
            stopped.append((made, row_id))
        else:
            messages.append(made)
            fed.append(row_id)
            total += parts
    ids = enqueue(db, messages, now_us=now_us, job_rows=fed)
    db.executemany("UPDATE job_rows SET message_id = ? WHERE id = ?", list(zip(ids, fed, strict=True)))
    # A row that is stopped points at no message and waits no more.
    db.executemany("UPDATE job_rows SET message_id = -1, reason = ? WHERE id = ?", stopped)
    return Fed(ids, total)


def waiting(db: apsw.Connection, job_id: int) -> int:
    """Count the rows that are still to become messages."""
    row = one_row(
        db,
        "SELECT count(*) FROM job_rows INDEXED BY job_rows_waiting"
        " WHERE verdict = 'accepted' AND message_id = 0 AND id BETWEEN ? AND ?",
        _range(job_id),
    )
    return row[0] if row else 0


def queued(db: apsw.Connection, job_id: int) -> list[int]:
    """Give the messages of a job of which something still waits in the outbox."""
    rows = all_rows(
        db,
        "SELECT DISTINCT m.id FROM parts p INDEXED BY parts_queued JOIN messages m ON m.id = p.id >> 8"
        " WHERE p.submit = 'queued' AND p.bulk = 1 AND m.job_row BETWEEN ? AND ?",
        _range(job_id),
    )
    return [row[0] for row in rows]


def on_the_wire(db: apsw.Connection, job_id: int) -> int:
    """Count the parts of a job of which bytes may have left and that are not answered."""
    row = one_row(
        db,
        "SELECT count(*) FROM parts p INDEXED BY parts_reserved JOIN messages m ON m.id = p.id >> 8"
        " WHERE p.submit = 'reserved' AND m.job_row BETWEEN ? AND ?",
        _range(job_id),
    )
    return row[0] if row else 0


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
        "UPDATE jobs SET state = 'running' WHERE id = ? AND state NOT IN ('stopped', 'done')", (job_id,)
    )
    return freed


def stop(db: apsw.Connection, job_id: int, *, now_us: int) -> list[int]:
    """End a job for good; give the messages that were called back."""
    taken = withdraw(db, queued(db, job_id), now_us=now_us)
    db.execute("UPDATE jobs SET state = 'stopped' WHERE id = ? AND state <> 'done'", (job_id,))
    return taken


def recover(db: apsw.Connection) -> list[int]:
    """Find running jobs paused after an end of the program; give their ids. Half-imported ones go."""
    for (job_id,) in all_rows(db, "SELECT id FROM jobs WHERE state = 'importing'"):
        drop(db, job_id)
    found = running(db)
    for job_id in found:
        set_state(db, job_id, JobState.PAUSED)
    return found


def running(db: apsw.Connection) -> list[int]:
    """Give the jobs that are said to run."""
    return [row[0] for row in all_rows(db, "SELECT id FROM jobs WHERE state = 'running' ORDER BY id")]


def drop(db: apsw.Connection, job_id: int) -> None:
    """Forget a job of which nothing became a message."""
    db.execute("DELETE FROM job_rows WHERE id BETWEEN ? AND ? AND message_id <= 0", _range(job_id))
    db.execute("DELETE FROM jobs WHERE id = ?", (job_id,))
    job_family.disown(db, job_id)


def progress(db: apsw.Connection, job_id: int) -> Progress:
    """Give how far a job has come."""
    outcomes = job_states.counts(db, job_id)
    in_outbox, on_the_wire = outcomes.pop("queued", 0), outcomes.pop("sending", 0)
    row = one_row(
        db,
        "SELECT count(DISTINCT m.id) FROM parts p INDEXED BY parts_queued JOIN messages m ON m.id = p.id >> 8"
        " WHERE p.submit = 'queued' AND p.bulk = 1 AND p.hold_until_us = ? AND m.job_row BETWEEN ? AND ?"
        " AND m.state = 'queued'",
        (UNTIL_CONSENT, *_range(job_id)),
    )
    called_back = row[0] if row else 0
    row = one_row(
        db,
        "SELECT count(*) FROM job_rows INDEXED BY job_rows_stopped"
        " WHERE id BETWEEN ? AND ? AND message_id = -1",
        _range(job_id),
    )
    held = waiting(db, job_id) + called_back
    return Progress(held, in_outbox - called_back, on_the_wire, row[0] if row else 0, outcomes)


def rows_with_messages(
    db: apsw.Connection, job_id: int, *, after: int, limit: int
) -> list[tuple[JobRow, int]]:
    """Give rows of a job above row number `after`, each with its message's id (0: none, -1: stopped)."""
    first, last = _range(job_id)
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
            message_id,
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


def job_ids(db: apsw.Connection, messages: Iterable[int]) -> set[int]:
    """Give the jobs that these messages belong to."""
    rows = all_rows(
        db,
        "SELECT DISTINCT m.job_row >> 32 FROM json_each(?) wanted JOIN messages m ON m.id = wanted.value"
        " WHERE m.job_row <> 0",
        (json.dumps(list(messages)),),
    )
    return {row[0] for row in rows}


def _range(job_id: int) -> tuple[int, int]:
    return job_id << 32, job_id << 32 | 0xFFFFFFFF
