"""The REST port on a socket: hands each request to the desk and waits until it has ended.

Plain HTTP on loopback, or HTTPS with a throw-away certificate. Connections may be kept alive; ages and sizes
are bounded as on any port (:class:`~vox_console.http1.server.Limits`), with room for a client that opens many
at once.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Callable

from vox_console.domain.errors import LinkError
from vox_console.http1.messages import Reply, Request
from vox_console.http1.server import Handler, HttpServer, Limits
from vox_console.practice.smsc import Smsc, require_loopback

LIMITS = Limits(connections=1_000, arrival_s=75.0)
TURNS_TO_END = 20  # of the event loop; a handful is enough for TCP, while TLS may wait for its peer


class RestPort:
    """The provider's second door. It follows the standing orders whenever the provider has settled."""

    def __init__(self, smsc: Smsc) -> None:
        self._smsc = smsc
        self._server = _CountingServer(self._answer, self._refused)
        self._cuts = 0
        smsc.followers.append(self._follow)

    @property
    def port(self) -> int:
        """Where it listens, 0 before."""
        return self._server.port

    async def listen(self, host: str, port: int, *, tls: ssl.SSLContext | None = None) -> None:
        """Listen on a loopback address; port 0 takes any free one.

        Raises LinkError when the address is not loopback or the port is taken.
        """
        address = require_loopback(host)
        try:
            await self._server.listen(address, port, tls=tls)
        except OSError as fault:
            raise LinkError(
                f"Port {port} cannot be opened",
                detail=fault.strerror or str(fault),
                hint="Choose another port for REST, or 0 for any.",
            ) from fault

    async def close(self) -> None:
        """Stop listening and close every connection, answered or not; those that will not end are cut."""
        self._smsc.provider.desk.clear()
        self._server.close()
        if not await self._none_open():
            self._server.cut()
            await self._none_open()

    async def _none_open(self) -> bool:
        """Give what was closed a few turns of the loop to notice it; say whether that was enough."""
        for _ in range(TURNS_TO_END):
            if not self._server.open_connections:
                return True
            await asyncio.sleep(0)
        return False

    async def _answer(self, request: Request) -> Reply | None:
        ended = asyncio.Event()
        exchange = self._smsc.provider.desk.take(request, self._smsc.now(), wake=ended.set)
        self._smsc.settle()
        await ended.wait()
        return exchange.reply

    def _follow(self) -> None:
        state = self._smsc.provider.state
        self._server.refuses = state.faults.rest.refuses_connections
        if self._cuts != state.rest_cuts:
            self._cuts = state.rest_cuts
            self._server.cut()

    def _refused(self) -> None:
        self._smsc.provider.state.ledger.counts.rest_refused_connections += 1
        self._smsc.settle()


class _CountingServer(HttpServer):
    """Tells of each refused connection at once: somebody may wait for that."""

    def __init__(self, handler: Handler, tell: Callable[[], None]) -> None:
        self._tell = tell
        self._refused = 0
        super().__init__(handler, limits=LIMITS)

    @property
    def refused(self) -> int:
        """How many connections were closed at once."""
        return self._refused

    @refused.setter
    def refused(self, count: int) -> None:
        grown = count > self._refused
        self._refused = count
        if grown:
            self._tell()
