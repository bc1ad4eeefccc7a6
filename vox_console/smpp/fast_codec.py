"""The hot PDUs <-> bytes: submit_sm, deliver_sm and their answers, at the price of a few C calls each.

Theory of operation. Four PDUs make up all traffic that grows with the number of messages, so they
do not go through smpplib's field-by-field classes (see :mod:`vox_console.smpp.codec`):

* Encoding. Requests of one batch mostly differ in destination and sequence number alone. What is
  equal to the request before (judged by identity, which is one machine comparison) is kept as
  ready-made octets around the destination.
* Decoding. submit_sm and deliver_sm start with the same five C-octet strings between fixed-width
  integers (SMPP 3.4 §4.4.1, §4.6.1); one regular expression finds all of them in one C call.

What is written is byte-identical to smpplib where smpplib is right. What is read is more tolerant
than smpplib: answers without a body, a missing last NUL and optional parameters cut off by the end
of the PDU are survived, a short_message longer than the PDU is refused.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterable
from dataclasses import fields
from functools import lru_cache
from typing import Final

from vox_console.domain.delivery import Delivery
from vox_console.domain.submission import SubmitRequest, WireAddress
from vox_console.smpp.faults import PduFault, UnencodableField
from vox_console.smpp.fields import FIELD_STATUS, c_octets, decode_tlvs, encode_tlvs, unencodable
from vox_console.smpp.pdus import (
    HEADER_OCTETS,
    MAX_ADDRESS_OCTETS,
    MAX_SHORT_MESSAGE_OCTETS,
    CommandId,
    CommandStatus,
    SubmitSm,
    Tag,
)

_SUBMIT_SM: Final = int(CommandId.SUBMIT_SM)
_SUBMIT_SM_RESP: Final = int(CommandId.SUBMIT_SM_RESP)
_DELIVER_SM: Final = int(CommandId.DELIVER_SM)
_PAYLOAD: Final = int(Tag.MESSAGE_PAYLOAD)
_MAX_TLV_OCTETS: Final = 0xFFFF
_MAX_TIME_OCTETS: Final = 16  # §5.2.15, 17 with its NUL
_MAX_MESSAGE_ID_OCTETS: Final = 64  # §5.2.23, 65 with its NUL

_HEADER: Final = struct.Struct(">LLLL")
_TLV_HEAD: Final = struct.Struct(">HH")
_pack_header = _HEADER.pack
_unpack_answer = struct.Struct(">8xLL").unpack_from  # command_status, sequence_number
_unpack_sequence = struct.Struct(">12xL").unpack_from
_OCTET: Final = tuple(bytes((value,)) for value in range(256))

# The mandatory part up to and including sm_length. A provider's strings may be longer than the
# specification allows: refusing such a receipt would only make it come again and again.
_DELIVER_BODY: Final = re.compile(
    rb"[^\0]*+\0(..[^\0]*+)\0(..[^\0]*+)\0(.)..[^\0]*+\0[^\0]*+\0(.....)", re.DOTALL
)
_SUBMIT_BODY: Final = re.compile(
    rb"([^\0]{0,5})\0(..)([^\0]{0,20})\0(..)([^\0]{0,20})\0(...)([^\0]{0,16})\0([^\0]{0,16})\0(.....)",
    re.DOTALL,
)
_SAR: Final = struct.Struct(">HHHHHBHHB")
_SAR_HEADS: Final = (
    (Tag.SAR_MSG_REF_NUM, 2),
    (Tag.SAR_TOTAL_SEGMENTS, 1),
    (Tag.SAR_SEGMENT_SEQNUM, 1),
)
# A frozen dataclass sets each field of a new value through object.__setattr__, which would take half
# of the time of decoding. These are the same slots, set directly; a new field of Delivery that is
# forgotten here fails the first test that reads it.
_new = object.__new__
(
    _set_source,
    _set_destination,
    _set_esm_class,
    _set_data_coding,
    _set_short_message,
    _set_tlvs,
    _set_source_ton,
    _set_source_npi,
    _set_destination_ton,
    _set_destination_npi,
    _set_raw,
    _set_provider_id,
) = (getattr(Delivery, field.name).__set__ for field in fields(Delivery))

# The strings of submit_sm: name, fixed octets before it, longest length without NUL (§4.4.1).
_SUBMIT_STRINGS: Final = (
    ("service_type", 0, 5),
    ("source_addr", 2, MAX_ADDRESS_OCTETS),
    ("destination_addr", 2, MAX_ADDRESS_OCTETS),
    ("schedule_delivery_time", 3, _MAX_TIME_OCTETS),
    ("validity_period", 0, _MAX_TIME_OCTETS),
)
_match_deliver = _DELIVER_BODY.match
_match_submit = _SUBMIT_BODY.match


def encode_submits(
    requests: Iterable[SubmitRequest],
) -> tuple[list[bytes], list[tuple[SubmitRequest, UnencodableField]]]:
    """Encode a batch of submit_sm: the PDUs in order, and the requests that fit no PDU with the reason."""
    pdus: list[bytes] = []
    refused: list[tuple[SubmitRequest, UnencodableField]] = []
    add = pdus.append
    text: bytes | None = None  # None: there is no template yet
    source: WireAddress | None = None
    sar: tuple[int, int, int] | None = None
    payload = False
    coding = esm_class = receipt = ton = npi = length = 0
    validity = ""
    head = tail = b""
    for request in requests:
        destination = request.destination
        try:
            if (
                request.short_message is not text
                or request.source is not source
                or request.data_coding != coding
                or request.esm_class != esm_class
                or request.registered_delivery != receipt
                or request.validity_period != validity
                or request.sar is not sar
                or request.payload is not payload
                or destination.ton != ton
                or destination.npi != npi
            ):
                head, tail = _template(request)
                length = HEADER_OCTETS + len(head) + len(tail)
                source, coding, esm_class = request.source, request.data_coding, request.esm_class
                receipt, validity = request.registered_delivery, request.validity_period
                sar, payload = request.sar, request.payload
                ton, npi = destination.ton, destination.npi
                text = request.short_message
            digits = destination.digits.encode("latin-1")
            size = len(digits)
            if size > MAX_ADDRESS_OCTETS or 0 in digits:
                c_octets(
                    "destination_addr", destination.digits, MAX_ADDRESS_OCTETS
                )  # raises, with the reason
            add(_pack_header(length + size, _SUBMIT_SM, 0, request.sequence) + head + digits + tail)
        except UnencodableField as fault:
            refused.append((request, fault))
        except UnicodeEncodeError:
            refused.append((request, unencodable("destination_addr", "holds a character outside Latin-1")))
        except struct.error:
            refused.append((request, unencodable("sequence_number", "is not a 32-bit number")))
    return pdus, refused


def encode_submit_sm(request: SubmitRequest) -> bytes:
    """Encode one submit_sm. Raises UnencodableField."""
    pdus, refused = encode_submits((request,))
    if refused:
        raise refused[0][1]
    return pdus[0]


def _template(request: SubmitRequest) -> tuple[bytes, bytes]:
    """Give the octets between the header and the destination's digits, and those after them."""
    source, destination, text = request.source, request.destination, request.short_message
    head, middle = _frame(
        source.ton,
        source.npi,
        source.digits,
        destination.ton,
        destination.npi,
        request.esm_class,
        request.validity_period,
        request.registered_delivery,
        request.data_coding,
    )
    tail = b""
    if request.sar is not None:
        reference, total, number = request.sar
        try:
            tail = _SAR.pack(*_SAR_HEADS[0], reference, *_SAR_HEADS[1], total, *_SAR_HEADS[2], number)
        except struct.error as error:
            raise unencodable("sar_msg_ref_num", "out of range") from error
    if request.payload:
        if len(text) > _MAX_TLV_OCTETS:
            raise unencodable("message_payload", f"{len(text)} octets, at most {_MAX_TLV_OCTETS}")
        return head, middle + b"\0" + tail + _TLV_HEAD.pack(_PAYLOAD, len(text)) + text
    if len(text) > MAX_SHORT_MESSAGE_OCTETS:
        raise unencodable("short_message", f"{len(text)} octets, at most {MAX_SHORT_MESSAGE_OCTETS}")
    return head, middle + _OCTET[len(text)] + text + tail


