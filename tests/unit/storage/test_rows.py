from __future__ import annotations

import apsw

from vox_console.storage.rows import all_rows, one_row


def test_all_rows_come_as_tuples_in_order() -> None:
    db = apsw.Connection(":memory:")
    assert all_rows(db, "SELECT column1, column1 * ? FROM (VALUES (1), (2))", (10,)) == [(1, 10), (2, 20)]
    assert all_rows(db, "SELECT 1 WHERE 0") == []


def test_one_row_is_the_first_or_none() -> None:
    db = apsw.Connection(":memory:")
    assert one_row(db, "SELECT column1 FROM (VALUES (1), (2))") == (1,)
    assert one_row(db, "SELECT 1 WHERE ? > 1", (1,)) is None
