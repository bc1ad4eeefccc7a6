from __future__ import annotations

import json

import pytest

from tests.support.practice_peer import MemoryProvider, submit
from tests.support.practice_rest import LISTENER, RestMemory, json_request, submit_values
from vox_console.practice import views
from vox_console.practice.fields import OrderFault

SOMETHING_ELSE = "hush"


def test_the_status_is_json_and_tells_who_is_bound_and_what_waits() -> None:
    memory = MemoryProvider()
    memory.post("/mo", from_="1", text="Hi")
    told = json.loads(json.dumps(views.status(memory.provider.state)))
    assert told["sessions"] == []
    (account,) = told["accounts"]
    assert account == {
        "system_id": "practice",
        "max_sessions": 10,
        "bound": 0,
        "waiting": 1,
        "callbacks": 0,
        "callback_url": "",
    }
    client = memory.connect(None)
    told = views.status(memory.provider.state)
    assert told["sessions"] == [
        {"name": client.session.name, "state": "open", "account": "", "unanswered": 0, "held": 0}
    ]


def test_the_status_never_tells_a_password() -> None:
    memory = MemoryProvider()
    memory.post("/accounts", system_id="second", password=SOMETHING_ELSE)
    assert SOMETHING_ELSE not in json.dumps(views.status(memory.provider.state))


def test_ledger_rows_are_filtered_and_limited() -> None:
    memory = MemoryProvider()
    memory.connect().send(submit("1"), submit("2", sequence=3), submit("2", sequence=4))
    found = views.ledger(memory.ledger, {"destination": "2", "limit": "1"})["rows"]
    assert isinstance(found, list)
    assert [row["sequence"] for row in found] == [3]
    receipts = views.ledger(memory.ledger, {"kind": "pushes", "stat": "DELIVRD", "since": "1"})["rows"]
    assert isinstance(receipts, list)
    assert [row["number"] for row in receipts] == [2, 3]


def test_copies_are_counted() -> None:
    memory = MemoryProvider()
    memory.connect().send(submit("2", sequence=3), submit("2", sequence=4))
    assert views.ledger(memory.ledger, {"kind": "copies"})["copies"] == [
        {
            "destination": "2",
            "data_coding": 0,
            "user_data": b"Hello".hex(),
            "part": 1,
            "parts": 1,
            "count": 2,
        }
    ]


@pytest.mark.parametrize(
    "query", [{"kind": "gossip"}, {"nonsense": "1"}, {"since": "x"}, {"limit": "-1"}, {"since": "9" * 30}]
)
def test_a_question_that_makes_no_sense_is_refused(query: dict[str, str]) -> None:
    with pytest.raises(OrderFault):
        views.ledger(MemoryProvider().ledger, query)


def test_goals_are_counts_that_exist() -> None:
    assert views.goals_of({"accepted": "3", "bound": "1"}) == {"accepted": 3, "bound": 1}
    with pytest.raises(OrderFault, match="acepted"):
        views.goals_of({"acepted": "3"})


def test_goals_are_reached_when_all_counts_are() -> None:
    memory = MemoryProvider()
    client = memory.connect()
    assert not views.reached(memory.provider.state, {"accepted": 1, "bound": 1})
    client.send(submit())
    assert views.reached(memory.provider.state, {"accepted": 1, "bound": 1})
    client.disconnect()
    assert not views.reached(memory.provider.state, {"bound": 1})


def test_the_status_tells_what_rest_has_open_and_where_callbacks_go() -> None:
    memory = RestMemory()
    memory.listen()
    memory.submit()
    memory.post("/faults", fault="hold_answers")
    memory.take(json_request(submit_values()))
    memory.take(json_request(submit_values("381640000031")))
    assert views.rest(memory.provider.desk) == {"unanswered": 2, "held": 1}
    told = json.loads(json.dumps(views.status(memory.provider.state)))
    assert (told["accounts"][0]["callbacks"], told["accounts"][0]["callback_url"]) == (3, LISTENER)
    assert told["faults"]["reports"] == "own"


def test_goals_may_be_those_of_rest() -> None:
    memory = RestMemory()
    memory.submit()
    assert views.reached(memory.provider.state, views.goals_of({"rest_requests": "1"}))
    assert not views.reached(memory.provider.state, views.goals_of({"callbacks": "1"}))
