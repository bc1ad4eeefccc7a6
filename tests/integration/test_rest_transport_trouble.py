"""What goes wrong beside the answer itself: no part stays without an outcome, and little falls with it."""

from __future__ import annotations

import asyncio
import gzip
from typing import TYPE_CHECKING

import pytest

from tests.support.rest_wire import (
    NUMBER,
    PASSWORD,
    answers,
    before_a_peer,
    fault_of,
    http_peer,
    requests,
    running,
    settings,
)
from tests.support.smpp_wire import PATIENCE_S, run
from vox_console.domain.link import Bound, Offline, Stopped, Waiting
from vox_console.domain.secret import Secret
from vox_console.transports.base import NotSent, Refused, Unanswered
from vox_console.transports.rest import REQUESTS_AT_ONCE
from vox_console.transports.rest_redaction import MASK

if TYPE_CHECKING:
    from tests.support.rest_wire import Reply

NEVER = "http://xn--a/"  # a name that cannot be decoded (RFC 3492)


@pytest.mark.parametrize(
    "reply",
    [answers(503), answers(500, b"at lunch"), answers(408), answers(200), answers(200, b"OK"), answers(403)],
)
def test_an_answer_that_decides_nothing_costs_the_session_before_it_costs_the_queue(reply: Reply) -> None:
    async def scene() -> None:
        async with before_a_peer() as (peer, account):
            await account.send(NUMBER)
            reply(await peer.asked())
            assert "does not answer as it should" in (await account.sink.reaches(Waiting)).reason
            assert account.transport.lease(1) is None
            assert len(account.sink.told) == 1

    run(scene)


def test_a_page_for_maintenance_refuses_nobody() -> None:
    async def scene() -> None:
        async with before_a_peer() as (peer, account):
            await account.send(NUMBER)
            peer.checks = (404, b"<html>We are moving</html>")
            (await peer.asked()).answer(404, b"<html>We are moving</html>")
            await account.sink.until(lambda: bool(account.sink.told))
            assert isinstance(account.sink.told[0], NotSent)
            await account.sink.reaches(Waiting)

    run(scene)


def test_refusals_that_are_about_the_message_cost_no_session() -> None:
    async def scene() -> None:
        async with before_a_peer() as (peer, account):
            for number in (1, 2):
                await account.send(NUMBER, first=number)
                (await peer.asked()).answer(400, b"NO ROUTES")
            await account.sink.until(lambda: len(account.sink.told) == 2)
            assert all(isinstance(each, Refused) for each in account.sink.told)
            assert isinstance(account.sink.states[-1], Bound)

    run(scene)


def test_a_server_that_answers_no_submit_is_asked_all_the_same_and_takes_the_next_ones() -> None:
    async def scene() -> None:
        async with before_a_peer(response_timeout_s=0.3) as (peer, account):
            for number in range(REQUESTS_AT_ONCE):
                await account.send(NUMBER, first=number, text=f"text {number}")
            overdue = [await peer.asked() for _ in range(REQUESTS_AT_ONCE)]
            await account.bound_again()  # the check does not wait for a connection of theirs
            await account.send(NUMBER, first=99)
            (await peer.asked()).answer(200, {"message_id": "A99"})
            assert await account.accepted(99) == "A99"
            for number, asked in enumerate(overdue):
                asked.answer(200, {"message_id": f"late-{number}"})
            await account.sink.until(lambda: len(account.sink.accepted) == REQUESTS_AT_ONCE + 1)

    run(scene)


def test_what_is_overdue_of_an_older_session_speaks_against_no_later_one() -> None:
    async def scene() -> None:
        async with before_a_peer(response_timeout_s=0.5) as (peer, account):
            await account.send(NUMBER, first=1, text="one")
            await peer.asked()
            await account.send(NUMBER, first=2, text="two")
            (await peer.asked()).cut()
            await account.bound_again()
            states = len(account.sink.states)
            await account.sink.until(lambda: {1, 2} <= {each.attempt_id for each in account.sink.told})
            assert [type(each) for each in account.sink.told] == [Unanswered, Unanswered]
            assert account.sink.states[states:] == []

    run(scene)


