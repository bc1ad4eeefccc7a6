from __future__ import annotations

from dataclasses import replace

import pytest

from tests.support.pdu_bytes import pdu_bytes
from vox_console.domain.delivery import Delivery
from vox_console.domain.submission import SubmitRequest, WireAddress
from vox_console.smpp.codec import decode
from vox_console.smpp.fast_codec import (
    decode_deliver_sm,
    decode_submit_sm,
    decode_submit_sm_resp,
    encode_deliver_sm,
    encode_deliver_sm_resp,
    encode_submit_sm,
    encode_submit_sm_resp,
    encode_submits,
)
from vox_console.smpp.faults import PduFault, UnencodableField
from vox_console.smpp.pdus import CommandStatus, SubmitSm, Tag

REQUEST = SubmitRequest(
    attempt_id=1,
    sequence=5,
    source=WireAddress(5, 0, "VoxBank"),
    destination=WireAddress(1, 1, "381641234567"),
    data_coding=0,
    esm_class=0,
    short_message=b"Hello",
)


def sized(octets: bytes) -> bytes:
    """Make command_length agree again after the octets were tampered with."""
    return len(octets).to_bytes(4) + octets[4:]


def test_a_request_is_written_as_pinned() -> None:
    assert encode_submit_sm(REQUEST) == pdu_bytes("submit_sm")


def test_a_batch_is_the_same_octets_as_its_requests_one_by_one() -> None:
    other = replace(REQUEST, source=WireAddress(1, 1, "38111"), data_coding=8, short_message=b"\4\x16")
    requests = [
        REQUEST,
        replace(REQUEST, sequence=6, destination=WireAddress(1, 1, "49170")),
        other,
        replace(other, esm_class=0x40),
        replace(other, registered_delivery=0),
        replace(other, validity_period="000002000000000R"),
        other,
        replace(other, payload=True),
        replace(other, sar=(7, 2, 1)),
        replace(other, sar=(7, 2, 2)),
        replace(other, payload=True),
        replace(other, payload=True, short_message=bytes(300)),
        replace(other, destination=WireAddress(2, 1, "49170")),
        replace(other, destination=WireAddress(2, 8, "49170")),
        REQUEST,
    ]
    octets, refused = encode_submits(requests)
    assert octets == [encode_submit_sm(request) for request in requests]
    assert not refused


def test_one_request_that_does_not_fit_leaves_its_neighbours_alone() -> None:
    broken = [
        replace(REQUEST, destination=WireAddress(1, 1, "3" * 21)),
        replace(REQUEST, destination=WireAddress(1, 1, "3\0")),
        replace(REQUEST, destination=WireAddress(1, 1, "Ж")),
        replace(REQUEST, source=WireAddress(5, 0, "x" * 21)),
        replace(REQUEST, source=WireAddress(5, 256, "x")),
        replace(REQUEST, short_message=bytes(255)),
        replace(REQUEST, payload=True, short_message=bytes(65_536)),
        replace(REQUEST, sar=(65_536, 2, 1)),
        replace(REQUEST, validity_period="0" * 17),
        replace(REQUEST, sequence=1 << 32),
    ]
    mixed = [REQUEST, *[request for each in broken for request in (each, REQUEST)]]
    octets, refused = encode_submits(mixed)
    assert octets == [pdu_bytes("submit_sm")] * (len(broken) + 1)
    assert [request for request, _ in refused] == broken


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (replace(REQUEST, destination=WireAddress(1, 1, "3" * 21)), CommandStatus.ESME_RINVDSTADR),
        (replace(REQUEST, source=WireAddress(5, 0, "x" * 21)), CommandStatus.ESME_RINVSRCADR),
        (replace(REQUEST, short_message=bytes(255)), CommandStatus.ESME_RINVMSGLEN),
        (replace(REQUEST, validity_period="0" * 17), CommandStatus.ESME_RINVEXPIRY),
    ],
)
def test_a_refusal_carries_the_status_a_provider_would_have_given(
    request_: SubmitRequest, status: CommandStatus
) -> None:
    with pytest.raises(UnencodableField) as caught:
        encode_submit_sm(request_)
    assert caught.value.command_status == status


def test_segments_travel_as_sar_parameters() -> None:
    pdu = decode(encode_submit_sm(replace(REQUEST, sar=(0x1234, 3, 2))))
    assert isinstance(pdu, SubmitSm)
    assert pdu.tlvs == {
        Tag.SAR_MSG_REF_NUM: b"\x12\x34",
        Tag.SAR_TOTAL_SEGMENTS: b"\3",
        Tag.SAR_SEGMENT_SEQNUM: b"\2",
    }


def test_a_payload_leaves_short_message_empty() -> None:
    pdu = decode(encode_submit_sm(replace(REQUEST, payload=True, short_message=bytes(300))))
    assert isinstance(pdu, SubmitSm)
    assert pdu.short_message == b""
    assert pdu.content == bytes(300)


