"""The inbox's presenter over a real journal and a fake link, with customers who write."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

from tests.support.desk import PROFILE, ActionRunner, Desk, open_desk
from vox_console.domain.delivery import Delivery
from vox_console.presenters.inbox import InboxPresenter
from vox_console.presenters.inbox_state import LineShown, ThreadRow
from vox_console.services.events import Event, ThreadsChanged
from vox_console.settings.profiles import Profile

ANA, IVO, UNA, OURS = "381641234567", "381657654321", "381601111111", "381600000000"
HOLDING = PROFILE.model_copy(update={"hold_s": 5.0})


def utc(us: int) -> datetime:
    """Give UTC microseconds as the local time of the tests, which is UTC."""
    return datetime.fromtimestamp(us / 1_000_000, tz=UTC)


async def _one_turn(_seconds: float) -> None:
    """Pause as briefly as can be: what is told meanwhile is seen afterwards."""
    await asyncio.sleep(0)


class Inbox:
    """A presenter that hears the controller, and what it told."""

    def __init__(self, desk: Desk, run: ActionRunner) -> None:
        self.desk = desk
        self.run = run
        self.presenter = InboxPresenter(
            desk.controller, run, now_us=desk.clocks.now_us, to_local=utc, pause=_one_turn
        )
        self.unread: list[int] = []
        self.presenter.on_unread = self.unread.append
        self._moves = 0
        self.close = desk.controller.subscribe(self._hear)

    def _hear(self, event: Event) -> None:
        self._moves += isinstance(event, ThreadsChanged)
        self.presenter.heard(event)

    async def say(self, text: str, *, who: str = ANA, to: str = OURS) -> None:
        """Let a customer write, a second after what was said before and before what is said next."""
        await self.push(Delivery(who, to, 0, 0, text.encode(), raw=text.encode()))

    async def push(self, *deliveries: Delivery) -> None:
        """Let the provider push parts, and wait until the inbox has taken them."""
        self.desk.clocks.advance(1)
        before = self._moves
        self.desk.transport.push(*deliveries)
        await self.desk.until(lambda: self._moves > before)
        self.desk.clocks.advance(1)
        await self.rest()

    async def rest(self) -> None:
        """Wait until everything has come to rest."""
        for _ in range(4):
            await self.desk.settled()
            await self.run.rest()

    async def until(self, holds: Callable[[], bool]) -> None:
        """Let everything go on until something holds; by turns, not by time."""
        for _ in range(200):
            if holds():
                return
            await self.rest()
        raise AssertionError("it never came true")

    async def do(self, act: Callable[[], object]) -> None:
        """Do something and wait until it has come to rest."""
        act()
        await self.rest()

    async def rows(self) -> list[ThreadRow]:
        """Give the rows of the list, read."""
        rows = self.presenter.rows
        for index in range(len(rows)):
            rows.row_at(index)
        await self.rest()
        return [row for row in map(rows.row_at, range(len(rows))) if row is not None]

    async def names(self) -> list[str]:
        """Give whose conversations are listed."""
        return [row.name for row in await self.rows()]

    async def open(self, index: int = 0) -> None:
        """Open the conversation in a row."""
        await self.do(lambda: self.presenter.opened(self.presenter.rows.id_at(index)))

    @property
    def lines(self) -> tuple[LineShown, ...]:
        """What the opened conversation shows."""
        shown = self.presenter.thread.shown
        assert shown is not None
        return shown.lines

    @property
    def words(self) -> list[str]:
        """How it stands with each of ours in it."""
        return [line.look.word for line in self.lines if line.look is not None]

    @property
    def texts(self) -> list[str]:
        """What was said in it, ours behind a mark."""
        return [f"{'> ' if line.ours else ''}{line.text}" for line in self.lines]


Story = Callable[[Inbox], Awaitable[None]]


@asynccontextmanager
async def reading(path: Path, *, profile: Profile = PROFILE) -> AsyncIterator[Inbox]:
    """Open the inbox of an account; nothing that was started may have failed."""
    async with open_desk(path, profile=profile) as desk, asyncio.TaskGroup() as tasks:
        inbox = Inbox(desk, ActionRunner(tasks))
        await inbox.presenter.load()
        inbox.presenter.profile_opened(profile)
        inbox.presenter.thread.watched(by_somebody=True)
        yield inbox
        await inbox.rest()
        inbox.close()
        assert inbox.run.failures == []


def play_inbox(path: Path, *stories: Story) -> None:
    """Run stories one after another in the inbox of an account."""

    async def main() -> None:
        async with reading(path) as inbox:
            for story in stories:
                await story(inbox)

    asyncio.run(main())
