from __future__ import annotations

import pytest

from tests.support.practice_peer import MemoryClient, MemoryProvider, acknowledgement, bind, submit
from vox_console.smpp.pdus import BindKind, DeliverSm, DeliverSmResp, GenericNack


def pushed(client: MemoryClient) -> list[DeliverSm]:
    return [pdu for pdu in client.received() if isinstance(pdu, DeliverSm)]


def patient() -> MemoryProvider:
    """A provider that resends after five seconds and does not ask whether clients live."""
    memory = MemoryProvider()
    memory.post("/speed", resend_s=5, enquire_link_s=0)
    return memory


def test_an_acknowledged_push_does_not_come_again() -> None:
    memory = patient()
    client = memory.connect()
    memory.post("/mo", from_="1", text="Hi")
    (push,) = pushed(client)
    client.send(acknowledgement(push))
    memory.pass_time(60)
    assert pushed(client) == []
    (row,) = memory.ledger.pushes
    assert row.acknowledged
    assert [(sending.session, sending.answer) for sending in row.sendings] == [(client.session.name, 0)]
    assert memory.ledger.counts.mo_acknowledged == 1


def test_an_unacknowledged_push_comes_again_and_again_under_new_numbers() -> None:
    memory = patient()
    client = memory.connect()
    memory.post("/mo", from_="1", text="Hi")
    seen = pushed(client)
    for _ in range(3):
        memory.pass_time(5)
        seen += pushed(client)
    assert len(seen) == 4
    assert len({push.sequence for push in seen}) == 4
    assert len({push.delivery.short_message for push in seen}) == 1
    client.send(acknowledgement(seen[-1]))
    memory.pass_time(60)
    assert pushed(client) == []


@pytest.mark.parametrize("status", [0x64, 0x08, 0x45])
def test_an_answer_with_an_error_makes_it_come_again(status: int) -> None:
    memory = patient()
    client = memory.connect()
    memory.post("/mo", from_="1", text="Hi")
    client.send(acknowledgement(pushed(client)[0], status))
    memory.pass_time(4.9)
    assert pushed(client) == []
    memory.pass_time(0.2)
    (again,) = pushed(client)
    client.send(acknowledgement(again))
    (row,) = memory.ledger.pushes
    assert [sending.answer for sending in row.sendings] == [status, 0]


def test_a_generic_nack_counts_as_an_error() -> None:
    memory = patient()
    client = memory.connect()
    memory.post("/mo", from_="1", text="Hi")
    client.send(GenericNack(pushed(client)[0].sequence, 0x03))
    memory.pass_time(5)
    assert len(pushed(client)) == 1
    assert memory.ledger.counts.generic_nacks == 1


def test_what_the_lost_session_did_not_acknowledge_waits_for_the_next_bind_in_order() -> None:
    memory = patient()
    first = memory.connect()
    for text in ("one", "two", "three"):
        memory.post("/mo", from_="1", text=text)
    first.send(acknowledgement(pushed(first)[1]))
    first.disconnect()
    memory.post("/mo", from_="1", text="four")
    _, *waited = memory.connect(None).send(bind())
    assert [pdu.delivery.short_message for pdu in waited if isinstance(pdu, DeliverSm)] == [
        b"one",
        b"three",
        b"four",
    ]


def test_what_waits_for_a_bind_is_not_queued_twice() -> None:
    memory = patient()
    first = memory.connect()
    memory.post("/mo", from_="1", text="Hi")
    first.disconnect()
    memory.pass_time(60)
    _, *waited = memory.connect(None).send(bind())
    assert len(waited) == 1


def test_what_is_sent_again_leaves_its_place_in_the_window() -> None:
    memory = patient()
    memory.post("/speed", push_window=1)
    client = memory.connect()
    memory.post("/mo", from_="1", text="Hi")
    for _ in range(3):
        assert len(pushed(client)) == 1
        memory.pass_time(5)


def test_pushes_go_to_receivers_only() -> None:
    memory = patient()
    transmitter, receiver = memory.connect(BindKind.TX), memory.connect(BindKind.RX)
    transmitter.send(submit())
    assert len(pushed(receiver)) == 1


def test_another_session_takes_over_from_a_broken_one() -> None:
    memory = patient()
    first, second = memory.connect(), memory.connect()
    memory.post("/mo", from_="1", text="Hi")
    assert len(pushed(first)) == 1
    first.disconnect()
    assert len(pushed(second)) == 1
    memory.pass_time(4.9)
    assert pushed(second) == []


def test_a_session_holds_no_more_unanswered_pushes_than_its_window() -> None:
    memory = patient()
    memory.post("/speed", push_window=2)
    client = memory.connect()
    for _ in range(5):
        memory.post("/mo", from_="1", text="Hi")
    window = pushed(client)
    assert len(window) == 2
    (third,) = [pdu for pdu in client.send(acknowledgement(window[0])) if isinstance(pdu, DeliverSm)]
    assert third.sequence not in {push.sequence for push in window}


def test_a_choked_socket_gets_nothing_until_it_flows_again() -> None:
    memory = patient()
    client = memory.connect()
    client.session.choked = True
    memory.post("/mo", from_="1", text="Hi")
    assert pushed(client) == []
    client.session.choked = False
    memory.provider.pusher.pump(memory.provider.state.accounts.all()[0], memory.now)
    assert len(pushed(client)) == 1


def test_held_pushes_come_when_they_are_let_go() -> None:
    memory = patient()
    client = memory.connect()
    memory.post("/faults", fault="hold_pushes")
    client.send(submit())
    memory.pass_time(60)
    assert pushed(client) == []
    memory.post("/faults", fault="hold_pushes", on=False)
    assert len(pushed(client)) == 1


def test_a_repeated_receipt_comes_as_often_as_it_was_ordered_although_acknowledged() -> None:
    memory = patient()
    client = memory.connect()
    pdus = client.send(submit("381640000041"))
    seen = 0
    while receipts := [pdu for pdu in pdus if isinstance(pdu, DeliverSm)]:
        seen += len(receipts)
        pdus = client.send(*(acknowledgement(pdu) for pdu in receipts))
    memory.pass_time(60)
    assert seen == 3
    assert pushed(client) == []
    assert memory.ledger.counts.receipts_acknowledged == 1


def test_an_answer_nobody_waits_for_is_passed_over() -> None:
    memory = patient()
    client = memory.connect()
    memory.post("/mo", from_="1", text="Hi")
    (push,) = pushed(client)
    assert client.send(DeliverSmResp(push.sequence + 1)) == []
    assert memory.ledger.counts.mo_acknowledged == 0
