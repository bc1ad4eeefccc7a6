"""Which parts travel together, and what one request tells about them, whatever way it ends."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Sequence
from itertools import pairwise

import httpcore
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.fake_clocks import FakeClocks, run_story
from tests.support.rest_requests import whole_request
from vox_console.domain.errors import LinkError
from vox_console.domain.rest_message import LongMessageMode
from vox_console.domain.secret import Secret
from vox_console.domain.submission import SubmitRequest
from vox_console.transports.base import Accepted, NotSent, Refused, SubmitOutcome, Unanswered
from vox_console.transports.rest_answers import Answer
from vox_console.transports.rest_body import MOST_DNIS_CHARACTERS, MOST_NUMBERS
from vox_console.transports.rest_client import Flight, RestClient
from vox_console.transports.rest_submit import Submit, in_requests

REQUESTS = st.lists(
    st.builds(
        lambda number, text, sender, coding, mode: (f"38164{number:07}", text, sender, coding, mode),
        st.integers(0, 250),
        st.sampled_from(["Hello", "Bye"]),
        st.sampled_from(["Vox", "Xov"]),
        st.sampled_from([0, 8]),
        st.sampled_from(LongMessageMode),
    ),
    max_size=400,
).map(
    lambda rows: [
        whole_request(place, number, text=text, sender=sender, data_coding=coding, mode=mode)
        for place, (number, text, sender, coding, mode) in enumerate(rows)
    ]
)


def numbers(requests: Sequence[SubmitRequest]) -> list[str]:
    return [request.destination.digits for request in requests]


def common(request: SubmitRequest) -> tuple[object, ...]:
    return request.source.digits, request.text, request.data_coding, request.long_mode


class TestInRequests:
    @given(REQUESTS)
    def test_every_part_travels_exactly_once(self, requests: list[SubmitRequest]) -> None:
        travelled = [request for together in in_requests(requests) for request in together]
        assert sorted(each.attempt_id for each in travelled) == list(range(len(requests)))

    @given(REQUESTS)
    def test_what_travels_together_has_one_sender_text_coding_and_mode(
        self, requests: list[SubmitRequest]
    ) -> None:
        for together in in_requests(requests):
            assert len({common(request) for request in together}) == 1

    @given(REQUESTS)
    def test_no_request_is_too_large_or_names_a_number_twice(self, requests: list[SubmitRequest]) -> None:
        for together in in_requests(requests):
            assert 0 < len(together) <= MOST_NUMBERS
            assert len(",".join(numbers(together))) <= MOST_DNIS_CHARACTERS
            assert len(set(numbers(together))) == len(together)

    @given(REQUESTS)
    def test_the_order_is_kept_in_each_request_and_among_those_to_one_number(
        self, requests: list[SubmitRequest]
    ) -> None:
        seen: dict[tuple[object, ...], int] = {}
        for together in in_requests(requests):
            assert all(one.attempt_id < other.attempt_id for one, other in pairwise(together))
            for request in together:
                key = (request.destination.digits, *common(request))
                assert seen.get(key, -1) < request.attempt_id
                seen[key] = request.attempt_id

    def test_as_few_requests_as_possible(self) -> None:
        alike = [whole_request(place, f"38164{place:07}") for place in range(250)]
        assert [len(together) for together in in_requests(alike)] == [100, 100, 50]

    def test_long_numbers_are_cut_by_their_characters(self) -> None:
        alike = [whole_request(place, f"{place:050}") for place in range(100)]
        assert [len(together) for together in in_requests(alike)] == [40, 40, 20]  # 51 * 40 - 1 = 2,039

    def test_a_message_with_an_id_of_ours_travels_alone(self) -> None:
        alike = [whole_request(place, f"38164{place:07}", own_id=f"own-{place}") for place in range(3)]
        assert [len(together) for together in in_requests(alike)] == [1, 1, 1]

    def test_a_number_that_no_request_can_carry_goes_nowhere_but_ends(self) -> None:
        """No number is so long; if one were, this must not go round for ever."""
        huge = whole_request(1, "1" * (MOST_DNIS_CHARACTERS + 1))
        assert list(in_requests([huge, whole_request(2, "381640000010")])) == [
            [huge],
            [whole_request(2, "381640000010")],
        ]


class ScriptedClient(RestClient):
    """Answers when the test says so; the first octet leaves when the test says so."""

    def __init__(self) -> None:
        self.body = b""
        self.flight: Flight | None = None
        self.timeout_s = 0.0
        self.answer: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()

    async def post(self, body: bytes, flight: Flight, *, timeout_s: float) -> Answer:
        self.body, self.flight, self.timeout_s = body, flight, timeout_s
        return await self.answer

    async def write(self) -> None:
        assert self.flight is not None
        submit = httpcore.Request("POST", "http://127.0.0.1/api")
        await self.flight.trace("http11.send_request_headers.started", {"request": submit})


class Stage:
    """One submit of two numbers on its way; `told` is what it told before it ended."""

    def __init__(self, tasks: asyncio.TaskGroup) -> None:
        self.clocks = FakeClocks()
        self.client = ScriptedClient()
        self.told: list[SubmitOutcome] = []
        requests = [whole_request(1, "381640000010"), whole_request(2, "381640000011")]
        submit = Submit(requests, response_timeout_s=20.0, tell=self.told.extend)
        self.task = tasks.create_task(submit.send(self.client, "acme", Secret("pa55")))

    async def turns(self) -> None:
        for _ in range(3):
            await asyncio.sleep(0)

    async def pass_time(self, seconds: float) -> None:
        self.clocks.advance(seconds)
        await self.turns()

    async def answered(self, status: int, body: bytes = b"") -> list[SubmitOutcome]:
        """Answer; give what it ended with."""
        self.client.answer.set_result(Answer(status, body))
        outcomes, answer = await self.task
        assert answer == Answer(status, body)
        return outcomes

    async def failed(self) -> list[SubmitOutcome]:
        """Break the connection; give what it ended with."""
        fault = LinkError("The connection broke")
        self.client.answer.set_exception(fault)
        outcomes, answer = await self.task
        assert answer is fault
        return outcomes


def kinds(outcomes: Sequence[SubmitOutcome]) -> list[type[SubmitOutcome]]:
    return [type(each) for each in outcomes]


TAKEN = json.dumps(
    [{"dnis": "381640000011", "message_id": "b"}, {"dnis": "381640000010", "message_id": "a"}]
).encode()


def play(scene: Callable[[Stage], Awaitable[None]]) -> None:
    async def story() -> None:
        async with asyncio.TaskGroup() as tasks:
            stage = Stage(tasks)
            await stage.turns()
            await scene(stage)

    run_story(story())


class TestSubmit:
    def test_an_answer_decides_about_each_number(self) -> None:
        async def scene(stage: Stage) -> None:
            await stage.client.write()
            outcomes = await stage.answered(200, TAKEN)
            assert [each.provider_id for each in outcomes if isinstance(each, Accepted)] == ["a", "b"]
            await stage.pass_time(100)
            assert stage.told == []

        play(scene)

    def test_one_body_carries_all_numbers(self) -> None:
        async def scene(stage: Stage) -> None:
            content = json.loads(stage.client.body)
            assert content["dnis"] == "381640000010,381640000011"
            assert (content["username"], content["password"], content["message"]) == ("acme", "pa55", "Hello")
            assert (content["longMessageMode"], content["dataCoding"]) == ("cut", 0)
            await stage.answered(200, TAKEN)

        play(scene)

    @pytest.mark.parametrize(("written", "kind"), [(False, NotSent), (True, Unanswered)])
    def test_a_failure_is_doubt_only_when_something_left(
        self, written: bool, kind: type[SubmitOutcome]
    ) -> None:
        async def scene(stage: Stage) -> None:
            if written:
                await stage.client.write()
            assert kinds(await stage.failed()) == [kind, kind]
            assert stage.told == []

        play(scene)

    @pytest.mark.parametrize(("written", "kind"), [(False, NotSent), (True, Unanswered)])
    def test_leaving_is_doubt_only_when_something_left(
        self, written: bool, kind: type[SubmitOutcome]
    ) -> None:
        async def scene(stage: Stage) -> None:
            if written:
                await stage.client.write()
            stage.task.cancel()
            await stage.turns()
            assert kinds(stage.told) == [kind, kind]

        play(scene)

    def test_what_is_unanswered_for_too_long_is_told_once_and_goes_on_waiting(self) -> None:
        async def scene(stage: Stage) -> None:
            await stage.client.write()
            await stage.pass_time(19.9)
            assert stage.told == []
            await stage.pass_time(0.2)
            assert kinds(stage.told) == [Unanswered, Unanswered]
            assert stage.client.timeout_s > 20
            assert kinds(await stage.answered(200, TAKEN)) == [Accepted, Accepted]
            assert len(stage.told) == 2

        play(scene)

    def test_a_late_failure_adds_nothing_to_the_doubt(self) -> None:
        async def scene(stage: Stage) -> None:
            await stage.client.write()
            await stage.pass_time(21)
            assert await stage.failed() == []
            assert kinds(stage.told) == [Unanswered, Unanswered]

        play(scene)

    def test_leaving_after_the_doubt_adds_nothing_to_it(self) -> None:
        async def scene(stage: Stage) -> None:
            await stage.client.write()
            await stage.pass_time(21)
            stage.task.cancel()
            await stage.turns()
            assert kinds(stage.told) == [Unanswered, Unanswered]

        play(scene)

    def test_a_late_401_never_puts_back_into_the_queue_what_is_unknown(self) -> None:
        async def scene(stage: Stage) -> None:
            await stage.client.write()
            await stage.pass_time(21)
            assert kinds(await stage.answered(401)) == [Refused, Refused]

        play(scene)

    def test_what_waits_for_a_connection_is_not_overdue(self) -> None:
        async def scene(stage: Stage) -> None:
            await stage.pass_time(1_000)
            await stage.client.write()
            await stage.pass_time(19)
            assert stage.told == []
            assert kinds(await stage.answered(401)) == [NotSent, NotSent]

        play(scene)
