from __future__ import annotations

import json
from functools import partial

import pytest

from tests.support.practice_peer import submit
from tests.support.practice_rest import (
    RestMemory,
    get_request,
    json_request,
    query_values,
    submit_values,
)
from vox_console.practice.ledger import Verdict
from vox_console.smpp.pdus import DeliverSm

WRONG = "wrong"


def test_a_submit_gets_an_id_and_a_row() -> None:
    memory = RestMemory()
    told = memory.submit()
    (row,) = memory.ledger.submits
    assert told == {"message_id": row.message_id}
    assert (row.verdict, row.answer, row.transport, row.session) == ("accepted", "sent", "rest", "r1")
    assert (row.source, row.destination, row.short_message) == ("Practice", "381640000010", b"Hello")
    counts = memory.ledger.counts
    assert (counts.submits, counts.accepted, counts.rest_requests, counts.answers_sent) == (1, 1, 1, 1)


def test_the_ledger_shows_no_password() -> None:
    memory = RestMemory()
    memory.submit(password="practice")  # noqa: S106 - the published practice password
    (row,) = memory.ledger.submits
    shown = json.loads(row.octets)
    assert shown["password"] == "********"  # noqa: S105 - the mask
    assert shown["dnis"] == "381640000010"


@pytest.mark.parametrize("credentials", [{"username": "nobody"}, {"password": WRONG}, {"password": ""}])
def test_wrong_credentials_are_told_as_the_platform_tells_them(credentials: dict[str, str]) -> None:
    memory = RestMemory()
    for values in (submit_values(**credentials), query_values("x", **credentials)):
        reply = memory.answer(get_request(values))
        assert reply.status == 401
        assert reply.body == b"not authorized (check login and password)"
        assert reply.content_type == "text/html; charset=UTF-8"
    assert memory.ledger.submits == []
    assert memory.ledger.counts.rest_refused == 2


def test_an_unknown_command_is_refused() -> None:
    assert RestMemory().refused(command="dance").status == 400


def test_a_query_says_enroute_until_the_first_word_is_due_and_then_the_word() -> None:
    memory = RestMemory(speed=1)
    message_id = memory.submit()["message_id"]
    assert memory.query(message_id) == {
        "status": "ENROUTE",
        "delivery_time": "",
        "mccmnc": "",
        "error_code": "000",
        "system_delivery_time": "",
    }
    memory.pass_time(3.1)
    told = memory.query(message_id)
    assert (told["status"], told["mccmnc"], told["error_code"]) == ("DELIVRD", "220001", "000")
    assert told["delivery_time"] == f"20{told['system_delivery_time']}"
    assert len(told["delivery_time"]) == 14
    assert memory.ledger.submits[0].state == "DELIVRD"
    assert memory.ledger.counts.queries == 2


def test_an_unknown_id_is_unknown_with_empty_fields() -> None:
    assert RestMemory().query("never-was") == {
        "status": "UNKNOWN",
        "delivery_time": "",
        "mccmnc": "",
        "error_code": "",
        "system_delivery_time": "",
    }


def test_another_accounts_message_is_unknown() -> None:
    memory = RestMemory()
    memory.post("/accounts", system_id="second", password=WRONG)
    message_id = memory.submit()["message_id"]
    reply = memory.answer(get_request(query_values(message_id, username="second", password=WRONG)))
    assert json.loads(reply.body)["status"] == "UNKNOWN"


def test_a_query_without_an_id_is_refused() -> None:
    memory = RestMemory()
    values = query_values("x")
    del values["messageId"]
    assert memory.answer(get_request(values)).status == 400


def test_a_message_over_smpp_is_found_by_both_its_ids() -> None:
    memory = RestMemory()
    client = memory.connect()
    client.send(submit("381640000061"))
    (row,) = memory.ledger.submits
    (push,) = memory.ledger.pushes
    assert row.message_id != push.message_id
    assert memory.query(row.message_id)["status"] == "DELIVRD"
    assert memory.query(push.message_id)["status"] == "DELIVRD"


