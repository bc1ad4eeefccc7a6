"""Both ends of a REST link on loopback: an HTTP peer that does as it is told, and a running transport."""

from __future__ import annotations

import asyncio
import json
import ssl
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from random import Random
from urllib.parse import parse_qsl

import pytest

from tests.support.rest_relay import Relay, relaying
from tests.support.smpp_wire import PATIENCE_S, SENDER, RecordingSink, SystemClock
from vox_console.domain.errors import LinkError
from vox_console.domain.link import Bound, Waiting
from vox_console.domain.rest_message import LongMessageMode
from vox_console.domain.secret import Secret
from vox_console.domain.submission import SubmitRequest, WireAddress
from vox_console.practice import server
from vox_console.practice.server import PracticeOptions, PracticeService
from vox_console.transports.base import Lease
from vox_console.transports.callbacks import CallbackListener
from vox_console.transports.rest import RestTransport
from vox_console.transports.rest_settings import RestSettings

USERNAME, PASSWORD = "practice", "practice"
CHECK = "check-"  # ids asked for to see whether the provider answers begin with it
UNKNOWN = json.dumps({"status": "UNKNOWN", "delivery_time": "", "mccmnc": "", "error_code": ""}).encode()
NUMBER = "381640000010"


class Asked:
    """One request as the peer read it, and the ways to answer it."""

    def __init__(
        self, writer: asyncio.StreamWriter, line: str, headers: Mapping[str, str], body: bytes
    ) -> None:
        self.method, self.target, _ = line.split(" ", 2)
        self.headers = headers
        self.body = body
        self._writer = writer

    @property
    def fields(self) -> dict[str, object]:
        """What was asked, from the query and the body together."""
        query = dict(parse_qsl(self.target.partition("?")[2], keep_blank_values=True))
        return {**query, **(json.loads(self.body) if self.body else {})}

    @property
    def is_check(self) -> bool:
        """Whether it only asks if anybody answers."""
        return str(self.fields.get("messageId", "")).startswith(CHECK)

    def answer(self, status: int = 200, body: bytes | object = b"", **headers: str) -> None:
        """Answer; anything but octets becomes JSON. Names of headers are written with underscores."""
        octets = body if isinstance(body, bytes) else json.dumps(body).encode()
        lines = [f"HTTP/1.1 {status} Whatever", f"Content-Length: {len(octets)}"]
        lines += [f"{name.replace('_', '-')}: {text}" for name, text in headers.items()]
        self.say("\r\n".join([*lines, "", ""]).encode() + octets)

    def say(self, octets: bytes) -> None:
        """Write octets, be they HTTP or not."""
        self._writer.write(octets)

    def close(self) -> None:
        """Close the connection after what was said."""
        self._writer.close()

    def cut(self) -> None:
        """Break the connection."""
        self._writer.transport.abort()


