"""Answers over REST that come late, not at all, or as something else, on real sockets."""

from __future__ import annotations

import asyncio

import pytest

from tests.support.rest_wire import (
    NUMBER,
    PASSWORD,
    Reply,
    answers,
    before_a_peer,
    before_the_provider,
    fault,
    fault_of,
    http_peer,
    requests,
    says,
    settings,
)
from tests.support.smpp_wire import run
from vox_console.domain.errors import LinkError
from vox_console.domain.link import Waiting
from vox_console.domain.secret import Secret
from vox_console.transports.base import Accepted, NotSent, Refused, Unanswered
from vox_console.transports.rest_client import RestClient

OTHER = "381640000017"
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"


class TestNoAnswer:
    def test_a_late_answer_decides_but_queues_nothing_again(self) -> None:
        """Of what was told as unknown nothing may be sent by itself, whatever comes later."""

        async def scene() -> None:
            async with before_a_peer(response_timeout_s=0.1) as (peer, account):
                texts = {"accepted": 1, "refused": 2, "password": 3, "throttled": 4}
                lease = await account.lease(1)
                for text, attempt in texts.items():
                    account.transport.submit(
                        lease.session, requests(lease, [NUMBER], first=attempt, text=text)
                    )
                asked = {str(each.fields["message"]): each for each in [await peer.asked() for _ in texts]}
                await account.sink.until(lambda: len(account.sink.told) == 4)
                assert all(isinstance(outcome, Unanswered) for outcome in account.sink.told)
                asked["accepted"].answer(body={"message_id": "at-last"})
                asked["refused"].answer(400, b"NO ROUTES")
                asked["password"].answer(401, b"not authorized")
                asked["throttled"].answer(429, b"", retry_after="3")
                await account.sink.until(lambda: len(account.sink.told) == 8)
                late = {outcome.attempt_id: outcome for outcome in account.sink.told[4:]}
                assert isinstance(late[1], Accepted)
                assert all(isinstance(late[attempt], Refused) for attempt in (2, 3, 4))

        run(scene)

    def test_a_missing_answer_ends_the_session_before_more_is_sent_into_the_dark(self) -> None:
        async def scene() -> None:
            async with before_a_peer(response_timeout_s=0.1) as (peer, account):
                peer.checks = None
                lease = await account.send(NUMBER)
                await peer.asked()
                waiting = await account.sink.reaches(Waiting)
                assert "does not answer" in waiting.reason
                assert account.transport.lease(1) is None
                account.transport.submit(lease.session, requests(lease, [NUMBER], first=2))
                await account.sink.until(lambda: len(account.sink.told) == 2)
                assert isinstance(account.sink.told[0], Unanswered)
                assert isinstance(account.sink.told[1], NotSent)
                assert peer.idle

        run(scene)

    def test_a_slow_provider_is_waited_for(self) -> None:
        async def scene() -> None:
            async with before_the_provider() as (service, _, account):
                fault(service, "slow", seconds=0.2)
                await account.send(NUMBER)
                await account.sink.until(lambda: account.sink.told)
                assert isinstance(account.sink.told[0], Accepted)

        run(scene)

    @pytest.mark.parametrize("accept", [True, False], ids=["though taken", "not taken"])
    def test_a_connection_closed_after_reading_leaves_it_open_what_became_of_it(
        self, *, accept: bool
    ) -> None:
        async def scene() -> None:
            async with before_the_provider() as (service, _, account):
                fault(service, "close_after_read", accept=accept, command="submit")
                await account.send(NUMBER)
                await account.sink.until(lambda: account.sink.told)
                assert isinstance(account.sink.told[0], Unanswered)
                assert service.ledger.counts.accepted == accept
                await account.bound_again()
                await account.send(NUMBER, first=2, text="the next one")
                await account.sink.until(lambda: len(account.sink.told) == 2)
                assert isinstance(account.sink.told[1], Accepted)

        run(scene)

    @pytest.mark.parametrize("name", ["giant_body", "echo", "drip"])
    def test_an_answer_of_the_provider_that_says_nothing_leaves_doubt_and_nothing_else(
        self, name: str
    ) -> None:
        async def scene() -> None:
            async with before_the_provider(response_timeout_s=0.5) as (service, _, account):
                fault(service, name, command="submit")
                await account.send(NUMBER)
                await account.sink.until(lambda: account.sink.told)
                (told,) = account.sink.told
                assert isinstance(told, Unanswered)
                assert told.answer is None or PASSWORD not in told.answer.text
                assert service.ledger.counts.accepted == 1
                await account.bound_again()
                await account.send(NUMBER, first=2, text="the next one")
                await account.sink.until(lambda: len(account.sink.told) == 2)
                assert isinstance(account.sink.told[1], Accepted)

        run(scene)

    def test_a_redirect_of_the_provider_refuses_and_is_not_followed(self) -> None:
        async def scene() -> None:
            async with before_the_provider() as (service, relay, account):
                fault(service, "redirect", location=f"http://127.0.0.1:{relay.port}/api", command="submit")
                await account.send(NUMBER)
                await account.sink.until(lambda: account.sink.told)
                assert isinstance(account.sink.told[0], Refused)
                assert service.ledger.counts.rest_requests == 2  # a check and the submit
                assert service.ledger.counts.accepted == 0

        run(scene)

    @pytest.mark.parametrize("name", ["giant_body", "echo", "redirect"])
    def test_a_question_whose_answer_says_nothing_can_be_put_again(self, name: str) -> None:
        async def scene() -> None:
            async with before_the_provider() as (service, _, account):
                await account.send(NUMBER)
                await account.sink.until(lambda: account.sink.accepted)
                fault(service, name, command="query")
                told = await fault_of(account, account.sink.accepted[1])
                assert PASSWORD not in f"{told} {told.hint}"
                assert (await account.transport.query(account.sink.accepted[1])).known

        run(scene)

    def test_a_connection_that_was_closed_between_two_requests_costs_nothing(self) -> None:
        async def scene() -> None:
            async with before_the_provider() as (service, relay, account):
                fault(service, "rest_disconnect")
                await relay.until(lambda: not relay.open)
                await account.send(NUMBER)
                await account.sink.until(lambda: account.sink.told)
                assert isinstance(account.sink.told[0], Accepted)
                assert relay.opened == 2

        run(scene)