@lru_cache(maxsize=64)  # a handful of senders times a handful of codings are alive at once
def _frame(  # noqa: PLR0917 - positional arguments make the cheapest cache key
    source_ton: int,
    source_npi: int,
    source: str,
    destination_ton: int,
    destination_npi: int,
    esm_class: int,
    validity_period: str,
    registered_delivery: int,
    data_coding: int,
) -> tuple[bytes, bytes]:
    """Give the fixed octets before and after destination_addr, up to but without sm_length."""
    try:
        before = bytes((0, source_ton, source_npi)), bytes((destination_ton, destination_npi))
        classes = bytes((0, esm_class, 0, 0, 0))  # NUL of destination_addr, schedule_delivery_time empty
        flags = bytes((registered_delivery, 0, data_coding, 0))
    except ValueError as error:
        raise unencodable("esm_class", "an integer field is not one octet") from error
    address = c_octets("source_addr", source, MAX_ADDRESS_OCTETS)
    validity = c_octets("validity_period", validity_period, _MAX_TIME_OCTETS)
    return before[0] + address + before[1], classes + validity + flags


def encode_submit_sm_resp(sequence: int, status: int, message_id: str) -> bytes:
    """Encode submit_sm_resp. A refusal without an id has no body (§4.4.2). Raises UnencodableField."""
    if status and not message_id:
        return _HEADER.pack(HEADER_OCTETS, _SUBMIT_SM_RESP, status, sequence)
    body = c_octets("message_id", message_id, _MAX_MESSAGE_ID_OCTETS)
    return _HEADER.pack(HEADER_OCTETS + len(body), _SUBMIT_SM_RESP, status, sequence) + body


