"""Rows of a job that are sent again by another: which may be, and that none is sent by two. Writer thread.

Theory of operation. What is sent again becomes a job of its own, a child, whose rows keep the numbers they
have in their parent. All jobs that come from one list are a *family*, and a row number means the same row in
each of them. A row is *over* in a job when it certainly reached nobody: its message failed for good, with no
part still on its way, or the job has ended and nothing of the row ever left. A row may be sent again while it
is over in every job of the family that was to send it. That is asked when a list of such rows is made, when a
child's rows are stored, and when each is fed: so of two children with the same row only the first is stored.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

import apsw

from vox_console.domain.errors import SendRefused
from vox_console.storage.rows import all_rows, one_row


class Origin(StrEnum):
    """Which rows of its parent a job was made of."""

    FAILED = "failed"  # definitely: refused, undeliverable, rejected, expired, deleted
    NEVER_LEFT = "never_left"  # taken back, or not reached before the end
    LEFT_OUT = "left_out"  # excluded when the list was judged


@dataclass(frozen=True, slots=True)
class Again:
    """That a job sends rows of another again."""

    parent_id: int
    origin: Origin


@dataclass(frozen=True, slots=True)
class Child:
    """A job that sends rows of another again, and which."""

    job_id: int
    origin: Origin


# Of a row `r` with its message `m` (or none) and its job `j`. All of this is put together of constants.
_STILL_ON_ITS_WAY = (
    "EXISTS (SELECT 1 FROM parts p WHERE p.id BETWEEN m.id << 8 AND m.id << 8 | 255"
    " AND p.submit IN ('queued', 'reserved', 'unknown'))"
)
_FAILED = (
    "(coalesce(m.state, '') IN ('refused', 'undeliverable', 'rejected', 'expired', 'deleted')"
    f" AND NOT {_STILL_ON_ITS_WAY})"
)
_NEVER_LEFT = "(j.state IN ('stopped', 'done') AND (r.message_id <= 0 OR coalesce(m.state, '') = 'draft'))"
_OVER = f"({_FAILED} OR {_NEVER_LEFT})"
_ROWS = "job_rows r LEFT JOIN messages m ON m.id = r.message_id JOIN jobs j ON j.id = r.id >> 32"
# Whether some job of the family :root other than :job is to send the row of this number, or may have sent it.
_TAKEN = (  # nothing but constants goes into it
    "EXISTS (SELECT 1 FROM (SELECT :root AS id UNION ALL"  # noqa: S608 - see above
    " SELECT job_id FROM job_families WHERE root_id = :root) f"
    f" CROSS JOIN {_ROWS} WHERE f.id <> :job AND r.id = f.id << 32 | (%s & 4294967295)"
    f" AND r.verdict = 'accepted' AND NOT {_OVER})"
)
_OF_ORIGIN = {
    Origin.FAILED: f"r.verdict = 'accepted' AND {_FAILED}",
    Origin.NEVER_LEFT: f"r.verdict = 'accepted' AND {_NEVER_LEFT}",
    Origin.LEFT_OUT: "r.verdict <> 'accepted'",
}
_MAY_BE_SENT_AGAIN = (
    "SELECT o.id & 4294967295 FROM job_rows o WHERE o.id > :first AND o.id <= :last"  # noqa: S608 - see above
    f" AND EXISTS (SELECT 1 FROM {_ROWS} WHERE r.id = o.id AND %s) AND NOT {_TAKEN % 'o.id'}"
)


def adopt(db: apsw.Connection, job_id: int, again: Again) -> None:
    """Note that a new job sends rows of another again."""
    db.execute(
        "INSERT INTO job_families (job_id, parent_id, root_id, origin) VALUES (?,?,?,?)",
        (job_id, again.parent_id, root_of(db, again.parent_id), again.origin.value),
    )


def disown(db: apsw.Connection, job_id: int) -> None:
    """Forget the parent of a job that goes."""
    db.execute("DELETE FROM job_families WHERE job_id = ?", (job_id,))


def root_of(db: apsw.Connection, job_id: int) -> int:
    """Give the first job of the family that a job is of, itself when it has no parent."""
    row = one_row(db, "SELECT root_id FROM job_families WHERE job_id = ?", (job_id,))
    return row[0] if row else job_id


def parent_of(db: apsw.Connection, job_id: int) -> Again | None:
    """Give whose rows a job sends again, None when it has a list of its own."""
    row = one_row(db, "SELECT parent_id, origin FROM job_families WHERE job_id = ?", (job_id,))
    return Again(row[0], Origin(row[1])) if row else None


def children_of(db: apsw.Connection, job_id: int) -> list[Child]:
    """Give the jobs that send rows of this one again, oldest first."""
    rows = all_rows(
        db, "SELECT job_id, origin FROM job_families WHERE parent_id = ? ORDER BY job_id", (job_id,)
    )
    return [Child(child_id, Origin(origin)) for child_id, origin in rows]


def row_numbers(db: apsw.Connection, job_id: int, origin: Origin, *, after: int, limit: int) -> list[int]:
    """Give the rows of a job above number `after` that may be sent again, in order."""
    query = f"{_MAY_BE_SENT_AGAIN % _OF_ORIGIN[origin]} ORDER BY o.id LIMIT :limit"
    bounds = _bounds(root_of(db, job_id), job_id, after=after) | {"limit": limit}
    return [row[0] for row in all_rows(db, query, bounds)]


def count(db: apsw.Connection, job_id: int, origin: Origin) -> int:
    """Count the rows of a job that may be sent again: as many as :func:`row_numbers` gives in all.

    Reads none of the others, by indexes that hold only what failed, waits or was left out.
    """
    if origin is Origin.NEVER_LEFT and not _has_ended(db, job_id):
        return 0
    root = root_of(db, job_id)
    alone = one_row(db, "SELECT 1 FROM job_families WHERE root_id = ? LIMIT 1", (root,)) is None
    free = "1" if alone else f"NOT {_TAKEN % 'o.id'}"
    query = f"SELECT count(*) FROM ({_CANDIDATES[origin]}) o WHERE {free}"  # noqa: S608 - no input
    row = one_row(db, query, _bounds(root, job_id))
    return row[0] if row else 0


def _has_ended(db: apsw.Connection, job_id: int) -> bool:
    ended = "SELECT 1 FROM jobs WHERE id = ? AND state IN ('stopped', 'done')"
    return one_row(db, ended, (job_id,)) is not None


def _bounds(root: int, job_id: int, *, after: int = 0) -> dict[str, object]:
    first = job_id << 32
    return {"root": root, "job": job_id, "first": first | after, "last": first | 0xFFFFFFFF}


_OF_MESSAGES = (
    "SELECT m.job_row AS id FROM messages m INDEXED BY messages_over WHERE m.job_row <> 0"
    " AND m.state IN ('refused', 'undeliverable', 'rejected', 'expired', 'deleted', 'draft')"
    " AND m.job_row BETWEEN :first AND :last AND EXISTS (SELECT 1 FROM job_rows r"
    " WHERE r.id = m.job_row AND r.message_id = m.id AND r.verdict = 'accepted')"
)
_OF_ROWS = "SELECT r.id FROM job_rows r INDEXED BY %s WHERE r.verdict %s AND r.id BETWEEN :first AND :last"
_PARKED = (
    "SELECT r.id FROM job_rows r INDEXED BY job_rows_parked"
    " WHERE r.verdict = 'accepted' AND r.message_id = -2 AND r.id >> 32 = :job"
)
_CANDIDATES = {
    Origin.FAILED: f"{_OF_MESSAGES} AND m.state <> 'draft' AND NOT {_STILL_ON_ITS_WAY}",
    Origin.NEVER_LEFT: " UNION ALL ".join(
        (
            f"{_OF_MESSAGES} AND m.state = 'draft'",
            _OF_ROWS % ("job_rows_waiting", "= 'accepted' AND r.message_id = 0"),
            _OF_ROWS % ("job_rows_stopped", "= 'accepted' AND r.message_id = -1"),
            _PARKED,
        )
    ),
    Origin.LEFT_OUT: _OF_ROWS % ("job_rows_left_out", "<> 'accepted'"),
}


def taken(db: apsw.Connection, job_id: int, numbers: Iterable[int]) -> list[int]:
    """Give which of these rows another job of the family is to send, or may have sent; a child asks it."""
    if parent_of(db, job_id) is None:
        return []
    query = f"SELECT value FROM json_each(:numbers) WHERE {_TAKEN % 'value'} ORDER BY 1"  # noqa: S608 - no input
    bounds = {"root": root_of(db, job_id), "job": job_id, "numbers": json.dumps(list(numbers))}
    return [row[0] for row in all_rows(db, query, bounds)]


def refuse_taken(db: apsw.Connection, job_id: int, numbers: Iterable[int]) -> None:
    """Raise SendRefused when another job of the family is to send one of these rows, or may have sent it."""
    found = taken(db, job_id, numbers)
    if found:
        raise SendRefused(
            "Nothing was sent again",
            detail=f"Row {found[0]:,} is being sent by another job, or has been sent meanwhile.",
            hint="Look at the first job again.",
        )


def numbers_sent_to(db: apsw.Connection, job_id: int) -> list[str]:
    """Give the phone numbers that jobs of the family are to send to, or may have sent to."""
    query = (
        "SELECT r.recipient FROM (SELECT :root AS id UNION ALL SELECT job_id FROM job_families"  # noqa: S608
        f" WHERE root_id = :root) f CROSS JOIN {_ROWS}"
        " WHERE r.id BETWEEN f.id << 32 AND f.id << 32 | 4294967295"
        f" AND r.verdict = 'accepted' AND NOT {_OVER}"
    )
    return [row[0] for row in all_rows(db, query, {"root": root_of(db, job_id)})]
