"""A harvester over a real journal, and a provider that is asked: the stage of the harvester's tests."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

import apsw

from tests.support.desk import turn, until
from tests.support.fake_clocks import FakeClocks
from tests.support.journal_file import PROFILE
from tests.support.rest_journal import DAY_US
from vox_console.domain.message import Message, MessageState
from vox_console.domain.status_answer import StatusAnswer, read_status
from vox_console.services.events import Event
from vox_console.services.harvester import Harvester
from vox_console.storage import history
from vox_console.storage.database import Database
from vox_console.storage.opening import READERS
from vox_console.storage.schema import STEPS

PATIENCE_S = 20.0


def answer(query_id: str, body: bytes) -> StatusAnswer:
    found = read_status(body, query_id)
    assert found is not None
    return found


class Provider:
    """Answers with a word, with a fault, or when the test says so."""

    def __init__(self) -> None:
        self.word: bytes | Exception | None = b"ENROUTE"
        self.words: dict[str, bytes | Exception] = {}
        self.asked: list[str] = []
        self.open: dict[str, asyncio.Future[bytes]] = {}
        self.most_open = 0

    async def query(self, query_id: str) -> StatusAnswer:
        self.asked.append(query_id)
        word = self.words.get(query_id, self.word)
        if word is None:
            self.open[query_id] = asyncio.get_running_loop().create_future()
            self.most_open = max(self.most_open, len(self.open))
            try:
                word = await self.open[query_id]
            finally:
                del self.open[query_id]
        if isinstance(word, Exception):
            raise word
        return answer(query_id, word)


def _meet(barrier: threading.Barrier, _db: apsw.Connection) -> int:
    return barrier.wait(PATIENCE_S)


class Stage:
    """A harvester over a journal in which messages were accepted at the clocks' beginning."""

    def __init__(self, path: Path) -> None:
        self.clocks = FakeClocks()
        self.provider = Provider()
        self.events: list[Event] = []
        self.answers = True
        self.looks = 0
        self.database = Database.open(path, STEPS, post=asyncio.get_running_loop().call_soon_threadsafe)
        self.harvester = Harvester(
            self.database,
            self.provider,
            profile=PROFILE,
            memory_us=DAY_US,
            clocks=self.clocks,
            can_ask=self._can_ask,
            announce=self.events.append,
        )

    def _can_ask(self) -> bool:
        self.looks += 1
        return self.answers

    async def until(self, condition: Callable[[], bool]) -> None:
        await until(self.database, condition)

    async def settled(self) -> None:
        """Let the loop and every thread of the journal come to rest."""
        for _ in range(6):
            together = threading.Barrier(READERS)
            await asyncio.gather(*[self.database.read(partial(_meet, together)) for _ in range(READERS)])
            await turn(self.database)

    async def pass_time(self, seconds: float) -> None:
        self.clocks.advance(seconds)
        await self.settled()

    async def asked(self, count: int) -> None:
        """Wait until so many questions were asked, and see that there are no more."""
        await self.until(lambda: len(self.provider.asked) >= count)
        await self.settled()
        assert len(self.provider.asked) == count

    async def becomes(self, state: MessageState, message_id: int = 1) -> None:
        """Wait until a message is in a state."""
        for _ in range(200):
            if (await self.message(message_id)).state is state:
                return
            await self.settled()
        raise AssertionError(f"{await self.message(message_id)} is not {state}")

    async def message(self, message_id: int = 1) -> Message:
        (found,) = await self.database.read(partial(history.messages, ids=[message_id]))
        return found

    async def asked_counts(self) -> list[int]:
        rows = await self.database.read(
            lambda db: db.execute("SELECT asked FROM queries ORDER BY part_id").fetchall()
        )
        return [int(str(row[0])) for row in rows]


@asynccontextmanager
async def harvesting(path: Path) -> AsyncIterator[Stage]:
    stage = Stage(path)
    try:
        async with asyncio.TaskGroup() as tasks:
            running = tasks.create_task(stage.harvester.run())
            await stage.settled()
            yield stage
            assert not running.done()
            running.cancel()
    finally:
        await asyncio.to_thread(stage.database.close)