def decode_submit_sm_resp(octets: bytes) -> tuple[int, int, str]:
    """Give (sequence, status, message_id) of a whole submit_sm_resp. Never raises.

    A missing body gives "", a missing NUL takes the rest, anything after the NUL is ignored.
    """
    status, sequence = _unpack_answer(octets)
    return sequence, status, octets[16:].partition(b"\0")[0].decode("latin-1")


def encode_deliver_sm(sequence: int, delivery: Delivery) -> bytes:
    """Encode deliver_sm from a Delivery; what does not fit short_message goes into message_payload.

    Raises UnencodableField.
    """
    text, tlvs = delivery.short_message, delivery.tlvs
    if _PAYLOAD in tlvs and text not in {b"", tlvs[_PAYLOAD]}:
        raise unencodable("short_message", "given together with another message_payload (§5.3.2.32)")
    if len(text) > MAX_SHORT_MESSAGE_OCTETS and _PAYLOAD not in tlvs:
        tlvs = {**tlvs, _PAYLOAD: text}
    if _PAYLOAD in tlvs:
        text = b""
    try:
        body = b"".join(
            (
                bytes((0, delivery.source_ton, delivery.source_npi)),
                c_octets("source_addr", delivery.source, MAX_ADDRESS_OCTETS),
                bytes((delivery.destination_ton, delivery.destination_npi)),
                c_octets("destination_addr", delivery.destination, MAX_ADDRESS_OCTETS),
                bytes((delivery.esm_class, 0, 0, 0, 0, 0, 0, delivery.data_coding, 0, len(text))),
                text,
                encode_tlvs(tlvs),
            )
        )
    except ValueError as error:
        raise unencodable("esm_class", "an integer field is not one octet") from error
    return _HEADER.pack(HEADER_OCTETS + len(body), _DELIVER_SM, 0, sequence) + body


