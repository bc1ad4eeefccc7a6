"""smpp34's client: as many senders as the window is wide, each awaiting its own answer."""

from __future__ import annotations

import asyncio
import os
from itertools import count

import smpp34

from tests.bench.programs.client_run import SENDER, TEXT, ClientRun, Meter, recipient


class Stop(Exception):
    """Ends the senders."""


async def main(run: ClientRun) -> None:
    """Run until the time is over."""
    client = smpp34.Client(
        "127.0.0.1",
        run.port,
        "practice",
        "practice",
        bind_type="TRX",
        window_size=run.window,
        inbound_capacity=100_000,
    )
    smsc = await client.connect()
    meter = Meter(run)
    numbers = count(1)

    async def send() -> None:
        while True:
            await smsc.submit_sm(
                recipient(next(numbers)),
                TEXT,
                source_addr=SENDER,
                source_addr_ton=5,
                dest_addr_ton=1,
                dest_addr_npi=1,
                registered_delivery=1,
            )
            if not run.receipts and not meter.add(1):
                raise Stop

    async def receive() -> None:
        while True:
            event = await smsc.next()
            if isinstance(event, smpp34.DeliverSmEvent) and run.receipts and not meter.add(1):
                raise Stop

    try:
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(receive())
            for _ in range(run.window):
                tasks.create_task(send())
    except* Stop:
        meter.tell()
    os._exit(0)  # cancelled calls still run in the library's own threads, which may crash a usual exit


if __name__ == "__main__":
    asyncio.run(main(ClientRun.from_command_line()))
