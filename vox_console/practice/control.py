"""The control port: a small HTTP/1.1 server on loopback that answers in JSON.

One request per read, handled in order; h11 parses. Nobody but local programs should reach it, so a
request whose Host is not a loopback name, or that carries an Origin (a browser's page), is refused,
and everything is bounded: 64 KiB of body, 16 KiB of headers, 32 connections, 10 s for a request to
arrive. What the paths mean stands in the package docstring.
"""

from __future__ import annotations

import asyncio
import ipaddress
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

import h11

from vox_console.practice.smsc import require_loopback

BODY_LIMIT_OCTETS = 65_536
HEADER_LIMIT_OCTETS = 16_384
CONNECTION_LIMIT = 32
ARRIVAL_LIMIT_S = 10.0
_READ_OCTETS = 65_536


@dataclass(frozen=True, slots=True)
class Request:
    """A request that passed the checks. body: parsed JSON, {} when there was none."""

    method: str
    path: str
    query: dict[str, str]
    body: object


@dataclass(frozen=True, slots=True)
class Reply:
    """A status code and what the body says."""

    status: int
    content: dict[str, object]


Handler = Callable[[Request], Awaitable[Reply]]


class _Refused(Exception):
    """A request that is answered with an error and ends its connection."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason


class ControlServer:
    """Listens on loopback and gives each request to the handler."""

    def __init__(self, handler: Handler) -> None:
        self._handler = handler
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.StreamWriter] = set()
        self.port = 0

    async def listen(self, host: str, port: int) -> None:
        """Listen; port 0 takes any free one. Raises LinkError for other than loopback, OSError."""
        self._server = await asyncio.start_server(self._serve, require_loopback(host), port)
        self.port = self._server.sockets[0].getsockname()[1]

    def close(self) -> None:
        """Stop listening and cut what is open."""
        if self._server is not None:
            self._server.close()
        for writer in list(self._open):
            writer.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connection = h11.Connection(h11.SERVER, max_incomplete_event_size=HEADER_LIMIT_OCTETS)
        self._open.add(writer)
        try:
            if len(self._open) > CONNECTION_LIMIT:
                await _reply(connection, writer, Reply(503, {"error": "too many connections"}))
                return
            while True:
                request = await _next_request(connection, reader, writer)
                if request is None:
                    return
                await _reply(connection, writer, await self._handler(request))
                if connection.our_state is not h11.DONE:
                    return  # the client wants the connection closed, or broke it
                connection.start_next_cycle()
        except _Refused as refusal:
            await _reply(connection, writer, Reply(refusal.status, {"error": refusal.reason}))
        except (ConnectionError, TimeoutError):
            pass  # the client is gone or never finished: there is nobody to tell
        finally:
            self._open.discard(writer)
            writer.close()


async def _next_request(
    connection: h11.Connection, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
) -> Request | None:
    """Give the next whole request, None at the end of the connection."""
    head: h11.Request | None = None
    body = bytearray()
    async with asyncio.timeout(ARRIVAL_LIMIT_S):
        while True:
            try:
                event = connection.next_event()
            except h11.RemoteProtocolError as fault:
                raise _Refused(fault.error_status_hint, "not HTTP/1.1 as it should be") from fault
            match event:
                case h11.NEED_DATA:
                    if connection.they_are_waiting_for_100_continue:
                        writer.write(connection.send(h11.InformationalResponse(status_code=100, headers=[])))
                    connection.receive_data(await reader.read(_READ_OCTETS))
                case h11.Request():
                    head = event
                    _check_head(head)
                case h11.Data():
                    body += event.data
                    if len(body) > BODY_LIMIT_OCTETS:
                        raise _Refused(413, f"at most {BODY_LIMIT_OCTETS} octets of body")
                case h11.EndOfMessage():
                    assert head is not None, "h11 gives the head first"  # noqa: S101 - for the type checker
                    return _request(head, bytes(body))
                case _:
                    return None


def _check_head(head: h11.Request) -> None:
    headers = dict(head.headers)
    if b"origin" in headers:
        raise _Refused(403, "not for web pages")
    if not _is_loopback_host(headers.get(b"host", b"").decode("ascii", "replace")):
        raise _Refused(403, "the Host is not this computer")


def _is_loopback_host(host: str) -> bool:
    try:
        name = urlsplit(f"//{host}").hostname
        return name == "localhost" or ipaddress.ip_address(name or "").is_loopback
    except ValueError:
        return False


def _request(head: h11.Request, body: bytes) -> Request:
    target = urlsplit(head.target.decode("ascii"))
    content: object = {}
    if body:
        try:
            content = json.loads(body)
        except (ValueError, RecursionError) as fault:
            raise _Refused(400, "the body is not JSON") from fault
    return Request(head.method.decode("ascii"), target.path, dict(parse_qsl(target.query)), content)


async def _reply(connection: h11.Connection, writer: asyncio.StreamWriter, reply: Reply) -> None:
    if connection.our_state not in {h11.IDLE, h11.SEND_RESPONSE}:
        return  # the exchange is past the point where an answer is possible
    body = json.dumps(reply.content).encode() + b"\n"
    head = h11.Response(
        status_code=reply.status,
        headers=[("Content-Type", "application/json"), ("Content-Length", str(len(body)))],
    )
    for event in (head, h11.Data(data=body), h11.EndOfMessage()):
        octets = connection.send(event)
        if octets:
            writer.write(octets)
    await writer.drain()
