"""Providers that the transport contract is tried against, each behind the same few verbs.

A rig is a running transport, the sink that remembers what it told, and a provider that can be asked
to hold its answers, to end the link, to push something and to say who acknowledged what. A new way to
a provider joins the contract with a rig of its own and an entry in RIGS.

What is pushed comes by SMPP or, beside REST, by callback. A provider may push one thing at a time, so that
the second comes only after it has lost patience with the first: a test says which text is to be stored
(:meth:`Rig.store`), and it is confirmed whenever it comes.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from random import Random

import smpp34

from tests.contract.transport_providers import (
    TOKEN,
    PracticeRig,
    Provider,
    RestRig,
    Smpp34Rig,
)
from tests.support.rest_relay import relaying
from tests.support.smpp_wire import RecordingSink, SystemClock
from vox_console.domain.command_status import describe
from vox_console.domain.link import Bound
from vox_console.domain.rest_message import LongMessageMode
from vox_console.domain.secret import Secret
from vox_console.domain.submission import SubmitRequest, WireAddress
from vox_console.practice.server import PracticeOptions, running
from vox_console.settings.callback_access import VOX_FIELDS
from vox_console.smpp.pdus import BindKind
from vox_console.smpp.session import SessionConfig
from vox_console.transports.base import Arrival, Confirm, Lease, Refused, Transport
from vox_console.transports.callback_settings import CallbackSettings
from vox_console.transports.callbacks import CallbackListener
from vox_console.transports.rest import RestTransport
from vox_console.transports.rest_settings import RestSettings
from vox_console.transports.smpp import (
    TRANSCEIVER,
    TRANSMITTER_AND_RECEIVER,
    SmppSettings,
    SmppTransport,
)

SENDER = WireAddress(5, 0, "Practice")


TEXTS = 4  # so many different ones among requests that leave together


def text_of(arrival: Arrival) -> str:
    """Give the text of a customer's message, however it came."""
    delivery = arrival.delivery
    return delivery.short_message.decode("utf-16-be" if delivery.data_coding == 8 else "ascii")


class Rig:
    """A running transport with the provider behind it."""

    def __init__(self, transport: Transport, provider: Provider, sink: RecordingSink | None = None) -> None:
        self.transport = transport
        self.provider = provider
        self.sink = sink or RecordingSink()
        self._task: asyncio.Task[None] | None = None

    def start(self, tasks: asyncio.TaskGroup) -> None:
        """Let the transport run."""
        self._task = tasks.create_task(self.transport.run(self.sink))

    async def leave(self) -> None:
        """Cancel the transport and wait for its end."""
        assert self._task is not None
        self._task.cancel()
        await asyncio.wait({self._task})

    async def bound(self) -> Bound:
        """Wait until the link is up; tries at once when it waits."""
        self.transport.bind_now()
        return await self.sink.reaches(Bound)

    def lease(self, count: int) -> Lease:
        """Give a lease of exactly this many."""
        lease = self.transport.lease(count)
        assert lease is not None
        assert len(lease.sequences) == count
        return lease

    def submit(self, numbers: Sequence[str], *, first: int = 1) -> Lease:
        """Submit one request to each number, as attempts `first`, `first` + 1, ..."""
        lease = self.lease(len(numbers))
        self.transport.submit(lease.session, requests(lease, numbers, first=first))
        return lease

    def arrived(self) -> list[str]:
        """Give the texts that arrived so far."""
        return [text_of(arrival) for arrival in self.sink.arrived]

    async def store(self, text: str) -> None:
        """Confirm a text whenever it arrives, until the provider has heard of that."""
        confirmed: list[Arrival] = []

        async def confirm() -> None:
            while True:
                await self.sink.until(lambda: len(self.sink.arrived) > len(confirmed))
                fresh = self.sink.arrived[len(confirmed) :]
                confirmed.extend(fresh)
                tokens = [arrival.token for arrival in fresh if text_of(arrival) == text]
                self.transport.confirm(tokens, Confirm.STORED)

        async with asyncio.TaskGroup() as tasks:
            confirming = tasks.create_task(confirm())
            await self.provider.acknowledged(text)
            confirming.cancel()


def requests(lease: Lease, numbers: Sequence[str], *, first: int = 1) -> list[SubmitRequest]:
    """Give requests for a lease; several have the same text."""
    return [
        _request(attempt_id, sequence, number, f"message {attempt_id % TEXTS}")
        for attempt_id, (sequence, number) in enumerate(zip(lease.sequences, numbers, strict=True), first)
    ]


def _request(attempt_id: int, sequence: int, number: str, text: str) -> SubmitRequest:
    return SubmitRequest(
        attempt_id,
        sequence,
        SENDER,
        WireAddress(1, 1, number),
        0,
        0,
        text.encode(),
        registered_delivery=0,
        text=text,
        long_mode=LongMessageMode.CUT.value,
    )


