"""The practice provider on a real socket, asked by a client built on our codec."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.support.practice_peer import WireClient, acknowledgement, bind, submit, wire_client
from vox_console.domain.errors import LinkError
from vox_console.practice.ledger import Verdict
from vox_console.practice.server import PracticeOptions, PracticeService, running
from vox_console.smpp import codec
from vox_console.smpp.framing import Framer
from vox_console.smpp.pdus import (
    BindKind,
    DataSm,
    DeliverSm,
    EnquireLink,
    EnquireLinkResp,
    SubmitSmResp,
    Unbind,
    UnbindResp,
)

ANYWHERE = "0.0.0.0"  # noqa: S104 - the address to refuse


@asynccontextmanager
async def provider(*, speed: float = 0) -> AsyncIterator[PracticeService]:
    async with running(PracticeOptions(smpp_port=0, speed=speed)) as service:
        yield service


def with_client(test: Callable[[PracticeService, WireClient], Awaitable[None]]) -> None:
    """Run a test with a provider and one bound transceiver."""

    async def run() -> None:
        async with provider() as service, wire_client(service.smsc.port) as client:
            await test(service, client)

    asyncio.run(run())


def test_bind_submit_receipt_unbind() -> None:
    async def test(service: PracticeService, client: WireClient) -> None:
        client.send(submit())
        answer = await client.next(SubmitSmResp)
        receipt = await client.acknowledged()
        assert receipt.delivery.short_message.startswith(f"id:{answer.message_id} sub:001 ".encode())
        assert await service.wait(receipts_acknowledged=1)
        client.send(Unbind(3))
        assert await client.next(UnbindResp) == UnbindResp(3)
        with pytest.raises(EOFError):
            await client.next(UnbindResp)

    with_client(test)


def test_at_the_speed_of_life_the_receipt_comes_by_the_timer() -> None:
    async def run() -> None:
        async with provider(speed=50) as service, wire_client(service.smsc.port) as client:
            client.send(submit(), submit(sequence=3))
            started = service.smsc.now()
            assert [(await client.next(SubmitSmResp)).sequence for _ in range(2)] == [2, 3]
            for _ in range(2):
                await client.acknowledged()
            assert service.smsc.now() - started >= 1.0 / 50

    asyncio.run(run())


def test_receipts_of_a_transmitter_come_to_the_receiver() -> None:
    async def run() -> None:
        async with (
            provider() as service,
            wire_client(service.smsc.port, BindKind.TX) as transmitter,
            wire_client(service.smsc.port, BindKind.RX) as receiver,
        ):
            transmitter.send(submit())
            answer = await transmitter.next(SubmitSmResp)
            receipt = await receiver.acknowledged()
            assert answer.message_id.encode() in receipt.delivery.short_message

    asyncio.run(run())


def test_the_receipt_overtakes_the_answer_also_across_two_sessions() -> None:
    async def run() -> None:
        async with (
            provider() as service,
            wire_client(service.smsc.port, BindKind.TX) as transmitter,
            wire_client(service.smsc.port, BindKind.RX) as receiver,
        ):
            transmitter.send(submit("381640000040"), EnquireLink(3))
            assert await transmitter.next(EnquireLinkResp) == EnquireLinkResp(3)
            await receiver.acknowledged()
            assert (await transmitter.next(SubmitSmResp)).status == 0

    asyncio.run(run())


def test_an_unacknowledged_receipt_comes_again_until_it_is_acknowledged() -> None:
    async def test(service: PracticeService, client: WireClient) -> None:
        service.post("/speed", {"resend_s": 0.05})
        client.send(submit())
        await client.next(SubmitSmResp)
        first = await client.next(DeliverSm)
        again = await client.next(DeliverSm)
        assert again.delivery.short_message == first.delivery.short_message
        client.send(acknowledgement(again))
        assert await service.wait(receipts_acknowledged=1)
        sent = service.ledger.counts.receipts_sent
        client.send(EnquireLink(9))
        assert isinstance(await client.next(EnquireLinkResp), EnquireLinkResp)
        assert service.ledger.counts.receipts_sent == sent

    with_client(test)


def test_unacknowledged_receipts_survive_a_reconnect() -> None:
    async def run() -> None:
        async with provider() as service:
            async with wire_client(service.smsc.port) as client:
                client.send(*(submit(sequence=number) for number in range(2, 7)))
                for _ in range(5):
                    await client.pick(SubmitSmResp)
                for _ in range(5):
                    await client.pick(DeliverSm)
            async with wire_client(service.smsc.port, BindKind.RX) as client:
                for _ in range(5):
                    await client.acknowledged()
                assert await service.wait(receipts_acknowledged=5)

    asyncio.run(run())


def test_a_receipt_in_data_sm_arrives() -> None:
    async def test(service: PracticeService, client: WireClient) -> None:
        client.send(submit("381640000052"))
        await client.next(SubmitSmResp)
        await client.acknowledged(DataSm)
        assert await service.wait(receipts_acknowledged=1)

    with_client(test)


@pytest.mark.parametrize(("suffix", "verdict"), [("0034", Verdict.IGNORED), ("0035", Verdict.ACCEPTED)])
def test_the_connection_is_cut_instead_of_an_answer(suffix: str, verdict: Verdict) -> None:
    async def test(service: PracticeService, client: WireClient) -> None:
        client.send(submit(f"38164000{suffix}"))
        with pytest.raises(EOFError):
            await client.next(SubmitSmResp)
        assert [row.verdict for row in service.ledger.submits] == [verdict]

    with_client(test)


def test_a_receipt_of_a_cut_message_waits_for_the_next_bind() -> None:
    async def run() -> None:
        async with provider() as service:
            async with wire_client(service.smsc.port) as client:
                client.send(submit("381640000035"))
                with pytest.raises(EOFError):
                    await client.next(SubmitSmResp)
            async with wire_client(service.smsc.port) as client:
                receipt = await client.acknowledged()
                assert service.ledger.submits[0].message_id.encode() in receipt.delivery.short_message

    asyncio.run(run())


def test_a_late_answer_arrives_late() -> None:
    async def test(service: PracticeService, client: WireClient) -> None:
        service.post("/speed", {"late_answer_s": 0.05})
        client.send(submit("381640000033"), EnquireLink(3))
        await client.next(DeliverSm)
        await client.next(EnquireLinkResp)
        assert (await client.next(SubmitSmResp)).sequence == 2

    with_client(test)


def test_a_tcp_reset_is_a_reset() -> None:
    async def test(service: PracticeService, client: WireClient) -> None:
        service.post("/faults", {"fault": "reset"})
        with pytest.raises(ConnectionResetError):
            await client.next(SubmitSmResp)

    with_client(test)


def test_every_connection_is_dropped_on_order_and_may_come_again() -> None:
    async def run() -> None:
        async with (
            provider() as service,
            wire_client(service.smsc.port) as first,
            wire_client(service.smsc.port) as second,
        ):
            service.post("/faults", {"fault": "disconnect"})
            assert await first.octets() == await second.octets() == b""
            async with wire_client(service.smsc.port) as third:
                third.send(EnquireLink(2))
                assert await third.next(EnquireLinkResp) == EnquireLinkResp(2)

    asyncio.run(run())


def test_a_stall_ends_in_the_middle_of_a_pdu() -> None:
    async def test(service: PracticeService, client: WireClient) -> None:
        service.post("/faults", {"fault": "stall"})
        half = await client.octets()
        assert int.from_bytes(half[:4]) > len(half)
        service.post("/faults", {"fault": "resume"})
        rest = await client.octets()
        assert int.from_bytes(half[:4]) == len(half) + len(rest)

    with_client(test)


def test_a_client_that_reads_nothing_stops_being_read_and_loses_nothing() -> None:
    """Its answers and receipts fill the buffers, the provider stops reading, and goes on when they drain."""
    count = 30_000
    one = codec.encode(submit())
    submits = b"".join(one[:12] + number.to_bytes(4) + one[16:] for number in range(2, count + 2))

    async def run() -> None:
        loop = asyncio.get_running_loop()
        async with provider() as service, asyncio.TaskGroup() as tasks:
            service.post("/speed", {"push_window": 100_000, "resend_s": 300})
            smsc = service.smsc
            with socket.socket() as connection:
                connection.settimeout(0)
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
                await loop.sock_connect(connection, ("127.0.0.1", smsc.port))
                tasks.create_task(loop.sock_sendall(connection, codec.encode(bind()) + submits))
                transports = smsc._transports
                assert await smsc.wait_until(
                    lambda: any(session.choked for session in transports), timeout_s=20
                )
                assert 0 < service.ledger.counts.accepted < count
                assert not any(transport.is_reading() for transport in transports.values())
                framer, pdus = Framer(), 0
                while pdus < 1 + 2 * count:
                    pdus += len(framer.feed(await loop.sock_recv(connection, 1_048_576)))
                assert service.ledger.counts.receipts_sent == service.ledger.counts.accepted == count

    asyncio.run(run())


def test_what_waited_while_the_socket_was_full_follows_when_it_drains() -> None:
    count = 5_000
    order = {"from": "381641234567", "text": "x" * 2_000, "method": "payload"}

    async def run() -> None:
        loop = asyncio.get_running_loop()
        async with provider() as service:
            service.post("/speed", {"push_window": 100_000, "resend_s": 300})
            with socket.socket() as connection:
                connection.settimeout(0)
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
                await loop.sock_connect(connection, ("127.0.0.1", service.smsc.port))
                await loop.sock_sendall(connection, codec.encode(bind(BindKind.RX)))
                assert await service.wait(bound=1)
                for _ in range(count):
                    service.post("/mo", order)
                assert 0 < service.ledger.counts.mo_sent < count
                framer, pdus = Framer(), 0
                async with asyncio.timeout(20):
                    while pdus < 1 + count:
                        pdus += len(framer.feed(await loop.sock_recv(connection, 1_048_576)))
                assert service.ledger.counts.mo_sent == count

    asyncio.run(run())


def test_a_thousand_messages_in_one_write_are_answered_in_order() -> None:
    async def test(service: PracticeService, client: WireClient) -> None:
        client.send(*(submit(sequence=number, registered_delivery=0) for number in range(2, 1_002)))
        answers = [await client.next(SubmitSmResp) for _ in range(1_000)]
        assert [answer.sequence for answer in answers] == list(range(2, 1_002))
        assert len({answer.message_id for answer in answers}) == 1_000
        assert service.ledger.counts.accepted == 1_000

    with_client(test)


@pytest.mark.parametrize("host", [ANYWHERE, "::", "192.0.2.1", "example.com"])
def test_it_listens_nowhere_but_on_this_computer(host: str) -> None:
    async def run() -> None:
        async with running(PracticeOptions(host=host, smpp_port=0)):
            pass

    with pytest.raises(LinkError, match="this computer only"):
        asyncio.run(run())


def test_a_taken_port_is_told_with_a_hint() -> None:
    async def run() -> None:
        async with provider() as service, running(PracticeOptions(smpp_port=service.smsc.port)):
            pass

    with pytest.raises(LinkError, match="cannot be opened") as fault:
        asyncio.run(run())
    assert "0 for any" in fault.value.hint


def test_a_scenario_runs_by_the_clock(tmp_path: Path) -> None:
    path = tmp_path / "scenario.toml"
    path.write_text(
        '[[step]]\nat_s = 0.05\npost = "/mo"\nbody = { from = "381641234567", text = "Later" }\n'
        '[[step]]\npost = "/mo"\nbody = { from = "381641234567", text = "At once" }\n'
        '[[step]]\npost = "/faults"\nbody = { fault = "no such fault" }\n',
        encoding="utf-8",
    )

    async def run() -> None:
        options = PracticeOptions(smpp_port=0, scenario_file=path, ledger_file=tmp_path / "ledger.jsonl")
        async with running(options) as service, wire_client(service.smsc.port) as client:
            texts = [(await client.acknowledged()).delivery.short_message for _ in range(2)]
            assert texts == [b"At once", b"Later"]

    asyncio.run(run())
    facts = (tmp_path / "ledger.jsonl").read_text(encoding="utf-8")
    assert facts.count('"fact": "step"') == 3
    assert "release_answers" in facts  # the fault's explanation names what there is
