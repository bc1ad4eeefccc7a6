"""The practice provider asked by a client we did not write (smpp34), so that both cannot err alike."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest
import smpp34

from vox_console.practice.server import PracticeOptions, PracticeService, running

PATIENCE_S = 20.0

# SMPP 3.4 §5.3.2
RECEIPTED_MESSAGE_ID = 0x001E
SAR_SEGMENT_SEQNUM = 0x020F
MESSAGE_PAYLOAD = 0x0424
MESSAGE_STATE = 0x0427


def with_client(
    test: Callable[[PracticeService, smpp34.Smsc], Awaitable[None]], *, bind_type: str = "TRX"
) -> None:
    async def run() -> None:
        async with running(PracticeOptions(smpp_port=0, speed=0)) as service:
            client = smpp34.Client(
                "127.0.0.1", service.smsc.port, "practice", "practice", bind_type=bind_type, window_size=50
            )
            async with asyncio.timeout(PATIENCE_S):
                smsc = await client.connect()
                await test(service, smsc)
                await client.stop()

    asyncio.run(run())


def test_a_message_is_accepted_reported_and_acknowledged() -> None:
    async def test(service: PracticeService, smsc: smpp34.Smsc) -> None:
        answer = await smsc.submit_sm(
            "381640000010", b"Hello", source_addr="Practice", source_addr_ton=5, registered_delivery=1
        )
        assert answer.is_success
        event = await smsc.next()
        assert isinstance(event, smpp34.DeliverSmEvent)
        assert event.esm_class == 0x04
        assert event.source_addr == "381640000010"
        assert event.short_message.startswith(f"id:{answer.message_id} sub:001 dlvrd:001 ".encode())
        assert {tlv.tag: tlv.value.rstrip(b"\0") for tlv in event.tlvs} == {
            RECEIPTED_MESSAGE_ID: (answer.message_id or "").encode(),
            MESSAGE_STATE: b"\x02",
        }
        assert await service.wait(receipts_acknowledged=1)

    with_client(test)


@pytest.mark.parametrize(
    ("suffix", "status"),
    [
        ("0020", 0x58),
        ("0021", 0x14),
        ("0022", 0x08),
        ("0023", 0x0B),
        ("0024", 0x0A),
        ("0025", 0x45),
        ("0036", 0x45),
    ],
)
def test_refusals_are_understood(suffix: str, status: int) -> None:
    async def test(_service: PracticeService, smsc: smpp34.Smsc) -> None:
        answer = await smsc.submit_sm(f"38164000{suffix}", b"Hello", source_addr="Practice")
        assert answer.command_status == status

    with_client(test)


def test_a_long_message_is_stored_with_its_header() -> None:
    async def test(service: PracticeService, smsc: smpp34.Smsc) -> None:
        for number in (1, 2):
            head = bytes((5, 0, 3, 0x77, 2, number))
            answer = await smsc.submit_sm("381640000010", head + b"part", esm_class=0x40)
            assert answer.is_success
        copies = service.ledger.delivered_copies()
        assert sorted((copy.part, copy.parts, copy.user_data) for copy in copies) == [
            (1, 2, b"part"),
            (2, 2, b"part"),
        ]

    with_client(test)


def test_a_payload_is_read_from_its_parameter() -> None:
    async def test(service: PracticeService, smsc: smpp34.Smsc) -> None:
        payload = smpp34.Tlv(MESSAGE_PAYLOAD, b"x" * 300)
        assert (await smsc.submit_sm("381640000010", tlvs=[payload])).is_success
        assert service.ledger.submits[0].short_message == b"x" * 300

    with_client(test)


@pytest.mark.parametrize("method", ["udh8", "udh16", "sar"])
def test_a_customers_long_message_arrives_in_parts(method: str) -> None:
    async def test(service: PracticeService, smsc: smpp34.Smsc) -> None:
        service.post("/mo", {"from": "381641234567", "text": "Жаба " * 30, "method": method})
        events = [await smsc.next() for _ in range(3)]
        parts = {}
        for event in events:  # this client hands events over in any order
            assert isinstance(event, smpp34.DeliverSmEvent)
            assert event.data_coding == 8
            if event.esm_class & 0x40:
                end = 1 + event.short_message[0]
                parts[event.short_message[end - 1]] = event.short_message[end:]
            else:
                (number,) = (tlv.as_int() for tlv in event.tlvs if tlv.tag == SAR_SEGMENT_SEQNUM)
                parts[number or 0] = event.short_message
        assert b"".join(parts[number] for number in (1, 2, 3)).decode("utf-16-be") == "Жаба " * 30
        assert await service.wait(mo_acknowledged=3)

    with_client(test)


def test_a_receiver_gets_what_is_for_the_account() -> None:
    async def test(service: PracticeService, smsc: smpp34.Smsc) -> None:
        service.post("/mo", {"from": "381641234567", "text": "Hi"})
        event = await smsc.next()
        assert isinstance(event, smpp34.DeliverSmEvent)
        assert event.short_message == b"Hi"

    with_client(test, bind_type="RX")


def test_our_unbind_is_answered_and_ends_the_session() -> None:
    async def test(service: PracticeService, smsc: smpp34.Smsc) -> None:
        service.post("/faults", {"fault": "unbind"})
        assert isinstance(await smsc.next(), smpp34.Disconnected)
        assert await service.smsc.wait_until(
            lambda: not service.smsc.provider.state.sessions, timeout_s=PATIENCE_S
        )

    with_client(test)


@pytest.mark.parametrize(("system_id", "word"), [("practice", "wrong"), ("nobody", "practice")])
def test_a_wrong_bind_is_refused(system_id: str, word: str) -> None:
    async def run() -> None:
        async with running(PracticeOptions(smpp_port=0)) as service:
            client = smpp34.Client("127.0.0.1", service.smsc.port, system_id, word, connect_timeout_ms=300)
            async with asyncio.timeout(PATIENCE_S):
                with pytest.raises((smpp34.SmppError, OSError, RuntimeError)):
                    await client.connect()
            assert service.ledger.counts.binds_refused >= 1
            await client.stop()

    asyncio.run(run())
