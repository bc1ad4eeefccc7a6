from __future__ import annotations

import json
from typing import Any

import pytest

from vox_console.http1.messages import Reply
from vox_console.practice.behaviours import Stat
from vox_console.practice.rest_behaviours import AnswerForm, HttpRefusal, QueryForm
from vox_console.practice.rest_replies import (
    TEXT_HTML,
    Item,
    error_reply,
    mo_reply,
    query_reply,
    submit_reply,
)
from vox_console.practice.statuses import MessageStatus


def content(reply: Reply) -> Any:  # noqa: ANN401 - JSON
    return json.loads(reply.body)


def test_one_number_is_an_object() -> None:
    reply = submit_reply([Item("1", "a")], several=False)
    assert (reply.status, reply.content_type) == (200, "application/json")
    assert content(reply) == {"message_id": "a"}


def test_several_numbers_and_several_segments_are_an_array() -> None:
    segments = [Item("1", "a"), Item("1", "b", 2)]
    assert content(submit_reply(segments, several=False)) == [
        {"dnis": "1", "message_id": "a", "segment_num": "1"},
        {"dnis": "1", "message_id": "b", "segment_num": "2"},
    ]
    assert content(submit_reply(segments[:1], several=True)) == [
        {"dnis": "1", "message_id": "a", "segment_num": "1"}
    ]


@pytest.mark.parametrize(
    ("item", "told"),
    [
        (Item("1", "a", form=AnswerForm.ARRAY), {"dnis": "1", "message_id": "a", "segment_num": "1"}),
        (
            Item("1", "a", form=AnswerForm.SEGMENT_NUMBER),
            {"dnis": "1", "message_id": "a", "segment_num": 1},
        ),
        (Item("1", "a", form=AnswerForm.SEGMENT_TEXT), {"dnis": "1", "message_id": "a", "segment_num": "1"}),
        (
            Item("1", "a", form=AnswerForm.TRAILING_BLANK),
            {"dnis": "1 ", "message_id": "a", "segment_num": "1"},
        ),
        (Item("1", error="NO ROUTES", form=AnswerForm.ERROR_ITEM), {"dnis": "1", "error": "NO ROUTES"}),
    ],
)
def test_each_form_makes_an_array_even_of_one(item: Item, told: dict[str, object]) -> None:
    assert content(submit_reply([item], several=False)) == [told]


def test_nothing_accepted_is_an_empty_array() -> None:
    assert content(submit_reply([], several=False)) == []


@pytest.mark.parametrize("count", range(2, 8))
def test_shuffled_means_everything_and_not_in_order(count: int) -> None:
    items = [Item(str(number), "x", form=AnswerForm.SHUFFLED) for number in range(count)]
    told = [item["dnis"] for item in content(submit_reply(items, several=True))]
    wanted = [item.dnis for item in items]
    assert told != wanted
    assert sorted(told) == wanted


def test_a_refusal_is_plain_text_that_says_when_to_come_again() -> None:
    reply = error_reply(HttpRefusal(429, "Too Many Requests", retry_after_s=1))
    assert (reply.status, reply.body, reply.content_type) == (429, b"Too Many Requests", TEXT_HTML)
    assert reply.headers == (("Retry-After", "1"),)


def test_a_refusal_may_be_wrapped() -> None:
    reply = error_reply(HttpRefusal(400, "NO ROUTES", wrapped=True))
    assert content(reply) == {"error": "NO ROUTES"}
    assert reply.headers == ()


def test_a_customers_message_has_an_id() -> None:
    assert content(mo_reply("a")) == {"message_id": "a"}


def delivered() -> MessageStatus:
    status = MessageStatus("practice", "381640000010")
    status.tell(Stat.DELIVRD, 1_795_381_205)  # 2026-11-22 21:00:05, UTC
    return status


WHOLE = {
    "status": "DELIVRD",
    "delivery_time": "20261122210005",
    "mccmnc": "220001",
    "error_code": "000",
    "system_delivery_time": "261122210005",
}


@pytest.mark.parametrize(
    ("form", "told"),
    [
        (QueryForm.OBJECT, WHOLE),
        (QueryForm.ARRAY, [WHOLE]),
        (QueryForm.STATUS_ONLY, {"status": "DELIVRD"}),
        (QueryForm.UNKNOWN, dict.fromkeys(WHOLE, "") | {"status": "UNKNOWN"}),
    ],
)
def test_a_query_is_answered_in_its_form(form: QueryForm, told: object) -> None:
    reply = query_reply(delivered(), form)
    assert (reply.status, reply.content_type) == (200, TEXT_HTML)
    assert content(reply) == told


def test_a_query_may_be_a_bare_word_or_an_error() -> None:
    assert query_reply(delivered(), QueryForm.WORD).body == b"DELIVRD"
    assert query_reply(delivered(), QueryForm.UNAVAILABLE).status == 503


@pytest.mark.parametrize("stat", [Stat.ENROUTE, Stat.ACCEPTD])
def test_what_is_not_final_has_no_dates_and_no_network(stat: Stat) -> None:
    status = MessageStatus("practice", "381640000010")
    status.tell(stat, 1_795_381_205)
    told = content(query_reply(status, QueryForm.OBJECT))
    assert told == {
        "status": stat.value,
        "delivery_time": "",
        "mccmnc": "",
        "error_code": "000",
        "system_delivery_time": "",
    }


def test_a_failure_carries_its_error_code() -> None:
    status = MessageStatus("practice", "999")
    status.tell(Stat.UNDELIV, 1_795_381_205)
    told = content(query_reply(status, QueryForm.OBJECT))
    assert (told["error_code"], told["mccmnc"]) == ("021", "")
