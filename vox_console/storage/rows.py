"""Rows as tuples whose column types are the schema's (its tables are STRICT, so they are what they say)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

import apsw

Row = tuple[Any, ...]


def all_rows(db: apsw.Connection, sql: str, bindings: Sequence[object] = ()) -> list[Row]:
    """Give every row of a query."""
    return cast(list[Row], db.execute(sql, cast(Any, bindings)).fetchall())


def one_row(db: apsw.Connection, sql: str, bindings: Sequence[object] = ()) -> Row | None:
    """Give the first row of a query, None when there is none."""
    return cast(Row | None, db.execute(sql, cast(Any, bindings)).fetchone())
