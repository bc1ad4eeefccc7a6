from __future__ import annotations

import pytest

from tests.support.practice_peer import MemoryProvider, bind, submit
from vox_console.practice.smsc_session import Ending, SessionState, SmscSession, header
from vox_console.smpp import codec
from vox_console.smpp.pdus import (
    BindKind,
    BindResponse,
    CommandId,
    EnquireLink,
    EnquireLinkResp,
    GenericNack,
    SubmitSmResp,
    Unbind,
    UnbindResp,
    UnknownPdu,
)


@pytest.mark.parametrize(
    ("kind", "state"),
    [
        (BindKind.TX, SessionState.TRANSMITTER),
        (BindKind.RX, SessionState.RECEIVER),
        (BindKind.TRX, SessionState.TRANSCEIVER),
    ],
)
def test_each_kind_of_bind_has_its_state_and_its_answer(kind: BindKind, state: SessionState) -> None:
    client = MemoryProvider().connect(None)
    assert client.send(bind(kind, sequence=9)) == [
        BindResponse(kind, 9, system_id="VoxPractice", sc_interface_version=0x34)
    ]
    assert client.session.state is state


def test_nothing_is_submitted_before_the_bind() -> None:
    memory = MemoryProvider()
    assert memory.connect(None).send(submit()) == [SubmitSmResp(2, 0x04)]
    assert memory.ledger.counts.submits == 0


def test_a_receiver_may_not_submit() -> None:
    assert MemoryProvider().connect(BindKind.RX).send(submit()) == [SubmitSmResp(2, 0x04)]


def test_a_bound_session_may_not_bind_again() -> None:
    client = MemoryProvider().connect()
    assert client.send(bind(sequence=5)) == [BindResponse(BindKind.TRX, 5, 0x05)]
    assert client.session.state is SessionState.TRANSCEIVER


def test_enquire_link_is_answered_in_every_state() -> None:
    memory = MemoryProvider()
    assert memory.connect(None).send(EnquireLink(7)) == [EnquireLinkResp(7)]
    assert memory.connect().send(EnquireLink(8)) == [EnquireLinkResp(8)]


def test_unbind_is_answered_and_ends_the_session() -> None:
    client = MemoryProvider().connect()
    assert client.send(Unbind(7), submit()) == [UnbindResp(7)]
    assert client.session.ending is Ending.FLUSH


@pytest.mark.parametrize("command", [CommandId.QUERY_SM, CommandId.SUBMIT_MULTI, 0x777])
def test_commands_that_vox_does_not_serve_are_nacked(command: int) -> None:
    client = MemoryProvider().connect()
    assert client.send(UnknownPdu(command, 7)) == [GenericNack(7, 0x03)]
    assert client.session.ending is None


def test_a_response_is_never_answered() -> None:
    client = MemoryProvider().connect()
    octets = header(CommandId.QUERY_SM_RESP, 0, 7) + header(CommandId.SUBMIT_SM_RESP, 0, 8)
    assert client.send_octets(octets) == []


def test_a_submit_that_cannot_be_understood_is_answered_and_the_next_one_works() -> None:
    client = MemoryProvider().connect()
    whole = codec.encode(submit(registered_delivery=0))
    cut = (20).to_bytes(4, "big") + whole[4:20]
    broken, good = client.send_octets(cut + whole)
    assert isinstance(broken, SubmitSmResp)
    assert broken.status != 0
    assert isinstance(good, SubmitSmResp)
    assert good.status == 0


def test_a_stream_that_is_no_smpp_ends_the_session_after_its_good_part() -> None:
    client = MemoryProvider().connect()
    answers = client.send_octets(codec.encode(EnquireLink(7)) + b"GET / HTTP/1.1\r\n\r\n")
    assert answers == [EnquireLinkResp(7), GenericNack(0, 0x02)]
    assert client.session.ending is Ending.FLUSH


def test_bytes_may_come_one_by_one() -> None:
    client = MemoryProvider().connect()
    answers = [pdu for octet in codec.encode(EnquireLink(7)) for pdu in client.send_octets(bytes((octet,)))]
    assert answers == [EnquireLinkResp(7)]


def test_a_stall_sends_half_and_keeps_the_rest_until_resumed() -> None:
    session = MemoryProvider().connect().session
    session.stall(b"12345678")
    session.send(b"later")
    assert session.take_output() == b"1234"
    assert session.take_output() == b""
    session.resume()
    assert session.take_output() == b"5678later"


def test_nothing_is_sent_after_the_end() -> None:
    session = MemoryProvider().connect().session
    session.end(Ending.FLUSH)
    session.send(b"too late")
    assert session.take_output() == b""


def test_sequence_numbers_start_at_one_and_wrap_to_one() -> None:
    session: SmscSession = MemoryProvider().connect().session
    assert [session.next_sequence(), session.next_sequence()] == [1, 2]
    session._sequence = 0x7FFFFFFF
    assert session.next_sequence() == 1
