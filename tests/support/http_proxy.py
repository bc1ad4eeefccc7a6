"""A company's proxy on loopback: opens ways (CONNECT), or refuses to."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from tests.support.rest_relay import Relay


class Proxy:
    """Opens ways to one port. refusal: the octets it answers with instead, b"" while it opens.

    silent: it answers nothing at all.
    """

    def __init__(self, target: int) -> None:
        self.port = 0
        self.refusal = b""
        self.silent = False
        self._relay = Relay(target)

    @property
    def opened(self) -> int:
        """How many ways were opened so far."""
        return self._relay.opened

    def cut(self) -> None:
        """Break every way that is open."""
        self._relay.cut()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one connection."""
        head = await reader.readuntil(b"\r\n\r\n")
        assert head.startswith(b"CONNECT localhost:"), "nothing else is for a proxy to see"
        if self.silent or self.refusal:
            writer.write(self.refusal)
            if self.silent:
                await reader.read()  # until the console gives up
            writer.close()
            return
        writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        await self._relay.serve(reader, writer)


@asynccontextmanager
async def proxying(target: int) -> AsyncIterator[Proxy]:
    """Run a proxy in front of a port for the length of a block."""
    proxy = Proxy(target)
    server = await asyncio.start_server(proxy.serve, "127.0.0.1", 0)
    proxy.port = server.sockets[0].getsockname()[1]
    try:
        yield proxy
    finally:
        server.close()
        proxy.cut()
