"""What a provider repeats of our password is masked in everything that people see."""

from __future__ import annotations

import json
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vox_console.domain.secret import Secret
from vox_console.transports.rest_answers import Answer
from vox_console.transports.rest_redaction import MASK, SHORTEST_HIDDEN, spellings, without

PASSWORD = 'pä ss"1&'  # noqa: S105 - nobody's


@pytest.mark.parametrize(
    "spelling",
    [
        PASSWORD,
        json.dumps(PASSWORD)[1:-1],
        json.dumps(PASSWORD, ensure_ascii=False)[1:-1],
        quote(PASSWORD),
        quote(PASSWORD, safe=""),
        quote_plus(PASSWORD),
    ],
)
def test_every_spelling_of_ours_is_masked(spelling: str) -> None:
    assert without(f"cannot parse ({spelling})", spellings(Secret(PASSWORD))) == f"cannot parse ({MASK})"


@given(st.text(min_size=SHORTEST_HIDDEN), st.text(), st.text())
def test_nothing_that_was_hidden_is_seen(password: str, before: str, after: str) -> None:
    shown = without(before + password + after, spellings(Secret(password)))
    assert password not in shown.replace(MASK, "\0" if "\0" not in password else "\1")


@pytest.mark.parametrize("password", ["", "a", "abc"])
def test_what_is_in_half_of_all_words_is_left(password: str) -> None:
    assert without("abc", spellings(Secret(password))) == "abc"


def test_an_answer_is_decided_as_received_and_shown_without_it() -> None:
    answer = Answer(400, b"cannot parse secret99", "", spellings(Secret("secret99")))
    assert answer.body == b"cannot parse secret99"
    assert answer.shown == f"cannot parse {MASK}".encode()
    assert "secret99" not in answer.error().words
    assert "secret99" not in repr(answer).replace(repr(answer.body), "")
