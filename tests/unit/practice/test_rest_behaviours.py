from __future__ import annotations

import re

import pytest

from vox_console.practice import rest_behaviours
from vox_console.practice.behaviours import BEHAVIOURS, FOR_EVER, ORDINARY, behaviour_of
from vox_console.practice.rest_behaviours import (
    REST_BEHAVIOURS,
    REST_ORDINARY,
    AnswerForm,
    CallbackMethod,
    QueryForm,
    RestAnswer,
    rest_behaviour_of,
)


def test_an_ordinary_number_is_ordinary() -> None:
    assert rest_behaviour_of("381641234567") is REST_ORDINARY
    assert rest_behaviour_of("") is REST_ORDINARY


@pytest.mark.parametrize(
    ("suffix", "status", "times"),
    [
        ("0020", 429, 2),
        ("0021", 429, 2),
        ("0022", 503, 2),
        ("0023", 400, FOR_EVER),
        ("0024", 400, FOR_EVER),
        ("0025", 400, FOR_EVER),
        ("0026", 400, FOR_EVER),
        ("0027", 429, FOR_EVER),
        ("0028", 429, FOR_EVER),
        ("0029", 503, FOR_EVER),
        ("0036", 400, FOR_EVER),
        ("0076", 400, FOR_EVER),
        ("0077", 401, FOR_EVER),
        ("0078", 508, FOR_EVER),
        ("0079", 429, 2),
        ("0080", 503, FOR_EVER),
    ],
)
def test_refusals_speak_http(suffix: str, status: int, times: int) -> None:
    behaviour = rest_behaviour_of(f"38164000{suffix}")
    assert behaviour.refusal is not None
    assert (behaviour.refusal.status, behaviour.refuse_times) == (status, times)
    assert behaviour.refusal.whole == (status != 400)
    assert behaviour.refusal.retry_after_s == (1 if status == 429 else None)
    assert behaviour.refusal.wrapped == (suffix in {"0036", "0076"})


@pytest.mark.parametrize(
    ("suffix", "accepts", "answer"),
    [
        ("0010", True, RestAnswer.NORMAL),
        ("0030", True, RestAnswer.EMPTY),
        ("0031", True, RestAnswer.NEVER),
        ("0032", False, RestAnswer.NEVER),
        ("0033", True, RestAnswer.LATE),
        ("0034", False, RestAnswer.CUT),
        ("0035", True, RestAnswer.CUT),
    ],
)
def test_answers_keep_their_meaning(suffix: str, accepts: bool, answer: RestAnswer) -> None:
    behaviour = rest_behaviour_of(f"38164000{suffix}")
    assert (behaviour.accepts, behaviour.answer) == (accepts, answer)


def test_no_number_means_two_things() -> None:
    assert not BEHAVIOURS.keys() & REST_BEHAVIOURS.keys()
    assert all(behaviour_of(suffix) is ORDINARY for suffix in REST_BEHAVIOURS)


def test_every_form_can_be_had() -> None:
    chosen = REST_BEHAVIOURS.values()
    assert {each.form for each in chosen} == set(AnswerForm)
    assert {each.query for each in chosen} == set(QueryForm)
    assert {each.callback for each in chosen} == {None, *CallbackMethod}


def test_the_docstring_tells_every_number_and_no_other() -> None:
    doc = rest_behaviours.__doc__ or ""
    told = dict(re.findall(r"(?<!\d)(00\d\d)  ([^ ].*?)(?= {2,}| (?=00\d\d)|$)", doc, re.MULTILINE))
    assert told == {suffix: behaviour.summary for suffix, behaviour in REST_BEHAVIOURS.items()}


def test_the_help_lists_every_number() -> None:
    lines = rest_behaviours.table().splitlines()
    assert len(lines) == len(REST_BEHAVIOURS)
    assert "  ...0078  508 loop detected" in lines
