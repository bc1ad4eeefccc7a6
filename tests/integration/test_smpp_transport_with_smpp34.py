"""The transport against an SMPP server that others wrote, in another language: smpp34 (Rust)."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import smpp34

from tests.support.smpp_wire import PATIENCE_S, run, running, settings
from vox_console.domain.link import Bound
from vox_console.transports.base import Confirm, Refused
from vox_console.transports.smpp import TRANSMITTER_AND_RECEIVER


class Server:
    """smpp34's server on a free port."""

    def __init__(self, port: int) -> None:
        self.port = port
        self._server = smpp34.Server("127.0.0.1", port, system_id="rust")

    async def start(self) -> None:
        await self._server.start()

    async def stop(self) -> None:
        await self._server.stop()

    async def next(self) -> smpp34.Esme | smpp34.SubmitSmEvent | smpp34.Unbound:
        async with asyncio.timeout(PATIENCE_S):
            return await self._server.next()

    async def esme(self) -> smpp34.Esme:
        event = await self.next()
        assert isinstance(event, smpp34.Esme)
        return event

    async def submit(self) -> smpp34.SubmitSmEvent:
        event = await self.next()
        assert isinstance(event, smpp34.SubmitSmEvent)
        return event

    async def submits(self, count: int) -> list[smpp34.SubmitSmEvent]:
        """Give events in the order of their text: smpp34 hands them over in any order."""
        return sorted([await self.submit() for _ in range(count)], key=lambda each: each.short_message)


@asynccontextmanager
async def serving() -> AsyncIterator[Server]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    server = Server(port)
    await server.start()
    try:
        yield server
    finally:
        await server.stop()


def test_messages_are_accepted_refused_and_reported() -> None:
    async def scene() -> None:
        async with serving() as server, running(settings(server.port, unbind_timeout_s=5)) as account:
            esme = await server.esme()
            assert esme.system_id == "console"
            assert (await account.sink.reaches(Bound)).system_id == "rust"

            account.send(data_coding=8, esm_class=0x40, text=b"\5\0\3\7\2\1\4\x16")
            account.send(first=2)
            first, second = await server.submits(2)
            assert (first.source_addr, first.source_addr_ton, first.destination_addr) == (
                "VoxBank",
                5,
                "381641234567",
            )
            assert (first.short_message, first.data_coding, first.esm_class) == (
                b"\5\0\3\7\2\1\4\x16",
                8,
                0x40,
            )
            second.reject(0x58)
            first.accept("9be2-01")
            await account.sink.until(lambda: len(account.sink.told) == 2)
            assert account.sink.accepted == {1: "9be2-01"}
            assert Refused(2, 0x58) in account.sink.told

            pushing = asyncio.gather(
                esme.deliver_sm(
                    "VoxBank",
                    b"id:9be2-01 stat:DELIVRD",
                    source_addr="381641234567",
                    esm_class=4,
                    tlvs=[smpp34.Tlv(0x001E, b"9be2-01\0"), smpp34.Tlv(0x0427, b"\2")],
                )
            )
            await account.sink.until(lambda: account.sink.arrived)
            delivery = account.sink.arrived[0].delivery
            assert (delivery.source, delivery.destination, delivery.esm_class) == (
                "381641234567",
                "VoxBank",
                4,
            )
            assert delivery.tlvs == {0x001E: b"9be2-01\0", 0x0427: b"\2"}
            account.transport.confirm([account.sink.arrived[0].token], Confirm.STORED)
            assert [answer.is_success for answer in await pushing] == [True]

    run(scene)


def test_segments_and_payloads_arrive_as_they_were_meant() -> None:
    async def scene() -> None:
        async with serving() as server, running(settings(server.port)) as account:
            await server.esme()
            await account.sink.reaches(Bound)
            account.send(sar=(0x1234, 3, 2), validity_period="000002000000000R")
            account.send(first=2, payload=True, text=bytes(300))
            second, first = await server.submits(2)
            assert {tlv.tag: tlv.value for tlv in first.tlvs} == {
                0x020C: b"\x12\x34",
                0x020E: b"\3",
                0x020F: b"\2",
            }
            assert {tlv.tag: tlv.value for tlv in second.tlvs} == {0x0424: bytes(300)}
            assert second.short_message == b""

    run(scene)


def test_a_thousand_messages_each_get_their_own_answer() -> None:
    async def scene() -> None:
        async with serving() as server, running(settings(server.port)) as account:
            await server.esme()
            await account.sink.reaches(Bound)
            for first in range(1, 1001, 100):
                account.send(100, first=first)
                for _ in range(100):
                    event = await server.submit()
                    event.accept(f"id-{event.short_message.hex()}")
                await account.sink.until(lambda: len(account.sink.told) == first + 99)  # noqa: B023 - awaited here
            assert set(account.sink.accepted) == set(range(1, 1001))

    run(scene)


def test_a_transmitter_and_a_receiver_are_one_account() -> None:
    async def scene() -> None:
        async with serving() as server:
            chosen = replace(settings(server.port), binds=TRANSMITTER_AND_RECEIVER)
            async with running(chosen) as account:
                esmes = [await server.esme(), await server.esme()]
                await account.sink.reaches(Bound)
                receiver = next(esme for esme in esmes if esme.can_receive)
                account.send()
                (await server.submit()).accept("a")
                await account.sink.until(lambda: account.sink.accepted)
                pushing = asyncio.gather(receiver.deliver_sm("VoxBank", b"Hi", source_addr="381"))
                await account.sink.until(lambda: account.sink.arrived)
                assert account.sink.arrived[0].delivery.short_message == b"Hi"
                pushing.cancel()  # smpp34 1.5 takes deliver_sm_resp on a transceiver only

    run(scene)


def test_leaving_is_seen_as_an_unbind() -> None:
    async def scene() -> None:
        async with serving() as server:
            async with running(settings(server.port, unbind_timeout_s=5)) as account:
                await server.esme()
                await account.sink.reaches(Bound)
            assert isinstance(await server.next(), smpp34.Unbound)

    run(scene)