class HttpPeer:
    """The provider's end, which does what the test says. checks: what those are answered with, None: nothing.

    greeting: what it says to whoever connects. opened: connections so far.
    """

    def __init__(self) -> None:
        self.port = 0
        self.opened = 0
        self.greeting = b""
        self.checks: tuple[int, bytes] | None = (200, UNKNOWN)
        self._asked: asyncio.Queue[Asked] = asyncio.Queue()
        self._writers: list[asyncio.StreamWriter] = []
        self._server: asyncio.Server | None = None

    async def listen(self, context: ssl.SSLContext | None) -> None:
        """Listen on a free port."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, ssl=context)
        self.port = self._server.sockets[0].getsockname()[1]

    async def asked(self) -> Asked:
        """Give the next request that is no check."""
        async with asyncio.timeout(PATIENCE_S):
            return await self._asked.get()

    @property
    def idle(self) -> bool:
        """Whether nothing was asked that nobody has looked at."""
        return self._asked.empty()

    async def gone(self) -> None:
        """Stop listening and break what is open."""
        assert self._server is not None
        self._server.close()
        for writer in self._writers:
            writer.transport.abort()
        for _ in range(3):  # turns of the loop, until the sockets are closed
            await asyncio.sleep(0)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.opened += 1
        self._writers.append(writer)
        writer.write(self.greeting)
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
                line, *rest = head.rstrip("\r\n").split("\r\n")
                split = (each.partition(":") for each in rest)
                headers = {name.lower(): text.strip() for name, _, text in split}
                body = await reader.readexactly(int(headers.get("content-length", "0")))
                self._take(Asked(writer, line, headers, body))
        except (asyncio.IncompleteReadError, ConnectionError):
            pass  # the console has gone
        finally:
            writer.close()

    def _take(self, asked: Asked) -> None:
        if not asked.is_check:
            self._asked.put_nowait(asked)
        elif self.checks is not None:
            asked.answer(*self.checks)


@asynccontextmanager
async def http_peer(context: ssl.SSLContext | None = None) -> AsyncIterator[HttpPeer]:
    """Listen on a free loopback port."""
    peer = HttpPeer()
    await peer.listen(context)
    try:
        yield peer
    finally:
        await peer.gone()


def settings(port: int, **changes: object) -> RestSettings:
    """Give settings for a port of this computer; keywords replace fields."""
    chosen = RestSettings(f"http://127.0.0.1:{port}/api", USERNAME, Secret(PASSWORD), local=True)
    return replace(chosen, **changes)  # type: ignore[arg-type]  # single fields of one test


def over_tls(port: int, ca_file: str = "", *, host: str = "localhost") -> RestSettings:
    """Give settings for TLS."""
    return settings(port, url=f"https://{host}:{port}/api", ca_file=ca_file)


@dataclass
class Account:
    """A transport that runs, and its sink."""

    transport: RestTransport
    sink: RecordingSink
    task: asyncio.Task[None]

    async def bound(self) -> Bound:
        """Wait until the provider has answered."""
        return await self.sink.reaches(Bound)

    async def bound_again(self) -> Bound:
        """Wait until the link has fallen, and then until it is up again."""
        await self.sink.reaches(Waiting)
        self.transport.bind_now()
        return await self.bound()

    async def lease(self, count: int = 1) -> Lease:
        """Give a lease of exactly this many, when there is one."""
        lease: Lease | None = None

        def leased() -> bool:
            nonlocal lease
            lease = self.transport.lease(count)
            return lease is not None

        await self.sink.until(leased)
        assert lease is not None
        assert len(lease.sequences) == count
        return lease

    async def send(self, *numbers: str, first: int = 1, text: str = "Hello", own_id: str = "") -> Lease:
        """Send a text to numbers, as attempts `first`, `first` + 1, ..."""
        lease = await self.lease(len(numbers))
        self.transport.submit(lease.session, requests(lease, numbers, first=first, text=text, own_id=own_id))
        return lease

    async def accepted(self, attempt_id: int) -> str:
        """Wait until an attempt is accepted, and give its id."""
        await self.sink.until(lambda: attempt_id in self.sink.accepted)
        return self.sink.accepted[attempt_id]

    async def leave(self) -> None:
        """Cancel the transport and wait for its end."""
        self.task.cancel()
        await asyncio.wait({self.task})


def requests(
    lease: Lease, numbers: Sequence[str], *, first: int = 1, text: str = "Hello", own_id: str = ""
) -> list[SubmitRequest]:
    """Give requests for a lease."""
    return [
        SubmitRequest(
            attempt_id,
            sequence,
            SENDER,
            WireAddress(1, 1, number),
            0,
            0,
            text.encode(),
            text=text,
            long_mode=LongMessageMode.CUT.value,
            own_id=own_id,
        )
        for attempt_id, (sequence, number) in enumerate(zip(lease.sequences, numbers, strict=True), first)
    ]


@asynccontextmanager
async def running(
    chosen: RestSettings, *, callbacks: CallbackListener | None = None
) -> AsyncIterator[Account]:
    """Run a transport; cancels it at the end."""
    rng = Random(7)  # noqa: S311 - the same delays on every run
    transport = RestTransport(chosen, clock=SystemClock(), rng=rng, callbacks=callbacks)
    sink = RecordingSink()
    async with asyncio.TaskGroup() as tasks:
        account = Account(transport, sink, tasks.create_task(transport.run(sink)))
        try:
            yield account
        finally:
            await account.leave()


@asynccontextmanager
async def before_a_peer(**changes: object) -> AsyncIterator[tuple[HttpPeer, Account]]:
    """Give a bound transport and the peer it is bound to."""
    async with http_peer() as peer, running(settings(peer.port, **changes)) as account:
        await account.bound()
        yield peer, account


@asynccontextmanager
async def before_the_provider(**changes: object) -> AsyncIterator[tuple[PracticeService, Relay, Account]]:
    """Give a bound transport and the practice provider behind a relay."""
    async with (
        server.running(PracticeOptions(smpp_port=0, speed=0)) as service,
        relaying(service.announcement.rest_port) as relay,
        running(settings(relay.port, **changes)) as account,
    ):
        await account.bound()
        yield service, relay, account


def fault(service: PracticeService, name: str, **fields: object) -> None:
    """Order a fault."""
    service.post("/faults", {"fault": name, **fields})


async def fault_of(account: Account, query_id: str) -> LinkError:
    """Ask about a message, and give why it could not be known."""
    with pytest.raises(LinkError) as caught:
        await account.transport.query(query_id)
    return caught.value


Reply = Callable[[Asked], None]


def answers(status: int = 200, body: bytes | object = b"", **headers: str) -> Reply:
    """Give what answers a request so."""
    return lambda asked: asked.answer(status, body, **headers)


def says(octets: bytes) -> Reply:
    """Give what says these octets and closes the connection."""

    def say(asked: Asked) -> None:
        asked.say(octets)
        asked.close()

    return say
