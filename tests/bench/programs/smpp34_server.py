"""smpp34's server with the smallest handler there can be. Prints its port; ends with its input."""

from __future__ import annotations

import asyncio
import json
import socket
import sys
from contextlib import suppress
from itertools import count

import smpp34

from tests.bench.machine import SERVER_CORE, pin


async def _serve() -> None:
    with socket.socket() as probe:  # the library takes no port 0
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = smpp34.Server("127.0.0.1", port, system_id="smpp34", inbound_capacity=10_000)
    await server.start()
    print(json.dumps({"smpp_port": port}), flush=True)
    ids = count(1)
    ended = asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    async with asyncio.TaskGroup() as tasks:
        answering = tasks.create_task(_answer(server, ids))
        await ended
        answering.cancel()
    with suppress(Exception):
        await server.stop()


async def _answer(server: smpp34.Server, ids: count[int]) -> None:
    while True:
        event = await server.next()
        if isinstance(event, smpp34.SubmitSmEvent):
            event.accept(f"{next(ids):08x}")


if __name__ == "__main__":
    pin(SERVER_CORE)
    asyncio.run(_serve())
