"""Which cells of a job's rows the operator has mended before they were stored. Writer thread.

A row of a job that sends rows of another again counts as mended where the other's was: its cells are not
those of the list that both come from.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

import apsw

from vox_console.storage.rows import all_rows, insert_rows

MendedCells = Mapping[int, Iterable[int]]
"""By a row's number: the columns of its mended cells, from 0."""


def enter(db: apsw.Connection, job_id: int, mended: MendedCells) -> None:
    """Note what was mended of a new job."""
    rows = [(job_id << 32 | number, json.dumps(sorted(columns))) for number, columns in mended.items()]
    insert_rows(db, "INSERT INTO job_mends (id, columns)", rows)


def forget(db: apsw.Connection, job_id: int) -> None:
    """Forget it, because the job goes."""
    db.execute("DELETE FROM job_mends WHERE id BETWEEN ? AND ?", (job_id << 32, job_id << 32 | 0xFFFFFFFF))


def of_job(db: apsw.Connection, job_id: int) -> dict[int, tuple[int, ...]]:
    """Give the columns of the mended cells of a job and those it was made of, by the row's number."""
    found = all_rows(
        db,
        "WITH RECURSIVE line (id) AS (SELECT ?"
        " UNION SELECT f.parent_id FROM line JOIN job_families f ON f.job_id = line.id)"
        " SELECT r.id & 4294967295, r.columns FROM line"
        " CROSS JOIN job_mends r ON r.id BETWEEN line.id << 32 AND line.id << 32 | 4294967295",
        (job_id,),
    )
    mended: dict[int, set[int]] = {}
    for number, columns in found:
        mended.setdefault(number, set()).update(json.loads(columns))
    return {number: tuple(sorted(columns)) for number, columns in mended.items()}
