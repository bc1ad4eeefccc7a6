"""Asking over REST what became of a message, on real sockets."""

from __future__ import annotations

import asyncio
import json

import pytest

from tests.support.rest_wire import (
    NUMBER,
    PASSWORD,
    USERNAME,
    Reply,
    answers,
    before_a_peer,
    before_the_provider,
    fault_of,
    says,
)
from tests.support.smpp_wire import run
from vox_console.domain.errors import AskLater, LinkError
from vox_console.domain.message import DeliveryState


def test_by_default_everything_is_in_the_query_of_a_get() -> None:
    async def scene() -> None:
        async with before_a_peer() as (peer, account), asyncio.TaskGroup() as tasks:
            asking = tasks.create_task(account.transport.query("alss-0a&b=c d"))
            asked = await peer.asked()
            assert (asked.method, asked.body) == ("GET", b"")
            assert asked.fields == {
                "username": USERNAME,
                "password": PASSWORD,
                "messageId": "alss-0a&b=c d",
                "command": "query",
            }
            asked.answer(body={"status": "DELIVRD"}, content_type="text/html; charset=UTF-8")
            answer = await asking
            assert answer.receipt.state is DeliveryState.DELIVERED
            assert (answer.receipt.provider_id, answer.known) == ("alss-0a&b=c d", True)

    run(scene)


def test_where_the_account_says_so_it_is_json_in_a_post() -> None:
    async def scene() -> None:
        async with before_a_peer(post_queries=True) as (peer, account), asyncio.TaskGroup() as tasks:
            asking = tasks.create_task(account.transport.query("9be2"))
            asked = await peer.asked()
            assert (asked.method, asked.target) == ("POST", "/api")
            assert json.loads(asked.body) == {
                "username": USERNAME,
                "password": PASSWORD,
                "command": "query",
                "messageId": "9be2",
            }
            asked.answer(body=[{"status": "UNDELIV", "error_code": "021"}])
            assert (await asking).receipt.error_code == "021"

    run(scene)


@pytest.mark.parametrize("post_queries", [False, True], ids=["get", "post"])
def test_the_practice_provider_answers_both_forms(*, post_queries: bool) -> None:
    async def scene() -> None:
        async with before_the_provider(post_queries=post_queries) as (_, _, account):
            await account.send(NUMBER)
            await account.sink.until(lambda: account.sink.accepted)
            answer = await account.transport.query(account.sink.accepted[1])
            assert answer.receipt.state is DeliveryState.DELIVERED
            assert (answer.receipt.network, answer.receipt.error_code) == ("220-001", "000")
            assert not (await account.transport.query("nobody-knows-it")).known

    run(scene)


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        (answers(400, b"Parameter messageId is missing"), "messageId is missing"),
        (answers(503, b"Service Unavailable"), "503"),
        (answers(200, b""), "makes no sense"),
        (answers(200, b'{"status":'), "makes no sense"),
        (answers(200, b'{"error": "what?"}'), "makes no sense"),
        (says(b"garbage"), ""),
    ],
    ids=["400", "503", "empty", "broken", "an error", "garbage"],
)
def test_what_cannot_be_known_is_told_in_words(reply: Reply, words: str) -> None:
    async def scene() -> None:
        async with before_a_peer() as (peer, account), asyncio.TaskGroup() as tasks:
            asking = tasks.create_task(fault_of(account, "9be2"))
            reply(await peer.asked())
            told = await asking
            assert words in f"{told} {told.hint}"
            assert PASSWORD not in repr(told)

    run(scene)


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize(("header", "wait_s"), [("600", 600.0), ("", 0.0)], ids=["said", "not said"])
def test_for_how_long_nothing_is_to_be_asked_is_passed_on(status: int, header: str, wait_s: float) -> None:
    async def scene() -> None:
        async with before_a_peer() as (peer, account), asyncio.TaskGroup() as tasks:
            asking = tasks.create_task(fault_of(account, "9be2"))
            (await peer.asked()).answer(status, b"slow down", retry_after=header)
            told = await asking
            assert isinstance(told, AskLater)
            assert told.retry_after_s == wait_s

    run(scene)


def test_without_a_link_nobody_is_asked() -> None:
    async def scene() -> None:
        async with before_a_peer() as (peer, account):
            await account.leave()
            with pytest.raises(LinkError, match="not connected"):
                await account.transport.query("9be2")
            assert peer.idle

    run(scene)
