from __future__ import annotations

import apsw

from vox_console.storage.rows import all_rows, insert_rows, one_row


def test_all_rows_come_as_tuples_in_order() -> None:
    db = apsw.Connection(":memory:")
    assert all_rows(db, "SELECT column1, column1 * ? FROM (VALUES (1), (2))", (10,)) == [(1, 10), (2, 20)]
    assert all_rows(db, "SELECT 1 WHERE 0") == []


def test_one_row_is_the_first_or_none() -> None:
    db = apsw.Connection(":memory:")
    assert one_row(db, "SELECT column1 FROM (VALUES (1), (2))") == (1,)
    assert one_row(db, "SELECT 1 WHERE ? > 1", (1,)) is None


def test_any_number_of_rows_is_inserted_in_order() -> None:
    for count in (0, 1, 31, 32, 33, 64, 100):
        db = apsw.Connection(":memory:")
        db.execute("CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT)")
        rows = [(number * 3, f"note {number}") for number in range(1, count + 1)]
        insert_rows(db, "INSERT INTO note (id, text)", rows)
        assert all_rows(db, "SELECT id, text FROM note ORDER BY id") == rows
