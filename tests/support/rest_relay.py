"""A relay in front of a port on loopback: passes octets on, and knows who is connected to it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from tests.support.smpp_wire import PATIENCE_S


def _nobody(_octets: bytes) -> None:
    """Hear of nothing."""


class Relay:
    """Passes octets on. opened: connections so far; most_open: at the same time.

    passed: hears of what the console sent, once it is handed to the other side's socket.
    """

    def __init__(self, target: int, *, passed: Callable[[bytes], None] = _nobody) -> None:
        self._target = target
        self._passed = passed
        self._writers: set[asyncio.StreamWriter] = set()
        self._moved = asyncio.Event()
        self.port = 0
        self.opened = 0
        self.most_open = 0

    @property
    def open(self) -> int:
        """How many are connected now."""
        return len(self._writers)

    def cut(self) -> None:
        """Break every connection, on both sides."""
        for writer in self._writers:
            writer.transport.abort()

    async def until(self, holds: Callable[[], object]) -> None:
        """Wait until something that has to do with who is connected holds."""
        async with asyncio.timeout(PATIENCE_S):
            while not holds():
                self._moved.clear()
                await self._moved.wait()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one connection until either side ends it."""
        self._writers.add(writer)
        self.opened += 1
        self.most_open = max(self.most_open, self.open)
        self._moved.set()
        try:
            await self._pass_on(reader, writer)
        except* ConnectionError:
            pass  # the other side is gone, which is news enough
        finally:
            writer.close()
            self._writers.discard(writer)
            self._moved.set()

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, onwards = await asyncio.open_connection("127.0.0.1", self._target)
        try:
            async with asyncio.TaskGroup() as pumps:
                back = pumps.create_task(_pump(there, writer, _nobody))
                await _pump(reader, onwards, self._passed)
                back.cancel()
        finally:
            onwards.close()


async def _pump(
    source: asyncio.StreamReader, sink: asyncio.StreamWriter, passed: Callable[[bytes], None]
) -> None:
    """Pass octets on until the source ends; then end the sink."""
    while octets := await source.read(65_536):
        sink.write(octets)
        passed(octets)
        await sink.drain()
    sink.close()


@asynccontextmanager
async def relaying(target: int, *, passed: Callable[[bytes], None] = _nobody) -> AsyncIterator[Relay]:
    """Relay a free port to another one for the length of a block."""
    relay = Relay(target, passed=passed)
    server = await asyncio.start_server(relay.serve, "127.0.0.1", 0)
    relay.port = server.sockets[0].getsockname()[1]
    try:
        yield relay
    finally:
        server.close()
        relay.cut()
        await relay.until(lambda: not relay.open)
