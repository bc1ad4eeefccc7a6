"""What REST alone promises, on real sockets: connections, answers that are none, passwords, leaving.

What it has in common with every transport is tests/contract. The peer here speaks HTTP as badly as a test
wants; where the practice provider can do the same, it is asked.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from random import Random

import pytest

from tests.support.callback_peer import SETTINGS as CALLBACKS
from tests.support.rest_wire import (
    NUMBER,
    PASSWORD,
    USERNAME,
    before_a_peer,
    before_the_provider,
    fault,
    fault_of,
    http_peer,
    requests,
    running,
    settings,
)
from tests.support.smpp_wire import PATIENCE_S, SystemClock, run
from vox_console.domain.errors import LinkError
from vox_console.domain.link import Bound, Connecting, Offline, Stopped, Waiting, Wanted
from vox_console.transports.base import NotSent, Refused, Unanswered
from vox_console.transports.callbacks import CallbackListener
from vox_console.transports.rest import CONNECTIONS, REQUESTS_AT_ONCE

NUMBERS = [f"38164100{number:04d}" for number in range(1_000, 1_150)]


class TestConnections:
    def test_one_connection_is_kept_for_one_request_after_the_other(self) -> None:
        async def scene() -> None:
            async with before_a_peer() as (peer, account):
                for number in range(5):
                    await account.send(NUMBER, first=number)
                    (await peer.asked()).answer(body={"message_id": f"id-{number}"})
                    await account.accepted(number)
                assert account.sink.accepted == {number: f"id-{number}" for number in range(5)}
                assert peer.opened == 2, "and another for questions"

        run(scene)

    def test_no_more_requests_are_on_their_way_than_was_said_and_connections_are_used_again(self) -> None:
        async def scene() -> None:
            async with before_the_provider() as (service, relay, account):
                for first in range(0, 4 * REQUESTS_AT_ONCE, REQUESTS_AT_ONCE):
                    fault(service, "hold_answers")
                    for number in range(first, first + REQUESTS_AT_ONCE):
                        lease = await account.lease(1)
                        some = requests(lease, [NUMBER], first=number, text=f"text {number}")
                        account.transport.submit(lease.session, some)
                    assert account.transport.lease(1) is None
                    assert await service.wait(submits=first + REQUESTS_AT_ONCE, timeout_s=PATIENCE_S)
                    fault(service, "release_answers")
                    for number in range(first, first + REQUESTS_AT_ONCE):
                        await account.accepted(number)
                assert relay.most_open <= REQUESTS_AT_ONCE + 1
                assert relay.opened <= REQUESTS_AT_ONCE + 1

        run(scene)

    def test_numbers_of_one_text_travel_together_each_once_and_at_most_a_hundred(self) -> None:
        async def scene() -> None:
            async with before_a_peer() as (peer, account):
                await account.send(*NUMBERS[:100])
                await account.send(*NUMBERS[100:], first=101)
                asked = [await peer.asked() for _ in range(2)]
                told = [str(each.fields["dnis"]).split(",") for each in asked]
                assert sorted(len(each) for each in told) == [50, 100]
                assert sorted(number for each in told for number in each) == NUMBERS
                for each, numbers in zip(asked, told, strict=True):
                    each.answer(body=[{"dnis": number, "message_id": f"of {number}"} for number in numbers])
                await account.sink.until(lambda: len(account.sink.accepted) == 150)
                assert account.sink.accepted == {
                    attempt: f"of {number}" for attempt, number in enumerate(NUMBERS, 1)
                }

        run(scene)

    def test_a_submit_is_json_with_its_credentials_in_the_body_alone(self) -> None:
        async def scene() -> None:
            async with before_a_peer() as (peer, account):
                await account.send(NUMBER, text="Zdravo, žaba 🐸")
                asked = await peer.asked()
                assert (asked.method, asked.target) == ("POST", "/api")
                assert asked.headers["content-type"] == "application/json"
                assert "authorization" not in asked.headers
                assert json.loads(asked.body) == {
                    "username": USERNAME,
                    "password": PASSWORD,
                    "command": "submit",
                    "ani": "VoxBank",
                    "dnis": NUMBER,
                    "message": "Zdravo, žaba 🐸",
                    "dataCoding": 0,
                    "longMessageMode": "cut",
                }

        run(scene)

    @pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
    def test_a_redirect_is_never_followed_because_the_credentials_would_go_along(self, status: int) -> None:
        async def scene() -> None:
            async with before_a_peer() as (peer, account), http_peer() as elsewhere:
                await account.send(NUMBER)
                url = f"http://127.0.0.1:{elsewhere.port}/api"
                (await peer.asked()).answer(status, location=url)
                await account.sink.until(lambda: account.sink.told)
                (refused,) = account.sink.told
                assert isinstance(refused, Refused)
                assert not refused.for_now
                assert str(status) in refused.reason
                async with asyncio.TaskGroup() as tasks:
                    asking = tasks.create_task(fault_of(account, "9be2"))
                    (await peer.asked()).answer(status, location=url)
                assert str(status) in str(asking.result())
                assert elsewhere.opened == 0

        run(scene)


class TestNothingWasTaken:
    def test_where_nobody_listens_the_link_waits_and_says_so(self) -> None:
        async def scene() -> None:
            async with http_peer() as peer:
                port = peer.port
            async with running(settings(port)) as account:
                waiting = await account.sink.reaches(Waiting)
                assert "refused the connection" in waiting.reason
                assert account.transport.lease(1) is None

        run(scene)

    def test_what_was_refused_before_a_byte_left_is_not_sent_and_the_link_waits(self) -> None:
        async def scene() -> None:
            async with before_a_peer() as (peer, account):
                await peer.gone()
                await account.send(NUMBER)
                await account.sink.until(lambda: account.sink.told)
                (told,) = account.sink.told
                assert isinstance(told, NotSent)
                assert "refused the connection" in told.reason
                await account.sink.reaches(Waiting)

        run(scene)

    def test_a_name_that_nobody_knows_is_told_in_words(self) -> None:
        async def scene() -> None:
            nowhere = settings(8001, url="http://nowhere.invalid:8001/api", connect_timeout_s=2)
            async with running(nowhere) as account:
                waiting = await account.sink.reaches(Waiting)
                assert "nowhere.invalid" in waiting.reason

        run(scene)

    def test_leaving_tells_what_had_left_from_what_still_waited_for_a_connection(self) -> None:
        async def scene() -> None:
            async with before_the_provider() as (service, _, account):
                fault(service, "hold_answers")
                lease = await account.lease(1)
                for number in range(CONNECTIONS + 5):
                    some = requests(lease, [NUMBER], first=number, text=f"text {number}")
                    account.transport.submit(lease.session, some)
                assert await service.wait(submits=CONNECTIONS, timeout_s=PATIENCE_S)
                await account.leave()
                kinds = [type(outcome) for outcome in account.sink.told]
                assert (kinds.count(Unanswered), kinds.count(NotSent)) == (CONNECTIONS, 5)
                told = sorted(outcome.attempt_id for outcome in account.sink.told)
                assert told == list(range(CONNECTIONS + 5))
                assert isinstance(account.sink.states[-1], Offline)

        run(scene)


class TestPasswords:
    def test_a_refused_password_sends_nothing_and_stops_until_a_person_acts(self) -> None:
        async def scene() -> None:
            async with before_the_provider() as (service, _, account):
                service.post("/accounts", {"system_id": USERNAME, "password": "changed"})
                await account.send(NUMBER, "381640000011")
                await account.sink.until(lambda: len(account.sink.told) == 2)
                assert all(isinstance(outcome, NotSent) for outcome in account.sink.told)
                stopped = await account.sink.reaches(Stopped)
                assert stopped.wanted is Wanted.PASSWORD
                assert "password" in stopped.title
                assert stopped.hint
                assert account.transport.lease(1) is None
                assert service.ledger.counts.submits == 0
                service.post("/accounts", {"system_id": USERNAME, "password": PASSWORD})
                account.transport.bind_now()
                await account.bound()

        run(scene)

    def test_a_password_that_was_never_right_stops_before_anything_is_sent(self) -> None:
        async def scene() -> None:
            async with http_peer() as peer:
                peer.checks = (401, b"not authorized (check login and password)")
                async with running(settings(peer.port)) as account:
                    stopped = await account.sink.reaches(Stopped)
                    assert stopped.wanted is Wanted.PASSWORD
                    assert "not authorized" in stopped.reason
                    assert not any(isinstance(state, Bound) for state in account.sink.states)

        run(scene)

    def test_a_question_that_is_answered_with_401_stops_the_link_too(self) -> None:
        async def scene() -> None:
            async with before_the_provider() as (service, _, account):
                service.post("/accounts", {"system_id": USERNAME, "password": "changed"})
                with pytest.raises(LinkError):
                    await account.transport.query("any")
                assert (await account.sink.reaches(Stopped)).wanted is Wanted.PASSWORD

        run(scene)


def _in_five_minutes() -> str:
    return format_datetime(datetime.now(tz=UTC) + timedelta(minutes=5), usegmt=True)


class TestTooFast:
    @pytest.mark.parametrize(
        ("header", "least", "most"),
        [
            (lambda: "7", 7, 7),
            (_in_five_minutes, 200, 300),
            (lambda: "soon", 0, 0),
            (lambda: "86400", 3_600, 3_600),
        ],
        ids=["seconds", "a date", "nonsense", "a day"],
    )
    def test_the_provider_says_when_to_come_again(
        self, header: Callable[[], str], least: float, most: float
    ) -> None:
        async def scene() -> None:
            async with before_a_peer() as (peer, account):
                await account.send(NUMBER, "381640000011")
                (await peer.asked()).answer(429, b"Too Many Requests", retry_after=header())
                await account.sink.until(lambda: len(account.sink.told) == 2)
                for refused in account.sink.told:
                    assert isinstance(refused, Refused)
                    assert refused.for_now
                    assert refused.retry_after_s is not None
                    assert least <= refused.retry_after_s <= most
                assert isinstance(account.sink.states[-1], Bound), "it does answer"

        run(scene)


class TestTheAddress:
    @pytest.mark.parametrize("status", [302, 404, 405, 500, 503])
    def test_an_address_that_is_not_the_api_is_not_called_bound(self, status: int) -> None:
        async def scene() -> None:
            async with http_peer() as peer:
                peer.checks = (status, b"<html>what?</html>")
                async with running(settings(peer.port)) as account:
                    waiting = await account.sink.reaches(Waiting)
                    assert str(status) in waiting.reason
                    assert account.transport.lease(1) is None

        run(scene)

    def test_a_link_nobody_uses_is_checked_and_a_provider_that_is_gone_is_noticed(self) -> None:
        async def scene() -> None:
            async with before_a_peer(check_every_s=0.05) as (peer, account):
                await account.sink.until(lambda: len(account.sink.round_trips) >= 3)
                assert isinstance(account.sink.states[-1], Bound)
                await peer.gone()
                await account.sink.reaches(Waiting)
                assert [type(state) for state in account.sink.states] == [Connecting, Bound, Waiting]

        run(scene)

    def test_a_callback_port_that_is_taken_is_told_and_costs_only_the_callbacks(self) -> None:
        async def scene() -> None:
            async with http_peer() as peer, http_peer() as taken:
                rng = Random(7)  # noqa: S311 - the same names on every run
                listener = CallbackListener(replace(CALLBACKS, port=taken.port), clock=SystemClock(), rng=rng)
                async with running(settings(peer.port), callbacks=listener) as account:
                    await account.sink.until(lambda: account.sink.notes)
                    await account.bound()
                    assert "Another program uses that port" in str(account.sink.notes[0])

        run(scene)
