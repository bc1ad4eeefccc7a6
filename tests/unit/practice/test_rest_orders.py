from __future__ import annotations

import pytest

from tests.support.practice_peer import submit
from tests.support.practice_rest import LISTENER, RestMemory
from vox_console.practice.fields import OrderFault
from vox_console.smpp import codec
from vox_console.smpp.pdus import DeliverSm

BOTH = "381640000010,381640000011"


FIRST = {"dnis": "381640000010", "segment_num": "1"}
SECOND = {"dnis": "381640000011", "segment_num": "1"}


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ("object", [FIRST, SECOND]),
        ("array", [FIRST, SECOND]),
        ("shuffled", [SECOND, FIRST]),
        ("segment_text", [FIRST, SECOND]),
        ("segment_number", [{**FIRST, "segment_num": 1}, {**SECOND, "segment_num": 1}]),
        ("trailing_blank", [{**FIRST, "dnis": "381640000010 "}, {**SECOND, "dnis": "381640000011 "}]),
        ("missing", [FIRST]),
        ("error_item", [FIRST, {"dnis": "381640000011", "error": "NO ROUTES"}]),
    ],
)
def test_a_standing_form_is_for_every_request(form: str, told: list[dict[str, object]]) -> None:
    memory = RestMemory()
    memory.post("/rest", form=form)
    for _ in range(2):
        found = memory.submit(BOTH)
        assert [{key: value for key, value in item.items() if key != "message_id"} for item in found] == told


def test_a_numbers_own_form_wins() -> None:
    memory = RestMemory()
    memory.post("/rest", form="missing")
    assert memory.submit("381640000070")[0]["message_id"]


def test_only_what_is_named_changes_and_clear_takes_it_back() -> None:
    memory = RestMemory()
    memory.post("/rest", form="array")
    assert memory.post("/rest", query="word") == {"form": "array", "query": "word", "reports": "own"}
    memory.post("/faults", fault="clear")
    assert memory.post("/rest") == {"form": "object", "query": "object", "reports": "own"}


@pytest.mark.parametrize(
    ("reports", "of_smpp", "of_rest"),
    [
        ("own", (1, 0), (0, 1)),
        ("smpp", (1, 0), (1, 0)),
        ("callback", (0, 1), (0, 1)),
        ("both", (1, 1), (1, 1)),
    ],
)
def test_reports_go_the_way_that_was_ordered(
    reports: str, of_smpp: tuple[int, int], of_rest: tuple[int, int]
) -> None:
    memory = RestMemory()
    memory.listen()
    client = memory.connect()
    memory.post("/rest", reports=reports)

    def told() -> tuple[int, int]:
        receipts = [pdu for pdu in client.received() if isinstance(pdu, DeliverSm)]
        return len(receipts), len(memory.callbacks())

    memory.provider.received(client.session, codec.encode(submit()), memory.now)
    assert told() == of_smpp
    memory.submit()
    assert told() == of_rest


def test_without_a_listener_nobody_is_called_back() -> None:
    memory = RestMemory()
    memory.submit()
    memory.listen()
    assert memory.callbacks() == []
    assert memory.ledger.counts.callbacks == 0


def test_a_listener_is_ordered_shown_and_taken_away() -> None:
    memory = RestMemory()
    account = memory.provider.state.accounts.all()[0]
    assert memory.post("/callbacks", url=LISTENER) == {"account": "practice", "url": LISTENER}
    assert account.callback_address is not None
    assert memory.post("/callbacks", on=False) == {"account": "practice", "url": ""}
    assert account.callback_address is None


@pytest.mark.parametrize(
    ("path", "body", "words"),
    [
        ("/rest", {"form": "poem"}, "trailing_blank"),
        ("/rest", {"fomr": "array"}, "fomr"),
        ("/callbacks", {}, "url is missing"),
        ("/callbacks", {"url": "http://example.com/"}, "this computer"),
        ("/callbacks", {"url": LISTENER, "method": "fax"}, "get"),
        ("/callbacks", {"url": LISTENER, "account": "nobody"}, "account"),
        ("/mo", {"from": "1", "text": "x", "via": "callback"}, "no callback address"),
        ("/mo", {"from": "1", "text": "x", "via": "pigeon"}, "callback"),
        ("/receipt", {"message_id": "x", "via": "callback"}, "no callback address"),
    ],
)
def test_an_order_that_makes_no_sense_is_refused_in_words(
    path: str, body: dict[str, object], words: str
) -> None:
    memory = RestMemory()
    with pytest.raises(OrderFault, match=words):
        memory.orders.post(path, body, memory.now)
    assert memory.provider.state.accounts.all()[0].callback_address is None


def test_a_customers_message_may_be_called_back_on_order() -> None:
    memory = RestMemory()
    memory.listen()
    memory.connect()
    told = memory.post("/mo", from_="381641234567", text="Да", via="callback")
    (said,) = memory.callbacks()
    assert told == {"parts": 1, "message_id": said["message_id"]}
    assert (said["message"], said["dataCoding"]) == ("Да", "8")
    counts = memory.ledger.counts
    assert (counts.mo, counts.mo_sent, counts.mo_acknowledged, counts.callbacks) == (1, 1, 1, 1)


def test_a_customers_message_that_cannot_be_encoded_is_not_called_back() -> None:
    memory = RestMemory()
    memory.listen()
    with pytest.raises(OrderFault, match="Data coding 0"):
        memory.post("/mo", from_="1", text="Да", data_coding=0, via="callback")
    assert memory.callbacks() == []


def test_a_report_out_of_nowhere_may_be_called_back() -> None:
    memory = RestMemory()
    memory.listen()
    memory.post("/receipt", message_id="never-was", stat="EXPIRED", to="381641111111", via="callback")
    (said,) = memory.callbacks()
    assert (said["message_id"], said["delivery_status"]) == ("never-was", "EXPIRED")
    assert (said["ani"], said["result_code"]) == ("381641111111", "027")