BROKEN: dict[str, Reply] = {
    "nothing": says(b""),
    "a bind_resp": says(bytes.fromhex("00000011800000090000000000000001") + b"\0"),
    "a greeting": says(b"220 mail.example.com ESMTP\r\n"),
    "half a head": says(b"HTTP/1.1 200 OK\r\nContent-Le"),
    "half a body": says(b'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"message_id":"9be2"'),
    "a broken chunk": says(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n"),
    "gzip that is none": says(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 5\r\n\r\nhello"),
    "a giant": answers(body=b"[" + b" " * 3_000_000),
    "a giant head": says(b"HTTP/1.1 200 OK\r\nX-Filler: " + b"x" * 300_000 + b"\r\n\r\n"),
}


@pytest.mark.parametrize("reply", BROKEN.values(), ids=BROKEN)
def test_what_is_no_http_leaves_the_fate_open_and_costs_the_session(reply: Reply) -> None:
    async def scene() -> None:
        async with before_a_peer() as (peer, account):
            await account.send(NUMBER)
            reply(await peer.asked())
            await account.sink.until(lambda: account.sink.told)
            (told,) = account.sink.told
            assert isinstance(told, Unanswered)
            assert told.reason
            await account.bound_again()
            await account.send(NUMBER, first=2, text="the next one")
            (await peer.asked()).answer(body={"message_id": "9be3"})
            await account.sink.until(lambda: account.sink.accepted == {2: "9be3"})

    run(scene)


@pytest.mark.parametrize("beginning", [b"HTTP/1.1 200 OK\r\nX-Filler: ", CHUNKED], ids=["head", "body"])
def test_an_answer_that_never_ends_is_given_up_in_time_though_it_goes_on(beginning: bytes) -> None:
    """Each octet in time, and never the last: only the whole can be too late."""

    async def scene() -> None:
        async with http_peer() as peer:
            peer.checks = None

            async def drip() -> None:
                asked = await peer.asked()
                asked.say(beginning)
                while True:
                    asked.say(b"1\r\n \r\n" if beginning is CHUNKED else b"x")
                    await asyncio.sleep(0.01)

            async with (
                asyncio.TaskGroup() as tasks,
                RestClient(
                    settings(peer.port).url, secret=Secret("pass"), connections=1, local=True
                ) as client,
            ):
                dripping = tasks.create_task(drip())
                with pytest.raises(LinkError, match=r"none within 0\.3 s"):
                    await client.get({"command": "query", "messageId": "9be2"}, timeout_s=0.3)
                dripping.cancel()

    run(scene)


UNDECIDED: dict[str, Reply] = {
    "an empty body": answers(),
    "no JSON": answers(body=b'{"message_id":"'),
    "JSON without an id": answers(body={"hello": ["world"]}),
    "deep JSON": answers(body=b"[" * 100_000),
    "an id as long as a book": answers(body={"message_id": "9" * 100_000}),
    "ids of strangers": answers(body=[{"dnis": "1", "message_id": "a"}, {"dnis": "2", "message_id": "b"}]),
    "a gateway's failure": answers(502, b"<html>Bad Gateway</html>"),
    "an overloaded server": answers(503, b"Service Unavailable"),
    "a time-out of theirs": answers(408),
}


@pytest.mark.parametrize("reply", UNDECIDED.values(), ids=UNDECIDED)
def test_an_answer_that_decides_nothing_is_kept_as_evidence(reply: Reply) -> None:
    async def scene() -> None:
        async with before_a_peer() as (peer, account):
            await account.send(NUMBER, OTHER)
            reply(await peer.asked())
            await account.sink.until(lambda: len(account.sink.told) == 2)
            for told in account.sink.told:
                assert isinstance(told, Unanswered)
                assert told.reason
                assert told.answer is not None
                assert len(told.answer.text) <= 2_000
                assert PASSWORD not in told.answer.text
            await account.send(NUMBER, first=3, text="the next one")
            (await peer.asked()).answer(body={"message_id": "9be3"})
            await account.sink.until(lambda: account.sink.accepted == {3: "9be3"})

    run(scene)
