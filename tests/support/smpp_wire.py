"""Both ends of an SMPP link on loopback: a sink that remembers, and a peer that does as it is told."""

from __future__ import annotations

import asyncio
import ssl
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from random import Random
from typing import TypeVar

from vox_console.domain.errors import VoxError
from vox_console.domain.link import LinkState
from vox_console.domain.secret import Secret
from vox_console.domain.submission import SubmitRequest, WireAddress
from vox_console.smpp import pdus
from vox_console.smpp.codec import decode, encode
from vox_console.smpp.framing import Framer
from vox_console.smpp.pdus import Pdu
from vox_console.smpp.session import SessionConfig
from vox_console.transports.base import Accepted, Arrival, SubmitOutcome
from vox_console.transports.smpp import SmppSettings, SmppTransport

P = TypeVar("P")

PATIENCE_S = 20.0
# Most scenes end without an answer to the unbind: the wait for it is kept short.
SESSION = SessionConfig("console", Secret("secret"), unbind_timeout_s=0.05)
SENDER = WireAddress(5, 0, "VoxBank")
RECIPIENT = WireAddress(1, 1, "381641234567")


class RecordingSink:
    """Remembers all it was told; ``until`` waits for something to have been told."""

    def __init__(self) -> None:
        self.states: list[LinkState] = []
        self.told: list[SubmitOutcome] = []
        self.arrived: list[Arrival] = []
        self.round_trips: list[float] = []
        self.notes: list[VoxError] = []
        self._moved = asyncio.Event()

    def link_changed(self, state: LinkState) -> None:
        self.states.append(state)
        self._moved.set()

    def outcomes(self, outcomes: Sequence[SubmitOutcome]) -> None:
        self.told += outcomes
        self._moved.set()

    def arrivals(self, arrivals: Sequence[Arrival]) -> None:
        self.arrived += arrivals
        self._moved.set()

    def round_trip(self, milliseconds: float) -> None:
        self.round_trips.append(milliseconds)
        self._moved.set()

    def noted(self, fault: VoxError) -> None:
        self.notes.append(fault)
        self._moved.set()

    async def until(self, holds: Callable[[], object]) -> None:
        async with asyncio.timeout(PATIENCE_S):
            while not holds():
                self._moved.clear()
                await self._moved.wait()

    async def reaches(self, kind: type[P]) -> P:
        """Wait until the link's latest state is of this kind, and give it."""
        await self.until(lambda: self.states and isinstance(self.states[-1], kind))
        state = self.states[-1]
        assert isinstance(state, kind)
        return state

    @property
    def accepted(self) -> dict[int, str]:
        return {each.attempt_id: each.provider_id for each in self.told if isinstance(each, Accepted)}


class Peer:
    """The provider's end of one connection, which does what the test says and nothing else."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._framer = Framer()
        self._pdus: list[Pdu] = []
        self.writer = writer
        self.ended = False

    async def read(self) -> Pdu:
        async with asyncio.timeout(PATIENCE_S):
            while not self._pdus:
                octets = await self._reader.read(65_536)
                if not octets:
                    self.ended = True
                    raise EOFError
                self._pdus += map(decode, self._framer.feed(octets))
        return self._pdus.pop(0)

    async def expect(self, kind: type[P]) -> P:
        """Give the next PDU, which must be of this kind."""
        pdu = await self.read()
        assert isinstance(pdu, kind), f"expected {kind.__name__}, got {pdu}"
        return pdu

    async def at_end(self) -> list[Pdu]:
        """Wait until the console has closed; give what it sent before."""
        seen = []
        try:
            while True:
                seen.append(await self.read())
        except (EOFError, ConnectionError):
            return seen

    def say(self, *what: Pdu | bytes) -> None:
        self.writer.write(b"".join(each if isinstance(each, bytes) else encode(each) for each in what))

    async def accept_bind(self, status: int = 0) -> pdus.BindRequest:
        bind = await self.expect(pdus.BindRequest)
        self.say(pdus.BindResponse(bind.kind, bind.sequence, status, "smsc"))
        return bind


@dataclass
class Listening:
    """A port, and the connections that came to it."""

    port: int
    peers: asyncio.Queue[Peer]

    async def peer(self) -> Peer:
        async with asyncio.timeout(PATIENCE_S):
            return await self.peers.get()

    async def bound_peer(self) -> Peer:
        peer = await self.peer()
        await peer.accept_bind()
        return peer


@asynccontextmanager
async def listening(
    host: str = "127.0.0.1", context: ssl.SSLContext | None = None
) -> AsyncIterator[Listening]:
    """Listen on a free loopback port; each connection waits in ``peers``."""
    peers: asyncio.Queue[Peer] = asyncio.Queue()
    writers: list[asyncio.StreamWriter] = []

    def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writers.append(writer)
        peers.put_nowait(Peer(reader, writer))

    server = await asyncio.start_server(connected, host, 0, ssl=context)
    try:
        yield Listening(server.sockets[0].getsockname()[1], peers)
    finally:
        server.close()
        for writer in writers:
            writer.transport.abort()
        await asyncio.sleep(0)


class SystemClock:
    """The real clocks."""

    def now_us(self) -> int:
        return time.time_ns() // 1_000

    def monotonic_s(self) -> float:
        return time.monotonic()


def settings(port: int, **session: float) -> SmppSettings:
    """Give settings for 127.0.0.1; keywords replace fields of the session's configuration."""
    return SmppSettings("127.0.0.1", port, replace(SESSION, **session))  # type: ignore[arg-type]  # times only


class Account:
    """A transport that runs, and its sink."""

    def __init__(self, transport: SmppTransport, sink: RecordingSink) -> None:
        self.transport = transport
        self.sink = sink

    def send(self, count: int = 1, *, first: int = 1, text: bytes = b"Hello", **changes: object) -> str:
        """Lease and submit requests with attempts `first`, `first` + 1, ...; give the session's name."""
        lease = self.transport.lease(count)
        assert lease is not None
        self.transport.submit(
            lease.session,
            [
                replace(
                    SubmitRequest(first + index, sequence, SENDER, RECIPIENT, 0, 0, text),
                    **changes,  # type: ignore[arg-type]  # single fields of one test
                )
                for index, sequence in enumerate(lease.sequences)
            ],
        )
        return lease.session


@asynccontextmanager
async def running(chosen: SmppSettings, sink: RecordingSink | None = None) -> AsyncIterator[Account]:
    """Run a transport; cancels it, and so unbinds, at the end."""
    transport = SmppTransport(chosen, clock=SystemClock(), rng=Random(7))  # noqa: S311 - the same delays on every run
    account = Account(transport, sink or RecordingSink())
    async with asyncio.TaskGroup() as tasks:
        link = tasks.create_task(transport.run(account.sink))
        try:
            yield account
        finally:
            link.cancel()


def run(scene: Callable[[], Awaitable[None]]) -> None:
    """Run one scene on a fresh asyncio loop in debug mode: a slow callback or a lost task is told."""

    async def within_patience() -> None:
        async with asyncio.timeout(3 * PATIENCE_S):
            await scene()

    asyncio.run(within_patience(), debug=True)
