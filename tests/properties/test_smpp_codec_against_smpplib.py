"""The fast paths against smpplib's own PDU classes, on everything smpplib does right."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from smpplib import smpp

from vox_console.domain.delivery import Delivery
from vox_console.domain.submission import SubmitRequest, WireAddress
from vox_console.smpp.codec import decode, encode
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
from vox_console.smpp.faults import PduFault
from vox_console.smpp.pdus import SubmitSm, Tag

octet = st.integers(0, 255)
sequences = st.integers(1, 0x7FFFFFFF)


def strings(longest: int) -> st.SearchStrategy[str]:
    return st.text(st.characters(min_codepoint=1, max_codepoint=255), max_size=longest)


addresses = st.builds(WireAddress, octet, octet, strings(20))
requests = st.builds(
    SubmitRequest,
    attempt_id=st.integers(0),
    sequence=sequences,
    source=addresses,
    destination=addresses,
    data_coding=octet,
    esm_class=octet,
    short_message=st.binary(max_size=254),
    registered_delivery=octet,
    validity_period=strings(16),
    sar=st.none() | st.tuples(st.integers(0, 65_535), octet, octet),
    payload=st.booleans(),
)
deliveries = st.builds(
    Delivery,
    source=strings(20),
    destination=strings(20),
    esm_class=octet,
    data_coding=octet,
    short_message=st.binary(max_size=254),
    tlvs=st.just({})
    | st.fixed_dictionaries({int(Tag.MESSAGE_STATE): octet.map(lambda value: bytes((value,)))}),
    source_ton=octet,
    source_npi=octet,
    destination_ton=octet,
    destination_npi=octet,
)


def generated(command: str, sequence: int, status: int = 0, **fields: Any) -> bytes:  # noqa: ANN401 - as smpplib
    pdu = smpp.make_pdu(command, sequence=sequence, **fields)
    pdu.sequence, pdu.status = sequence, status
    octets: bytes = pdu.generate()
    return octets


def addressed(source: WireAddress, destination: WireAddress) -> dict[str, Any]:
    return {
        "source_addr_ton": source.ton,
        "source_addr_npi": source.npi,
        "source_addr": source.digits,
        "dest_addr_ton": destination.ton,
        "dest_addr_npi": destination.npi,
        "destination_addr": destination.digits,
    }


def reference(request: SubmitRequest) -> bytes:
    fields = addressed(request.source, request.destination)
    fields["message_payload" if request.payload else "short_message"] = request.short_message
    if request.sar is not None:
        fields |= dict(
            zip(("sar_msg_ref_num", "sar_total_segments", "sar_segment_seqnum"), request.sar, strict=True)
        )
    return generated(
        "submit_sm",
        request.sequence,
        data_coding=request.data_coding,
        esm_class=request.esm_class,
        registered_delivery=request.registered_delivery,
        validity_period=request.validity_period,
        **fields,
    )


def leaves_smpplib_right(request: SubmitRequest) -> bool:
    return not request.payload or bool(request.short_message)  # smpplib drops an empty message_payload


@given(requests.filter(leaves_smpplib_right))
def test_submit_sm_is_written_as_smpplib_writes_it(request: SubmitRequest) -> None:
    assert encode_submit_sm(request) == reference(request)


@given(st.lists(requests.filter(leaves_smpplib_right), max_size=6), st.randoms(use_true_random=False))
def test_a_batch_is_written_as_smpplib_writes_it(batch: list[SubmitRequest], rng: Any) -> None:  # noqa: ANN401
    """Repeats make the batch reuse what it keeps from the request before."""
    repeated = [rng.choice(batch) for _ in range(12)] if batch else []
    assert encode_submits(repeated) == ([reference(request) for request in repeated], [])


@given(requests)
def test_submit_sm_is_read_back(request: SubmitRequest) -> None:
    pdu = decode_submit_sm(encode_submit_sm(request))
    assert (pdu.sequence, pdu.source, pdu.destination) == (
        request.sequence,
        request.source,
        request.destination,
    )
    assert pdu.content == request.short_message
    assert (pdu.data_coding, pdu.esm_class) == (request.data_coding, request.esm_class)
    assert (pdu.registered_delivery, pdu.validity_period) == (
        request.registered_delivery,
        request.validity_period,
    )


@given(
    st.builds(
        SubmitSm,
        sequence=sequences,
        source=addresses,
        destination=addresses,
        short_message=st.binary(max_size=254),
        data_coding=octet,
        esm_class=octet,
        registered_delivery=octet,
        validity_period=strings(16),
        service_type=strings(5),
        protocol_id=octet,
        priority_flag=octet,
        schedule_delivery_time=strings(16),
        replace_if_present_flag=octet,
        sm_default_msg_id=octet,
        tlvs=st.dictionaries(
            st.integers(0, 65_535).filter(lambda tag: tag != Tag.MESSAGE_PAYLOAD),
            st.binary(max_size=40),
            max_size=4,
        ),
    )
)
def test_a_submit_sm_with_every_field_is_read_back(pdu: SubmitSm) -> None:
    assert decode(encode(pdu)) == pdu


@given(sequences, st.integers(1, 0xFFFFFFFF) | st.just(0), strings(64))
def test_submit_sm_resp_is_written_and_read_as_smpplib_does(
    sequence: int, status: int, message_id: str
) -> None:
    octets = encode_submit_sm_resp(sequence, status, message_id)
    if not status or message_id:  # §4.4.2: a refusal has no body; smpplib writes one
        assert octets == generated("submit_sm_resp", sequence, status, message_id=message_id)
    assert decode_submit_sm_resp(octets) == (sequence, status, message_id)


@given(sequences, deliveries)
def test_deliver_sm_is_written_and_read_as_smpplib_does(sequence: int, delivery: Delivery) -> None:
    octets = encode_deliver_sm(sequence, delivery)
    state = delivery.tlvs.get(Tag.MESSAGE_STATE)
    assert octets == generated(
        "deliver_sm",
        sequence,
        esm_class=delivery.esm_class,
        data_coding=delivery.data_coding,
        short_message=delivery.short_message,
        message_state=state[0] if state else None,
        **addressed(
            WireAddress(delivery.source_ton, delivery.source_npi, delivery.source),
            WireAddress(delivery.destination_ton, delivery.destination_npi, delivery.destination),
        ),
    )
    read_sequence, read = decode_deliver_sm(octets)
    theirs = smpp.parse_pdu(octets, client=None, sequence=1)
    assert read_sequence == theirs.sequence
    assert read.source == theirs.source_addr.decode("latin-1") == delivery.source
    assert read.destination == theirs.destination_addr.decode("latin-1") == delivery.destination
    assert read.short_message == (theirs.short_message or b"") == delivery.short_message
    assert (read.esm_class, read.data_coding) == (theirs.esm_class, theirs.data_coding)
    assert (read.source_ton, read.source_npi) == (theirs.source_addr_ton, theirs.source_addr_npi)
    assert (read.destination_ton, read.destination_npi) == (theirs.dest_addr_ton, theirs.dest_addr_npi)
    assert read.tlvs == delivery.tlvs


@given(sequences, octet)
def test_deliver_sm_resp_is_written_as_smpplib_writes_it(sequence: int, status: int) -> None:
    assert encode_deliver_sm_resp(sequence, status) == generated("deliver_sm_resp", sequence, status)


@given(
    st.sampled_from([1, 2, 4, 5, 6, 9, 0xB, 0x15, 0x102, 0x103, 0x77]), st.booleans(), st.binary(max_size=80)
)
def test_no_octets_make_decode_raise_anything_but_a_fault(command: int, response: bool, body: bytes) -> None:
    command |= 0x80000000 if response else 0
    octets = (16 + len(body)).to_bytes(4) + command.to_bytes(4) + bytes(4) + (7).to_bytes(4) + body
    outcome: object
    try:
        outcome = decode(octets)
    except PduFault as fault:
        outcome = fault
    assert getattr(outcome, "sequence") == 7  # noqa: B009 - every PDU and every fault has one
