from __future__ import annotations

from dataclasses import replace

import pytest

from tests.support.pdu_bytes import all_pdus, pdu_bytes
from vox_console.domain.delivery import Delivery
from vox_console.domain.secret import Secret
from vox_console.domain.submission import WireAddress
from vox_console.smpp import pdus
from vox_console.smpp.codec import decode, encode
from vox_console.smpp.faults import PduFault, UnencodableField
from vox_console.smpp.pdus import BindKind, CommandId, CommandStatus, Pdu, Tag

ALPHA = WireAddress(5, 0, "VoxBank")
NUMBER = WireAddress(1, 1, "381641234567")
RECEIPT = Delivery(
    source="381641234567",
    destination="VoxBank",
    esm_class=4,
    data_coding=0,
    short_message=b"id:9be2 stat:DELIVRD ",
    tlvs={Tag.RECEIPTED_MESSAGE_ID: b"9be2\0", Tag.MESSAGE_STATE: b"\x02"},
    source_ton=1,
    source_npi=1,
    destination_ton=5,
    destination_npi=0,
)
SUBMIT = pdus.SubmitSm(5, ALPHA, NUMBER, b"Hello", registered_delivery=1)
BIND = pdus.BindRequest(BindKind.TX, 1, "SMPP3TEST", Secret("secret08"), "SUBMIT1", 0, 1, 1)

PINNED: list[tuple[str, Pdu]] = [
    ("bind_transmitter", BIND),
    ("submit_sm", SUBMIT),
    ("submit_sm_resp", pdus.SubmitSmResp(5, 0, "9be2")),
    ("submit_sm_resp_refused_with_id", pdus.SubmitSmResp(5, CommandStatus.ESME_RINVSRCADR, "0000")),
    ("submit_sm_resp_without_body", pdus.SubmitSmResp(5, CommandStatus.ESME_RTHROTTLED)),
    ("deliver_sm_receipt", pdus.DeliverSm(7, RECEIPT)),
]

EVERY_KIND: list[Pdu] = [
    *[pdus.BindRequest(kind, 1, "me", Secret("pw"), "t", 0x34, 1, 2, "^38") for kind in BindKind],
    *[pdus.BindResponse(kind, 1, 0, "smsc", 0x34) for kind in BindKind],
    *[pdus.BindResponse(kind, 1, CommandStatus.ESME_RALYBND) for kind in BindKind],
    SUBMIT,
    pdus.SubmitSm(
        2, ALPHA, NUMBER, b"Hi", 8, 0x40, 1, "000002000000000R", "CMT", 1, 2, "", 1, 3, {0x020C: b"\0\7"}
    ),
    pdus.SubmitSmResp(2, 0, "id"),
    pdus.DeliverSm(3, RECEIPT),
    pdus.DeliverSmResp(3, CommandStatus.ESME_RX_T_APPN),
    pdus.DataSm(4, replace(RECEIPT, tlvs={Tag.MESSAGE_PAYLOAD: RECEIPT.short_message})),
    pdus.DataSmResp(4, 0, "id"),
    pdus.DataSmResp(4, CommandStatus.ESME_RSYSERR),
    pdus.EnquireLink(5),
    pdus.EnquireLinkResp(5, CommandStatus.ESME_RINVBNDSTS),
    pdus.Unbind(6),
    pdus.UnbindResp(6),
    pdus.GenericNack(0, CommandStatus.ESME_RINVCMDID),
    pdus.Outbind(7, "smsc", Secret("pw")),
    pdus.AlertNotification(8, NUMBER, ALPHA, 0),
    pdus.AlertNotification(8, NUMBER, ALPHA),
    pdus.UnknownPdu(CommandId.QUERY_SM, 9, b"anything", 0),
    pdus.UnknownPdu(0x00012345, 9, b"", 7),
]


def without_raw(pdu: Pdu) -> Pdu:
    """The octets a delivery keeps for the record are not part of what is compared."""
    if isinstance(pdu, pdus.DeliverSm | pdus.DataSm):
        return replace(pdu, delivery=replace(pdu.delivery, raw=b""))
    return pdu


@pytest.mark.parametrize(("name", "pdu"), PINNED)
def test_pinned_octets_are_read(name: str, pdu: Pdu) -> None:
    assert without_raw(decode(pdu_bytes(name))) == pdu


@pytest.mark.parametrize(("name", "pdu"), PINNED)
def test_pinned_octets_are_written(name: str, pdu: Pdu) -> None:
    assert encode(pdu) == pdu_bytes(name)


@pytest.mark.parametrize("pdu", EVERY_KIND, ids=lambda pdu: type(pdu).__name__)
def test_every_kind_survives_a_round_trip(pdu: Pdu) -> None:
    assert without_raw(decode(encode(pdu))) == pdu


def understood(octets: bytes) -> Pdu | PduFault:
    try:
        return decode(octets)
    except PduFault as fault:
        return fault


