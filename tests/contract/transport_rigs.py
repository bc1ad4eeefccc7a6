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
from typing import Protocol
from urllib.parse import parse_qs

import smpp34

from tests.support.rest_relay import Relay, relaying
from tests.support.smpp_wire import PATIENCE_S, RecordingSink, SystemClock
from vox_console.domain.command_status import describe
from vox_console.domain.link import Bound
from vox_console.domain.rest_message import LongMessageMode
from vox_console.domain.secret import Secret
from vox_console.domain.submission import SubmitRequest, WireAddress
from vox_console.practice.ledger import PushRow, PushWay, Verdict
from vox_console.practice.server import PracticeOptions, PracticeService, running
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
ACCEPTED, REFUSED = "0017", "0023"  # the last digits of magic numbers of the practice provider
ACCEPTED_NUMBER, REFUSED_NUMBER = f"38164000{ACCEPTED}", f"38164000{REFUSED}"
REFUSAL_STATUS = 0x0B
CUSTOMER = "381641234567"
TOKEN = Secret("k7Hq2mZr9vXw4tBn")
RESEND_S = 0.1  # a provider loses patience with a push after this long
TEXTS = 4  # so many different ones among requests that leave together


def numbers(count: int, suffix: str = ACCEPTED, *, first: int = 0) -> list[str]:
    """Give different numbers that the provider treats alike."""
    return [f"38164{number:03d}{suffix}" for number in range(first, first + count)]


class Provider(Protocol):
    """The other side of the link. refusal: what it says about REFUSED_NUMBER."""

    refusal: str

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
        """Give what every answer to that push said so far, 0 being an acknowledgement."""

    async def unbound(self) -> None:
        """Wait until no session is left."""


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


class PracticeRig:
    """The practice provider, in this process."""

    refusal = f"0x{REFUSAL_STATUS:08X}"

    def __init__(self, service: PracticeService) -> None:
        self._service = service
        service.post("/speed", {"resend_s": RESEND_S})

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
            if self._text(row) == text
            for sending in row.sendings
            if sending.answer is not None
        ]

    @staticmethod
    def _text(row: PushRow) -> str:
        if row.via is PushWay.CALLBACK:
            (text,) = parse_qs(row.short_message.decode())["message"]
            return text
        return row.short_message.decode()

    async def unbound(self) -> None:
        """See Provider."""
        await self._until(lambda: not self._service.smsc.provider.state.sessions)

    async def _until(self, holds: Callable[[], bool]) -> None:
        assert await self._service.smsc.wait_until(holds, timeout_s=PATIENCE_S)


class RestRig(PracticeRig):
    """The REST side of the practice provider, and its callbacks."""

    refusal = "NO ROUTES"

    def __init__(self, service: PracticeService, sink: RecordingSink, relay: Relay) -> None:
        super().__init__(service)
        self._sink = sink
        self._relay = relay

    async def end_session(self) -> None:
        """See Provider. Lasts until the transport has noticed and no callback is on its way."""
        self._fault("hold_pushes")
        self._fault("refuse_rest_connections")
        self._fault("rest_disconnect")
        await self._sink.until(lambda: not isinstance(self._sink.states[-1], Bound))
        on_their_way = self._service.smsc.provider.callbacks._under_way
        await self._until(lambda: not on_their_way)
        self._fault("refuse_rest_connections", on=False)
        self._fault("hold_pushes", on=False)

    def push(self, text: str) -> None:
        """See Provider."""
        self._service.post("/mo", {"from": CUSTOMER, "text": text, "via": "callback"})

    async def unbound(self) -> None:
        """See Provider."""
        await self._relay.until(lambda: not self._relay.open)

    def _fault(self, name: str, **fields: object) -> None:
        self._service.post("/faults", {"fault": name, **fields})


class Smpp34Rig:
    """The server of smpp34, which others wrote; what a provider decides is decided here."""

    refusal = PracticeRig.refusal

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
        if event.destination_addr.endswith(REFUSED):
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
