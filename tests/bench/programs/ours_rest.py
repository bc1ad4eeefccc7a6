"""Ours over REST: the transport alone, or the whole program with its durable journal."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from random import Random

from tests.bench.programs.client_run import SENDER, TEXT, recipient
from tests.bench.programs.rest_run import RestRun, tell
from vox_console.domain.errors import VoxError
from vox_console.domain.link import Bound, LinkState
from vox_console.domain.message import MessageState, SubmitState
from vox_console.domain.secret import Secret
from vox_console.domain.submission import SubmitRequest, WireAddress
from vox_console.services.clocks import SystemClocks
from vox_console.services.controller import Controller
from vox_console.services.orders import SendOrder
from vox_console.services.patience import until_link
from vox_console.settings.folders import Folders
from vox_console.settings.profiles import Profile
from vox_console.settings.vault import MemoryVault
from vox_console.transports.base import Accepted, Arrival, SubmitOutcome
from vox_console.transports.rest import RestTransport
from vox_console.transports.rest_settings import RestSettings

_PASSWORD = Secret("practice")
_BATCH = 100  # what one request carries


class Sender:
    """The transport's sink: hands over as many as it leases and counts what was accepted."""

    def __init__(self, run: RestRun, transport: RestTransport) -> None:
        self.accepted = 0
        self._transport = transport
        self._numbers = iter(range(run.count))
        self._left = run.count
        self._source = WireAddress(5, 0, SENDER)
        loop = asyncio.get_running_loop()
        self.bound: asyncio.Future[None] = loop.create_future()
        self.done: asyncio.Future[None] = loop.create_future()

    def link_changed(self, state: LinkState) -> None:
        """Begin once the provider answers."""
        if isinstance(state, Bound) and not self.bound.done():
            self.bound.set_result(None)

    def outcomes(self, outcomes: Sequence[SubmitOutcome]) -> None:
        """Count, and send more."""
        self.accepted += sum(isinstance(outcome, Accepted) for outcome in outcomes)
        self._left -= len(outcomes)
        if self._left:
            self.send()
        else:
            self.done.set_result(None)

    def arrivals(self, arrivals: Sequence[Arrival]) -> None:
        """Nothing is pushed here."""

    def round_trip(self, milliseconds: float) -> None:
        """Ignore it."""

    def noted(self, fault: VoxError) -> None:
        """Fail: nothing may go wrong here."""
        raise fault

    def send(self) -> None:
        """Fill one request."""
        lease = self._transport.lease(_BATCH)
        if lease is None:
            return
        requests = [
            SubmitRequest(
                number,
                sequence,
                self._source,
                WireAddress(1, 1, recipient(number)),
                0,
                0,
                TEXT,
                text=TEXT.decode(),
                long_mode="cut",
            )
            for sequence, number in zip(lease.sequences, self._numbers, strict=False)
        ]
        if requests:
            self._transport.submit(lease.session, requests)


async def _transport(run: RestRun) -> None:
    settings = RestSettings(run.url, "practice", _PASSWORD, local=True)
    transport = RestTransport(settings, clock=SystemClocks(), rng=Random(1))  # noqa: S311 - names sessions
    sender = Sender(run, transport)
    async with asyncio.TaskGroup() as tasks:
        link = tasks.create_task(transport.run(sender))
        await sender.bound
        with tell(run) as told:
            for _ in range(10):
                sender.send()
            await sender.done
            told["accepted"] = sender.accepted
        link.cancel()


async def _program(run: RestRun) -> None:
    profile = Profile(
        name="Bench", rest_url=run.url, rest_username="practice", parts_per_s=100_000, part_limit=255
    )
    numbers = tuple(recipient(number) for number in range(run.count))
    with tempfile.TemporaryDirectory() as folder:
        folders = Folders.choose(Path(folder))
        folders.make()
        async with Controller.open(folders, program="command line", vault=MemoryVault()) as controller:
            await controller.connect(profile, _PASSWORD)
            await until_link(controller, timeout_s=20)
            with tell(run) as told:
                sent = await controller.send(SendOrder(SENDER, numbers, TEXT.decode()))
                ids = [message.id for message in sent]
                undecided = {MessageState.QUEUED, MessageState.SENDING}
                found = await controller.wait(
                    ids, done=lambda message: message.state not in undecided, timeout_s=60
                )
                told["accepted"] = sum(message.parts[0].submit is SubmitState.ACCEPTED for message in found)


if __name__ == "__main__":
    whole = "--whole" in sys.argv
    if whole:
        sys.argv.remove("--whole")
    asyncio.run((_program if whole else _transport)(RestRun.from_command_line(pinned=not whole)))
