from __future__ import annotations

import pytest

from tests.support.pdu_bytes import pdu_bytes
from vox_console.domain.secret import Secret
from vox_console.smpp.codec import encode
from vox_console.smpp.pdus import BindKind, BindRequest, Outbind
from vox_console.smpp.trace import describe

CANARY = "k4narien"


@pytest.mark.parametrize("kind", BindKind)
def test_a_bind_shows_no_password(kind: BindKind) -> None:
    shown = describe(encode(BindRequest(kind, 1, "console", Secret(CANARY), "type")))
    assert CANARY.encode().hex() not in shown
    assert b"console".hex() in shown
    assert b"type".hex() in shown


def test_an_outbind_shows_no_password() -> None:
    assert CANARY.encode().hex() not in describe(encode(Outbind(1, "smsc", Secret(CANARY))))


def test_no_cut_of_a_bind_shows_a_piece_of_the_password() -> None:
    octets = encode(BindRequest(BindKind.TRX, 1, "console", Secret(CANARY)))
    for cut in range(len(octets)):
        assert CANARY[:2].encode().hex() not in describe(octets[:cut])


def test_a_bind_without_any_nul_shows_no_body() -> None:
    shown = describe(bytes.fromhex("00000018 00000009 00000000 00000001") + CANARY.encode())
    assert CANARY.encode().hex() not in shown


def test_other_pdus_are_shown_whole() -> None:
    octets = pdu_bytes("submit_sm_resp_without_body")
    assert describe(octets) == (
        "submit_sm_resp sequence 5 status 0x00000058 length 16: 00000010800000040000005800000005"
    )


def test_an_unknown_command_is_shown_by_number() -> None:
    assert "command 0x00001234" in describe(bytes.fromhex("00000010 00001234 00000000 00000001"))