@pytest.mark.parametrize("octets", [*all_pdus().values(), *map(encode, EVERY_KIND)])
def test_every_cut_is_understood_or_refused_for_what_it_is(octets: bytes) -> None:
    """Cut at every octet, with a command_length that still agrees: a PDU or a PduFault, nothing else."""
    command_id, sequence = int.from_bytes(octets[4:8]), int.from_bytes(octets[12:16])
    for cut in range(16):
        assert isinstance(understood(octets[:cut]), PduFault)
    for cut in range(16, len(octets)):
        outcome = understood(cut.to_bytes(4) + octets[4:cut])
        assert outcome.sequence == sequence
        if isinstance(outcome, PduFault):
            assert outcome.command_id == command_id
            assert not command_id & 0x80000000, "an answer is never refused for being short"


def test_a_command_length_that_disagrees_is_refused() -> None:
    with pytest.raises(PduFault) as caught:
        decode(pdu_bytes("submit_sm_resp") + b"\0")
    assert caught.value.command_status == CommandStatus.ESME_RINVCMDLEN


def test_a_refused_bind_may_bring_an_empty_system_id() -> None:
    pdu = decode(pdu_bytes("bind_transceiver_resp_refused"))
    assert pdu == pdus.BindResponse(BindKind.TRX, 1, CommandStatus.ESME_RINVSYSTYP)


def test_a_bind_answer_without_nul_is_still_an_answer() -> None:
    octets = encode(pdus.BindResponse(BindKind.TRX, 1, 0, "smsc"))[:-1]
    assert decode(len(octets).to_bytes(4) + octets[4:]) == pdus.BindResponse(BindKind.TRX, 1)


def test_a_password_longer_than_the_specification_allows_is_written_whole() -> None:
    pdu = replace(BIND, password=Secret("longer than eight octets"))
    assert decode(encode(pdu)) == pdu


@pytest.mark.parametrize(
    ("pdu", "field"),
    [
        (replace(BIND, password=Secret("x" * 64)), "password"),
        (replace(BIND, system_id="x" * 64), "system_id"),
        (replace(BIND, system_type="x" * 13), "system_type"),
        (replace(BIND, address_range="x" * 41), "address_range"),
        (replace(BIND, system_id="a\0b"), "system_id"),
        (replace(BIND, addr_ton=256), "addr_ton"),
        (replace(SUBMIT, source=WireAddress(5, 0, "x" * 21)), "source_addr"),
        (replace(SUBMIT, destination=WireAddress(1, 1, "3" * 21)), "destination_addr"),
        (replace(SUBMIT, service_type="ABCDEF"), "service_type"),
        (replace(SUBMIT, validity_period="0" * 17), "validity_period"),
        (replace(SUBMIT, short_message=bytes(255)), "short_message"),
        (replace(SUBMIT, tlvs={Tag.MESSAGE_PAYLOAD: b"x"}), "short_message"),
        (replace(SUBMIT, tlvs={0x10000: b"x"}), "tlv"),
        (replace(SUBMIT, protocol_id=-1), "protocol_id"),
        (replace(SUBMIT, sequence=1 << 32), "sequence_number"),
        (pdus.SubmitSmResp(1, 0, "x" * 65), "message_id"),
        (pdus.DataSmResp(1, 0, "x" * 65), "message_id"),
        (pdus.DeliverSm(1, replace(RECEIPT, source="x" * 21)), "source_addr"),
    ],
)
def test_what_would_be_cut_or_altered_is_refused(pdu: Pdu, field: str) -> None:
    with pytest.raises(UnencodableField) as caught:
        encode(pdu)
    assert caught.value.field == field
    assert "x" * 12 not in str(caught.value)


def test_a_refused_password_is_not_shown() -> None:
    with pytest.raises(UnencodableField) as caught:
        encode(replace(BIND, password=Secret("k4narie" * 10)))
    assert "k4n" not in repr(caught.value)


def test_no_password_stands_in_a_repr() -> None:
    assert "secret08" not in repr(decode(pdu_bytes("bind_transmitter")))


@pytest.mark.parametrize("command", [CommandId.BIND_TRANSCEIVER, CommandId.DATA_SM, CommandId.OUTBIND])
def test_a_request_without_its_nuls_is_refused(command: CommandId) -> None:
    with pytest.raises(PduFault) as caught:
        decode((24).to_bytes(4) + command.to_bytes(4) + bytes(4) + (9).to_bytes(4) + b"\1" * 8)
    assert (caught.value.command_id, caught.value.sequence) == (command, 9)


def test_a_data_sm_without_any_nul_is_refused_by_its_field() -> None:
    with pytest.raises(PduFault) as caught:
        decode((24).to_bytes(4) + CommandId.DATA_SM.to_bytes(4) + bytes(4) + (9).to_bytes(4) + b"A" * 8)
    assert caught.value.command_status == CommandStatus.ESME_RINVSERTYP
