from __future__ import annotations

import pytest

from tests.support.practice_peer import MemoryProvider, bind, submit
from vox_console.practice.smsc_session import Ending
from vox_console.smpp.pdus import (
    BindKind,
    BindResponse,
    DeliverSm,
    DeliverSmResp,
    EnquireLink,
    EnquireLinkResp,
    Unbind,
    UnbindResp,
)

SOMETHING_ELSE = "other"


def bind_status(memory: MemoryProvider, system_id: str = "practice", password: str = "practice") -> int:  # noqa: S107 - the published practice password
    (answer,) = memory.connect(None).send(bind(system_id=system_id, password=password))
    assert isinstance(answer, BindResponse)
    return answer.status


def test_binds_are_judged_by_name_and_password() -> None:
    memory = MemoryProvider()
    assert bind_status(memory) == 0
    assert bind_status(memory, password=SOMETHING_ELSE) == 0x0E
    assert bind_status(memory, system_id="nobody") == 0x0F
    counts = memory.ledger.counts
    assert (counts.binds, counts.binds_refused) == (1, 2)


def test_an_account_added_on_order_may_bind() -> None:
    memory = MemoryProvider()
    memory.post("/accounts", system_id="second", password=SOMETHING_ELSE, max_sessions=1)
    assert bind_status(memory, "second", SOMETHING_ELSE) == 0
    assert bind_status(memory, "second", SOMETHING_ELSE) == 0x05


@pytest.mark.parametrize("status", [0x05, 0x0D, 0x0E, 0x0F, 0x53, 0xFF])
def test_binds_are_refused_on_order_as_often_as_ordered(status: int) -> None:
    memory = MemoryProvider()
    memory.post("/faults", fault="refuse_binds", status=status, count=2)
    assert [bind_status(memory) for _ in range(3)] == [status, status, 0]


def test_a_refused_bind_may_be_tried_again_on_the_same_connection() -> None:
    memory = MemoryProvider()
    client = memory.connect(None)
    client.send(bind(password=SOMETHING_ELSE))
    (answer,) = client.send(bind(BindKind.TX, sequence=2))
    assert isinstance(answer, BindResponse)
    assert answer.status == 0


def test_a_closed_connection_frees_its_place() -> None:
    memory = MemoryProvider()
    client = memory.connect()
    client.disconnect()
    assert memory.provider.state.sessions == {}
    assert memory.provider.state.accounts.all()[0].sessions == []


def test_enquire_link_stays_unanswered_on_order() -> None:
    memory = MemoryProvider()
    client = memory.connect()
    memory.post("/faults", fault="stop_enquire_link")
    assert client.send(EnquireLink(5)) == []
    memory.post("/faults", fault="stop_enquire_link", on=False)
    assert client.send(EnquireLink(6)) == [EnquireLinkResp(6)]
    assert memory.ledger.counts.enquire_links == 2


def test_unbind_stays_unanswered_on_order_and_the_connection_open() -> None:
    memory = MemoryProvider()
    client = memory.connect()
    memory.post("/faults", fault="stop_unbind")
    assert client.send(Unbind(5)) == []
    assert client.session.ending is None
    memory.post("/faults", fault="stop_unbind", on=False)
    assert client.send(Unbind(6)) == [UnbindResp(6)]


def test_new_connections_are_closed_on_order() -> None:
    memory = MemoryProvider()
    old = memory.connect()
    memory.post("/faults", fault="refuse_connections")
    new = memory.connect(None)
    assert new.session.ending is Ending.FLUSH
    assert new.send(bind()) == []
    assert old.session.ending is None
    memory.post("/faults", fault="refuse_connections", on=False)
    memory.connect()


def test_a_silent_client_is_asked_and_lives_when_it_answers() -> None:
    memory = MemoryProvider()
    client = memory.connect()
    for _ in range(5):
        memory.pass_time(30)
        (question,) = client.received()
        assert isinstance(question, EnquireLink)
        client.send(EnquireLinkResp(question.sequence))
    assert client.session.ending is None
    assert memory.ledger.counts.enquire_link_answers == 5


def test_a_client_that_talks_is_not_asked() -> None:
    memory = MemoryProvider()
    client = memory.connect()
    for number in range(2, 12):
        memory.pass_time(29)
        (answer,) = client.send(submit(sequence=number, registered_delivery=0))
        assert not isinstance(answer, EnquireLink)
    assert client.received() == []


def test_a_client_that_never_answers_is_given_up() -> None:
    memory = MemoryProvider()
    client = memory.connect()
    memory.pass_time(89)
    assert len(client.received()) == 2
    assert client.session.ending is None
    memory.pass_time(2)
    assert client.session.ending is Ending.FLUSH


def test_nobody_is_asked_when_that_is_switched_off() -> None:
    memory = MemoryProvider()
    memory.post("/speed", enquire_link_s=0)
    client = memory.connect()
    memory.pass_time(1_000)
    assert client.received() == []


def test_the_answer_to_our_unbind_ends_the_session() -> None:
    memory = MemoryProvider()
    client = memory.connect()
    memory.post("/faults", fault="unbind")
    (question,) = client.received()
    client.send(UnbindResp(question.sequence))
    assert client.session.ending is Ending.FLUSH


def test_reset_forgets_what_waits_and_what_is_unanswered() -> None:
    memory = MemoryProvider()
    memory.post("/speed", push_window=1)
    client = memory.connect()
    memory.post("/mo", from_="1", text="sent")
    memory.post("/mo", from_="1", text="waiting")
    (push,) = client.received()
    memory.post("/reset")
    assert client.send(DeliverSmResp(push.sequence)) == []
    assert memory.ledger.counts.mo_acknowledged == 0
    memory.post("/mo", from_="1", text="new")
    (push,) = client.received()
    assert isinstance(push, DeliverSm)
    assert push.delivery.short_message == b"new"


def test_reset_forgets_everything_but_sessions_and_accounts() -> None:
    memory = MemoryProvider(speed=1)
    memory.post("/accounts", system_id="second", password=SOMETHING_ELSE)
    client = memory.connect()
    client.send(submit(), submit(sequence=3))
    memory.post("/mo", from_="1", text="Hi")
    memory.post("/faults", fault="hold_pushes")
    memory.post("/reset")
    client.received()
    memory.pass_time(29)
    assert client.received() == []
    assert memory.ledger.submits == []
    assert memory.ledger.counts.submits == 0
    assert not memory.provider.state.faults.holds_pushes
    assert bind_status(memory, "second", SOMETHING_ELSE) == 0
    memory.pass_time(2)
    (question, *_) = client.received()
    assert isinstance(question, EnquireLink)