def decode_deliver_sm(octets: bytes) -> tuple[int, Delivery]:
    """Give (sequence, content) of a whole deliver_sm. Raises PduFault."""
    (sequence,) = _unpack_sequence(octets)
    match = _match_deliver(octets, HEADER_OCTETS)
    if match is None:
        raise PduFault(
            CommandStatus.ESME_RINVCMDLEN,
            sequence=sequence,
            command_id=_DELIVER_SM,
            text="The mandatory fields of a deliver_sm end too early.",
        )
    source, destination, esm_class, flags = match.groups()
    start = match.end()
    end = start + flags[4]
    if end > len(octets):
        raise _message_length_fault(sequence, _DELIVER_SM, flags[4], len(octets) - start)
    text = octets[start:end]
    tlvs = decode_tlvs(octets, end)
    delivery: Delivery = _new(Delivery)
    _set_source(delivery, source[2:].decode("latin-1"))
    _set_destination(delivery, destination[2:].decode("latin-1"))
    _set_esm_class(delivery, esm_class[0])
    _set_data_coding(delivery, flags[2])
    _set_short_message(delivery, text or tlvs.get(_PAYLOAD, b""))
    _set_tlvs(delivery, tlvs)
    _set_source_ton(delivery, source[0])
    _set_source_npi(delivery, source[1])
    _set_destination_ton(delivery, destination[0])
    _set_destination_npi(delivery, destination[1])
    _set_raw(delivery, octets)
    _set_provider_id(delivery, "")
    return sequence, delivery


def encode_deliver_sm_resp(sequence: int, status: int) -> bytes:
    """Encode deliver_sm_resp: 17 octets, its unused message_id being one NUL (§4.6.2)."""
    return _HEADER.pack(HEADER_OCTETS + 1, CommandId.DELIVER_SM_RESP, status, sequence) + b"\0"


def decode_submit_sm(octets: bytes) -> SubmitSm:
    """Give a whole submit_sm. Raises PduFault with the status a provider answers with."""
    (sequence,) = _unpack_sequence(octets)
    match = _match_submit(octets, HEADER_OCTETS)
    if match is None:
        raise _submit_fault(octets, sequence)
    service, source_types, source, destination_types, destination, classes, schedule, validity, flags = (
        match.groups()
    )
    start = match.end()
    end = start + flags[4]
    if end > len(octets) or flags[4] > MAX_SHORT_MESSAGE_OCTETS:
        raise _message_length_fault(sequence, _SUBMIT_SM, flags[4], len(octets) - start)
    return SubmitSm(
        sequence=sequence,
        source=WireAddress(source_types[0], source_types[1], source.decode("latin-1")),
        destination=WireAddress(destination_types[0], destination_types[1], destination.decode("latin-1")),
        short_message=octets[start:end],
        data_coding=flags[2],
        esm_class=classes[0],
        registered_delivery=flags[0],
        validity_period=validity.decode("latin-1"),
        service_type=service.decode("latin-1"),
        protocol_id=classes[1],
        priority_flag=classes[2],
        schedule_delivery_time=schedule.decode("latin-1"),
        replace_if_present_flag=flags[1],
        sm_default_msg_id=flags[3],
        tlvs=decode_tlvs(octets, end),
    )


def _message_length_fault(sequence: int, command_id: int, claimed: int, present: int) -> PduFault:
    return PduFault(
        CommandStatus.ESME_RINVMSGLEN,
        sequence=sequence,
        command_id=command_id,
        text=f"sm_length says {claimed} octets, {present} are there.",
    )


def _submit_fault(octets: bytes, sequence: int) -> PduFault:
    """Find out which string of a submit_sm is too long or unterminated (only after no match)."""
    start = HEADER_OCTETS
    for field, skipped, max_octets in _SUBMIT_STRINGS:
        start += skipped
        end = octets.find(0, start)
        if end < 0:
            break
        if end - start > max_octets:
            return PduFault(
                FIELD_STATUS[field],
                sequence=sequence,
                command_id=_SUBMIT_SM,
                text=f"{field} has {end - start} octets, at most {max_octets} are allowed.",
            )
        start = end + 1
    return PduFault(
        CommandStatus.ESME_RINVCMDLEN,
        sequence=sequence,
        command_id=_SUBMIT_SM,
        text="The mandatory fields of a submit_sm end too early.",
    )
