"""Providers that the transport contract is tried against, each behind the same few verbs.

A rig is a running transport, the sink that remembers what it told, and a provider that can be asked
to hold its answers, to end the link, to push something and to say who acknowledged what. A new way to
a provider joins the contract with a rig of its own and an entry in RIGS.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from random import Random
from typing import Protocol

import smpp34

from tests.support.smpp_wire import PATIENCE_S, RecordingSink, SystemClock
from vox_console.domain.link import Bound
from vox_console.domain.secret import Secret
from vox_console.domain.submission import SubmitRequest, WireAddress
from vox_console.practice.ledger import Verdict
from vox_console.practice.server import PracticeOptions, PracticeService, running
from vox_console.smpp.pdus import BindKind
from vox_console.smpp.session import SessionConfig
from vox_console.transports.base import Lease, Transport
from vox_console.transports.smpp import (
    TRANSCEIVER,
    TRANSMITTER_AND_RECEIVER,
    SmppSettings,
    SmppTransport,
)

SENDER = WireAddress(5, 0, "Practice")
ACCEPTED_NUMBER, REFUSED_NUMBER = "381640000017", "381640000023"  # magic numbers of the practice provider
REFUSAL_STATUS = 0x0B
CUSTOMER = "381641234567"


class Provider(Protocol):
    """The other side of the link."""

    def hold_answers(self) -> None:
        """Take submits from now on without answering them."""

    def release_answers(self) -> None:
        """Send the answers that were kept back."""

    async def submitted(self, count: int) -> None:
        """Wait until this many submits were received."""

    def accepted(self) -> list[str]:
        """Give the ids given to accepted submits."""

    async def end_session(self) -> None:
        """End every session from this side; a new bind is welcome."""

    def push(self, text: str) -> None:
        """Push a customer's message, until it is acknowledged."""

    async def acknowledged(self, text: str) -> None:
        """Wait until that push was acknowledged."""

    def statuses(self, text: str) -> list[int]:
        """Give the command_status of every answer to that push so far."""

    async def unbound(self) -> None:
        """Wait until no session is left."""


class Rig:
    """A running transport with the provider behind it."""

    def __init__(self, transport: Transport, provider: Provider) -> None:
        self.transport = transport
        self.provider = provider
        self.sink = RecordingSink()
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
        return [arrival.delivery.short_message.decode() for arrival in self.sink.arrived]


def requests(lease: Lease, numbers: Sequence[str], *, first: int = 1) -> list[SubmitRequest]:
    """Give requests for a lease."""
    return [
        SubmitRequest(
            attempt_id,
            sequence,
            SENDER,
            WireAddress(1, 1, number),
            0,
            0,
            f"message {attempt_id}".encode(),
            registered_delivery=0,
        )
        for attempt_id, (sequence, number) in enumerate(zip(lease.sequences, numbers, strict=True), first)
    ]


class PracticeRig:
    """The practice provider, in this process."""

    def __init__(self, service: PracticeService) -> None:
        self._service = service
        service.post("/speed", {"resend_s": 0.05})

    def hold_answers(self) -> None:
        """See Provider."""
        self._service.post("/faults", {"fault": "hold_answers"})

    def release_answers(self) -> None:
        """See Provider."""
        self._service.post("/faults", {"fault": "release_answers"})

    async def submitted(self, count: int) -> None:
        """See Provider."""
        assert await self._service.wait(submits=count, timeout_s=PATIENCE_S)

    def accepted(self) -> list[str]:
        """See Provider."""
        rows = self._service.ledger.submits
        return [row.message_id for row in rows if row.verdict is Verdict.ACCEPTED]

    async def end_session(self) -> None:
        """See Provider."""
        self._service.post("/faults", {"fault": "disconnect"})

    def push(self, text: str) -> None:
        """See Provider."""
        self._service.post("/mo", {"from": CUSTOMER, "text": text})

    async def acknowledged(self, text: str) -> None:
        """See Provider."""
        await self._until(lambda: 0 in self.statuses(text))

    def statuses(self, text: str) -> list[int]:
        """See Provider."""
        return [
            sending.answer
            for row in self._service.ledger.pushes
            if row.short_message == text.encode()
            for sending in row.sendings
            if sending.answer is not None
        ]

    async def unbound(self) -> None:
        """See Provider."""
        await self._until(lambda: not self._service.smsc.provider.state.sessions)

    async def _until(self, holds: Callable[[], bool]) -> None:
        assert await self._service.smsc.wait_until(holds, timeout_s=PATIENCE_S)


