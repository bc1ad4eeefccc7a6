"""Our transport alone: no journal, no window. Receipts are acknowledged as soon as they come."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from itertools import count
from random import Random

from tests.bench.programs.client_run import SENDER, TEXT, ClientRun, Meter, recipient
from vox_console.domain.errors import VoxError
from vox_console.domain.link import Bound, LinkState
from vox_console.domain.secret import Secret
from vox_console.domain.submission import SubmitRequest, WireAddress
from vox_console.services.clocks import SystemClocks
from vox_console.smpp.session import SessionConfig
from vox_console.transports.base import Arrival, Confirm, SubmitOutcome
from vox_console.transports.smpp import SmppSettings, SmppTransport


class Sender:
    """The transport's sink: keeps the window full until the meter says stop."""

    def __init__(self, run: ClientRun, transport: SmppTransport) -> None:
        self._run = run
        self._transport = transport
        self._meter: Meter | None = None
        self._numbers = count(1)
        self._source = WireAddress(5, 0, SENDER)
        self.ended: asyncio.Future[Meter] = asyncio.get_running_loop().create_future()

    def link_changed(self, state: LinkState) -> None:
        """Begin once bound."""
        if isinstance(state, Bound) and self._meter is None:
            self._meter = Meter(self._run)
            self._send(self._run.window)

    def outcomes(self, outcomes: Sequence[SubmitOutcome]) -> None:
        """Use the places that became free."""
        if self._run.receipts:
            self._send(len(outcomes))
        else:
            self._count(len(outcomes))

    def arrivals(self, arrivals: Sequence[Arrival]) -> None:
        """Acknowledge at once."""
        self._transport.confirm([arrival.token for arrival in arrivals], Confirm.STORED)
        self._count(len(arrivals), refill=False)

    def round_trip(self, milliseconds: float) -> None:
        """Ignore it."""

    def noted(self, fault: VoxError) -> None:
        """Fail: nothing may go wrong here."""
        raise fault

    def _count(self, done: int, *, refill: bool = True) -> None:
        if self._meter is None or self.ended.done():
            return
        if not self._meter.add(done):
            self.ended.set_result(self._meter)
        elif refill:
            self._send(done)

    def _send(self, size: int) -> None:
        lease = None if self.ended.done() else self._transport.lease(size)
        if lease is None:
            return
        source = self._source
        requests = [
            SubmitRequest(number, sequence, source, WireAddress(1, 1, recipient(number)), 0, 0, TEXT)
            for sequence, number in zip(lease.sequences, self._numbers, strict=False)
        ]
        self._transport.submit(lease.session, requests)


async def _main(run: ClientRun) -> None:
    config = SessionConfig("practice", Secret("practice"))
    transport = SmppTransport(
        SmppSettings("127.0.0.1", run.port, config),
        clock=SystemClocks(),
        rng=Random(1),  # noqa: S311 - names sessions
    )
    sender = Sender(run, transport)
    async with asyncio.TaskGroup() as tasks:
        link = tasks.create_task(transport.run(sender))
        (await sender.ended).tell()
        link.cancel()


def main() -> None:
    """Run on the loop that was asked for."""
    run = ClientRun.from_command_line()
    if run.loop == "asyncio":
        asyncio.run(_main(run))
        return
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415 - only for this loop

    from vox_console.ui.bridge import run_on_qt  # noqa: PLC0415 - the same

    run_on_qt(QApplication([]), lambda: _main(run))


if __name__ == "__main__":
    main()
