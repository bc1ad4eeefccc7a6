"""Customers' messages (mobile originated): text or octets -> the deliver_sm contents that carry them.

The text is cut by the same :func:`~vox_console.domain.segmentation.segment` that outbound messages
use; `order` and `skip` then misplace parts on purpose.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from vox_console.domain.decoding import decode
from vox_console.domain.delivery import Delivery
from vox_console.domain.segmentation import LongMethod, frame, segment
from vox_console.smpp.pdus import Tag


@dataclass(frozen=True, slots=True)
class CustomerMessage:
    """What a customer sends. Addresses are digits, or text for an alphanumeric source.

    octets: when not None they are pushed as they are in one part, with esm_class, and text is unused.
    data_coding None chooses 0 or 8 by the text. order: part numbers in the order they are sent, each
    as often as it is named; empty means all, in order. reference: of the concatenation. data_sm: pushed so
    instead of as deliver_sm.
    """

    source: str
    destination: str
    text: str = ""
    data_coding: int | None = None
    method: LongMethod = LongMethod.UDH8
    reference: int = 1
    order: Sequence[int] = ()
    octets: bytes | None = None
    esm_class: int = 0
    data_sm: bool = False


def deliveries(message: CustomerMessage) -> list[Delivery]:
    """Give the parts as they are to be pushed, in order.

    Raises ValueError for a text its data_coding cannot carry, or a part number that does not exist.
    """
    if message.octets is not None:
        data_coding = message.data_coding or 0
        return [_delivery(message, message.octets, data_coding, message.esm_class, {})]
    cut = segment(message.text, coding=message.data_coding, method=message.method)
    if cut.problems:
        raise ValueError(cut.problems[0].text)
    parts: list[Delivery] = []
    for part in frame(cut, reference=message.reference):
        octets = part.short_message
        tlvs: dict[int, bytes] = {}
        if part.sar is not None:
            reference, total, number = part.sar
            tlvs[Tag.SAR_MSG_REF_NUM] = reference.to_bytes(2, "big")
            tlvs[Tag.SAR_TOTAL_SEGMENTS] = bytes((total,))
            tlvs[Tag.SAR_SEGMENT_SEQNUM] = bytes((number,))
        if part.payload:
            tlvs[Tag.MESSAGE_PAYLOAD] = octets
            octets = b""
        parts.append(_delivery(message, octets, cut.data_coding, part.esm_class | message.esm_class, tlvs))
    if not message.order:
        return parts
    if not all(1 <= number <= len(parts) for number in message.order):
        raise ValueError(f"order: part numbers from 1 to {len(parts)}")
    return [parts[number - 1] for number in message.order]


def readable(message: CustomerMessage) -> tuple[str, int]:
    """Give (text, data_coding) of a message that travels as text, whole.

    Raises ValueError for a text its data_coding cannot carry.
    """
    if message.octets is not None:
        data_coding = message.data_coding or 0
        return decode(message.octets, data_coding, esm_class=message.esm_class).text, data_coding
    cut = segment(message.text, coding=message.data_coding, method=message.method)
    if cut.problems:
        raise ValueError(cut.problems[0].text)
    return message.text, cut.data_coding


def _delivery(
    message: CustomerMessage, octets: bytes, data_coding: int, esm_class: int, tlvs: dict[int, bytes]
) -> Delivery:
    alphanumeric = not message.source.lstrip("+").isdigit()
    return Delivery(
        source=message.source,
        destination=message.destination,
        esm_class=esm_class,
        data_coding=data_coding,
        short_message=octets,
        tlvs=tlvs,
        source_ton=5 if alphanumeric else 1,
        source_npi=0 if alphanumeric else 1,
        destination_ton=1,
        destination_npi=1,
    )
