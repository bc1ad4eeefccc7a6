"""A controller over a real journal in a folder, with a fake link: the stage of most service tests."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from random import Random

from tests.support.fake_clocks import FakeClocks
from tests.support.fake_transport import FakeTransport
from vox_console.domain.errors import StoreError
from vox_console.domain.message import Message, MessageState
from vox_console.domain.secret import Secret
from vox_console.services.controller import Controller
from vox_console.services.events import Event
from vox_console.services.orders import SendOrder
from vox_console.settings.folders import Folders
from vox_console.settings.profiles import Profile
from vox_console.settings.vault import MemoryVault
from vox_console.storage.database import Database

PROFILE = Profile(
    name="work",
    host="provider.example",
    system_id="acme",
    default_region="RS",
    default_sender="Vox",
    parts_per_s=1_000.0,
    window=10,
    hold_s=0.0,
    tls=True,
)
RECIPIENT = "381641234567"
ORDER = SendOrder(sender="Vox", recipients=(RECIPIENT,), text="Hello")


class Desk:
    """A controller, what it announced, and what stands behind it."""

    def __init__(self, controller: Controller, transport: FakeTransport, clocks: FakeClocks) -> None:
        self.controller = controller
        self.transport = transport
        self.clocks = clocks
        self.events: list[Event] = []
        self.database: Database = controller._database
        controller.subscribe(self.events.append)

    async def connect(self, profile: Profile = PROFILE) -> None:
        """Choose an account and wait until its transport runs."""
        await self.controller.connect(profile, Secret("pa55word"))
        await self.until(lambda: self.transport.running)

    async def until(self, condition: Callable[[], bool]) -> None:
        """Let the loop and the journal work until something holds."""
        await until(self.database, condition)

    async def settled(self) -> None:
        """Let everything that is on its way through the journal come to rest."""
        for _ in range(6):
            await turn(self.database)

    async def states(self, ids: Sequence[int]) -> list[MessageState]:
        """Give the states of messages."""
        return [message.state for message in await self.controller.messages(ids)]

    async def until_state(self, state: MessageState, *messages: Message) -> None:
        """Wait until all these messages are in a state."""
        ids = [message.id for message in messages]
        for _ in range(200):
            there = set(await self.states(ids)) == {state}
            await turn(self.database)  # a reader may see a commit before it was announced
            if there:
                return
        raise AssertionError(f"{await self.states(ids)} instead of {state}")


async def turn(database: Database) -> None:
    """Wait until the journal has answered what was asked of it so far, be it with a fault."""
    with suppress(StoreError):  # a job shares the fate of those it was committed with
        await database.run(lambda _: None)


async def until(database: Database, condition: Callable[[], bool]) -> None:
    """Let the loop and the writer thread work until something holds; by turns, not by time."""
    for _ in range(2_000):
        if condition():
            return
        await turn(database)
    raise AssertionError("it never came true")


def folders_in(path: Path) -> Folders:
    """Give made folders under a path."""
    folders = Folders.choose(path)
    folders.make()
    return folders


@asynccontextmanager
async def open_desk(
    path: Path,
    transport: FakeTransport | None = None,
    *,
    clocks: FakeClocks | None = None,
    profile: Profile | None = PROFILE,
) -> AsyncIterator[Desk]:
    """Open a controller over the journal in `path`, connected to `profile` when there is one."""
    link = transport or FakeTransport()
    clocks = clocks or FakeClocks()
    async with Controller.open(
        folders_in(path),
        program="window",
        vault=MemoryVault(),
        make_transports=lambda _profile, _passwords, _clocks: [link],
        clocks=clocks,
        rng=Random(7),  # noqa: S311 - the same numbers each time
    ) as controller:
        desk = Desk(controller, link, clocks)
        if profile is not None:
            await desk.connect(profile)
        yield desk


class ActionRunner:
    """Starts a presenter's actions as tasks, as the bridge does, and keeps what failed."""

    def __init__(self, tasks: asyncio.TaskGroup) -> None:
        self._tasks = tasks
        self._running: set[asyncio.Task[None]] = set()
        self.failures: list[tuple[str, Exception]] = []

    def __call__(self, action: Callable[[], Awaitable[object]], *, name: str) -> None:
        """Start an action."""
        task = self._tasks.create_task(self._guarded(action, name))
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def rest(self) -> None:
        """Wait until everything that was started has ended."""
        while self._running:
            await asyncio.wait(set(self._running))

    async def _guarded(self, action: Callable[[], Awaitable[object]], name: str) -> None:
        try:
            await action()
        except Exception as fault:  # noqa: BLE001 - the bridge ends every failure of an action too
            self.failures.append((name, fault))