def test_a_message_over_rest_has_no_smpp_receipt() -> None:
    memory = RestMemory()
    client = memory.connect()
    memory.submit()
    memory.pass_time(10)
    assert not [pdu for pdu in client.received() if isinstance(pdu, DeliverSm)]


def test_a_never_answered_request_is_closed_in_the_end() -> None:
    memory = RestMemory()
    exchange = memory.take(json_request(submit_values("381640000031")))
    assert not exchange.ended
    (row,) = memory.ledger.submits
    assert (row.verdict, row.answer, row.state) == (Verdict.ACCEPTED, "never", "DELIVRD")
    assert memory.provider.desk.unanswered == 1
    memory.pass_time(301)
    assert exchange.ended
    assert exchange.reply is None
    assert memory.provider.desk.unanswered == 0


def test_not_accepted_and_never_answered() -> None:
    memory = RestMemory()
    exchange = memory.take(json_request(submit_values("381640000032")))
    assert not exchange.ended
    (row,) = memory.ledger.submits
    assert (row.verdict, row.answer) == (Verdict.IGNORED, "never")


def test_a_late_answer_comes_when_the_client_gave_up() -> None:
    memory = RestMemory()
    memory.post("/speed", late_answer_s=40)
    exchange = memory.take(json_request(submit_values("381640000033")))
    memory.pass_time(39.9)
    assert not exchange.ended
    assert memory.ledger.submits[0].answer == "late"
    memory.pass_time(0.2)
    assert exchange.reply is not None
    assert json.loads(exchange.reply.body) == {"message_id": memory.ledger.submits[0].message_id}
    assert memory.ledger.submits[0].answer == "sent"


@pytest.mark.parametrize(("suffix", "verdict"), [("0034", Verdict.IGNORED), ("0035", Verdict.ACCEPTED)])
def test_a_connection_is_closed_after_reading(suffix: str, verdict: Verdict) -> None:
    memory = RestMemory()
    exchange = memory.take(json_request(submit_values(f"38164000{suffix}")))
    assert exchange.ended
    assert exchange.reply is None
    (row,) = memory.ledger.submits
    assert (row.verdict, row.answer) == (verdict, "cut")


@pytest.mark.parametrize(
    ("suffix", "status", "body"),
    [
        ("0030", 200, b""),
        ("0084", 200, b""),
        ("0085", 200, b'{"message_id":"'),
        ("0081", 503, b"Service Unavailable"),
    ],
)
def test_broken_answers_hide_that_it_was_accepted(suffix: str, status: int, body: bytes) -> None:
    memory = RestMemory()
    reply = memory.answer(json_request(submit_values(f"38164000{suffix}")))
    assert (reply.status, reply.body) == (status, body)
    assert memory.ledger.submits[0].verdict is Verdict.ACCEPTED


@pytest.mark.parametrize(
    ("suffix", "body"),
    [
        ("0088", b"DELIVRD"),
        ("0089", b'{"status": "DELIVRD"}'),
    ],
)
def test_a_query_answers_in_the_form_of_its_number(suffix: str, body: bytes) -> None:
    memory = RestMemory()
    message_id = memory.submit(f"38164000{suffix}")["message_id"]
    reply = memory.answer(get_request(query_values(message_id)))
    assert reply.body == body
    assert reply.content_type == "text/html; charset=UTF-8"


def test_a_query_may_be_wrapped_unknown_or_unavailable() -> None:
    memory = RestMemory()
    wrapped, unknown, gone = (memory.submit(f"3816400{n}")["message_id"] for n in ("00086", "00087", "00090"))
    assert json.loads(memory.answer(get_request(query_values(wrapped))).body)[0]["status"] == "DELIVRD"
    assert memory.query(unknown)["status"] == "UNKNOWN"
    assert memory.answer(get_request(query_values(gone))).status == 503


def test_the_standing_query_form_is_for_ordinary_numbers() -> None:
    memory = RestMemory()
    ordinary, own = (memory.submit(f"38164000{n}")["message_id"] for n in ("0010", "0089"))
    memory.post("/rest", query="word")
    assert memory.answer(get_request(query_values(ordinary))).body == b"DELIVRD"
    assert memory.answer(get_request(query_values(own))).body == b'{"status": "DELIVRD"}'