class Smpp34Rig:
    """The server of smpp34, which others wrote; what a provider decides is decided here."""

    def __init__(self, server: smpp34.Server, tasks: asyncio.TaskGroup) -> None:
        self._server = server
        self._tasks = tasks
        self._moved = asyncio.Condition()
        self._sessions: dict[str, smpp34.Esme] = {}
        self._holds = False
        self._held: list[smpp34.SubmitSmEvent] = []
        self._submits = 0
        self._ids: list[str] = []
        self._statuses: dict[str, list[int]] = {}

    async def serve(self) -> None:
        """Take what the server hands over until cancelled."""
        while True:
            event = await self._server.next()
            match event:
                case smpp34.Esme():
                    self._sessions[event.session_id] = event
                case smpp34.Unbound():
                    self._sessions.pop(event.session_id, None)
                case smpp34.SubmitSmEvent():
                    self._submits += 1
                    if self._holds:
                        self._held.append(event)
                    else:
                        self._answer(event)
            await self._tell()

    def hold_answers(self) -> None:
        """See Provider."""
        self._holds = True

    def release_answers(self) -> None:
        """See Provider."""
        self._holds = False
        held, self._held = self._held, []
        for event in held:
            self._answer(event)

    async def submitted(self, count: int) -> None:
        """See Provider."""
        await self._until(lambda: self._submits >= count)

    def accepted(self) -> list[str]:
        """See Provider."""
        return self._ids

    async def end_session(self) -> None:
        """See Provider."""
        await self._until(lambda: self._sessions)
        for esme in list(self._sessions.values()):
            await esme.unbind()

    def push(self, text: str) -> None:
        """See Provider."""
        self._statuses[text] = []
        self._tasks.create_task(self._push(text))

    async def acknowledged(self, text: str) -> None:
        """See Provider."""
        await self._until(lambda: 0 in self._statuses[text])

    def statuses(self, text: str) -> list[int]:
        """See Provider."""
        return self._statuses[text]

    async def unbound(self) -> None:
        """See Provider."""
        await self._until(lambda: not self._sessions)

    def _answer(self, event: smpp34.SubmitSmEvent) -> None:
        if event.destination_addr == REFUSED_NUMBER:
            event.reject(REFUSAL_STATUS)
        else:
            self._ids.append(f"9be2-{len(self._ids)}")
            event.accept(self._ids[-1])

    async def _push(self, text: str) -> None:
        """Push until acknowledged, on whatever session there is."""
        while 0 not in self._statuses[text]:
            await self._until(lambda: any(each.can_receive for each in self._sessions.values()))
            name, esme = next((n, each) for n, each in self._sessions.items() if each.can_receive)
            try:
                answer = await esme.deliver_sm("38164000", text.encode(), source_addr=CUSTOMER)
            except (smpp34.SmppError, RuntimeError, OSError):  # the session ended before the answer
                await self._until(lambda name=name: name not in self._sessions)  # type: ignore[misc]  # bound now
                continue
            self._statuses[text].append(answer.command_status)
            await self._tell()

    async def _tell(self) -> None:
        async with self._moved:
            self._moved.notify_all()

    async def _until(self, holds: Callable[[], object]) -> None:
        async with asyncio.timeout(PATIENCE_S), self._moved:
            await self._moved.wait_for(lambda: bool(holds()))


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


RigMaker = Callable[..., AbstractAsyncContextManager[Rig]]

RIGS: dict[str, RigMaker] = {
    "smpp-trx": smpp_trx,
    "smpp-tx+rx": smpp_tx_rx,
    "smpp-smpp34": smpp_to_smpp34,
}
