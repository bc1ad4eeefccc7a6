from __future__ import annotations

import pytest

from tests.support.practice_rest import RestMemory, get_request, json_request, query_values, submit_values
from vox_console.practice.fields import OrderFault
from vox_console.practice.ledger import Verdict


@pytest.mark.parametrize(
    ("fields", "status", "body", "headers"),
    [
        ({}, 503, b"Service Unavailable", ()),
        ({"status": 400}, 400, b"NO ROUTES", ()),
        ({"status": 401}, 401, b"not authorized (check login and password)", ()),
        ({"status": 429, "retry_after_s": 3}, 429, b"Too Many Requests", (("Retry-After", "3"),)),
        ({"status": 508}, 508, b"loop detected", ()),
        ({"status": 599}, 599, b"Request was refused", ()),
        ({"status": 400, "text": "Nope", "wrapped": True}, 400, b'{"error": "Nope"}', ()),
    ],
)
def test_the_next_requests_are_refused_on_order(
    fields: dict[str, object], status: int, body: bytes, headers: tuple[tuple[str, str], ...]
) -> None:
    memory = RestMemory()
    assert memory.post("/faults", fault="refuse_requests", count=2, **fields) == {"refusing": 2}
    for _ in range(2):
        reply = memory.refused()
        assert (reply.status, reply.body, reply.headers) == (status, body, headers)
    assert memory.submit()
    assert [row.command_status for row in memory.ledger.submits] == [status, status, 0]
    assert memory.ledger.counts.rest_refused == 2


def test_an_order_may_be_for_one_command() -> None:
    memory = RestMemory()
    memory.post("/faults", fault="refuse_requests", command="query", status=503)
    assert memory.submit()
    assert memory.answer(get_request(query_values("x"))).status == 503
    assert memory.query("x")["status"] == "UNKNOWN"


@pytest.mark.parametrize(("accept", "verdict"), [(False, Verdict.IGNORED), (True, Verdict.ACCEPTED)])
def test_connections_are_closed_after_reading_on_order(accept: bool, verdict: Verdict) -> None:
    memory = RestMemory()
    memory.post("/faults", fault="close_after_read", accept=accept)
    exchange = memory.take(json_request(submit_values()))
    assert exchange.ended
    assert exchange.reply is None
    assert [(row.verdict, row.answer) for row in memory.ledger.submits] == [(verdict, "cut")]
    assert memory.submit()


@pytest.mark.parametrize(("accept", "pushes"), [(False, 0), (True, 1)])
def test_a_customers_message_is_lost_or_not_with_the_connection(accept: bool, pushes: int) -> None:
    memory = RestMemory()
    memory.post("/faults", fault="close_after_read", accept=accept, command="mo")
    exchange = memory.take(json_request(submit_values("2", command="mo", ani="1")))
    assert exchange.reply is None
    assert len(memory.ledger.pushes) == pushes


@pytest.mark.parametrize(("fault", "body"), [("empty_body", b""), ("invalid_json", b'{"message_id":"')])
def test_bodies_are_spoilt_on_order(fault: str, body: bytes) -> None:
    memory = RestMemory()
    memory.post("/faults", fault=fault, count=2)
    for request in (json_request(submit_values()), get_request(query_values("x"))):
        reply = memory.answer(request)
        assert (reply.status, reply.body) == (200, body)
    assert memory.ledger.counts.accepted == 1
    assert memory.submit()


def test_a_giant_body_is_larger_than_any_answer_and_the_message_is_accepted() -> None:
    memory = RestMemory()
    memory.post("/faults", fault="giant_body")
    assert len(memory.answer(json_request(submit_values())).body) > 1_048_576
    assert memory.ledger.counts.accepted == 1


def test_an_echo_repeats_the_request_with_its_password() -> None:
    memory = RestMemory()
    memory.post("/faults", fault="echo", count=2)
    request = json_request(submit_values())
    reply = memory.answer(request)
    assert (reply.status, request.body in reply.body) == (500, True)
    assert b"password=" in memory.answer(get_request(query_values("x"))).body
    assert memory.ledger.counts.accepted == 1


