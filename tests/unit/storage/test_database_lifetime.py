"""Opening, closing, and the days on which the machine does not play along."""

from __future__ import annotations

import asyncio
import signal
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event, Thread

import apsw
import pytest

from vox_console.domain.errors import StoreError, StoreFull, StoreNewer
from vox_console.storage.database import Database
from vox_console.storage.migrations import Step

NOTES = Step("notes", "CREATE TABLE note(id INTEGER PRIMARY KEY, text TEXT NOT NULL CHECK(text <> 'bad'))")
LABELS = Step("labels", "ALTER TABLE note ADD COLUMN label TEXT")

REAL_DISK = apsw.vfs_names()[0]  # the default one

KILLED_AFTER_A_COMMIT = """
import os, signal, sys
from pathlib import Path
from vox_console.storage.database import Database
from vox_console.storage.migrations import Step
step = Step("notes", sys.argv[2])
database = Database.open(Path(sys.argv[1]), [step], post=lambda deliver: deliver())
database.write(
    lambda connection: connection.execute("INSERT INTO note(text) VALUES ('told as stored')") and None,
    lambda _: os.kill(os.getpid(), signal.SIGKILL),
)
import threading
threading.Event().wait(20)
"""

NEVER_CLOSED = """
import sys
from pathlib import Path
from vox_console.storage.database import Database
from vox_console.storage.migrations import Step
Database.open(Path(sys.argv[1]), [Step("notes", sys.argv[2])], post=lambda deliver: deliver())
raise SystemExit(7)
"""


def post(deliver: Callable[[], None]) -> None:
    """Deliver in the writer's thread."""
    deliver()


def insert(text: str) -> Callable[[apsw.Connection], int]:
    def job(connection: apsw.Connection) -> int:
        connection.execute("INSERT INTO note(text) VALUES (?)", (text,))
        return connection.last_insert_rowid()

    return job


def texts_in(path: Path) -> list[str]:
    connection = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READONLY)
    try:
        return [str(text) for (text,) in connection.execute("SELECT text FROM note ORDER BY id")]
    finally:
        connection.close()


def store(database: Database, job: Callable[[apsw.Connection], object]) -> object:
    """Write and wait for the answer."""
    answers: list[object] = []
    told = Event()

    def done(result: object) -> None:
        answers.append(result)
        told.set()

    database.write(job, done)
    assert told.wait(20)
    return answers[0]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "journal.db"


@pytest.fixture
def database(path: Path) -> Iterator[Database]:
    opened = Database.open(path, [NOTES], post=post)
    yield opened
    opened.close()


class TestOpening:
    def test_a_new_file_and_its_folder_are_for_this_user_alone(self, path: Path, database: Database) -> None:
        store(database, insert("a"))
        modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()}
        assert modes == {"journal.db": 0o600, "journal.db-wal": 0o600, "journal.db-shm": 0o600}
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700

    def test_commits_wait_for_the_disk_and_deleted_texts_are_overwritten(self, database: Database) -> None:
        names = ("journal_mode", "synchronous", "secure_delete", "foreign_keys", "temp_store")
        assert store(database, lambda connection: [connection.pragma(name) for name in names]) == [
            "wal",
            2,  # FULL
            1,
            1,
            2,  # memory
        ]

    def test_what_was_stored_is_there_when_it_is_opened_again(self, path: Path, database: Database) -> None:
        store(database, insert("a"))
        database.close()
        Database.open(path, [NOTES], post=post).close()
        assert texts_in(path) == ["a"]

    def test_a_newer_file_can_be_read_and_every_write_is_told_why_not(self, path: Path) -> None:
        Database.open(path, [NOTES, LABELS], post=post).close()
        before = path.read_bytes()

        async def story() -> int:
            loop = asyncio.get_running_loop()
            database = Database.open(path, [NOTES], post=loop.call_soon_threadsafe)
            try:
                assert database.read_only
                assert isinstance(database.notice, StoreNewer)
                assert "labels" in database.notice.detail
                with pytest.raises(StoreNewer):
                    await database.run(insert("a"))
                return await database.read(
                    lambda connection: len(connection.table_exists(None, "note") * "x")
                )
            finally:
                database.close()

        assert asyncio.run(story()) == 1
        assert path.read_bytes() == before

    def test_a_second_instance_may_look_on(self, path: Path, database: Database) -> None:
        store(database, insert("a"))
        onlooker = Database.open(path, [NOTES], post=post, read_only=True)
        answer = store(onlooker, insert("b"))
        onlooker.close()
        assert onlooker.read_only
        assert onlooker.notice is None
        assert isinstance(answer, StoreError)
        assert texts_in(path) == ["a"]

    def test_looking_on_where_there_is_nothing_is_told_and_makes_nothing(self, path: Path) -> None:
        with pytest.raises(StoreError, match="cannot be opened"):
            Database.open(path, [NOTES], post=post, read_only=True)
        assert not path.parent.exists()

    def test_a_new_step_on_a_database_with_content_is_preceded_by_a_backup(
        self, path: Path, database: Database
    ) -> None:
        store(database, insert("a"))
        database.close()
        Database.open(path, [NOTES, LABELS], post=post).close()
        (backup,) = (path.parent / "backups").iterdir()
        assert texts_in(backup) == ["a"]
        columns = [column for column, _ in _columns(backup)]
        assert columns == ["id", "text"]
        assert [column for column, _ in _columns(path)] == ["id", "text", "label"]

    def test_a_new_database_and_an_unchanged_one_make_no_backup(self, path: Path, database: Database) -> None:
        database.close()
        Database.open(path, [NOTES], post=post).close()
        assert not (path.parent / "backups").exists()

    def test_a_step_that_fails_leaves_no_thread_and_the_file_as_it_was(
        self, path: Path, database: Database
    ) -> None:
        database.close()
        with pytest.raises(apsw.SQLError):
            Database.open(path, [NOTES, Step("broken", "CREATE TABLE a(x); CREATE NONSENSE")], post=post)
        again = Database.open(path, [NOTES], post=post)
        assert not again.read_only
        again.close()


