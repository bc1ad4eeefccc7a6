from __future__ import annotations

import json
from urllib.parse import parse_qsl

import pytest

from vox_console.practice.behaviours import Stat
from vox_console.practice.callback_requests import (
    Callback,
    WireRequest,
    callback_address,
    message_values,
    receipt_values,
    wire_request,
)
from vox_console.practice.ledger import PushKind
from vox_console.practice.receipts import ReceiptFacts
from vox_console.practice.rest_behaviours import CallbackMethod

FACTS = ReceiptFacts(
    message_id="4b2d",
    stat=Stat.UNDELIV,
    source="Vox",
    destination="381640000010",
    submitted_at=1_795_381_170,
    done_at=1_795_381_205,  # 2026-11-22 21:00:05, UTC
)
VALUES = {"message_id": "4b2d", "message": "Žao & više"}


def test_a_report_has_voxs_names_with_the_receiver_as_ani() -> None:
    assert receipt_values(FACTS) == {
        "message_id": "4b2d",
        "delivery_time": "20261122210005",
        "delivery_status": "UNDELIV",
        "ani": "381640000010",
        "mcc": "220",
        "mnc": "01",
        "rate": "0.0250",
        "result_code": "021",
        "country_name": "Serbia",
    }


def test_a_customers_message_has_the_customer_as_ani() -> None:
    values = message_values(source="381", destination="38164000", text="Da", message_id="a", data_coding=8)
    assert values == {
        "ani": "381",
        "dnis": "38164000",
        "message": "Da",
        "message_id": "a",
        "dataCoding": "8",
    }


@pytest.mark.parametrize(("target", "joint"), [("/dlr", "?"), ("/dlr?secret=1", "&")])
def test_a_get_puts_the_parameters_behind_the_query(target: str, joint: str) -> None:
    request = wire_request(VALUES, target, CallbackMethod.GET)
    start, _, query = request.target.rpartition(joint if joint == "?" else "&message_id")
    assert start == target
    assert (request.method, request.body) == ("GET", b"")
    assert ("message", "Žao & više") in parse_qsl(f"message_id{query}" if joint == "&" else query)


def test_a_form_a_json_object_and_an_array() -> None:
    form = wire_request(VALUES, "/dlr", CallbackMethod.FORM)
    assert form.content_type == "application/x-www-form-urlencoded"
    assert dict(parse_qsl(form.body.decode())) == VALUES
    plain = wire_request(VALUES, "/dlr", CallbackMethod.JSON)
    assert (plain.method, plain.target, plain.content_type) == ("POST", "/dlr", "application/json")
    assert json.loads(plain.body) == VALUES
    array = wire_request(VALUES, "/dlr", CallbackMethod.ARRAY)
    assert array == WireRequest("POST", "/dlr", "application/json", json.dumps([VALUES]).encode())


@pytest.mark.parametrize(
    ("url", "host", "port", "target", "authority"),
    [
        ("http://127.0.0.1:81/dlr?s=1", "127.0.0.1", 81, "/dlr?s=1", "127.0.0.1:81"),
        ("http://localhost", "localhost", 80, "/", "localhost:80"),
        ("http://[::1]:81/x", "::1", 81, "/x", "[::1]:81"),
    ],
)
def test_an_address_on_this_computer(url: str, host: str, port: int, target: str, authority: str) -> None:
    address = callback_address(url, CallbackMethod.GET)
    assert (address.host, address.port, address.target) == (host, port, target)
    assert address.authority == authority


@pytest.mark.parametrize(
    "url",
    [
        "",
        "127.0.0.1:80",
        "https://127.0.0.1/",
        "http://example.com/",
        "http://127.0.0.1.evil.com/",
        "http://127.0.0.1@evil.com/",
        "http://me@127.0.0.1/",
        "http://127.0.0.1:99999/",
        "http://[::1/",
        "http://127.0.0.1/ x",
        "http://127.0.0.1/ž",
        "http://127.0.0.1/\r\nX: y",
    ],
)
def test_any_other_address_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="url"):
        callback_address(url, CallbackMethod.GET)


def test_what_waits_for_a_callback_happens_once() -> None:
    done: list[str] = []
    callback = Callback(PushKind.RECEIPT, None, values=VALUES, then=lambda: done.append("now"))
    callback.release()
    callback.release()
    assert done == ["now"]
