"""A PDU taken apart: every octet once, the fields the codec reads, and words for a person."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from smpplib import command as smpplib_command
from smpplib import consts

from vox_console.domain.delivery import Delivery
from vox_console.domain.secret import Secret
from vox_console.domain.submission import WireAddress
from vox_console.smpp.anatomy import MANDATORY, dissect
from vox_console.smpp.codec import encode
from vox_console.smpp.field_words import TLV_NAMES
from vox_console.smpp.pdus import BindKind, BindRequest, CommandId, DeliverSm, SubmitSm, SubmitSmResp, Tag

SUBMIT = SubmitSm(
    sequence=7,
    source=WireAddress(5, 0, "Vox"),
    destination=WireAddress(1, 1, "381641234567"),
    esm_class=0x40,
    registered_delivery=1,
    data_coding=8,
    short_message=bytes.fromhex("050003 2a 02 01") + "Ž".encode("utf-16-be"),
    tlvs={int(Tag.USER_MESSAGE_REFERENCE): b"\x00\x09"},
)
RECEIPT = DeliverSm(
    9,
    Delivery(
        source="381641234567",
        destination="Vox",
        esm_class=4,
        data_coding=0,
        short_message=b"id:0A stat:DELIVRD err:000",
        tlvs={
            Tag.RECEIPTED_MESSAGE_ID: b"0A\0",
            Tag.MESSAGE_STATE: b"\x02",
            Tag.NETWORK_ERROR_CODE: b"\x03\x00\x1b",
            0x1401: b"\xde\xad",
        },
    ),
)


def _words(octets: bytes) -> dict[str, str]:
    return {field.name: field.words for field in dissect(octets)}


def test_a_submit_is_told_field_by_field() -> None:
    words = _words(encode(SUBMIT))
    assert words["command_id"] == "submit_sm"
    assert words["command_status"] == "ESME_ROK"
    assert words["sequence_number"] == "7"
    assert words["source_addr_ton"] == "5, alphanumeric"
    assert words["destination_addr"] == "381641234567"
    assert words["esm_class"] == "0x40, default mode, user data header"
    assert words["registered_delivery"] == "0x01, receipt for success and failure"
    assert words["data_coding"] == "8, UCS-2"
    assert words["user_data_header"] == "part 1 of 2, reference 42"
    assert words["short_message"] == "Ž"
    assert words["user_message_reference"] == "9"


def test_the_octets_of_a_field_are_those_that_say_it() -> None:
    octets = encode(SUBMIT)
    places = {field.name: octets[field.start : field.end] for field in dissect(octets)}
    assert places["destination_addr"] == b"381641234567\0"
    assert places["user_data_header"] == bytes.fromhex("0500032a0201")
    assert places["short_message"] == b"\x01\x7d"
    assert places["user_message_reference"] == bytes.fromhex("0204 0002 0009")


def test_a_receipt_is_told_with_its_parameters() -> None:
    words = _words(encode(RECEIPT))
    assert words["esm_class"] == "0x04, default mode, delivery receipt"
    assert words["short_message"] == "id:0A stat:DELIVRD err:000"
    assert words["receipted_message_id"] == "0A"
    assert words["message_state"] == "2, DELIVERED"
    assert words["network_error_code"] == "GSM, error 27"
    assert words["parameter 0x1401"] == "de ad"


def test_a_text_in_message_payload_is_read_as_one() -> None:
    payload = SubmitSm(
        sequence=1,
        source=WireAddress(5, 0, "Vox"),
        destination=WireAddress(1, 1, "381641234567"),
        data_coding=0,
        short_message=b"",
        tlvs={int(Tag.MESSAGE_PAYLOAD): b"Hello"},
    )
    words = _words(encode(payload))
    assert words["message_payload (tag, length)"] == "0x0424, 5 octets"
    assert words["message_payload"] == "Hello"


def test_an_answer_tells_its_id_and_its_status() -> None:
    assert _words(encode(SubmitSmResp(3, 0, "1A2B")))["message_id"] == "1A2B"
    refused = _words(encode(SubmitSmResp(3, 0x58, "")))
    assert refused["command_status"].startswith("ESME_RTHROTTLED: ")


def test_a_password_is_not_read_out() -> None:
    octets = encode(BindRequest(BindKind.TRX, 1, "acme", Secret("pa55word")))
    fields = dissect(octets)
    assert [field.name for field in fields[4:]] == ["rest"]
    assert "pa55" not in "".join(field.words for field in fields)


@pytest.mark.parametrize("octets", [encode(SUBMIT), encode(RECEIPT)])
def test_what_breaks_off_is_given_as_it_is(octets: bytes) -> None:
    for size in range(len(octets)):
        _tiles(octets[:size])


@given(st.binary(max_size=80))
def test_any_octets_are_covered_once(body: bytes) -> None:
    _tiles(body)


@given(st.sampled_from(sorted(MANDATORY)), st.binary(max_size=120))
def test_any_body_is_covered_once(command: CommandId, body: bytes) -> None:
    _tiles((16 + len(body)).to_bytes(4) + command.to_bytes(4) + bytes(8) + body)


def _tiles(octets: bytes) -> None:
    at = 0
    for field in dissect(octets):
        assert field.start == at
        assert field.end > at
        at = field.end
    assert at == len(octets)


@pytest.mark.parametrize(
    ("command", "theirs"),
    [
        (CommandId.SUBMIT_SM, smpplib_command.SubmitSM),
        (CommandId.DELIVER_SM, smpplib_command.DeliverSM),
        (CommandId.SUBMIT_SM_RESP, smpplib_command.SubmitSMResp),
    ],
)
def test_the_fields_are_those_of_another_library(command: CommandId, theirs: type) -> None:
    params = theirs.params  # type: ignore[attr-defined]  # smpplib ships no types
    for (name, size, most), their_name in zip(MANDATORY[command], theirs.params_order, strict=False):  # type: ignore[attr-defined]  # the same
        assert name == their_name
        assert size == getattr(params[name], "size", 0)
        assert most == getattr(params[name], "max", 0)


def test_the_parameters_have_the_names_of_another_library() -> None:
    theirs = {tag: name for name, tag in consts.OPTIONAL_PARAMS.items()}
    assert {tag: theirs.get(tag) for tag in TLV_NAMES} == TLV_NAMES
