from __future__ import annotations

import pytest

from vox_console.domain.segmentation import LongMethod
from vox_console.practice.inbound import CustomerMessage, deliveries, readable
from vox_console.smpp.pdus import Tag

LONG = "Long message. " * 20  # 280 characters: two parts in GSM 7-bit


def test_a_short_text_is_one_part_from_the_customer_to_us() -> None:
    (part,) = deliveries(CustomerMessage("381641234567", "38164000", "Yes please"))
    assert (part.source, part.source_ton, part.destination) == ("381641234567", 1, "38164000")
    assert (part.short_message, part.data_coding, part.esm_class) == (b"Yes please", 0, 0)


@pytest.mark.parametrize(
    ("data_coding", "text", "octets"),
    [(0, "a@", b"a\x00"), (3, "\u00e4", b"\xe4"), (8, "\u0416", b"\x04\x16"), (None, "\u0416", b"\x04\x16")],
)
def test_the_text_is_encoded_by_its_data_coding(data_coding: int | None, text: str, octets: bytes) -> None:
    (part,) = deliveries(CustomerMessage("1", "2", text, data_coding))
    assert part.short_message == octets


def test_a_name_is_an_alphanumeric_source() -> None:
    (part,) = deliveries(CustomerMessage("BANK", "2", "x"))
    assert (part.source_ton, part.source_npi) == (5, 0)


def test_parts_with_an_8_bit_reference() -> None:
    parts = deliveries(CustomerMessage("1", "2", LONG, reference=0x11))
    assert [part.short_message[:6] for part in parts] == [
        bytes.fromhex("050003110201"),
        bytes.fromhex("050003110202"),
    ]
    assert {part.esm_class for part in parts} == {0x40}


def test_parts_with_a_16_bit_reference() -> None:
    parts = deliveries(CustomerMessage("1", "2", LONG, method=LongMethod.UDH16, reference=0x1234))
    assert parts[1].short_message[:7] == bytes.fromhex("06080412340202")


def test_parts_with_sar_parameters() -> None:
    parts = deliveries(CustomerMessage("1", "2", LONG, method=LongMethod.SAR, reference=0x1234))
    assert parts[1].tlvs == {
        Tag.SAR_MSG_REF_NUM: b"\x12\x34",
        Tag.SAR_TOTAL_SEGMENTS: b"\x02",
        Tag.SAR_SEGMENT_SEQNUM: b"\x02",
    }
    assert {part.esm_class for part in parts} == {0}


def test_one_payload() -> None:
    (part,) = deliveries(CustomerMessage("1", "2", LONG, method=LongMethod.PAYLOAD))
    assert part.short_message == b""
    assert part.tlvs[Tag.MESSAGE_PAYLOAD] == LONG.encode()


def test_parts_can_be_misplaced_repeated_and_lost() -> None:
    parts = deliveries(CustomerMessage("1", "2", LONG * 2, order=(3, 1, 3)))
    assert [part.short_message[5] for part in parts] == [3, 1, 3]


def test_raw_octets_travel_as_they_are() -> None:
    (part,) = deliveries(CustomerMessage("1", "2", octets=b"\x1b\xff", data_coding=4, esm_class=0x40))
    assert (part.short_message, part.data_coding, part.esm_class) == (b"\x1b\xff", 4, 0x40)


@pytest.mark.parametrize(
    "message",
    [
        CustomerMessage("1", "2", "\u0416", 0),
        CustomerMessage("1", "2", "x", 5),
        CustomerMessage("1", "2", "x", order=(2,)),
    ],
)
def test_what_cannot_be_pushed_is_refused(message: CustomerMessage) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        deliveries(message)


@pytest.mark.parametrize(
    ("message", "told"),
    [
        (CustomerMessage("1", "2", LONG), (LONG, 0)),
        (CustomerMessage("1", "2", "\u0416"), ("\u0416", 8)),
        (CustomerMessage("1", "2", "\u00e4", 3), ("\u00e4", 3)),
        (CustomerMessage("1", "2", octets=b"a\x00"), ("a@", 0)),
        (CustomerMessage("1", "2", octets=b"\x04\x16", data_coding=8), ("\u0416", 8)),
    ],
)
def test_a_message_that_travels_as_text_is_whole(message: CustomerMessage, told: tuple[str, int]) -> None:
    assert readable(message) == told


def test_a_text_that_its_coding_cannot_carry_is_not_readable() -> None:
    with pytest.raises(ValueError, match="Data coding 0"):
        readable(CustomerMessage("1", "2", "\u0416", 0))
