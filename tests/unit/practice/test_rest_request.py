from __future__ import annotations

import json

import pytest

from tests.support.practice_rest import get_request, json_request
from vox_console.domain.secret import Secret
from vox_console.http1.messages import Request
from vox_console.practice.rest_request import FIELDS_LIMIT, RequestRefused, read_request

VALUES = {"command": "submit", "username": "me", "password": "pa ss", "dnis": "1", "message": "Žao & +"}
AS_FORM = b"command=submit&username=me&password=pa+ss&dnis=1&message=%C5%BDao+%26+%2B"
IN_QUERY = "command=submit&username=me&password=pa+ss"
FORM = {"content-type": "application/x-www-form-urlencoded"}
JSON = {"content-type": "application/json; charset=utf-8"}


@pytest.mark.parametrize(
    "request_",
    [
        json_request(VALUES),
        json_request({"dnis": "1", "message": "Žao & +"}, IN_QUERY),
        Request("POST", "/api", "", FORM, AS_FORM),
        Request("POST", "/api/", "", {}, AS_FORM),
        Request("POST", "/api", "", {}, b" " + json.dumps(VALUES).encode()),
        Request("POST", "/api", "command=query&dnis=9", JSON, json.dumps(VALUES).encode()),
        get_request(dict(VALUES)),
    ],
)
def test_every_way_of_asking_says_the_same(request_: Request) -> None:
    asked = read_request(request_)
    assert (asked.command, asked.username, asked.password) == ("submit", "me", Secret("pa ss"))
    assert (asked.value("dnis"), asked.value("message")) == ("1", "Žao & +")
    assert "password" not in asked.values


@pytest.mark.parametrize(
    "request_",
    [
        json_request(VALUES),
        Request("POST", "/api", "", FORM, AS_FORM),
        get_request(dict(VALUES)),
        json_request({"dnis": "1"}, IN_QUERY),
    ],
)
def test_the_octets_have_the_password_masked_and_the_rest_as_it_was(request_: Request) -> None:
    octets = read_request(request_).octets
    assert b"pa ss" not in octets
    assert b"pa+ss" not in octets
    if b"dnis" in octets and b"command" in octets:
        assert b"********" in octets


def test_numbers_and_truth_values_of_json_are_text() -> None:
    asked = read_request(json_request({"dataCoding": 8, "flash": True, "rate": 1.5, "ani": None}))
    assert asked.values == {"dataCoding": "8", "flash": "1", "rate": "1.5"}


@pytest.mark.parametrize(
    ("request_", "status", "words"),
    [
        (Request("POST", "/"), 404, "Not Found"),
        (Request("POST", "/apis"), 404, "Not Found"),
        (Request("PUT", "/api"), 405, "Allowed"),
        (Request("POST", "/api", "", JSON, b"{"), 400, "JSON"),
        (Request("POST", "/api", "", JSON, b"[1]"), 400, "object"),
        (Request("POST", "/api", "", JSON, b"[" * 10_000), 400, "JSON"),
        (Request("POST", "/api", "", JSON, b'{"dnis": [1]}'), 400, "dnis"),
        (Request("POST", "/api", "", JSON, b'{"n": ' + b"9" * 5_000 + b"}"), 400, "JSON"),
        (Request("POST", "/api", "", FORM, b"a=\xff"), 400, "UTF-8"),
        (Request("GET", "/api", "a=1&" * (FIELDS_LIMIT + 1)), 400, "parameters"),
    ],
)
def test_what_cannot_be_understood_is_refused(request_: Request, status: int, words: str) -> None:
    with pytest.raises(RequestRefused, match=words) as refused:
        read_request(request_)
    assert refused.value.refusal.status == status


def test_half_a_character_in_json_does_no_harm() -> None:
    asked = read_request(Request("POST", "/api", "", JSON, b'{"message": "\\ud800"}'))
    assert asked.value("message") == "\ud800"
    assert b"d800" in asked.octets


def test_a_missing_parameter_is_named() -> None:
    with pytest.raises(RequestRefused, match="messageId"):
        read_request(json_request({})).value("messageId")


def test_a_post_without_a_body_and_a_get_with_one_have_only_their_query() -> None:
    for request in (Request("POST", "/api", "a=1"), Request("GET", "/api", "a=1", JSON, b'{"a": 2}')):
        assert read_request(request).values == {"a": "1"}
