"""A compose presenter over a real controller, with a sender, a recipient and a text at hand."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from tests.support.desk import PROFILE, ActionRunner, Desk, open_desk
from tests.support.fake_transport import FakeTransport
from vox_console.domain.message import MessageState
from vox_console.presenters.compose import ComposePresenter
from vox_console.presenters.states import ComposeState
from vox_console.settings.profiles import Profile

MOBILE = "+381 64 1234567"
OTHER = "+381 60 1111111"
HOLDING = PROFILE.model_copy(update={"hold_s": 5.0})


class Composing:
    """A presenter, its states, and the controller behind it."""

    def __init__(self, desk: Desk, presenter: ComposePresenter, run: ActionRunner) -> None:
        self.desk = desk
        self.presenter = presenter
        self.run = run
        self.states: list[ComposeState] = []
        self.sent = 0
        presenter.on_state = self.states.append
        presenter.on_sent = self._count

    def _count(self) -> None:
        self.sent += 1

    @property
    def state(self) -> ComposeState:
        return self.presenter.state

    async def compose(self, text: str = "Hello", *recipients: str) -> None:
        """Type a whole message."""
        for recipient in recipients or (MOBILE,):
            self.presenter.recipients_added(recipient)
        self.presenter.text_edited(text)

    async def send(self) -> None:
        """Press Send and wait until it is stored."""
        self.presenter.send_pressed()
        await self.run.rest()

    async def message_states(self) -> list[MessageState]:
        ids = list(await self.desk.controller.message_ids())
        return await self.desk.states(ids)


@asynccontextmanager
async def composing(
    path: Path, *, profile: Profile | None = PROFILE, transport: FakeTransport | None = None
) -> AsyncIterator[Composing]:
    async with open_desk(path, transport, profile=profile) as desk, asyncio.TaskGroup() as tasks:
        run = ActionRunner(tasks)
        presenter = ComposePresenter(desk.controller, run, now_us=desk.clocks.now_us)
        scene = Composing(desk, presenter, run)
        if profile is not None:
            presenter.profile_opened(profile)
            await run.rest()
        yield scene
        await run.rest()
        assert run.failures == []
