from __future__ import annotations

import pytest

from tests.support.practice_peer import MemoryProvider, submit
from vox_console.practice.fields import OrderFault
from vox_console.smpp.pdus import DeliverSm


def test_an_unknown_path_is_not_an_order() -> None:
    memory = MemoryProvider()
    assert memory.orders.post("/nowhere", {}, memory.now) is None


@pytest.mark.parametrize(
    ("path", "body", "words"),
    [
        ("/faults", {}, "fault is missing"),
        ("/faults", {"fault": "no such"}, "refuse_binds"),
        ("/faults", {"fault": "unbind", "sesion": "s1"}, "sesion"),
        ("/faults", {"fault": "unbind", "session": "s99"}, "no such session"),
        ("/faults", {"fault": "refuse_binds", "count": -1}, "count"),
        ("/mo", {"text": "x"}, "from is missing"),
        ("/mo", {"from": "1", "account": "nobody"}, "account"),
        ("/mo", {"from": "1" * 30, "text": "x"}, "source"),
        ("/mo", {"from": "1", "text": "\u0416", "data_coding": 0}, "Data coding 0"),
        ("/mo", {"from": "1", "text": "x", "method": "pigeon"}, "udh8"),
        ("/mo", {"from": "1", "text": "x", "order": [2]}, "order"),
        ("/receipt", {}, "message_id is missing"),
        ("/speed", {"speed": -1}, "speed"),
        ("/speed", {"spede": 1}, "spede"),
        ("/accounts", {"system_id": "x", "password": "much too long"}, "8 octets"),
        ("/reset", {"now": True}, "now"),
        ("/mo", [], "object"),
    ],
)
def test_an_order_that_makes_no_sense_is_refused_in_words(path: str, body: object, words: str) -> None:
    memory = MemoryProvider()
    client = memory.connect()
    with pytest.raises(OrderFault, match=words):
        memory.orders.post(path, body, memory.now)
    assert client.received() == []
    assert not memory.provider.state.accounts.all()[0].waiting


def test_a_message_that_no_pdu_can_carry_is_not_queued() -> None:
    memory = MemoryProvider()
    with pytest.raises(OrderFault):
        memory.post("/mo", from_="1" * 30, text="x")
    assert not memory.provider.state.accounts.all()[0].waiting
    assert memory.ledger.pushes == []


def test_a_customers_message_reaches_the_account() -> None:
    memory = MemoryProvider()
    client = memory.connect()
    assert memory.post("/mo", from_="381641234567", to="38164000", text="Yes") == {"parts": 1}
    (push,) = client.received()
    assert isinstance(push, DeliverSm)
    assert (push.delivery.source, push.delivery.destination) == ("381641234567", "38164000")
    assert (push.delivery.short_message, push.delivery.esm_class) == (b"Yes", 0)
    (row,) = memory.ledger.pushes
    assert (row.kind, row.short_message, row.acknowledged) == ("mo", b"Yes", False)


def test_parts_of_a_customers_message_can_be_lost_and_misplaced() -> None:
    memory = MemoryProvider()
    client = memory.connect()
    assert memory.post("/mo", from_="1", text="x" * 400, order=[3, 1]) == {"parts": 2}
    assert [pdu.delivery.short_message[5] for pdu in client.received() if isinstance(pdu, DeliverSm)] == [
        3,
        1,
    ]


def test_speed_changes_only_what_was_named() -> None:
    memory = MemoryProvider()
    assert memory.post("/speed", speed=2.5, resend_s=0.5) == {
        "speed": 2.5,
        "resend_s": 0.5,
        "late_answer_s": 40.0,
        "enquire_link_s": 30.0,
        "push_window": 500,
    }


def test_raw_octets_are_pushed_with_their_class() -> None:
    memory = MemoryProvider()
    client = memory.connect()
    memory.post("/mo", from_="1", hex="0a0b", data_coding=4, esm_class=0x40)
    (push,) = client.received()
    assert isinstance(push, DeliverSm)
    assert (push.delivery.short_message, push.delivery.data_coding, push.delivery.esm_class) == (
        b"\x0a\x0b",
        4,
        0x40,
    )


def test_an_order_between_two_messages_concerns_the_second() -> None:
    memory = MemoryProvider()
    client = memory.connect()
    client.send(submit())
    memory.post("/faults", fault="refuse_submits")
    client.send(submit(sequence=3))
    assert [row.verdict for row in memory.ledger.submits] == ["accepted", "refused"]
