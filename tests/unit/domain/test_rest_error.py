"""The platform's refusals in words, by its texts and by HTTP statuses (provider_interface §2.5)."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from vox_console.domain.rest_error import body_text, describe_answer, json_of

KNOWN = [
    (400, "NO ROUTES", "no route or price"),
    (400, "Destination number is too long", "fewer numbers"),
    (400, "Service type is invalid", "service type"),
    (400, "Parameter long message mode contains an incorrect value", "long-message mode"),
    (400, "longMessageMode: incorrect value", "long-message mode"),
    (401, "not authorized (check login and password)", "user name or the password"),
    (508, "loop detected", "coming back to itself"),
]


@pytest.mark.parametrize(("status", "text", "words"), KNOWN)
@pytest.mark.parametrize("shape", ["{}", '{{"error":"{}"}}', '[{{"Message":"{}"}}]', "<p>{}</p>", '"{}"'])
@pytest.mark.parametrize("change", [str, str.upper, str.lower])
def test_the_providers_own_texts_are_known_in_any_wrapping(
    *, status: int, text: str, words: str, shape: str, change: Callable[[str], str]
) -> None:
    error = describe_answer(status, shape.format(change(text)).encode())
    assert error.known
    assert words in error.words
    assert f"HTTP {status}" in error.words


@pytest.mark.parametrize("status", [400, 200, 503])
def test_a_known_text_means_the_same_under_any_status(status: int) -> None:
    error = describe_answer(status, b"NO ROUTES")
    assert error.words == (
        f"The provider has no route or price for this sender and destination. (HTTP {status}: NO ROUTES)"
    )
    assert error.action == "Ask the provider to open it."


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (302, "The provider answered with an error. (HTTP 302)"),
        (400, "The provider refused the request. (HTTP 400)"),
        (403, "The provider forbids it. (HTTP 403)"),
        (404, "There is no such address at the provider. (HTTP 404)"),
        (405, "The provider does not take requests of this kind at this address. (HTTP 405)"),
        (413, "The request is too large for the provider. (HTTP 413)"),
        (418, "The provider answered with an error. (HTTP 418)"),
        (429, "Sending is faster than the account allows. (HTTP 429)"),
        (500, "The provider has an internal fault. (HTTP 500)"),
        (599, "The provider has an internal fault. (HTTP 599)"),
        (508, "The provider sees the message coming back to itself. (HTTP 508)"),
    ],
)
def test_without_a_text_the_status_alone_is_told(status: int, words: str) -> None:
    error = describe_answer(status, b"")
    assert (error.words, error.known) == (words, False)


def test_a_refused_password_is_told_alike_with_and_without_a_text() -> None:
    told, silent = describe_answer(401, b"Not authorized"), describe_answer(401, b"")
    assert told.words.partition(" (HTTP")[0] == silent.words.partition(" (HTTP")[0]


def test_any_other_text_is_shown_as_it_is() -> None:
    error = describe_answer(400, b"ANI 123 is blocked")
    assert (error.words, error.known) == (
        "The provider refused the request. (HTTP 400: ANI 123 is blocked)",
        False,
    )


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (b"  plain text\n", "plain text"),
        (b'{"error":"one"}', "one"),
        (b'{"MESSAGE":"two"}', "two"),
        (b'{"description":"three","code":7}', "three"),
        (b'[{"reason":"four"}]', "four"),
        (b'{"message":"second","error":"first"}', "first"),
        (b'{"error":"","message":"told"}', "told"),
        (b'{"error":{"code":7}}', '{"error":{"code":7}}'),
        (b'{"code":7}', '{"code":7}'),
        (b'[{"error":"a"},{"error":"b"}]', '[{"error":"a"},{"error":"b"}]'),
        (b'"a bare text"', "a bare text"),
        (b"\xff\xfe", "\ufffd\ufffd"),
        (b"two\nlines\x1b[2J", "two⏎lines␛[2J"),
        ("\u202eevil".encode(), "⟨202E⟩evil"),
        (b"", ""),
    ],
)
def test_a_body_is_one_harmless_line(body: bytes, text: str) -> None:
    assert body_text(body) == text


def test_a_long_body_is_cut_and_that_is_shown() -> None:
    assert body_text(b"x" * 301) == "x" * 300 + "…"
    assert body_text(b"x" * 300) == "x" * 300


@pytest.mark.parametrize(
    "body", [b"[" * 100_000, b'{"a":' * 100_000, b"1" * 5_000, b"{", b"\xff", b"", b"OK"]
)
def test_what_is_no_json_is_none(body: bytes) -> None:
    assert json_of(body) is None


@pytest.mark.parametrize("content", [{"a": [1, None]}, [], "text", 4711, True])
def test_json_is_read_whatever_it_is(content: object) -> None:
    assert json_of(json.dumps(content).encode()) == content