@pytest.mark.parametrize(
    ("octets", "answer"),
    [
        (pdu_bytes("submit_sm_resp"), (5, 0, "9be2")),
        (pdu_bytes("submit_sm_resp_without_body"), (5, 0x58, "")),
        (pdu_bytes("submit_sm_resp_refused_with_id"), (5, 0x0A, "0000")),
        (sized(pdu_bytes("submit_sm_resp")[:-1]), (5, 0, "9be2")),
        (sized(pdu_bytes("submit_sm_resp") + b"\x04\x25\x00\x01\x07"), (5, 0, "9be2")),
        (sized(pdu_bytes("submit_sm_resp")[:16] + b"\0"), (5, 0, "")),
    ],
    ids=["usual", "no body", "refused with id", "no NUL", "with TLV", "empty id"],
)
def test_answers_of_every_shape_are_read(octets: bytes, answer: tuple[int, int, str]) -> None:
    assert decode_submit_sm_resp(octets) == answer


def test_a_refusal_without_id_has_no_body() -> None:
    assert encode_submit_sm_resp(5, 0x58, "") == pdu_bytes("submit_sm_resp_without_body")


def test_an_acceptance_without_id_has_one_nul() -> None:
    assert encode_submit_sm_resp(5, 0, "")[16:] == b"\0"


def test_the_answer_to_a_delivery_is_17_octets() -> None:
    assert encode_deliver_sm_resp(7, 0).hex() == "0000001180000005000000000000000700"


def test_a_receipt_is_read_with_its_raw_octets() -> None:
    octets = pdu_bytes("deliver_sm_receipt")
    sequence, delivery = decode_deliver_sm(octets)
    assert sequence == 7
    assert delivery.raw == octets
    assert delivery.short_message == b"id:9be2 stat:DELIVRD "


def test_an_octet_between_text_and_end_is_dropped() -> None:
    _, delivery = decode_deliver_sm(pdu_bytes("deliver_sm_length_one_short"))
    assert delivery.short_message == b"Hi"
    assert delivery.tlvs == {}


def test_a_text_longer_than_the_pdu_is_refused() -> None:
    octets = bytearray(pdu_bytes("deliver_sm_length_one_short"))
    octets[-4] = 255
    with pytest.raises(PduFault) as caught:
        decode_deliver_sm(bytes(octets))
    assert caught.value.command_status == CommandStatus.ESME_RINVMSGLEN
    assert caught.value.sequence == 8


def test_a_parameter_longer_than_the_pdu_loses_only_itself() -> None:
    octets = sized(pdu_bytes("deliver_sm_receipt") + bytes.fromhex("0424 0100 4142"))
    _, delivery = decode_deliver_sm(octets)
    assert delivery.short_message == b"id:9be2 stat:DELIVRD "
    assert set(delivery.tlvs) == {Tag.RECEIPTED_MESSAGE_ID, Tag.MESSAGE_STATE}


def test_a_sender_longer_than_the_specification_allows_is_kept_whole() -> None:
    octets = pdu_bytes("deliver_sm_receipt").replace(b"381641234567\0", b"3" * 40 + b"\0")
    assert decode_deliver_sm(sized(octets))[1].source == "3" * 40


def test_a_text_in_the_payload_parameter_is_the_text() -> None:
    long = Delivery("381", "Vox", 0, 0, b"x" * 300)
    _, delivery = decode_deliver_sm(encode_deliver_sm(1, long))
    assert delivery.short_message == long.short_message
    assert encode_deliver_sm(1, delivery) == encode_deliver_sm(1, long)


def test_two_different_texts_in_one_delivery_are_refused() -> None:
    with pytest.raises(UnencodableField):
        encode_deliver_sm(1, Delivery("381", "Vox", 0, 0, b"one", {Tag.MESSAGE_PAYLOAD: b"two"}))


@pytest.mark.parametrize(
    ("before", "after", "status"),
    [
        (b"\0\x05\0VoxBank\0", b"ABCDEF\0\x05\0VoxBank\0", CommandStatus.ESME_RINVSERTYP),
        (b"VoxBank", b"V" * 21, CommandStatus.ESME_RINVSRCADR),
        (b"381641234567", b"3" * 21, CommandStatus.ESME_RINVDSTADR),
        (
            b"\0\0\0\0\0\1\0\0\0\5Hello",
            b"\0\0\0" + b"0" * 17 + b"\0\0\1\0\0\0\5Hello",
            CommandStatus.ESME_RINVSCHED,
        ),
        (b"\0\1\0\0\0\5Hello", b"0" * 17 + b"\0\1\0\0\0\5Hello", CommandStatus.ESME_RINVEXPIRY),
        (b"\5Hello", b"\6Hello", CommandStatus.ESME_RINVMSGLEN),
        (b"\5Hello", b"", CommandStatus.ESME_RINVCMDLEN),
    ],
)
def test_a_wrong_submit_is_refused_with_its_status(
    before: bytes, after: bytes, status: CommandStatus
) -> None:
    good = pdu_bytes("submit_sm")
    assert good.count(before) == 1
    with pytest.raises(PduFault) as caught:
        decode_submit_sm(sized(good.replace(before, after)))
    assert caught.value.command_status == status
    assert caught.value.sequence == 5
