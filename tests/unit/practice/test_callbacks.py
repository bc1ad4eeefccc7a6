from __future__ import annotations

import pytest

from tests.support.practice_rest import LISTENER, RestMemory
from vox_console.practice.accounts import Account
from vox_console.practice.callbacks import Outgoing
from vox_console.practice.ledger import PushWay
from vox_console.practice.rest_behaviours import CallbackMethod


def listening(*, speed: float = 0) -> RestMemory:
    memory = RestMemory(speed=speed)
    memory.post("/speed", resend_s=5)
    memory.listen()
    return memory


def account(memory: RestMemory) -> Account:
    return memory.provider.state.accounts.all()[0]


def take(memory: RestMemory) -> Outgoing:
    outgoing = memory.provider.callbacks.next(account(memory), memory.now)
    assert outgoing is not None
    return outgoing


def answer(memory: RestMemory, outgoing: Outgoing, status: int | None) -> None:
    memory.provider.callbacks.answered(account(memory), outgoing, status, memory.now)


def test_a_report_is_called_back_once_when_it_is_taken() -> None:
    memory = listening()
    message_id = memory.submit()["message_id"]
    (said,) = memory.callbacks()
    assert (said["message_id"], said["delivery_status"]) == (message_id, "DELIVRD")
    memory.pass_time(60)
    assert memory.callbacks() == []
    (row,) = memory.ledger.pushes
    assert (row.via, row.acknowledged, row.stat) == (PushWay.CALLBACK, True, "DELIVRD")
    assert [(each.session, each.sequence, each.answer) for each in row.sendings] == [(LISTENER, 1, 0)]
    counts = memory.ledger.counts
    assert (counts.callbacks, counts.callbacks_sent, counts.callbacks_acknowledged) == (1, 1, 1)
    assert (counts.receipts, counts.receipts_sent, counts.receipts_acknowledged) == (1, 1, 1)


@pytest.mark.parametrize(("status", "noted"), [(500, 500), (404, 404), (302, 302), (None, None)])
def test_what_is_not_taken_is_called_back_again(status: int | None, noted: int | None) -> None:
    memory = listening()
    memory.submit()
    answer(memory, take(memory), status)
    memory.pass_time(4.9)
    assert memory.callbacks() == []
    memory.pass_time(0.2)
    assert len(memory.callbacks(204)) == 1
    (row,) = memory.ledger.pushes
    assert [sending.answer for sending in row.sendings] == [noted, 0]
    assert memory.ledger.counts.callbacks_acknowledged == 1


def test_patience_is_counted_from_the_sending() -> None:
    memory = listening()
    memory.submit()
    outgoing = take(memory)
    memory.pass_time(5)
    answer(memory, outgoing, None)
    memory.pass_time(0)
    assert len(memory.callbacks()) == 1


def test_one_that_is_never_taken_does_not_hold_up_the_others() -> None:
    memory = listening()
    first, second = memory.submit()["message_id"], memory.submit()["message_id"]
    answer(memory, take(memory), 500)
    assert [said["message_id"] for said in memory.callbacks()] == [second]
    memory.pass_time(5)
    assert [said["message_id"] for said in memory.callbacks()] == [first]


def test_a_repeated_callback_comes_as_often_as_it_was_ordered() -> None:
    for suffix in ("0096", "0041"):
        memory = listening()
        memory.submit(f"38164000{suffix}")
        assert len(memory.callbacks()) == 3
        assert memory.ledger.counts.callbacks_acknowledged == 1


def test_held_pushes_hold_callbacks_too() -> None:
    memory = listening()
    memory.post("/faults", fault="hold_pushes")
    memory.submit()
    assert memory.callbacks() == []
    memory.post("/faults", fault="hold_pushes", on=False)
    assert len(memory.callbacks()) == 1


def test_what_waits_goes_to_the_address_there_is_when_it_is_sent() -> None:
    memory = listening()
    memory.submit()
    memory.post("/callbacks", on=False)
    assert memory.callbacks() == []
    memory.post("/callbacks", url="http://127.0.0.1:9/other", method="json")
    outgoing = take(memory)
    assert outgoing.request.target == "/other"
    assert outgoing.request.content_type == "application/json"


def test_a_number_may_have_a_method_of_its_own() -> None:
    memory = listening()
    memory.submit("381640000091")
    outgoing = take(memory)
    assert outgoing.callback.method is CallbackMethod.GET
    assert outgoing.request.method == "GET"


def test_the_shell_is_woken_when_there_is_something_to_send() -> None:
    memory = RestMemory()
    woken: list[str] = []
    memory.provider.callbacks.wake = lambda account: woken.append(account.system_id)
    memory.submit()
    assert woken == []
    memory.listen()
    assert woken == []
    memory.submit()
    assert woken == ["practice"]


def test_the_answer_to_what_a_reset_forgot_is_passed_over() -> None:
    memory = listening()
    memory.submit("381640000096")
    outgoing = take(memory)
    memory.post("/reset")
    memory.listen()
    answer(memory, outgoing, 200)
    assert memory.ledger.counts.callbacks_acknowledged == 0
    assert memory.callbacks() == []


def test_a_ledger_that_only_counts_keeps_no_rows() -> None:
    memory = RestMemory(rows=False)
    memory.listen()
    message_id = memory.submit()["message_id"]
    assert len(memory.callbacks()) == 1
    assert memory.ledger.pushes == []
    assert memory.ledger.submits == []
    assert memory.ledger.counts.callbacks_acknowledged == 1
    assert memory.query(message_id)["status"] == "DELIVRD"
