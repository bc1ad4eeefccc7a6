"""A compose presenter over a real controller, with a sender, a recipient and a text at hand."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from random import Random

from tests.support.desk import PROFILE, ActionRunner, Desk, folders_in, open_desk
from tests.support.fake_clocks import FakeClocks
from tests.support.fake_transport import REST, FakeTransport
from vox_console.domain.message import MessageState
from vox_console.domain.secret import Secret
from vox_console.domain.transport_name import TransportRule
from vox_console.presenters.compose import ComposePresenter
from vox_console.presenters.composing_state import ComposeState
from vox_console.presenters.truth_state import RestTruth, SmppTruth, TruthState
from vox_console.services.controller import Controller
from vox_console.settings.profiles import Profile
from vox_console.settings.vault import MemoryVault

MOBILE = "+381 64 1234567"
OTHER = "+381 60 1111111"
HOLDING = PROFILE.model_copy(update={"hold_s": 5.0})
URL = "https://sms.example:8002/api"
BOTH = PROFILE.model_copy(update={"rest_url": URL, "rest_username": "acme-rest"})
FIXED = BOTH.model_copy(update={"transport": TransportRule.REST})
REST_ALONE = BOTH.model_copy(update={"host": ""})


def rest_transport() -> FakeTransport:
    """Give a link without a network that can do what REST can."""
    transport = FakeTransport()
    transport.capabilities = REST
    return transport


class Composing:
    """A presenter, its states, and the controller behind it."""

    def __init__(
        self,
        desk: Desk,
        presenter: ComposePresenter,
        run: ActionRunner,
        *,
        second: FakeTransport | None = None,
    ) -> None:
        self.second = second
        self.desk = desk
        self.presenter = presenter
        self.run = run
        self.states: list[ComposeState] = []
        self.truths: list[TruthState] = []
        self.sent = 0
        presenter.on_state = self.states.append
        presenter.on_truth = self.truths.append
        presenter.on_sent = self._count

    def _count(self) -> None:
        self.sent += 1

    @property
    def state(self) -> ComposeState:
        return self.presenter.state

    @property
    def smpp(self) -> FakeTransport:
        """The link that plays SMPP."""
        return self.desk.transport

    @property
    def rest(self) -> FakeTransport:
        """The link that plays REST."""
        assert self.second is not None
        return self.second

    @property
    def rest_truth(self) -> RestTruth:
        """What the panel says of REST now."""
        found = self.truths[-1].rest
        assert found is not None
        return found

    @property
    def smpp_truth(self) -> SmppTruth:
        """What the panel says of SMPP now."""
        found = self.truths[-1].smpp
        assert found is not None
        return found

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


@asynccontextmanager
async def composing_both(
    path: Path, *, profile: Profile = BOTH, transports: tuple[FakeTransport, ...] = ()
) -> AsyncIterator[Composing]:
    """Compose for an account that has these links, by default one like SMPP and one like REST."""
    links = transports or (FakeTransport(), rest_transport())
    clocks = FakeClocks()
    async with (
        Controller.open(
            folders_in(path),
            program="window",
            vault=MemoryVault(),
            make_transports=lambda _profile, _passwords, _clocks: list(links),
            clocks=clocks,
            rng=Random(7),  # noqa: S311 - the same numbers each time
        ) as controller,
        asyncio.TaskGroup() as tasks,
    ):
        desk, run = Desk(controller, links[0], clocks), ActionRunner(tasks)
        await controller.connect(profile, Secret("pa55word"))
        await desk.until(lambda: all(link.running for link in links))
        await desk.settled()
        presenter = ComposePresenter(controller, run, now_us=clocks.now_us)
        scene = Composing(desk, presenter, run, second=links[-1])
        presenter.profile_opened(profile)
        await run.rest()
        yield scene
        await run.rest()
        assert run.failures == []