def words_of(refused: Refused) -> str:
    """Give what the operator would read of a refusal."""
    return str(describe(refused.command_status)) if refused.command_status else refused.reason


@asynccontextmanager
async def _run(rig: Rig) -> AsyncIterator[Rig]:
    async with asyncio.TaskGroup() as tasks:
        rig.start(tasks)
        try:
            await rig.bound()
            yield rig
        finally:
            await rig.leave()


def _smpp(port: int, binds: tuple[BindKind, ...], *, response_timeout_s: float) -> SmppTransport:
    session = SessionConfig("practice", Secret("practice"), response_timeout_s=response_timeout_s)
    settings = SmppSettings("127.0.0.1", port, session, binds)
    return SmppTransport(settings, clock=SystemClock(), rng=Random(7))  # noqa: S311 - the same delays on every run


@asynccontextmanager
async def smpp_trx(*, response_timeout_s: float = 30) -> AsyncIterator[Rig]:
    """SMPP over one transceiver bind, to the practice provider."""
    async with running(PracticeOptions(smpp_port=0, speed=0)) as service:
        transport = _smpp(service.smsc.port, TRANSCEIVER, response_timeout_s=response_timeout_s)
        async with _run(Rig(transport, PracticeRig(service))) as rig:
            yield rig


@asynccontextmanager
async def smpp_tx_rx(*, response_timeout_s: float = 30) -> AsyncIterator[Rig]:
    """SMPP over a transmitter and a receiver, to the practice provider."""
    async with running(PracticeOptions(smpp_port=0, speed=0)) as service:
        transport = _smpp(service.smsc.port, TRANSMITTER_AND_RECEIVER, response_timeout_s=response_timeout_s)
        async with _run(Rig(transport, PracticeRig(service))) as rig:
            yield rig


@asynccontextmanager
async def smpp_to_smpp34(*, response_timeout_s: float = 30) -> AsyncIterator[Rig]:
    """SMPP over one transceiver bind, to a server we did not write."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    server = smpp34.Server("127.0.0.1", port, system_id="rust")
    await server.start()
    async with asyncio.TaskGroup() as tasks:
        provider = Smpp34Rig(server, tasks)
        serving = tasks.create_task(provider.serve())
        try:
            transport = _smpp(port, TRANSCEIVER, response_timeout_s=response_timeout_s)
            async with _run(Rig(transport, provider)) as rig:
                yield rig
        finally:
            serving.cancel()
            await server.stop()


@asynccontextmanager
async def _rest(*, response_timeout_s: float, tls: bool) -> AsyncIterator[Rig]:
    """REST to the practice provider, which calls back what it pushes."""
    options = PracticeOptions(smpp_port=0, speed=0, rest_tls=tls)
    async with running(options) as service, relaying(service.announcement.rest_port) as relay:
        settings = RestSettings(
            f"https://localhost:{relay.port}/api" if tls else f"http://127.0.0.1:{relay.port}/api",
            "practice",
            Secret("practice"),
            ca_file=service.announcement.rest_ca_file,
            local=True,
            response_timeout_s=response_timeout_s,
            check_every_s=0.05,
        )
        clock, rng = SystemClock(), Random(7)  # noqa: S311 - the same delays on every run
        callbacks = CallbackListener(
            CallbackSettings("127.0.0.1", 0, TOKEN, VOX_FIELDS), clock=clock, rng=rng
        )
        transport = RestTransport(settings, clock=clock, rng=rng, callbacks=callbacks)
        sink = RecordingSink()
        async with _run(Rig(transport, RestRig(service, sink, relay), sink)) as rig:
            while ":0/" in callbacks.url:  # noqa: ASYNC110 - where it listens is told to nobody but a person
                await asyncio.sleep(0)
            service.post("/callbacks", {"url": callbacks.url, "method": "json"})
            yield rig


@asynccontextmanager
async def rest(*, response_timeout_s: float = 30) -> AsyncIterator[Rig]:
    """REST in plain text."""
    async with _rest(response_timeout_s=response_timeout_s, tls=False) as rig:
        yield rig


@asynccontextmanager
async def rest_tls(*, response_timeout_s: float = 30) -> AsyncIterator[Rig]:
    """REST over TLS, with the authority of this run."""
    async with _rest(response_timeout_s=response_timeout_s, tls=True) as rig:
        yield rig


RigMaker = Callable[..., AbstractAsyncContextManager[Rig]]


RIGS: dict[str, RigMaker] = {
    "smpp-trx": smpp_trx,
    "smpp-tx+rx": smpp_tx_rx,
    "smpp-smpp34": smpp_to_smpp34,
    "rest": rest,
    "rest-tls": rest_tls,
}
