"""The journal opens in a thread: the loop lives meanwhile, and who is called off leaves nothing open."""

from __future__ import annotations

import asyncio
from pathlib import Path
from threading import Event, current_thread, main_thread

import pytest

from vox_console.domain.errors import StoreError
from vox_console.services.database_opening import opened_in_thread
from vox_console.storage.database import Database
from vox_console.storage.migrations import Step

NOTES = Step("notes", "CREATE TABLE note(id INTEGER PRIMARY KEY)")


class SlowOpening:
    """Opens a file once it is let, and remembers what it opened."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.begun = asyncio.Event()
        self.let = Event()
        self.opened: list[Database] = []
        self.loop = asyncio.get_running_loop()

    def __call__(self) -> Database:
        assert current_thread() is not main_thread()
        self.loop.call_soon_threadsafe(self.begun.set)
        assert self.let.wait(20)
        database = Database.open(self.path, [NOTES], post=self.loop.call_soon_threadsafe)
        self.opened.append(database)
        return database


def test_the_loop_lives_while_it_opens(tmp_path: Path) -> None:
    async def story() -> None:
        slow = SlowOpening(tmp_path / "journal.db")
        async with asyncio.TaskGroup() as tasks:
            opening = tasks.create_task(opened_in_thread(slow))
            await slow.begun.wait()  # the loop turns, and it is not open yet
            assert not slow.opened
            slow.let.set()
        database = opening.result()
        assert await database.read(lambda _reader: "alive") == "alive"
        database.close()

    asyncio.run(story())


def test_what_opening_raises_is_raised(tmp_path: Path) -> None:
    (tmp_path / "journal.db").write_bytes(b"no database" * 1_000)

    async def story() -> None:
        slow = SlowOpening(tmp_path / "journal.db")
        slow.let.set()
        with pytest.raises(StoreError, match="damaged"):
            await opened_in_thread(slow)

    asyncio.run(story())


def test_a_caller_who_is_called_off_waits_for_it_and_closes_it(tmp_path: Path) -> None:
    async def story() -> None:
        slow = SlowOpening(tmp_path / "journal.db")
        async with asyncio.TaskGroup() as tasks:
            opening = tasks.create_task(opened_in_thread(slow))
            await slow.begun.wait()
            opening.cancel()
            await asyncio.sleep(0)
            assert not opening.done()
            slow.let.set()
        assert opening.cancelled()
        (database,) = slow.opened
        with pytest.raises(StoreError, match="closed"):
            database.read_here(lambda _reader: None)

    asyncio.run(story())


def test_a_caller_who_is_called_off_ends_when_it_cannot_be_opened(tmp_path: Path) -> None:
    (tmp_path / "journal.db").write_bytes(b"no database" * 1_000)

    async def story() -> None:
        slow = SlowOpening(tmp_path / "journal.db")
        async with asyncio.TaskGroup() as tasks:
            opening = tasks.create_task(opened_in_thread(slow))
            await slow.begun.wait()
            opening.cancel()
            slow.let.set()
        assert opening.cancelled()

    asyncio.run(story())
