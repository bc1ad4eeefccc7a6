"""The schema's history: named steps in a fixed order, each applied once, in one transaction with its record.

Because a step and its record commit together, a step that fails, or a process that is killed in the
middle of one, leaves no trace: the step is still pending. ``PRAGMA user_version`` repeats the number of
applied steps for tools that look from outside; the names in ``schema_step`` are the truth.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import apsw

from vox_console.domain.errors import StoreError, StoreNewer

APPLICATION_ID = 0x566F7843  # "VoxC" in the file's header (sqlite.org/fileformat.html, offset 68)


@dataclass(frozen=True, slots=True)
class Step:
    """One change of the schema: a script of SQL statements, or a function of the connection.

    A released step is never edited or renamed, only followed by another. It neither begins nor
    ends a transaction.
    """

    name: str
    action: str | Callable[[apsw.Connection], object]


def is_empty(connection: apsw.Connection) -> bool:
    """Say whether the file has no schema at all: it is new, or its first step never committed."""
    return not list(connection.execute("SELECT 1 FROM sqlite_schema LIMIT 1"))


def applied_names(connection: apsw.Connection) -> list[str]:
    """Give the names of the applied steps in order.

    Raises StoreError when the file is a database of some other program.
    """
    if is_empty(connection):
        return []
    if connection.pragma("application_id") != APPLICATION_ID:
        raise StoreError(
            "This file is not a Vox Console database",
            detail="it was written by another program",
            hint="Choose another data folder.",
        )
    return [str(name) for (name,) in connection.execute("SELECT name FROM schema_step ORDER BY position")]


def newer_notice(connection: apsw.Connection, steps: Sequence[Step]) -> StoreNewer | None:
    """Give the notice that a newer version wrote this file, or None when we know all its steps."""
    known = {step.name for step in steps}
    unknown = [name for name in applied_names(connection) if name not in known]
    if not unknown:
        return None
    return StoreNewer(
        "This history was written by a newer version of Vox Console",
        detail=f"it is opened for reading only ({len(unknown)} unknown: {', '.join(unknown)})",
        hint="Install the newer version to send and receive.",
    )


def pending_steps(connection: apsw.Connection, steps: Sequence[Step]) -> list[Step]:
    """Give the steps that are not applied yet, in order."""
    applied = set(applied_names(connection))
    return [step for step in steps if step.name not in applied]


def migrate(connection: apsw.Connection, steps: Sequence[Step]) -> None:
    """Apply what is pending. Raises what a step raises; the steps before it stay applied."""
    for step in pending_steps(connection, steps):
        with connection:  # a transaction: commits, or rolls back on any exception
            _apply(connection, step)


def _apply(connection: apsw.Connection, step: Step) -> None:
    if is_empty(connection):
        connection.execute(
            "CREATE TABLE schema_step(position INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE,"
            " applied_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP) STRICT"
        )
        connection.pragma("application_id", APPLICATION_ID)
    if isinstance(step.action, str):
        for _row in connection.execute(step.action):
            pass  # a statement that gives rows must be run to its end, or the rest of the script is not run
    else:
        step.action(connection)
    connection.execute("INSERT INTO schema_step(name) VALUES (?)", (step.name,))
    connection.pragma("user_version", connection.last_insert_rowid())