def test_a_dripping_answer_begins_as_it_would_have_been() -> None:
    memory = RestMemory()
    memory.post("/faults", fault="drip")
    reply = memory.answer(json_request(submit_values()))
    assert reply.octet_every_s > 0
    assert reply.body.startswith(b'{"message_id"')
    assert memory.answer(json_request(submit_values())).octet_every_s == 0


def test_a_redirect_leads_elsewhere_and_accepts_nothing() -> None:
    memory = RestMemory()
    assert memory.post("/faults", fault="redirect", location="https://a.invalid/") == {"redirecting": 1}
    reply = memory.answer(json_request(submit_values()))
    assert (reply.status, reply.headers) == (302, (("Location", "https://a.invalid/"),))
    assert memory.ledger.counts.accepted == 0
    memory.post("/faults", fault="redirect")
    memory.post("/faults", fault="refuse_requests", status=503)
    assert memory.refused().headers == ()


def test_answers_are_slow_on_order() -> None:
    memory = RestMemory()
    memory.post("/faults", fault="slow", seconds=3)
    exchanges = [
        memory.take(request) for request in (json_request(submit_values()), get_request(query_values("x")))
    ]
    memory.pass_time(2.9)
    assert not any(exchange.ended for exchange in exchanges)
    assert memory.ledger.submits[0].answer == "late"
    memory.pass_time(0.2)
    assert all(exchange.reply is not None for exchange in exchanges)
    assert memory.ledger.submits[0].answer == "sent"
    memory.post("/faults", fault="slow", seconds=0)
    assert memory.submit()


@pytest.mark.parametrize("fault", ["disconnect", "rest_disconnect"])
def test_open_connections_are_cut_on_order(fault: str) -> None:
    memory = RestMemory()
    memory.post("/faults", fault="hold_answers")
    exchange = memory.take(json_request(submit_values()))
    memory.post("/faults", fault=fault)
    assert exchange.ended
    assert exchange.reply is None
    assert memory.provider.state.rest_cuts == 1
    assert memory.post("/faults", fault="release_answers") == {"released": 0}


def test_a_fault_for_one_session_leaves_rest_alone() -> None:
    memory = RestMemory()
    client = memory.connect()
    memory.post("/faults", fault="hold_answers")
    exchange = memory.take(json_request(submit_values()))
    for fault in ("drop_answers", "release_answers", "disconnect"):
        memory.post("/faults", fault=fault, session=client.session.name)
    assert not exchange.ended
    assert memory.provider.desk.held == 1


def test_statuses_are_forgotten_on_order() -> None:
    memory = RestMemory()
    message_id = memory.submit()["message_id"]
    assert memory.post("/faults", fault="forget_statuses") == {"forgotten": 1}
    assert memory.query(message_id)["status"] == "UNKNOWN"


def test_clear_takes_every_order_back() -> None:
    memory = RestMemory()
    for fault in ("refuse_requests", "close_after_read", "empty_body", "echo", "redirect"):
        memory.post("/faults", fault=fault, count=5)
    memory.post("/faults", fault="slow", seconds=5)
    memory.post("/faults", fault="refuse_rest_connections")
    memory.post("/faults", fault="clear")
    assert memory.submit()
    assert not memory.provider.state.faults.rest.refuses_connections


@pytest.mark.parametrize(
    "fields",
    [
        {"fault": "refuse_requests", "status": 200},
        {"fault": "refuse_requests", "retry_after": 1},
        {"fault": "slow"},
        {"fault": "slow", "seconds": -1},
        {"fault": "close_after_read", "accept": "yes"},
        {"fault": "rest_disconnect", "session": "s1"},
    ],
)
def test_an_order_that_makes_no_sense_changes_nothing(fields: dict[str, object]) -> None:
    memory = RestMemory()
    untouched = memory.provider.state.faults.status()
    with pytest.raises(OrderFault):
        memory.post("/faults", **fields)
    assert memory.provider.state.faults.status() == untouched