class TestDamage:
    def test_a_page_of_garbage_is_told_in_words(self, path: Path, database: Database) -> None:
        for _ in range(50):
            store(database, insert("x" * 2_000))
        database.close()
        content = bytearray(path.read_bytes())
        for page in range(2, len(content) // 4_096 - 1):
            content[page * 4_096 : page * 4_096 + 4_096] = b"\xa5" * 4_096
        path.write_bytes(content)
        with pytest.raises(StoreError, match="damaged") as caught:
            Database.open(path, [NOTES], post=post)
        assert "backups" in caught.value.hint
        assert path.read_bytes() == content

    def test_damage_that_the_check_lists_is_told_in_words(self, path: Path, database: Database) -> None:
        store(database, insert("a"))
        database.close()
        content = bytearray(path.read_bytes())
        content[36:40] = (7).to_bytes(4, "big")  # free pages, which there are none of (fileformat.html §1.3)
        path.write_bytes(content)
        with pytest.raises(StoreError, match=r"damaged: .*Freelist: size is 0 but should be 7"):
            Database.open(path, [NOTES], post=post)

    def test_a_file_that_is_no_database_is_told_and_left_alone(self, path: Path) -> None:
        path.parent.mkdir()
        path.write_text("Dear diary, " * 1_000)
        with pytest.raises(StoreError, match="not an SQLite database"):
            Database.open(path, [NOTES], post=post)
        assert path.read_text() == "Dear diary, " * 1_000

    def test_another_programs_database_is_told_and_left_alone(self, path: Path) -> None:
        path.parent.mkdir()
        foreign = apsw.Connection(str(path))
        foreign.execute("CREATE TABLE theirs(x)")
        foreign.close()
        before = path.read_bytes()
        with pytest.raises(StoreError, match="another program"):
            Database.open(path, [NOTES], post=post)
        assert path.read_bytes() == before

    def test_a_folder_that_cannot_be_made_is_told_in_words(self, tmp_path: Path) -> None:
        (tmp_path / "data").write_text("in the way")
        with pytest.raises(StoreError, match="data folder"):
            Database.open(tmp_path / "data" / "journal.db", [NOTES], post=post)


class TestFullDisk:
    def test_nothing_of_the_group_is_told_as_stored_and_what_was_there_stays(
        self, path: Path, database: Database
    ) -> None:
        store(database, insert("before"))
        store(database, lambda connection: connection.pragma("max_page_count", 4))
        answers: list[object] = []
        held, go_on = Event(), Event()

        def hold(_connection: apsw.Connection) -> None:
            held.set()
            assert go_on.wait(20)

        database.write(hold, lambda _: None)
        assert held.wait(20)
        for text in ("small", "x" * 100_000, "small too"):
            database.write(insert(text), answers.append)
        go_on.set()
        assert isinstance(store(database, insert("x" * 100_000)), StoreFull)
        assert [type(answer) for answer in answers] == [StoreFull] * 3
        assert isinstance(answers[0], StoreFull)
        assert isinstance(answers[0].__cause__, apsw.FullError)
        assert texts_in(path) == ["before"]

    def test_it_goes_on_by_itself_when_there_is_space_again(self, path: Path, database: Database) -> None:
        store(database, lambda connection: connection.pragma("max_page_count", 4))
        assert isinstance(store(database, insert("x" * 100_000)), StoreFull)
        store(database, lambda connection: connection.pragma("max_page_count", 1_000))
        assert store(database, insert("x" * 100_000)) == 1
        assert len(texts_in(path)) == 1


class FaultyDisk(apsw.VFS):
    """The operating system's files, on which waiting for the disk fails while `broken` is set."""

    def __init__(self) -> None:
        self.broken: type[Exception] | None = None
        super().__init__("faulty-disk", base=REAL_DISK, makedefault=True)

    def xOpen(self, name: str | apsw.URIFilename | None, flags: list[int]) -> apsw.VFSFile:  # noqa: N802 - SQLite's name
        return FaultyFile(self, name, flags)


class FaultyFile(apsw.VFSFile):
    def __init__(self, disk: FaultyDisk, name: str | apsw.URIFilename | None, flags: list[int]) -> None:
        self._disk = disk
        super().__init__(REAL_DISK, name, flags)

    def xSync(self, flags: int) -> None:  # noqa: N802 - SQLite's name
        if self._disk.broken is not None:
            raise self._disk.broken
        super().xSync(flags)


class TestFaultyDisk:
    @pytest.mark.parametrize(("fault", "answered"), [(apsw.IOError, StoreError), (apsw.FullError, StoreFull)])
    def test_when_the_commit_fails_every_job_is_told_and_none_is_stored(
        self, path: Path, fault: type[Exception], answered: type[StoreError]
    ) -> None:
        disk = FaultyDisk()
        database = Database.open(path, [NOTES], post=post)
        try:
            store(database, insert("before"))
            disk.broken = fault
            refused = store(database, insert("lost"))
            disk.broken = None
            assert isinstance(refused, answered)
            assert store(database, insert("after")) == 2
        finally:
            disk.broken = None
            database.close()
            disk.unregister()
        assert texts_in(path) == ["before", "after"]


class TestClosing:
    def test_everything_queued_is_stored_and_answered_first(self, path: Path, database: Database) -> None:
        answers: list[object] = []
        for number in range(5_000):
            database.write(insert(str(number)), answers.append)
        database.close()
        assert len(answers) == len(texts_in(path)) == 5_000

    def test_closing_twice_and_from_several_threads_is_fine(self, path: Path, database: Database) -> None:
        store(database, insert("a"))
        closers = [Thread(target=database.close) for _ in range(4)]
        for closer in closers:
            closer.start()
        for closer in closers:
            closer.join(20)
        database.close()
        assert [file.name for file in path.parent.iterdir()] == ["journal.db"]  # the log is folded in

    def test_a_closed_database_refuses_in_words(self, database: Database) -> None:
        database.close()
        with pytest.raises(StoreError, match="closed"):
            database.write(insert("late"), lambda _: None)
        for late in (database.run(insert("late")), database.read(lambda _: None)):
            with pytest.raises(StoreError, match="closed"):
                asyncio.run(late)

    def test_a_loop_that_is_gone_costs_the_answer_but_not_what_was_stored(
        self, path: Path, caplog: pytest.LogCaptureFixture
    ) -> None:
        loop = asyncio.new_event_loop()
        loop.close()
        database = Database.open(path, [NOTES], post=loop.call_soon_threadsafe)
        for text in ("a", "b"):
            database.write(insert(text), lambda _: None)
        database.close()
        assert texts_in(path) == ["a", "b"]
        assert "could not be delivered" in caplog.text

    def test_a_program_that_forgets_to_close_still_ends(self, path: Path) -> None:
        done = subprocess.run(
            [sys.executable, "-c", NEVER_CLOSED, str(path), str(NOTES.action)], check=False, timeout=60
        )
        assert done.returncode == 7

    def test_what_was_told_as_stored_survives_kill_9_at_that_moment(self, path: Path) -> None:
        done = subprocess.run(
            [sys.executable, "-c", KILLED_AFTER_A_COMMIT, str(path), str(NOTES.action)],
            check=False,
            timeout=60,
        )
        assert done.returncode == -signal.SIGKILL
        assert path.with_name("journal.db-wal").stat().st_size > 0
        Database.open(path, [NOTES], post=post).close()
        assert texts_in(path) == ["told as stored"]


def _columns(path: Path) -> tuple[tuple[str, str], ...]:
    connection = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READONLY)
    try:
        return tuple(connection.execute("SELECT * FROM note").get_description()) or ()
    finally:
        connection.close()
