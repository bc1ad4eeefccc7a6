from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import apsw
import pytest

from vox_console.domain.errors import StoreError
from vox_console.storage.migrations import (
    APPLICATION_ID,
    Step,
    applied_names,
    is_empty,
    migrate,
    newer_notice,
    pending_steps,
)

FIRST = Step(
    "first", "CREATE TABLE a(x); INSERT INTO a VALUES (1); SELECT * FROM a; INSERT INTO a VALUES (2)"
)
SECOND = Step("second", lambda connection: connection.execute("ALTER TABLE a ADD COLUMN y DEFAULT 7"))
FAILING = Step("failing", "CREATE TABLE b(x); INSERT INTO a VALUES (3); INSERT INTO nowhere VALUES (1)")

KILLED_IN_A_STEP = """
import os, signal, sys
from pathlib import Path
from vox_console.storage.database import Database
from vox_console.storage.migrations import Step

def half(connection):
    connection.execute("ALTER TABLE a ADD COLUMN y DEFAULT 7; INSERT INTO a(x) VALUES (3)")
    connection.cache_flush()  # push what is not committed to the disk, as a long step would
    os.kill(os.getpid(), signal.SIGKILL)

Database.open(Path(sys.argv[1]), [Step("first", ""), Step("second", half)], post=print)
"""


@pytest.fixture
def connection() -> apsw.Connection:
    return apsw.Connection(":memory:")


def rows(connection: apsw.Connection, sql: str) -> list[tuple[apsw.SQLiteValue, ...]]:
    return list(connection.execute(sql))


def test_steps_are_applied_in_order_and_recorded_by_name(connection: apsw.Connection) -> None:
    migrate(connection, [FIRST, SECOND])
    assert rows(connection, "SELECT x, y FROM a") == [(1, 7), (2, 7)]
    assert applied_names(connection) == ["first", "second"]


def test_a_script_is_run_to_its_end_also_after_a_statement_that_gives_rows(
    connection: apsw.Connection,
) -> None:
    migrate(connection, [FIRST])
    assert rows(connection, "SELECT x FROM a") == [(1,), (2,)]


def test_an_applied_step_is_not_applied_again(connection: apsw.Connection) -> None:
    migrate(connection, [FIRST])
    migrate(connection, [FIRST])
    assert rows(connection, "SELECT x FROM a") == [(1,), (2,)]


def test_only_what_is_pending_is_applied(connection: apsw.Connection) -> None:
    migrate(connection, [FIRST])
    assert pending_steps(connection, [FIRST, SECOND]) == [SECOND]
    migrate(connection, [FIRST, SECOND])
    assert pending_steps(connection, [FIRST, SECOND]) == []


def test_the_header_tells_whose_file_it_is_and_how_many_steps_it_has(connection: apsw.Connection) -> None:
    migrate(connection, [FIRST, SECOND])
    assert connection.pragma("application_id") == APPLICATION_ID
    assert connection.pragma("user_version") == 2


def test_a_step_that_fails_leaves_no_trace_and_stays_pending(connection: apsw.Connection) -> None:
    with pytest.raises(apsw.SQLError):
        migrate(connection, [FIRST, FAILING, SECOND])
    assert rows(connection, "SELECT * FROM a") == [(1,), (2,)]
    assert not connection.table_exists(None, "b")
    assert connection.pragma("user_version") == 1
    assert pending_steps(connection, [FIRST, FAILING, SECOND]) == [FAILING, SECOND]


def test_a_first_step_that_fails_leaves_an_empty_file(connection: apsw.Connection) -> None:
    with pytest.raises(apsw.SQLError):
        migrate(connection, [FAILING])
    assert is_empty(connection)
    assert connection.pragma("application_id") == 0


def test_a_file_with_steps_we_do_not_know_is_newer(connection: apsw.Connection) -> None:
    migrate(connection, [FIRST, SECOND])
    notice = newer_notice(connection, [FIRST])
    assert notice is not None
    assert "second" in notice.detail
    assert newer_notice(connection, [FIRST, SECOND, FAILING]) is None


def test_another_programs_file_is_refused(connection: apsw.Connection) -> None:
    connection.execute("CREATE TABLE theirs(x)")
    with pytest.raises(StoreError, match="another program"):
        applied_names(connection)


def test_kill_9_in_the_middle_of_a_step_leaves_the_old_schema_and_the_next_start_applies_it(
    tmp_path: Path,
) -> None:
    path = tmp_path / "journal.db"
    connection = apsw.Connection(str(path))
    connection.pragma("journal_mode", "wal")
    migrate(connection, [FIRST])
    connection.close()

    done = subprocess.run([sys.executable, "-c", KILLED_IN_A_STEP, str(path)], check=False, timeout=60)
    assert done.returncode == -signal.SIGKILL
    assert (tmp_path / "journal.db-wal").stat().st_size > 0  # it was on the disk already

    connection = apsw.Connection(str(path))
    assert rows(connection, "SELECT * FROM a") == [(1,), (2,)]
    assert pending_steps(connection, [FIRST, SECOND]) == [SECOND]
    migrate(connection, [FIRST, SECOND])
    assert rows(connection, "SELECT * FROM a") == [(1, 7), (2, 7)]
    connection.close()

    (backup,) = (tmp_path / "backups").iterdir()
    copy = apsw.Connection(str(backup))
    assert rows(copy, "SELECT * FROM a") == [(1,), (2,)]
    copy.close()
