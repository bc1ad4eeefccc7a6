"""A submit's body, octet by octet, and the same as a command line for people."""

from __future__ import annotations

import json
import shlex

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vox_console.domain.rest_message import LongMessageMode
from vox_console.domain.secret import Secret
from vox_console.transports.rest_body import (
    MASK,
    MOST_DNIS_CHARACTERS,
    MOST_NUMBERS,
    SharedText,
    as_curl,
    fits,
    masked,
    submit_fields,
    with_credentials,
)

URL = "https://sms.example.com:8002/api"
PASSWORD = Secret('pa"55\\wörd')
NUMBERS = ("381640000010", "381640000011")
SHARED = SharedText("Vox", 'Žao mi je, "O\'Brien" \\ 😀\n', 8, LongMessageMode.SINGLE_ID_SPLIT)
NO_SURROGATES = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=60)


def test_the_octets_are_those_of_the_providers_table() -> None:
    assert (
        with_credentials(submit_fields(SHARED, NUMBERS), "acme", PASSWORD)
        == (
            '{"username":"acme","password":"pa\\"55\\\\wörd","command":"submit","ani":"Vox",'
            '"dnis":"381640000010,381640000011","message":"Žao mi je, \\"O\'Brien\\" \\\\ 😀\\n",'
            '"dataCoding":8,"longMessageMode":"single_id_split"}'
        ).encode()
    )


def test_an_id_of_our_own_goes_along_as_the_platform_names_it() -> None:
    fields = submit_fields(SHARED, NUMBERS[:1], own_id="run-1")
    assert with_credentials(fields, "acme", PASSWORD).endswith(
        b'"longMessageMode":"single_id_split","incMsgId":"run-1"}'
    )
    assert "incMsgId" not in submit_fields(SHARED, NUMBERS)


@pytest.mark.parametrize("mode", LongMessageMode)
def test_the_mode_is_always_said(mode: LongMessageMode) -> None:
    """Left out it would mean cut, which drops the end of a long text without a word."""
    fields = submit_fields(SharedText("Vox", "Hello", 0, mode), NUMBERS)
    assert (fields["longMessageMode"], fields["dataCoding"]) == (mode.value, 0)


@given(sender=NO_SURROGATES, text=NO_SURROGATES, password=NO_SURROGATES)
def test_every_text_arrives_as_it_was_typed(sender: str, text: str, password: str) -> None:
    shared = SharedText(sender, text, 8, LongMessageMode.CUT)
    body = with_credentials(submit_fields(shared, NUMBERS), "acme", Secret(password))
    told = json.loads(body)
    assert (told["ani"], told["message"], told["password"]) == (sender, text, password)


def test_what_people_see_is_the_same_with_the_password_masked() -> None:
    fields = submit_fields(SHARED, NUMBERS)
    shown = masked(fields, "acme")
    assert PASSWORD.reveal() not in shown
    sent = json.loads(with_credentials(fields, "acme", PASSWORD))
    assert json.loads(shown) == {**sent, "password": MASK}


def test_the_command_line_has_nobodys_credentials() -> None:
    line = as_curl(submit_fields(SHARED, NUMBERS), URL)
    assert '"username":"USERNAME","password":"PASSWORD"' in line
    assert "acme" not in line


@given(text=NO_SURROGATES, sender=st.sampled_from(["Vox", "O'Brien", "''", "'; rm -rf ~ #", "$HOME`id`"]))
def test_a_shell_takes_the_command_line_apart_into_the_same_octets(text: str, sender: str) -> None:
    fields = submit_fields(SharedText(sender, text, 8, LongMessageMode.CUT), NUMBERS)
    words = shlex.split(as_curl(fields, URL))
    assert words[:7] == ["curl", "-X", "POST", URL, "-H", "Content-Type: application/json", "--data-raw"]
    (body,) = words[7:]
    assert body.encode() == with_credentials(fields, "USERNAME", Secret("PASSWORD"))


@pytest.mark.parametrize(
    ("digits", "count", "fit"),
    [
        (7, MOST_NUMBERS, True),
        (7, MOST_NUMBERS + 1, False),
        (15, MOST_NUMBERS, True),
        (MOST_DNIS_CHARACTERS, 1, True),
        (MOST_DNIS_CHARACTERS + 1, 1, False),
        (1023, 2, True),  # 2,047 with the comma
        (1024, 2, False),  # 2,049
        (0, 0, True),
    ],
)
def test_a_request_carries_a_hundred_numbers_and_2048_characters(digits: int, count: int, fit: bool) -> None:
    assert fits(["1" * digits] * count) is fit
