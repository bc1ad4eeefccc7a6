from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace

import pytest

from tests.support.fake_clocks import FakeClocks
from tests.support.smpp_wire import RecordingSink
from vox_console.domain.errors import VoxError
from vox_console.domain.secret import Secret
from vox_console.http1.messages import Refused, Request
from vox_console.settings.callback_access import VOX_FIELDS
from vox_console.transports.base import Arrival, Confirm
from vox_console.transports.callback_intake import CallbackIntake, Pending, confirm, guarded
from vox_console.transports.callback_screen import CallbackScreen
from vox_console.transports.callback_settings import CallbackLimits, CallbackSettings

TOKEN = "k7Hq2mZr9vXw4tBn"  # noqa: S105 - of tests
SETTINGS = CallbackSettings("127.0.0.1", 8012, Secret(TOKEN), VOX_FIELDS)
REPORT = Request("GET", f"/callback/{TOKEN}", "message_id=1&delivery_status=DELIVRD", {"host": "127.0.0.1"})
NOTHING = replace(REPORT, query="nothing=here")


class AtOnce(RecordingSink):
    """Gives its verdict while it is being told."""

    def __init__(self, verdict: Confirm = Confirm.STORED) -> None:
        super().__init__()
        self.verdict = verdict

    def arrivals(self, arrivals: Sequence[Arrival]) -> None:
        super().arrivals(arrivals)
        confirm([arrival.token for arrival in arrivals], self.verdict)


def intake(sink: RecordingSink, limits: CallbackLimits | None = None) -> CallbackIntake:
    screen = CallbackScreen(token=SETTINGS.token, hosts=(), sources=())
    return CallbackIntake(
        SETTINGS, screen=screen, sink=sink, clock=FakeClocks(), limits=limits or CallbackLimits()
    )


def play(scene: Callable[[], Awaitable[None]]) -> None:
    async def run() -> None:
        await scene()

    asyncio.run(run())


@pytest.mark.parametrize(("verdict", "status"), [(Confirm.STORED, 200), (Confirm.TRY_AGAIN, 503)])
def test_a_verdict_given_at_once_counts(verdict: Confirm, status: int) -> None:
    async def scene() -> None:
        assert (await intake(AtOnce(verdict)).answer(REPORT)).status == status

    play(scene)


@pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "CONNECT", "get"])
def test_other_methods_are_not_allowed(method: str) -> None:
    async def scene() -> None:
        reply = await intake(AtOnce()).answer(replace(REPORT, method=method))
        assert (reply.status, reply.headers) == (405, (("Allow", "GET, POST"),))

    play(scene)


def test_head_is_answered_alike_whatever_it_asks_for() -> None:
    async def scene() -> None:
        sink = AtOnce()
        taker = intake(sink)
        stranger = Request("HEAD", "/", headers={"host": "evil.com"})
        taker.screen(stranger)
        replies = [await taker.answer(each) for each in (stranger, replace(REPORT, method="HEAD"))]
        assert replies[0] == replies[1]
        assert (replies[0].status, replies[0].body) == (405, b"")
        assert sink.notes == []

    play(scene)


def test_a_request_beyond_the_burst_is_told_to_wait() -> None:
    async def scene() -> None:
        sink = AtOnce()
        taker = intake(sink, CallbackLimits(burst=2, requests_per_s=1))
        replies = [await taker.answer(REPORT) for _ in range(4)]
        assert [reply.status for reply in replies] == [200, 200, 429, 429]
        assert replies[3].headers == (("Retry-After", "1"),)
        assert [str(note) for note in sink.notes] == ["Callbacks come too fast: More than 1 in a second."]

    play(scene)


def test_each_kind_of_trouble_is_noted_once() -> None:
    async def scene() -> None:
        sink = AtOnce()
        taker = intake(sink)
        for _ in range(3):
            assert (await taker.answer(NOTHING)).status == 400
            with pytest.raises(Refused):
                taker.screen(replace(REPORT, path="/callback/wrong"))
        assert [note.title for note in sink.notes] == [
            "A callback could not be read",
            "A request to the address for callbacks was refused",
        ]

    play(scene)


def test_a_sink_that_fails_on_a_note_does_not_break_the_answer() -> None:
    class Broken(AtOnce):
        def noted(self, fault: VoxError) -> None:
            raise RuntimeError(str(fault))

    async def scene() -> None:
        told: list[object] = []
        asyncio.get_running_loop().set_exception_handler(lambda _loop, about: told.append(about["message"]))
        assert (await intake(Broken()).answer(NOTHING)).status == 400
        assert told == ["a transport's sink failed"]

    play(scene)


def test_leaving_answers_what_waits_and_takes_nothing_more() -> None:
    async def scene() -> None:
        sink = RecordingSink()
        taker = intake(sink)
        async with asyncio.TaskGroup() as tasks:
            waiting = [tasks.create_task(taker.answer(REPORT)) for _ in range(3)]
            await sink.until(lambda: len(sink.arrived) == 3)
            await taker.leave()
            assert all(each.done() for each in waiting)
        assert [each.result().status for each in waiting] == [503] * 3
        assert (await taker.answer(REPORT)).status == 503
        assert len(sink.arrived) == 3

    play(scene)


def test_leaving_with_nothing_to_answer_ends_at_once() -> None:
    play(lambda: intake(RecordingSink()).leave())


def test_an_answer_that_is_not_in_time_is_not_changed_by_a_late_verdict() -> None:
    async def scene() -> None:
        sink = RecordingSink()
        taker = intake(sink, CallbackLimits(confirm_s=0.0))
        assert (await taker.answer(REPORT)).status == 503
        confirm([sink.arrived[0].token], Confirm.STORED)

    play(scene)


class TestPending:
    def test_it_is_stored_when_each_arrival_is(self) -> None:
        async def scene() -> None:
            pending = Pending(3)
            for index in (0, 1, 0, 1):
                pending.confirm(index, Confirm.STORED)
            assert not pending.stored.done()
            pending.confirm(2, Confirm.STORED)
            assert pending.stored.result() is True

        play(scene)

    def test_one_that_could_not_be_stored_decides(self) -> None:
        async def scene() -> None:
            pending = Pending(2)
            confirm([(pending, 0)], Confirm.STORED)
            confirm([(pending, 1)], Confirm.TRY_AGAIN)
            assert pending.stored.result() is False
            confirm([(pending, 1)], Confirm.STORED)
            pending.give_up()
            assert pending.stored.result() is False

        play(scene)


def test_what_guards_lets_news_through_and_reports_a_bug() -> None:
    async def scene() -> None:
        told: list[object] = []
        asyncio.get_running_loop().set_exception_handler(lambda _loop, about: told.append(about["exception"]))
        heard: list[int] = []
        bug = RuntimeError("a bug")

        def fail(_news: int) -> None:
            raise bug

        assert guarded(heard.append, 7)
        assert not guarded(fail, 7)
        assert (heard, told) == ([7], [bug])

    play(scene)
