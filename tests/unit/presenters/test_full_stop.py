"""One key holds everything, says what it could not hold, and offers the way back."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from tests.support.desk import ORDER as SINGLE
from tests.support.desk import PROFILE, ActionRunner, Desk, open_desk
from tests.support.fake_clocks import run_story
from tests.support.fake_transport import FakeTransport
from vox_console.domain.bulk_books import RowClass
from vox_console.domain.message import MessageState
from vox_console.presenters.full_stop import FullStop, everything_notice
from vox_console.presenters.notices import NoticePresenter
from vox_console.services.bulk_order import BulkOrder
from vox_console.storage.full_stop import Held
from vox_console.storage.jobs import JobRow, JobState, NewJob

ORDER = BulkOrder(sender="Vox", text="Hello", number_columns=(0,), columns={})


class Bench:
    def __init__(self, desk: Desk, run: ActionRunner, tasks: asyncio.TaskGroup) -> None:
        self.desk, self.run, self.tasks = desk, run, tasks
        self.shown = 0
        self.notices = NoticePresenter(run)
        self.stop = FullStop(desk.controller, run, self.notices, show_jobs=self._show)

    def _show(self) -> None:
        self.shown += 1

    async def press(self) -> None:
        self.stop.pressed()
        await self.run.rest()

    async def start(self, count: int) -> tuple[int, asyncio.Task[JobState]]:
        rows = [
            JobRow(row, (f"+38164{row:07}",), RowClass.ACCEPTED, f"38164{row:07}", parts=1)
            for row in range(2, count + 2)
        ]
        bulk = self.desk.controller.bulk
        job_id = await bulk.store(NewJob(PROFILE.name, "x.csv", ("phone",), ORDER.to_json()), rows)
        return job_id, self.tasks.create_task(bulk.run(job_id))

    async def until(self, holds: Callable[[], bool]) -> None:
        for _ in range(500):
            if holds():
                return
            self.desk.clocks.advance(0.1)
            await self.desk.settled()
        raise AssertionError("it never came true")


Play = Callable[..., None]


@pytest.fixture
def play(tmp_path: Path) -> Play:
    def run(story: Callable[[Bench], Awaitable[None]], transport: FakeTransport | None = None) -> None:
        async def whole() -> None:
            async with (
                open_desk(tmp_path, transport or FakeTransport()) as desk,
                asyncio.TaskGroup() as tasks,
            ):
                await story(Bench(desk, ActionRunner(tasks), tasks))

        run_story(whole())

    return run


def test_the_job_that_runs_and_the_one_that_waits_are_both_held(play: Play) -> None:
    transport = FakeTransport(answers=False, room=5)

    async def story(bench: Bench) -> None:
        first, first_run = await bench.start(30)
        await bench.until(lambda: len(transport.submitted) == 5)
        second, second_run = await bench.start(10)
        await bench.desk.settled()
        await bench.press()
        (notice,) = bench.notices.notices
        assert notice.title == "Everything is held"
        assert notice.detail == (
            "5 on the wire cannot be recalled, 35 held. Jobs 1, 2 stand paused until you go on."
        )
        await bench.until(lambda: first_run.done() and second_run.done())
        for job_id in (first, second):
            assert (await bench.desk.controller.bulk.job(job_id)).state is JobState.PAUSED
        transport.accept(list(transport.open.values()))
        transport.answers = True
        for _ in range(20):
            bench.desk.clocks.advance(1.0)
            await bench.desk.settled()
        assert len(transport.submitted) == 5, "nothing more leaves by itself"
        bench.notices.action_pressed(notice.key)
        await bench.run.rest()
        assert bench.shown == 1

    play(story, transport)


def test_single_messages_are_held_too_and_let_go_by_their_notice(play: Play) -> None:
    transport = FakeTransport(room=0)

    async def story(bench: Bench) -> None:
        (message,) = await bench.desk.controller.send(SINGLE)
        await bench.press()
        everything, singles = bench.notices.notices
        assert everything.detail == "Nothing was on the wire, 1 held."
        assert everything.action == ""
        assert (singles.title, singles.action) == ("1 single message held", "Send 1 message")
        transport.room = 10
        await bench.desk.settled()
        assert transport.submitted == []
        bench.notices.action_pressed(singles.key)
        await bench.run.rest()
        await bench.desk.until_state(MessageState.ACCEPTED, message)

    play(story, transport)


def test_pressed_again_it_tells_what_is_held_by_then(play: Play) -> None:
    async def story(bench: Bench) -> None:
        await bench.press()
        await bench.press()
        (notice,) = bench.notices.notices
        assert (notice.detail, notice.count) == ("Nothing was on its way.", 1)

    play(story)


@pytest.mark.parametrize(
    ("held", "words"),
    [
        (Held((), 0, (), 23, ()), "23 on the wire cannot be recalled, 0 held."),
        (
            Held((4,), 4_112, (), 0, ()),
            "Nothing was on the wire, 4,112 held. Job 4 stands paused until you go on.",
        ),
    ],
)
def test_the_honest_remainder_is_told(held: Held, words: str) -> None:
    assert everything_notice(held).detail == words