def test_the_answer_waits_for_its_callback_to_be_acknowledged() -> None:
    memory = RestMemory()
    memory.listen()
    exchange = memory.take(json_request(submit_values("381640000040")))
    assert not exchange.ended
    (said,) = memory.callbacks()
    assert exchange.ended
    assert exchange.reply is not None
    assert json.loads(exchange.reply.body) == {"message_id": said["message_id"]}


def test_without_a_listener_that_answer_does_not_wait() -> None:
    assert RestMemory().submit("381640000040")["message_id"]


def test_held_answers_are_released_in_their_order_or_last_first() -> None:
    memory = RestMemory()
    memory.post("/faults", fault="hold_answers")
    ended: list[int] = []
    for number in (1, 2):
        request = json_request(submit_values())
        memory.provider.desk.take(request, memory.now, wake=partial(ended.append, number))
    assert [row.answer for row in memory.ledger.submits] == ["held", "held"]
    assert memory.query("x")["status"] == "UNKNOWN"
    assert memory.post("/faults", fault="release_answers", backwards=True) == {"released": 2}
    assert ended == [2, 1]
    assert [row.answer for row in memory.ledger.submits] == ["sent", "sent"]
    assert memory.submit()


def test_held_answers_can_be_lost_with_their_connections() -> None:
    memory = RestMemory()
    memory.post("/faults", fault="hold_answers")
    exchange = memory.take(json_request(submit_values()))
    assert memory.post("/faults", fault="drop_answers") == {"dropped": 1}
    assert exchange.ended
    assert exchange.reply is None
    assert memory.ledger.submits[0].answer == "cut"


def test_reset_closes_what_is_unanswered_and_forgets() -> None:
    memory = RestMemory()
    message_id = memory.submit()["message_id"]
    assert memory.refused("381640000020").status == 429
    exchange = memory.take(json_request(submit_values("381640000031")))
    memory.listen()
    memory.post("/reset")
    assert exchange.ended
    assert memory.query(message_id)["status"] == "UNKNOWN"
    assert [memory.refused("381640000020").status for _ in range(2)] == [429, 429]
    memory.submit("381640000020")
    assert memory.provider.state.accounts.all()[0].callback_address is None


def test_a_customers_message_goes_to_a_session_where_there_is_one() -> None:
    memory = RestMemory()
    memory.listen()
    client = memory.connect()
    told = memory.submit("38164000", command="mo", ani="381641234567", message="Yes")
    assert told["message_id"]
    (push,) = client.received()
    assert isinstance(push, DeliverSm)
    assert (push.delivery.source, push.delivery.short_message) == ("381641234567", b"Yes")
    assert memory.callbacks() == []


def test_a_customers_message_is_called_back_where_nobody_is_bound() -> None:
    memory = RestMemory()
    memory.listen()
    told = memory.submit("38164000", command="mo", ani="381641234567", message="Да", dataCoding=8)
    assert memory.callbacks() == [
        {
            "ani": "381641234567",
            "dnis": "38164000",
            "message": "Да",
            "message_id": told["message_id"],
            "dataCoding": "8",
        }
    ]


def test_a_customers_message_waits_where_there_is_neither() -> None:
    memory = RestMemory()
    memory.submit("38164000", command="mo", ani="381641234567")
    assert len(memory.provider.state.accounts.all()[0].waiting) == 1


@pytest.mark.parametrize("name", ["ani", "dnis", "message"])
def test_a_customers_message_needs_its_parameters(name: str) -> None:
    values = submit_values(command="mo", ani="1")
    del values[name]
    reply = RestMemory().answer(json_request(values))
    assert reply.status == 400
    assert name in reply.body.decode()


@pytest.mark.parametrize("values", [{"message": "Да"}, {"ani": "1" * 30}, {"dataCoding": 5}])
def test_a_customers_message_that_no_pdu_carries_is_refused(values: dict[str, object]) -> None:
    memory = RestMemory()
    memory.connect()
    assert memory.refused("38164000", command="mo", **{"ani": "1", **values}).status == 400
    assert memory.ledger.pushes == []
