"""Many small jobs, one durable commit: the transaction the writer thread runs for each group.

Theory of operation. A durable commit waits for the disk (milliseconds), a small insert does not
(microseconds), so jobs that queued up while the last commit waited share the next one. Sharing must
not couple them: each job runs in a savepoint of its own, and one that fails is undone alone. Measured
with three indexes and 300,000 rows the savepoint costs about 2 us of the 45 us a row takes, which is
why there is no faster path that would have to run a job twice.

The machine's faults couple them after all. When the disk is full or the file unreadable, SQLite may
have rolled the whole transaction back by itself (sqlite.org/lang_transaction.html, "Response To
Errors Within A Transaction"), so every job of the group is answered with that fault and none is
reported as stored.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence

import apsw

from vox_console.storage.faults import world_fault


def commit_group(
    connection: apsw.Connection, jobs: Sequence[Callable[[apsw.Connection], object]]
) -> list[object]:
    """Run the jobs in order in one transaction, commit, and give one result per job.

    A result is what the job returned, the exception it raised (its own changes are undone, the
    others' stand), or one shared StoreError for all of them when nothing could be stored. Each job
    runs exactly once. Never raises.
    """
    try:
        connection.execute("BEGIN IMMEDIATE")
        results = [_run_in_savepoint(connection, job) for job in jobs]
        connection.execute("COMMIT")
    except Exception as fault:  # noqa: BLE001 - every failure is an answer to whoever queued the jobs
        answer = world_fault(fault) or fault
        if connection.in_transaction:
            with contextlib.suppress(apsw.Error):  # should it fail, the next BEGIN does too, and says so
                connection.execute("ROLLBACK")
        return [answer] * len(jobs)
    return results


def _run_in_savepoint(connection: apsw.Connection, job: Callable[[apsw.Connection], object]) -> object:
    """Give the job's result or its own exception.

    Raises what concerns the whole group: the machine's faults, and a transaction that is gone.
    """
    connection.execute("SAVEPOINT job")
    try:
        result = job(connection)
    except Exception as fault:
        if world_fault(fault) is not None or not connection.in_transaction:
            raise
        connection.execute("ROLLBACK TO job")
        result = fault
    connection.execute("RELEASE job")
    return result
