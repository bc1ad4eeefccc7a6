from __future__ import annotations

import pytest

from tests.support.practice_peer import MemoryProvider
from vox_console.domain.delivery import Delivery
from vox_console.domain.secret import Secret
from vox_console.practice.accounts import Accounts, Push
from vox_console.practice.ledger import PushKind
from vox_console.smpp.pdus import BindKind


def test_the_published_account_is_open() -> None:
    assert Accounts().decide("practice", Secret("practice")) == 0


def test_a_wrong_name_and_a_wrong_password_are_told_apart() -> None:
    accounts = Accounts()
    assert accounts.decide("nobody", Secret("practice")) == 0x0F
    assert accounts.decide("practice", Secret("wrong")) == 0x0E


def test_an_added_account_may_bind_until_its_limit() -> None:
    memory = MemoryProvider()
    memory.provider.state.accounts.add("practice", "practice", max_sessions=1)
    client = memory.connect()
    assert memory.provider.state.accounts.decide("practice", Secret("practice")) == 0x05
    client.disconnect()
    assert memory.provider.state.accounts.decide("practice", Secret("practice")) == 0


@pytest.mark.parametrize(
    ("system_id", "password", "sessions"),
    [("", "x", 1), ("sixteen-letters!", "x", 1), ("ok", "ninechars", 1), ("ok", "x", 0)],
)
def test_what_the_wire_cannot_carry_is_no_account(system_id: str, password: str, sessions: int) -> None:
    with pytest.raises(ValueError, match=r"octets|at least"):
        Accounts().add(system_id, password, max_sessions=sessions)


def test_adding_again_changes_the_password() -> None:
    accounts = Accounts()
    accounts.add("practice", "other")
    assert accounts.decide("practice", Secret("practice")) == 0x0E
    assert accounts.decide("practice", Secret("other")) == 0


def test_receivers_take_turns_and_transmitters_take_none() -> None:
    memory = MemoryProvider()
    first, _, third = memory.connect(), memory.connect(BindKind.TX), memory.connect(BindKind.RX)
    account = memory.provider.state.accounts.get("practice")
    assert account is not None
    turns = [account.next_receiver() for _ in range(4)]
    assert turns == [first.session, third.session, first.session, third.session]


def test_nobody_bound_means_no_receiver() -> None:
    assert Accounts().all()[0].next_receiver() is None


def test_what_waits_for_a_push_happens_once() -> None:
    done: list[str] = []
    push = Push(PushKind.MO, None, delivery=Delivery("1", "2", 0, 0, b""), then=lambda: done.append("now"))
    push.release()
    push.release()
    assert done == ["now"]


def test_a_password_does_not_show_in_an_account() -> None:
    assert "hidden" not in repr(Accounts().add("someone", "hidden"))


def test_a_name_and_its_password_identify_an_account() -> None:
    accounts = Accounts()
    assert accounts.identify("practice", Secret("practice")) is accounts.all()[0]
    assert accounts.identify("practice", Secret("wrong")) is None
    assert accounts.identify("nobody", Secret("practice")) is None


def test_an_account_receives_while_a_receiver_or_transceiver_is_bound() -> None:
    memory = MemoryProvider()
    (account,) = memory.provider.state.accounts.all()
    memory.connect(BindKind.TX)
    assert not account.receives
    client = memory.connect(BindKind.RX)
    assert account.receives
    client.disconnect()
    assert not account.receives
