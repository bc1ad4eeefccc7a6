"""Rows as tuples whose column types are the schema's (its tables are STRICT, so they are what they say)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Any, cast

import apsw

Row = tuple[Any, ...]
Bindings = Sequence[object] | Mapping[str, object]

_ROWS_A_STATEMENT = (250, 25, 1)  # as many at once as there are, the rest in smaller numbers


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
    start = 0
    for size in _ROWS_A_STATEMENT:
        if len(rows) - start < size:
            continue
        one = f"({','.join('?' * len(rows[0]))})"
        statement = f"{into} VALUES {','.join([one] * size)}"
        while len(rows) - start >= size:
            db.execute(statement, cast(Any, list(chain.from_iterable(rows[start : start + size]))))
            start += size
