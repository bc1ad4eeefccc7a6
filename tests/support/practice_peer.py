"""Clients for tests of the practice provider: one in memory, one on a real socket."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TypeVar

from vox_console.domain.secret import Secret
from vox_console.domain.submission import WireAddress
from vox_console.practice.accounts import DEFAULT_PASSWORD
from vox_console.practice.ledger import Ledger
from vox_console.practice.message_ids import IdMint
from vox_console.practice.orders import Orders
from vox_console.practice.provider import Provider
from vox_console.smpp import codec
from vox_console.smpp.framing import Framer
from vox_console.smpp.pdus import (
    BindKind,
    BindRequest,
    BindResponse,
    DataSm,
    DataSmResp,
    DeliverSm,
    DeliverSmResp,
    Pdu,
    SubmitSm,
)

P = TypeVar("P")

PATIENCE_S = 20.0
SENDER = WireAddress(5, 0, "Practice")


def bind(
    kind: BindKind = BindKind.TRX,
    *,
    system_id: str = "practice",
    password: str = DEFAULT_PASSWORD,
    sequence: int = 1,
) -> BindRequest:
    """Give a bind."""
    return BindRequest(kind, sequence, system_id, Secret(password))


def submit(
    destination: str = "381640000010",
    text: bytes = b"Hello",
    *,
    sequence: int = 2,
    registered_delivery: int = 1,
    data_coding: int = 0,
    esm_class: int = 0,
    tlvs: dict[int, bytes] | None = None,
) -> SubmitSm:
    """Give a submit_sm that asks for a receipt."""
    return SubmitSm(
        sequence,
        SENDER,
        WireAddress(1, 1, destination),
        text,
        data_coding=data_coding,
        esm_class=esm_class,
        registered_delivery=registered_delivery,
        tlvs=tlvs or {},
    )


def acknowledgement(pdu: DeliverSm | DataSm, status: int = 0) -> Pdu:
    """Give the answer to a push."""
    if isinstance(pdu, DataSm):
        return DataSmResp(pdu.sequence, status)
    return DeliverSmResp(pdu.sequence, status)


class MemoryProvider:
    """A provider without sockets whose clock is moved by hand; receipts come without delay."""

    def __init__(self, *, speed: float = 0, rows: bool = True) -> None:
        self.now = 1_000.0
        self.provider = Provider(
            Ledger(rows=rows), epoch_offset_s=1_800_000_000 - self.now, mint=IdMint(bytes(range(10)))
        )
        self.provider.state.tuning.speed = speed
        self.orders = Orders(self.provider)

    @property
    def ledger(self) -> Ledger:
        """The witness."""
        return self.provider.state.ledger

    def post(self, path: str, **body: object) -> dict[str, object]:
        """Give a command; a field named ``from`` is given as ``from_``."""
        answer = self.orders.post(path, {name.rstrip("_"): value for name, value in body.items()}, self.now)
        assert answer is not None, path
        return answer

    def pass_time(self, seconds: float) -> None:
        """Let the clock go on and do what is due, moment by moment."""
        end = self.now + seconds
        while (due := self.provider.state.timetable.next_due()) is not None and due <= end:
            self.now = max(self.now, due)
            self.provider.run_due(self.now)
        self.now = end

    def connect(self, kind: BindKind | None = BindKind.TRX) -> MemoryClient:
        """Give a connected client, bound unless `kind` is None."""
        client = MemoryClient(self)
        if kind is not None:
            (answer,) = client.send(bind(kind))
            assert isinstance(answer, BindResponse)
            assert answer.status == 0
        return client


class MemoryClient:
    """A client that hands bytes to the provider directly."""

    def __init__(self, memory: MemoryProvider) -> None:
        self._memory = memory
        self._framer = Framer()
        self.session = memory.provider.opened(memory.now)

    def send(self, *pdus: Pdu) -> list[Pdu]:
        """Send PDUs in one write and give what came back so far."""
        return self.send_octets(b"".join(codec.encode(pdu) for pdu in pdus))

    def send_octets(self, octets: bytes) -> list[Pdu]:
        """Send bytes and give what came back so far."""
        self._memory.provider.received(self.session, octets, self._memory.now)
        return self.received()

    def received(self) -> list[Pdu]:
        """Give what came since the last look."""
        return [codec.decode(octets) for octets in self._framer.feed(self.session.take_output())]

    def disconnect(self) -> None:
        """Break the connection."""
        self._memory.provider.closed(self.session, self._memory.now)


class WireClient:
    """A client on a real socket."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer
        self._framer = Framer()
        self._pdus: list[Pdu] = []

    def send(self, *pdus: Pdu) -> None:
        """Send PDUs in one write."""
        self._writer.write(b"".join(codec.encode(pdu) for pdu in pdus))

    async def next(self, kind: type[P]) -> P:
        """Give the next PDU, which must be of this kind. Raises EOFError when the connection ended."""
        async with asyncio.timeout(PATIENCE_S):
            while not self._pdus:
                await self._fill()
        pdu = self._pdus.pop(0)
        assert isinstance(pdu, kind), pdu
        return pdu

    async def pick(self, kind: type[P]) -> P:
        """Give the first PDU of this kind, leaving the others for later."""
        async with asyncio.timeout(PATIENCE_S):
            while True:
                for place, pdu in enumerate(self._pdus):
                    if isinstance(pdu, kind):
                        del self._pdus[place]
                        return pdu
                await self._fill()

    async def _fill(self) -> None:
        data = await self._reader.read(65_536)
        if not data:
            raise EOFError
        self._pdus += [codec.decode(octets) for octets in self._framer.feed(data)]

    async def octets(self) -> bytes:
        """Give the next bytes as they come, b"" at the end of the connection."""
        async with asyncio.timeout(PATIENCE_S):
            return await self._reader.read(65_536)

    async def acknowledged(self, kind: type[DeliverSm | DataSm] = DeliverSm) -> DeliverSm | DataSm:
        """Give the next push and acknowledge it."""
        pdu = await self.next(kind)
        self.send(acknowledgement(pdu))
        return pdu


@asynccontextmanager
async def wire_client(port: int, kind: BindKind | None = BindKind.TRX) -> AsyncIterator[WireClient]:
    """Connect, and bind unless `kind` is None."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    client = WireClient(reader, writer)
    try:
        if kind is not None:
            client.send(bind(kind))
            assert (await client.next(BindResponse)).status == 0
        yield client
    finally:
        writer.close()
