"""The promises of Database, one by one."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path
from threading import Barrier, Event, current_thread
from time import perf_counter
from typing import TypeVar

import apsw
import pytest

from vox_console.domain.errors import StoreError
from vox_console.storage.answers import TELL_S
from vox_console.storage.database import Database
from vox_console.storage.migrations import Step

NOTES = Step("notes", "CREATE TABLE note(id INTEGER PRIMARY KEY, text TEXT NOT NULL CHECK(text <> 'bad'))")

R = TypeVar("R")


class Mailbox:
    """Stands in for the event loop: keeps what was posted until the test takes it."""

    def __init__(self) -> None:
        self.posted: list[Callable[[], None]] = []

    def post(self, deliver: Callable[[], None]) -> None:
        self.posted.append(deliver)

    def deliver_all(self) -> None:
        for deliver in self.posted:
            deliver()


def run_where_it_is(deliver: Callable[[], None]) -> None:
    """Deliver in the thread that posts: for tests that look at the moment of posting."""
    deliver()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "journal.db"


def insert(text: str | None) -> Callable[[apsw.Connection], int]:
    def job(connection: apsw.Connection) -> int:
        connection.execute("INSERT INTO note(text) VALUES (?)", (text,))
        return connection.last_insert_rowid()

    return job


def texts(connection: apsw.Connection) -> list[str]:
    return [str(text) for (text,) in connection.execute("SELECT text FROM note ORDER BY id")]


def texts_in(path: Path) -> list[str]:
    connection = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READONLY)
    try:
        return texts(connection)
    finally:
        connection.close()


def _no_beginning(_action: int, what: str | None, *_more: str | None) -> int:
    return apsw.SQLITE_DENY if what == "BEGIN" else apsw.SQLITE_OK


class Gate:
    """A job that holds the writer until opened: what is queued meanwhile becomes one group."""

    def __init__(self) -> None:
        self.entered = Event()
        self.open = Event()

    def __call__(self, _connection: apsw.Connection) -> None:
        self.entered.set()
        assert self.open.wait(20)


def in_loop(path: Path, story: Callable[[Database], Coroutine[None, None, R]]) -> R:
    """Run a story about an open database on an event loop, which is where its results belong."""

    async def whole() -> R:
        database = Database.open(path, [NOTES], post=asyncio.get_running_loop().call_soon_threadsafe)
        try:
            return await story(database)
        finally:
            database.close()

    return asyncio.run(whole())


def in_one_group(
    database: Database, orders: list[tuple[Callable[[apsw.Connection], object], object]]
) -> None:
    """Queue the jobs while the writer is held, so that one commit takes them all, and finish them."""
    gate = Gate()
    database.write(gate, lambda _: None)
    assert gate.entered.wait(20)
    for job, done in orders:
        database.write(job, done)  # type: ignore[arg-type]  # a mixed list has no one result type
    gate.open.set()
    database.close()


class TestWriting:
    def test_jobs_run_and_are_answered_in_the_order_they_were_queued(self, path: Path) -> None:
        answers: list[object] = []
        database = Database.open(path, [NOTES], post=run_where_it_is)
        for number in range(500):
            database.write(insert(str(number)), answers.append)
        database.close()
        assert answers == list(range(1, 501))
        assert texts_in(path) == [str(number) for number in range(500)]

    def test_a_result_is_told_only_after_its_commit(self, path: Path) -> None:
        seen: list[list[str]] = []
        database = Database.open(path, [NOTES], post=run_where_it_is)
        for text in ("a", "b"):
            database.write(insert(text), lambda _: seen.append(texts_in(path)))
        database.close()
        assert [rows[: number + 1] for number, rows in enumerate(seen)] == [["a"], ["a", "b"]]

    def test_what_queues_up_behind_a_commit_shares_the_next_one(self, path: Path) -> None:
        mailbox = Mailbox()
        database = Database.open(path, [NOTES], post=mailbox.post)
        answers: list[object] = []
        in_one_group(database, [(insert(str(number)), answers.append) for number in range(100)])
        assert len(mailbox.posted) == 2  # the gate's, and one for all hundred
        mailbox.deliver_all()
        assert answers == list(range(1, 101))

    def test_a_job_that_fails_is_undone_alone(self, path: Path) -> None:
        answers: list[object] = []

        def half_done(connection: apsw.Connection) -> None:
            insert("half")(connection)
            raise KeyError("ours")

        database = Database.open(path, [NOTES], post=run_where_it_is)
        in_one_group(
            database,
            [
                (job, answers.append)
                for job in (insert("a"), half_done, insert(None), insert("bad"), insert("z"))
            ],
        )
        assert [type(answer) for answer in answers] == [
            int,
            KeyError,
            apsw.ConstraintError,
            apsw.ConstraintError,
            int,
        ]
        assert texts_in(path) == ["a", "z"]

    def test_every_job_runs_exactly_once_also_beside_one_that_fails(self, path: Path) -> None:
        runs: list[str] = []

        def counted(name: str) -> Callable[[apsw.Connection], None]:
            def job(connection: apsw.Connection) -> None:
                runs.append(name)
                insert(None if name == "fails" else name)(connection)

            return job

        database = Database.open(path, [NOTES], post=run_where_it_is)
        in_one_group(database, [(counted(name), lambda _: None) for name in ("a", "fails", "b")])
        assert runs == ["a", "fails", "b"]

    def test_a_callback_that_raises_does_not_cost_the_others_their_answer(self, path: Path) -> None:
        mailbox = Mailbox()
        answers: list[object] = []

        def broken(_: object) -> None:
            raise LookupError

        database = Database.open(path, [NOTES], post=mailbox.post)
        in_one_group(database, [(insert("a"), broken), (insert("b"), answers.append)])
        with pytest.raises(ExceptionGroup) as caught:
            mailbox.deliver_all()
        assert caught.group_contains(LookupError)
        assert answers == [2]

    def test_all_jobs_run_in_one_thread_that_is_not_the_callers(self, path: Path) -> None:
        threads: list[object] = []
        database = Database.open(path, [NOTES], post=run_where_it_is)
        for _ in range(3):
            database.write(lambda _: threads.append(current_thread()), lambda _: None)
        database.close()
        assert len(set(threads)) == 1
        assert current_thread() not in threads

    def test_the_log_is_folded_in_again_and_again(self, path: Path) -> None:
        database = Database.open(path, [NOTES], post=run_where_it_is)
        log = path.with_name("journal.db-wal")
        sizes: list[int] = []
        for _ in range(20):
            told = Event()
            database.write(insert("x" * 1_000_000), lambda _, told=told: told.set())  # type: ignore[misc]  # the default binds it
            assert told.wait(20)
            sizes.append(log.stat().st_size)
        database.close()
        assert max(sizes) < 8_000_000
        assert not log.exists()


class TestAwaiting:
    def test_run_gives_what_the_job_returned_once_it_is_stored(self, path: Path) -> None:
        async def story(database: Database) -> tuple[int, list[str]]:
            return await database.run(insert("a")), texts_in(path)

        assert in_loop(path, story) == (1, ["a"])

    def test_run_raises_what_the_job_raised(self, path: Path) -> None:
        async def story(database: Database) -> None:
            with pytest.raises(apsw.ConstraintError):
                await database.run(insert("bad"))

        in_loop(path, story)

    def test_the_job_of_a_cancelled_caller_is_stored_all_the_same(
        self, path: Path, caplog: pytest.LogCaptureFixture
    ) -> None:
        async def story(database: Database) -> None:
            gate = Gate()
            database.write(gate, lambda _: None)
            async with asyncio.TaskGroup() as tasks:
                writing = tasks.create_task(database.run(insert("kept")))
                await asyncio.sleep(0)
                writing.cancel()
            gate.open.set()
            assert await database.run(insert("after")) == 2

        in_loop(path, story)
        assert texts_in(path) == ["kept", "after"]
        assert caplog.records == []  # the loop had nothing to complain of

    def test_a_read_sees_what_was_stored_before_it(self, path: Path) -> None:
        async def story(database: Database) -> list[str]:
            await database.run(insert("a"))
            return await database.read(texts)

        assert in_loop(path, story) == ["a"]

    def test_a_thread_reads_and_waits_for_what_it_read(self, path: Path) -> None:
        async def story(database: Database) -> list[str]:
            await database.run(insert("a"))
            return await asyncio.to_thread(database.read_here, texts)

        assert in_loop(path, story) == ["a"]

    def test_a_thread_is_told_why_a_read_failed_and_that_the_database_is_closed(self, path: Path) -> None:
        async def story(database: Database) -> None:
            with pytest.raises(apsw.SQLError, match="nothing"):
                await asyncio.to_thread(database.read_here, lambda db: db.execute("SELECT nothing"))
            database.close()
            with pytest.raises(StoreError, match="closed"):
                await asyncio.to_thread(database.read_here, texts)

        in_loop(path, story)

    def test_a_thread_is_told_when_not_even_the_snapshot_can_begin(self, path: Path) -> None:
        both = Barrier(2)

        def refuse_to_begin(reader: apsw.Connection) -> None:
            both.wait(20)  # so that each of the two readers takes one
            reader.authorizer = _no_beginning

        async def story(database: Database) -> None:
            async with asyncio.TaskGroup() as tasks:
                for _ in range(2):
                    tasks.create_task(database.read(refuse_to_begin))
            for _ in range(4):  # more often than there are readers: none of them has died of it
                with pytest.raises(apsw.AuthError):
                    await asyncio.to_thread(database.read_here, texts)
                with pytest.raises(apsw.AuthError):
                    await database.read(texts)

        in_loop(path, story)

    def test_a_read_is_one_snapshot_while_writing_goes_on(self, path: Path) -> None:
        looked, written = Event(), Event()

        def twice(connection: apsw.Connection) -> tuple[list[str], list[str]]:
            before = texts(connection)
            looked.set()
            assert written.wait(20)
            return before, texts(connection)

        async def story(database: Database) -> tuple[list[str], list[str]]:
            async with asyncio.TaskGroup() as tasks:
                reading = tasks.create_task(database.read(twice))
                await asyncio.to_thread(looked.wait, 20)
                await database.run(insert("a"))
                written.set()
            return reading.result()

        assert in_loop(path, story) == ([], [])

    def test_a_long_read_does_not_hold_up_a_short_one(self, path: Path) -> None:
        release = Event()

        def long_one(_connection: apsw.Connection) -> str:
            assert release.wait(20)
            return "long"

        async def story(database: Database) -> list[str]:
            finished: list[str] = []
            async with asyncio.TaskGroup() as tasks:
                reading = tasks.create_task(database.read(long_one))
                await asyncio.sleep(0)
                finished.append(await database.read(lambda _: "short"))
                release.set()
            return [*finished, reading.result()]

        assert in_loop(path, story) == ["short", "long"]

    def test_a_read_cannot_write(self, path: Path) -> None:
        async def story(database: Database) -> None:
            with pytest.raises(StoreError, match="cannot be written"):
                await database.read(insert("a"))
            assert await database.read(texts) == []

        in_loop(path, story)

    def test_a_failed_read_leaves_the_reader_usable(self, path: Path) -> None:
        async def story(database: Database) -> list[str]:
            for _ in range(4):
                with pytest.raises(apsw.SQLError):
                    await database.read(lambda connection: connection.execute("SELECT nothing"))
            await database.run(insert("a"))
            return await database.read(texts)

        assert in_loop(path, story) == ["a"]


class TestTelling:
    def test_results_are_told_in_order_over_several_turns_of_the_loop_when_telling_takes_long(
        self, path: Path
    ) -> None:
        box = Mailbox()
        database = Database.open(path, [NOTES], post=box.post)
        told: list[int] = []
        turns: list[int] = []

        def slow(result: int | Exception) -> None:
            until_s = perf_counter() + 2 * TELL_S
            while perf_counter() < until_s:
                pass
            told.append(int(str(result)))

        gate = Gate()
        database.write(gate, lambda _: None)
        for text in "abc":
            database.write(insert(text), slow)
        gate.open.set()
        database.close()
        for turn in box.posted:  # grows while it is walked through
            turn()
            turns.append(len(told))
        assert told == [1, 2, 3]
        assert turns[-3:] == [1, 2, 3]
