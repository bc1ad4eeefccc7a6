from __future__ import annotations

import pytest

from tests.support.practice_peer import MemoryProvider
from vox_console.practice.smsc_session import Ending
from vox_console.smpp import codec
from vox_console.smpp.faults import FramingFault, PduFault
from vox_console.smpp.framing import Framer
from vox_console.smpp.pdus import AlertNotification, EnquireLink, Outbind, Unbind, UnknownPdu


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        ("enquire_link", EnquireLink),
        ("unbind", Unbind),
        ("outbind", Outbind),
        ("alert_notification", AlertNotification),
        ("unknown_command", UnknownPdu),
    ],
)
def test_the_provider_sends_it_to_every_bound_session(fault: str, kind: type) -> None:
    memory = MemoryProvider()
    first, unbound, second = memory.connect(), memory.connect(None), memory.connect()
    answer = memory.post("/faults", fault=fault)
    assert answer == {"sessions": [first.session.name, second.session.name]}
    for client in (first, second):
        (pdu,) = client.received()
        assert isinstance(pdu, kind)
    assert unbound.received() == []


def test_a_fault_may_concern_one_session_only() -> None:
    memory = MemoryProvider()
    first, second = memory.connect(), memory.connect(None)
    memory.post("/faults", fault="enquire_link", session=second.session.name)
    assert first.received() == []
    assert len(second.received()) == 1


def test_garbage_is_an_http_answer_or_what_was_ordered() -> None:
    memory = MemoryProvider()
    session = memory.connect().session
    memory.post("/faults", fault="garbage")
    assert session.take_output().startswith(b"HTTP/1.1 400")
    memory.post("/faults", fault="garbage", hex="ffffffff00")
    assert session.take_output() == b"\xff\xff\xff\xff\x00"


def test_a_truncated_pdu_is_whole_by_its_length_and_cannot_be_decoded() -> None:
    memory = MemoryProvider()
    session = memory.connect().session
    memory.post("/faults", fault="truncated_pdu")
    (octets,) = Framer().feed(session.take_output())
    with pytest.raises(PduFault):
        codec.decode(octets)


def test_an_oversized_pdu_is_refused_by_a_framer() -> None:
    memory = MemoryProvider()
    session = memory.connect().session
    memory.post("/faults", fault="oversized_pdu")
    octets = session.take_output()
    with pytest.raises(FramingFault):
        Framer().feed(octets)


def test_a_stall_breaks_off_inside_a_pdu_until_it_is_resumed() -> None:
    memory = MemoryProvider()
    client = memory.connect()
    memory.post("/faults", fault="stall")
    assert client.received() == []
    client.send(EnquireLink(9))
    assert client.received() == []
    memory.post("/faults", fault="resume")
    assert len(client.received()) == 2


@pytest.mark.parametrize(("fault", "ending"), [("disconnect", Ending.FLUSH), ("reset", Ending.RESET)])
def test_connections_are_ended(fault: str, ending: Ending) -> None:
    memory = MemoryProvider()
    client = memory.connect()
    memory.post("/faults", fault=fault)
    assert client.session.ending is ending


def test_clear_takes_standing_faults_and_stalls_back() -> None:
    memory = MemoryProvider()
    client = memory.connect()
    memory.post("/faults", fault="stall")
    memory.post("/faults", fault="hold_pushes")
    memory.post("/faults", fault="stop_enquire_link")
    memory.post("/mo", from_="1", text="Hi")
    memory.post("/faults", fault="clear")
    assert len(client.received()) == 2
    assert len(client.send(EnquireLink(9))) == 1
