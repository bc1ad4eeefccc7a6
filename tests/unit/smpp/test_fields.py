from __future__ import annotations

import pytest

from vox_console.smpp.faults import UnencodableField
from vox_console.smpp.fields import c_octets, decode_tlvs, encode_tlvs
from vox_console.smpp.pdus import CommandStatus


def test_a_string_ends_with_nul() -> None:
    assert c_octets("source_addr", "Vox", 3) == b"Vox\0"


@pytest.mark.parametrize("value", ["Voxx", "V\0x", "V€"])
def test_a_string_that_does_not_fit_is_refused_with_its_status(value: str) -> None:
    with pytest.raises(UnencodableField) as caught:
        c_octets("source_addr", value, 3)
    assert caught.value.command_status == CommandStatus.ESME_RINVSRCADR


def test_a_refusal_does_not_quote_the_value() -> None:
    with pytest.raises(UnencodableField) as caught:
        c_octets("password", "hunter2€", 8)
    assert "hunter2" not in str(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


def test_optional_parameters_keep_their_order_and_octets() -> None:
    tlvs = {0x1400: b"\0\1", 0x001E: b"id\0", 0x0424: b""}
    octets = encode_tlvs(tlvs)
    assert list(decode_tlvs(b"xx" + octets, 2).items()) == list(tlvs.items())


def test_every_cut_of_optional_parameters_keeps_the_whole_ones() -> None:
    tlvs = {0x0427: b"\2", 0x001E: b"9be2\0", 0x1400: b"abc"}
    octets = encode_tlvs(tlvs)
    ends = [len(encode_tlvs(dict(list(tlvs.items())[:count]))) for count in range(4)]
    for cut in range(len(octets) + 1):
        whole = sum(end <= cut for end in ends) - 1
        assert list(decode_tlvs(octets[:cut], 0)) == list(tlvs)[:whole]


def test_a_value_over_64_kib_is_refused() -> None:
    with pytest.raises(UnencodableField):
        encode_tlvs({0x0424: bytes(0x10000)})
