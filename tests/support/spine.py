"""The console's spine, from the controller down, against a provider on loopback; no window in it."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from tests.support.journal_file import orphans_of
from vox_console.domain.link import Bound
from vox_console.domain.message import Message, MessageState
from vox_console.domain.secret import Secret
from vox_console.domain.transport_name import TransportRule
from vox_console.practice.ledger import SubmitRow, Verdict
from vox_console.practice.server import PracticeOptions, PracticeService, running
from vox_console.services.clocks import Clocks
from vox_console.services.controller import DATABASE_NAME, Controller
from vox_console.services.events import Event
from vox_console.services.orders import SendOrder
from vox_console.services.transport_choice import TransportMaker, transports
from vox_console.settings.folders import Folders
from vox_console.settings.profiles import BindMode, Profile, ProfileKind
from vox_console.settings.vault import MemoryVault

PATIENCE_S = 20.0
LOOK_EVERY_S = 0.01
NOBODY_LISTENS = 1  # port tcpmux: nothing of ours
ORDINARY = "381640000010"
PASSWORD = Secret("practice")

UNDECIDED = {MessageState.QUEUED, MessageState.SENDING}


def account(port: int, *, window: int = 10, response_timeout_s: float = 30, trx: bool = True) -> Profile:
    """Give a profile for a provider on this port, as fast as the window allows."""
    return Profile(
        name="practice",
        kind=ProfileKind.PRACTICE,
        host="127.0.0.1",
        port=port,
        system_id="practice",
        bind=BindMode.TRX if trx else BindMode.TX_RX,
        window=window,
        parts_per_s=100_000,
        response_timeout_s=response_timeout_s,
    )


def order(
    text: str, *recipients: str, hold_s: float = 0, transport: TransportRule = TransportRule.AUTO
) -> SendOrder:
    """Give an order that asks for receipts."""
    return SendOrder("Practice", recipients, text, hold_s=hold_s, transport=transport)


def journal_path(folder: Path) -> Path:
    """Give the journal of a console whose folders are under `folder`."""
    return Folders.choose(folder).data / DATABASE_NAME


@asynccontextmanager
async def console(
    folder: Path, *, make_transports: TransportMaker = transports, clocks: Clocks | None = None
) -> AsyncIterator[Controller]:
    """Open a controller on a data folder."""
    folders = Folders.choose(folder)
    folders.make()
    async with Controller.open(
        folders,
        program="command line",
        vault=MemoryVault(),
        make_transports=make_transports,
        clocks=clocks,
    ) as controller:
        yield controller


@asynccontextmanager
async def connected(
    folder: Path,
    profile: Profile,
    *,
    make_transports: TransportMaker = transports,
    clocks: Clocks | None = None,
) -> AsyncIterator[Controller]:
    """Open a controller and wait until every way of the account is up."""
    async with console(folder, make_transports=make_transports, clocks=clocks) as controller:
        await controller.connect(profile, PASSWORD)
        await happened(
            controller, lambda: all(isinstance(state, Bound) for state in controller.links.values())
        )
        yield controller


async def happened(controller: Controller, condition: Callable[[], bool]) -> None:
    """Wait until a condition holds that some event of the controller brings about."""
    looked = asyncio.Event()

    def listen(_event: Event) -> None:
        looked.set()

    unsubscribe = controller.subscribe(listen)
    try:
        async with asyncio.timeout(PATIENCE_S):
            while not condition():
                looked.clear()
                await looked.wait()
    finally:
        unsubscribe()


async def in_state(controller: Controller, sent: list[Message], *states: MessageState) -> list[Message]:
    """Wait until every message is in one of these states; fails when they are not in time."""
    ids = [message.id for message in sent]
    found = await controller.wait(ids, done=lambda each: each.state in states, timeout_s=PATIENCE_S)
    assert {message.state for message in found} <= set(states), found
    return found


async def decided(controller: Controller) -> list[Message]:
    """Wait until nothing is on its way to the provider any more; give all messages."""
    ids = list(await controller.message_ids())
    found = await controller.wait(ids, done=lambda each: each.state not in UNDECIDED, timeout_s=PATIENCE_S)
    assert not [message for message in found if message.state in UNDECIDED], found
    return found


Scene = Callable[[Controller, PracticeService], Awaitable[None]]


def play(
    folder: Path,
    scene: Scene,
    *,
    window: int = 10,
    response_timeout_s: float = 30,
    trx: bool = True,
    make_transports: TransportMaker = transports,
) -> None:
    """Run a scene with a practice provider on the same loop and a bound console."""

    async def run() -> None:
        options = PracticeOptions(smpp_port=0, speed=0)
        async with asyncio.timeout(3 * PATIENCE_S), running(options) as service:
            profile = account(
                service.smsc.port, window=window, response_timeout_s=response_timeout_s, trx=trx
            )
            async with connected(folder, profile, make_transports=make_transports) as controller:
                await scene(controller, service)

    asyncio.run(run())


def accepted(service: PracticeService) -> list[SubmitRow]:
    """Give what the provider accepted, in its order."""
    return [row for row in service.ledger.submits if row.verdict is Verdict.ACCEPTED]


def most_copies(service: PracticeService) -> int:
    """Give how often the part that was accepted most often was accepted."""
    return max(service.ledger.delivered_copies().values(), default=0)


def ordinary(count: int) -> list[str]:
    """Give recipients whose numbers ask the provider for nothing special."""
    return [f"38164000{number}" for number in range(7_000, 7_000 + count)]


def until(condition: Callable[[], object]) -> None:
    """Look until a condition holds that only another process can tell of; fails when it does not in time."""
    never = threading.Event()
    for _ in range(int(PATIENCE_S / LOOK_EVERY_S)):
        if condition():
            return
        never.wait(LOOK_EVERY_S)
    raise AssertionError("the condition did not come true in time")


async def orphan_receipts(controller: Controller) -> int:
    """Count the receipts in its journal that match no message."""
    return await controller._database.read(orphans_of)
