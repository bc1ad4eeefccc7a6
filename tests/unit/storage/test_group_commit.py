from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import apsw
import pytest

from vox_console.domain.errors import StoreError, StoreFull
from vox_console.storage.group_commit import commit_group

Job = Callable[[apsw.Connection], object]


@pytest.fixture
def connection() -> apsw.Connection:
    connection = apsw.Connection(":memory:")
    connection.pragma("foreign_keys", 1)
    connection.execute(
        "CREATE TABLE a(x INTEGER PRIMARY KEY);"
        "CREATE TABLE b(x INTEGER REFERENCES a(x) DEFERRABLE INITIALLY DEFERRED)"
    )
    return connection


def run(sql: str) -> Job:
    def job(connection: apsw.Connection) -> str:
        connection.execute(sql)
        return sql

    return job


def rows(connection: apsw.Connection) -> list[object]:
    return [x for (x,) in connection.execute("SELECT x FROM a ORDER BY x")]


def test_each_job_has_its_own_result(connection: apsw.Connection) -> None:
    jobs = [run("INSERT INTO a VALUES (1)"), run("INSERT INTO a VALUES (1)"), run("INSERT INTO a VALUES (2)")]
    first, second, third = commit_group(connection, jobs)
    assert (first, third) == ("INSERT INTO a VALUES (1)", "INSERT INTO a VALUES (2)")
    assert isinstance(second, apsw.ConstraintError)
    assert rows(connection) == [1, 2]
    assert not connection.in_transaction


def test_a_full_disk_in_one_job_is_the_answer_to_all(connection: apsw.Connection) -> None:
    connection.pragma("max_page_count", 4)
    jobs = [run("INSERT INTO a VALUES (1)"), run("CREATE TABLE c AS SELECT zeroblob(100000)")]
    answers = commit_group(connection, [*jobs, run("INSERT INTO a VALUES (2)")])
    assert [type(answer) for answer in answers] == [StoreFull] * 3
    assert rows(connection) == []
    assert not connection.in_transaction


def test_a_commit_that_is_refused_is_the_answer_to_all(connection: apsw.Connection) -> None:
    answers = commit_group(connection, [run("INSERT INTO a VALUES (1)"), run("INSERT INTO b VALUES (99)")])
    assert [type(answer) for answer in answers] == [apsw.ConstraintError] * 2
    assert rows(connection) == []
    assert not connection.in_transaction


def test_a_job_that_throws_the_transaction_away_takes_nobody_for_stored(connection: apsw.Connection) -> None:
    jobs = [run("INSERT INTO a VALUES (1)"), run("ROLLBACK"), run("INSERT INTO a VALUES (2)")]
    answers = commit_group(connection, jobs)
    assert all(isinstance(answer, apsw.SQLError) for answer in answers)
    assert rows(connection) == []


def test_a_lock_that_is_not_released_is_told_in_words(tmp_path: Path) -> None:
    holder = apsw.Connection(str(tmp_path / "a.db"))
    holder.execute("CREATE TABLE a(x); BEGIN IMMEDIATE")
    waiting = apsw.Connection(str(tmp_path / "a.db"))
    (answer,) = commit_group(waiting, [run("INSERT INTO a VALUES (1)")])
    waiting.close()
    holder.close()
    assert isinstance(answer, StoreError)
    assert "busy" in answer.title
