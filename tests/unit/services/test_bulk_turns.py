"""The line of jobs: one at a time, in order, each with its place; who gives up lets the next ones on."""

from __future__ import annotations

import asyncio

from tests.support.fake_clocks import run_story
from vox_console.services.bulk_turns import Turns


class Line:
    """Jobs in a line; each keeps its turn until it is told to go."""

    def __init__(self, tasks: asyncio.TaskGroup) -> None:
        self.turns = Turns()
        self.who = {job_id: object() for job_id in range(10)}
        self.had: list[tuple[int, bool]] = []
        self._tasks = tasks
        self._go: dict[int, asyncio.Event] = {}
        self.waiting: dict[int, asyncio.Task[None]] = {}

    async def come(self, job_id: int) -> None:
        self._go[job_id] = asyncio.Event()
        self.waiting[job_id] = self._tasks.create_task(self._stay(job_id, self._go[job_id]))
        await asyncio.sleep(0)

    async def go(self, job_id: int) -> None:
        self._go[job_id].set()
        await self.waiting[job_id]
        await asyncio.sleep(0)

    async def _stay(self, job_id: int, go: asyncio.Event) -> None:
        async with self.turns.turn(self.who[job_id]) as mine:
            self.had.append((job_id, mine))
            if mine:
                await go.wait()

    def places(self, *job_ids: int) -> list[int]:
        return [self.turns.place(self.who[job_id]) for job_id in job_ids]


def test_turns_come_in_the_order_in_which_they_were_asked_for() -> None:
    async def story() -> None:
        async with asyncio.TaskGroup() as tasks:
            line = Line(tasks)
            for job_id in (7, 5, 6):
                await line.come(job_id)
            assert line.had == [(7, True)]
            assert line.places(7, 5, 6, 9) == [1, 2, 3, 0]
            await line.go(7)
            assert line.had == [(7, True), (5, True)]
            assert line.places(7, 5, 6) == [0, 1, 2]
            await line.go(5)
            await line.go(6)
            assert line.places(6) == [0]

    run_story(story())


def test_who_gives_up_leaves_the_line_at_once_and_keeps_no_turn() -> None:
    async def story() -> None:
        async with asyncio.TaskGroup() as tasks:
            line = Line(tasks)
            for job_id in (1, 2, 3):
                await line.come(job_id)
            line.turns.give_up(line.who[2])
            await line.waiting[2]
            assert line.had == [(1, True), (2, False)]
            assert line.places(1, 2, 3) == [1, 0, 2]
            await line.go(1)
            await line.go(3)
            assert line.had[-1] == (3, True)

    run_story(story())


def test_whose_turn_it_is_keeps_it_until_it_is_done() -> None:
    async def story() -> None:
        async with asyncio.TaskGroup() as tasks:
            line = Line(tasks)
            await line.come(1)
            await line.come(2)
            line.turns.give_up(line.who[1])
            assert line.places(1, 2) == [1, 2]
            assert line.had == [(1, True)]
            await line.go(1)
            await line.go(2)

    run_story(story())


def test_who_is_cancelled_while_waiting_stands_in_nobodys_way() -> None:
    async def story() -> None:
        async with asyncio.TaskGroup() as tasks:
            line = Line(tasks)
            for job_id in (1, 2, 3):
                await line.come(job_id)
            line.waiting[2].cancel()
            await asyncio.wait([line.waiting[2]])
            assert line.places(1, 2, 3) == [1, 0, 2]
            await line.go(1)
            assert line.had == [(1, True), (3, True)]
            await line.go(3)

    run_story(story())
