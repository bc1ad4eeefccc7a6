from __future__ import annotations

import asyncio
import contextlib

import pytest

from vox_console.domain.errors import LinkError
from vox_console.practice.ledger import Ledger
from vox_console.practice.orders import Orders
from vox_console.practice.provider import Provider
from vox_console.practice.rest_port import RestPort
from vox_console.practice.smsc import Smsc

PATIENCE_S = 20.0
ANYWHERE = "0.0.0.0"  # noqa: S104 - the address to refuse
QUESTION = (
    b"GET /api?command=query&username=practice&password=practice&messageId=x HTTP/1.1\r\nHost: x\r\n\r\n"
)


def make() -> tuple[Smsc, RestPort]:
    smsc = Smsc(Provider(Ledger(), epoch_offset_s=1_800_000_000))
    return smsc, RestPort(smsc)


def test_it_answers_until_it_is_closed() -> None:
    async def run() -> None:
        _, port = make()
        await port.listen("localhost", 0)
        reader, writer = await asyncio.open_connection("127.0.0.1", port.port)
        writer.write(QUESTION)
        assert (await reader.readline()).startswith(b"HTTP/1.1 200 ")
        await port.close()
        writer.close()
        with pytest.raises(OSError, match=str(port.port)):
            await asyncio.open_connection("127.0.0.1", port.port)

    asyncio.run(asyncio.wait_for(run(), PATIENCE_S))


def test_it_is_for_this_computer_only() -> None:
    async def run() -> None:
        _, port = make()
        with pytest.raises(LinkError, match="this computer only"):
            await port.listen(ANYWHERE, 0)

    asyncio.run(run())


def test_a_taken_port_is_told_in_words() -> None:
    async def run() -> None:
        (_, first), (_, second) = make(), make()
        await first.listen("127.0.0.1", 0)
        with pytest.raises(LinkError, match="cannot be opened"):
            await second.listen("127.0.0.1", first.port)
        await first.close()

    asyncio.run(run())


def test_an_idle_connection_is_cut_on_order_and_refused_ones_are_counted() -> None:
    async def run() -> None:
        smsc, port = make()
        orders = Orders(smsc.provider)
        await port.listen("127.0.0.1", 0)
        reader, writer = await asyncio.open_connection("127.0.0.1", port.port)
        writer.write(QUESTION)
        assert await reader.readuntil(b"}")
        orders.post("/faults", {"fault": "rest_disconnect"}, smsc.now())
        orders.post("/faults", {"fault": "refuse_rest_connections"}, smsc.now())
        smsc.settle()
        with contextlib.suppress(ConnectionError):  # a reset or an end: the system's choice
            assert await reader.read() == b""
        writer.close()
        _, writer = await asyncio.open_connection("127.0.0.1", port.port)
        counts = smsc.provider.state.ledger.counts
        assert await smsc.wait_until(lambda: counts.rest_refused_connections == 1, timeout_s=PATIENCE_S)
        writer.close()
        await port.close()

    asyncio.run(asyncio.wait_for(run(), PATIENCE_S))