def test_an_answer_that_breaks_the_client_leaves_the_part_unanswered_and_the_link_in_doubt() -> None:
    async def scene() -> None:
        async with before_a_peer() as (peer, account):
            await account.send(NUMBER)
            (await peer.asked()).answer(302, b"", Location=NEVER)
            await account.sink.until(lambda: bool(account.sink.told))
            assert isinstance(account.sink.told[0], Unanswered | Refused)
            assert not any(isinstance(state, Stopped) for state in account.sink.states)

    run(scene)


def test_a_question_whose_answer_breaks_the_client_ends_in_words() -> None:
    async def scene() -> None:
        async with before_a_peer() as (peer, account):
            async with asyncio.TaskGroup() as tasks:
                asking = tasks.create_task(fault_of(account, "A1"))
                (await peer.asked()).answer(302, b"", Location=NEVER)
            assert str(asking.result())

    run(scene)


def test_a_compressed_answer_is_not_unpacked() -> None:
    async def scene() -> None:
        async with before_a_peer() as (peer, account):
            await account.send(NUMBER)
            asked = await peer.asked()
            assert asked.headers["accept-encoding"] == "identity"
            asked.answer(200, gzip.compress(b'{"message_id":"A1"}'), Content_Encoding="gzip")
            await account.sink.until(lambda: bool(account.sink.told))
            assert isinstance(account.sink.told[0], Unanswered)

    run(scene)


@pytest.mark.parametrize("text", ["cannot parse ({})", '{{"error": "who is {}?"}}'])
def test_a_password_that_is_repeated_is_kept_nowhere(text: str) -> None:
    async def scene() -> None:
        async with before_a_peer() as (peer, account):
            await account.send(NUMBER)
            (await peer.asked()).answer(400, text.format(PASSWORD).encode())
            await account.sink.until(lambda: bool(account.sink.told))
            (refused,) = account.sink.told
            assert isinstance(refused, Refused)
            assert PASSWORD not in repr(refused)
            assert MASK in refused.reason

    run(scene)


def test_nor_in_the_state_of_the_link() -> None:
    async def scene() -> None:
        async with http_peer() as peer:
            peer.checks = (404, f"/api?password={PASSWORD} is not here".encode())
            async with running(settings(peer.port)) as account:
                waiting = await account.sink.reaches(Waiting)
                assert PASSWORD not in waiting.reason
                assert MASK in waiting.reason

    run(scene)


def test_a_password_with_half_a_character_is_a_wrong_password_and_no_internal_error() -> None:
    async def scene() -> None:
        async with http_peer() as peer:
            peer.checks = (401, b"not authorized")
            async with running(settings(peer.port, password=Secret("half\ud83d"))) as account:
                stopped = await account.sink.reaches(Stopped)
                assert "password" in stopped.title
                assert "half" not in repr(stopped)

    run(scene)


def test_what_is_handed_over_while_the_link_is_being_left_is_told_not_sent() -> None:
    async def scene() -> None:
        async with before_a_peer() as (peer, account):
            early, late = await account.lease(1), await account.lease(1)
            account.transport.submit(early.session, requests(early, [NUMBER], first=1))
            account.task.cancel()  # before the task of the first has taken a step
            account.transport.submit(late.session, requests(late, [NUMBER], first=2))
            await account.leave()
            assert sorted((each.attempt_id, type(each)) for each in account.sink.told) == [
                (1, NotSent),
                (2, NotSent),
            ]
            assert isinstance(account.sink.states[-1], Offline)
            assert peer.idle

    run(scene)


def test_a_proxy_of_an_unknown_kind_is_told_and_waits_for_a_person(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALL_PROXY", "gopher://user:secret@proxy.example:1")

    async def scene() -> None:
        async with running(settings(8002, local=False)) as account:
            stopped = await account.sink.reaches(Stopped)
            assert "proxy" in stopped.title
            assert "secret" not in repr(stopped)

    run(scene)


@pytest.mark.parametrize("turns", range(1, 40))
def test_leaving_is_not_lost_whenever_it_comes(turns: int) -> None:
    """In the turn in which a connection comes, it once was: httpx took it for the end of its own attempt."""

    async def scene() -> None:
        async with http_peer() as peer, running(settings(peer.port)) as account:
            for _ in range(turns):
                await asyncio.sleep(0)
            async with asyncio.timeout(PATIENCE_S):
                await account.leave()
            assert isinstance(account.sink.states[-1], Offline)

    run(scene)
