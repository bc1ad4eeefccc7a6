from __future__ import annotations

import json

import pytest

from vox_console.http1.messages import Refused, Request
from vox_console.transports.callback_fields import (
    FORM,
    JSON,
    MOST_PARAMETERS,
    MOST_REPORTS,
    Posted,
    read_posted,
)


def query(text: str) -> list[Posted]:
    return read_posted(Request("GET", "/callback/x", text))


def post(body: bytes, media: str = JSON) -> list[Posted]:
    return read_posted(Request("POST", "/callback/x", "in=vain", {"content-type": media}, body))


def refused(body: bytes, media: str = JSON) -> tuple[int, str]:
    with pytest.raises(Refused) as caught:
        post(body, media)
    return caught.value.status, caught.value.reason


def test_a_query_is_read_and_kept_as_it_was_sent() -> None:
    assert query("a=1&b=%C4%8D+x&empty=") == [
        Posted({"a": "1", "b": "\u010d x", "empty": ""}, b"a=1&b=%C4%8D+x&empty=")
    ]


@pytest.mark.parametrize("media", [FORM, f"{FORM}; charset=UTF-8", FORM.upper()])
def test_a_form_is_read_and_kept_as_it_was_sent(media: str) -> None:
    assert post(b"a=1&a=2", media) == [Posted({"a": "1"}, b"a=1&a=2")]


def test_of_repeated_parameters_the_first_that_is_not_empty_counts() -> None:
    assert query("a=&a=2&a=3")[0].fields == {"a": "2"}
    assert post(b'{"a": null, "a": "2", "a": "3"}')[0].fields == {"a": "2"}


def test_octets_that_are_no_utf8_are_latin1() -> None:
    assert query("a=caf%E9")[0].fields == {"a": "caf\xe9"}
    assert post(b"a=caf\xe9", FORM)[0].fields == {"a": "caf\xe9"}


def test_json_values_become_text_and_numbers_keep_their_spelling() -> None:
    body = (
        b'{"rate": 0.0120, "id": 123456789012345678901234567890, "e": 1e5, "t": true, "f": false, "n": null}'
    )
    assert post(body)[0].fields == {
        "rate": "0.0120",
        "id": "123456789012345678901234567890",
        "e": "1e5",
        "t": "true",
        "f": "false",
        "n": "",
    }


def test_a_number_of_any_length_is_a_text() -> None:
    assert post(b'{"id": ' + b"9" * 10_000 + b"}")[0].fields == {"id": "9" * 10_000}


def test_an_array_is_several_callbacks_each_with_its_own_octets() -> None:
    assert post(b'\xef\xbb\xbf [ {"a": "\xc4\x8d" },\n{"b":2}] ') == [
        Posted({"a": "\u010d"}, b'{"a": "\xc4\x8d" }'),
        Posted({"b": "2"}, b'{"b":2}'),
    ]


@pytest.mark.parametrize(
    "body",
    [
        *(b"", b" ", b"[]", b"[", b"[{}", b"[{},]", b"[{}]x", b"{}]", b"{} {}", b"{}\xff", b"\xff\xfe{\0}\0"),
        *(b'{"a": NaN}', b'{"a": Infinity}', b"a=1", b"{'a': 1}", b"[" * 60_000, b'{"a":' * 10_000),
    ],
)
def test_what_is_no_json_is_refused(body: bytes) -> None:
    assert refused(body) == (400, "the body is not JSON in UTF-8")


@pytest.mark.parametrize("body", [b'"a"', b"1", b"null", b"[1]", b"[[]]", b"[{}, null]"])
def test_json_that_is_no_object_is_refused(body: bytes) -> None:
    assert refused(body) == (400, "a callback in JSON is an object or an array of objects")


@pytest.mark.parametrize("body", [b'{"a": {}}', b'{"a": []}', b'{"a": [1]}', b'[{"a": 1}, {"a": {"b": 1}}]'])
def test_nested_values_are_refused(body: bytes) -> None:
    assert refused(body) == (400, "a value is nested")


def test_too_many_parameters_are_refused() -> None:
    many = {f"p{number}": "" for number in range(MOST_PARAMETERS)}
    form = "&".join(f"{name}=1" for name in many).encode()
    assert (
        len(post(form, FORM)[0].fields) == len(post(json.dumps(many).encode())[0].fields) == MOST_PARAMETERS
    )
    assert refused(form + b"&q=1", FORM) == (400, "more than 200 parameters")
    assert refused(json.dumps({**many, "q": ""}).encode()) == (400, "more than 200 parameters")
    assert refused(b"&" * 60_000, FORM) == (400, "more than 200 parameters")


def test_too_many_reports_are_refused() -> None:
    assert len(post(json.dumps([{}] * MOST_REPORTS).encode())) == MOST_REPORTS
    assert refused(json.dumps([{}] * (MOST_REPORTS + 1)).encode()) == (413, "more than 1000 reports at once")


@pytest.mark.parametrize("text", ["", "&", "&&&"])
def test_nothing_is_refused(text: str) -> None:
    with pytest.raises(Refused, match="no parameters"):
        query(text)


@pytest.mark.parametrize(
    "media", ["", "text/plain", "text/json", "multipart/form-data; boundary=x", "application/jsonx"]
)
def test_other_media_are_refused(media: str) -> None:
    assert refused(b'{"a": 1}', media)[0] == 415


def test_what_was_posted_is_not_in_its_repr() -> None:
    assert repr(query("a=secret")[0]) == "Posted()"
