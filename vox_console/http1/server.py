"""The server: connections, limits, and one request after the other on each of them."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, replace

import h11

from vox_console.http1.messages import Refused, Reply, Request

READ_OCTETS = 65_536


@dataclass(frozen=True, slots=True)
class Limits:
    """What one peer may ask of us. arrival_s: for one request to arrive whole, the wait for it included.

    connection_s: the age at which a connection takes no further request.
    """

    header_octets: int = 16_384
    body_octets: int = 65_536
    connections: int = 32
    arrival_s: float = 10.0
    connection_s: float = 3_600.0


Handler = Callable[[Request], Awaitable[Reply | None]]
"""Answers a request; None closes the connection without an answer."""

Screen = Callable[[Request], None]
"""Looks at a request's head (its body is still to come) and raises Refused to be rid of it."""


def _let_all_in(_head: Request) -> None:
    """Screen nothing."""


class HttpServer:
    """Listens, and gives each whole request to the handler.

    refuses: close each new connection at once. refused: how many were.
    """

    def __init__(
        self, handler: Handler, *, limits: Limits | None = None, screen: Screen = _let_all_in
    ) -> None:
        self._handler = handler
        self._limits = limits or Limits()
        self._screen = screen
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.StreamWriter] = set()
        self.port = 0
        self.refuses = False
        self.refused = 0

    @property
    def open_connections(self) -> int:
        """How many connections are open."""
        return len(self._open)

    async def listen(self, host: str, port: int, *, tls: ssl.SSLContext | None = None) -> None:
        """Listen; port 0 takes any free one. Raises OSError."""
        self._server = await asyncio.start_server(self._serve, host, port, ssl=tls)
        self.port = self._server.sockets[0].getsockname()[1]

    def close(self) -> None:
        """Stop listening and close what is open."""
        if self._server is not None:
            self._server.close()
        for writer in list(self._open):
            writer.close()

    def cut(self) -> None:
        """Break every open connection and go on listening."""
        for writer in list(self._open):
            writer.transport.abort()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self.refuses:
            self.refused += 1
            writer.transport.abort()
            return
        self._open.add(writer)
        exchange = _Exchange(reader, writer, self._limits, self._screen)
        try:
            if len(self._open) > self._limits.connections:
                await exchange.reply(_error(503, "too many connections"))
                return
            while (request := await exchange.next_request()) is not None:
                answer = await self._handler(request)
                if answer is None:
                    return
                await exchange.reply(answer)
                if not exchange.goes_on():
                    return  # the client wants the connection closed, or broke it
        except Refused as refusal:
            with suppress(ConnectionError):  # who sent it may be gone by now
                await exchange.reply(_error(refusal.status, refusal.reason))
        except (ConnectionError, TimeoutError):
            pass  # the client is gone or never finished: there is nobody to tell
        finally:
            self._open.discard(writer)
            writer.close()


class _Exchange:
    """One connection, seen as requests and replies."""

    def __init__(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, limits: Limits, screen: Screen
    ) -> None:
        self._reader = reader
        self._writer = writer
        self._limits = limits
        self._screen = screen
        self._http = h11.Connection(h11.SERVER, max_incomplete_event_size=limits.header_octets)
        peername: tuple[str, int] | None = writer.get_extra_info("peername")
        self._peer = peername[0] if peername else ""  # there is none when it left before it was served
        self._to_head = False  # an answer to HEAD has no body (RFC 9110 §9.3.2)
        self._until = asyncio.get_running_loop().time() + limits.connection_s

    def goes_on(self) -> bool:
        """Get ready for another request; False when there can be none."""
        if self._http.our_state is not h11.DONE or self._http.their_state is not h11.DONE:
            return False
        self._http.start_next_cycle()
        return asyncio.get_running_loop().time() < self._until

    async def next_request(self) -> Request | None:
        """Give the next whole request, None at the end of the connection. Raises Refused, TimeoutError."""
        head: Request | None = None
        body = bytearray()
        async with asyncio.timeout(self._limits.arrival_s):
            while True:
                try:
                    event = self._http.next_event()
                except h11.RemoteProtocolError as fault:
                    raise Refused(fault.error_status_hint, "not HTTP/1.1 as it should be") from fault
                match event:
                    case h11.NEED_DATA:
                        await self._feed()
                    case h11.Request():
                        head = _head(event, self._peer)
                        self._to_head = head.method == "HEAD"
                        self._screen(head)
                    case h11.Data():
                        body += event.data
                        if len(body) > self._limits.body_octets:
                            raise Refused(413, f"at most {self._limits.body_octets} octets of body")
                    case h11.EndOfMessage() if head is not None:
                        return replace(head, body=bytes(body))
                    case _:
                        return None

    async def _feed(self) -> None:
        if self._http.they_are_waiting_for_100_continue:
            self._write(h11.InformationalResponse(status_code=100, headers=[]))
        self._http.receive_data(await self._reader.read(READ_OCTETS))

    async def reply(self, reply: Reply) -> None:
        """Answer the request; nothing is written when the exchange is past the point where one can be."""
        if self._http.our_state not in {h11.IDLE, h11.SEND_RESPONSE}:
            return
        headers = [("Content-Type", reply.content_type), ("Content-Length", str(len(reply.body)))]
        self._write(h11.Response(status_code=reply.status, headers=[*headers, *reply.headers]))
        if reply.body and not self._to_head:
            await self._write_body(reply)
        self._write(h11.EndOfMessage())
        await self._writer.drain()

    async def _write_body(self, reply: Reply) -> None:
        if not reply.octet_every_s:
            self._write(h11.Data(data=reply.body))
            return
        for octet in reply.body:
            self._write(h11.Data(data=bytes([octet])))
            await self._writer.drain()  # raises once the client has gone
            await asyncio.sleep(reply.octet_every_s)

    def _write(self, event: h11.InformationalResponse | h11.Response | h11.Data | h11.EndOfMessage) -> None:
        octets = self._http.send(event)
        if octets:
            self._writer.write(octets)


def _head(event: h11.Request, peer: str) -> Request:
    path, _, query = event.target.decode("ascii").partition("?")
    headers = {name.decode("ascii"): value.decode("latin-1") for name, value in event.headers}
    return Request(event.method.decode("ascii"), path, query, headers, peer=peer)


def _error(status: int, reason: str) -> Reply:
    return Reply(status, b'{"error": "' + reason.encode("ascii", "replace") + b'"}\n')
