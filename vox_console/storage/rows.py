"""Rows as tuples whose column types are the schema's (its tables are STRICT, so they are what they say)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

import apsw

Row = tuple[Any, ...]
Bindings = Sequence[object] | Mapping[str, object]

_ROWS_A_STATEMENT = 32


def all_rows(db: apsw.Connection, sql: str, bindings: Bindings = ()) -> list[Row]:
    """Give every row of a query."""
    return cast(list[Row], db.execute(sql, cast(Any, bindings)).fetchall())


def one_row(db: apsw.Connection, sql: str, bindings: Bindings = ()) -> Row | None:
    """Give the first row of a query, None when there is none."""
    return cast(Row | None, db.execute(sql, cast(Any, bindings)).fetchone())


def insert_rows(db: apsw.Connection, into: str, rows: Sequence[Sequence[object]]) -> None:
    """Insert rows of equal length. into: ``INSERT INTO table (columns)``.

    Many to a statement: each statement that is run gives the interpreter away and has to win it back from
    the event loop, which costs far more than inserting a row.
    """
    if not rows:
        return
    one = f"({','.join('?' * len(rows[0]))})"
    whole = len(rows) - len(rows) % _ROWS_A_STATEMENT
    many = f"{into} VALUES {','.join([one] * _ROWS_A_STATEMENT)}"
    for start in range(0, whole, _ROWS_A_STATEMENT):
        db.execute(
            many, cast(Any, [value for row in rows[start : start + _ROWS_A_STATEMENT] for value in row])
        )
    db.executemany(f"{into} VALUES {one}", cast(Any, rows[whole:]))
