"""A dispatcher between a real journal and a fake link, with no controller above it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from random import Random
from typing import TypeVar

from tests.support.desk import ORDER, turn, until
from tests.support.fake_clocks import FakeClocks
from tests.support.fake_transport import FakeTransport
from vox_console.domain.errors import StoreFull
from vox_console.domain.message import Message, SubmitState
from vox_console.services.dispatcher import Dispatcher
from vox_console.services.events import (
    Event,
    Noted,
)
from vox_console.services.orders import to_messages
from vox_console.settings.profiles import Profile
from vox_console.storage import history, outbox
from vox_console.storage.database import Database
from vox_console.storage.schema import STEPS

JOURNAL = "journal.db"

E = TypeVar("E", bound=Event)
Story = Callable[["Bench"], Awaitable[None]]


class Bench:
    """A dispatcher with everything around it."""

    def __init__(self, path: Path, transport: FakeTransport, profile: Profile) -> None:
        post = asyncio.get_running_loop().call_soon_threadsafe
        self.path = path
        self.database = Database.open(path, STEPS, post=post)
        self.transport = transport
        self.profile = profile
        self.clocks = FakeClocks()
        self.events: list[Event] = []
        self.dispatcher = Dispatcher(
            database=self.database,
            transport=transport,
            profile=profile,
            clocks=self.clocks,
            announce=self.events.append,
        )

    async def store(self, count: int = 1, *, text: str = "Hello", hold_s: float = 0.0) -> list[int]:
        """Put messages into the queue and say nothing to the dispatcher."""
        order = replace(
            ORDER,
            recipients=tuple(f"38164{1_000_000 + number}" for number in range(count)),
            text=text,
            hold_s=hold_s,
        )
        now_us = self.clocks.now_us()
        rng = Random(7)  # noqa: S311 - the same numbers each time
        new = to_messages(order, self.profile, self.transport.capabilities, now_us=now_us, rng=rng)
        return await self.database.run(partial(outbox.enqueue, messages=new, now_us=now_us))

    async def queue(self, count: int = 1, *, text: str = "Hello", hold_s: float = 0.0) -> list[int]:
        """Put messages into the queue, as the controller does."""
        ids = await self.store(count, text=text, hold_s=hold_s)
        hold_until_us = self.clocks.now_us() + round(hold_s * 1_000_000) if hold_s else 0
        self.dispatcher.wake(hold_until_us=hold_until_us)
        return ids

    async def until(self, condition: Callable[[], bool]) -> None:
        await until(self.database, condition)

    async def settled(self) -> None:
        for _ in range(6):
            await turn(self.database)

    async def messages(self, ids: Sequence[int]) -> list[Message]:
        return await self.database.read(partial(history.messages, ids=ids))

    async def submits(self, message_id: int) -> list[SubmitState]:
        (message,) = await self.messages([message_id])
        return [part.submit for part in message.parts]

    async def fill_the_disk(self) -> None:
        """Let the file grow no more."""
        await self.database.run(lambda db: db.pragma("max_page_count", db.pragma("page_count")))

    async def free_the_disk(self) -> None:
        await self.database.run(lambda db: db.pragma("max_page_count", 1_000_000))

    def heard(self, kind: type[E]) -> list[E]:
        return [event for event in self.events if isinstance(event, kind)]

    @property
    def store_faults(self) -> list[Noted]:
        return [event for event in self.heard(Noted) if isinstance(event.fault, StoreFull)]


@asynccontextmanager
async def dispatch_bench(path: Path, transport: FakeTransport, profile: Profile) -> AsyncIterator[Bench]:
    stage = Bench(path, transport, profile)
    try:
        async with asyncio.TaskGroup() as tasks:
            link = tasks.create_task(transport.run(stage.dispatcher))
            await stage.until(lambda: transport.running)
            yield stage
            link.cancel()
    finally:
        stage.dispatcher.cancel_timers()
        await asyncio.to_thread(stage.database.close)


Play = Callable[..., FakeTransport]
