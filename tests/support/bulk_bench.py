"""What comes before a bulk job, over a real journal: the presenter, what it showed, what it stored."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

from tests.support.desk import PROFILE, ActionRunner, Desk, open_desk
from tests.support.fake_clocks import run_story
from vox_console.presenters.bulk import BulkPresenter
from vox_console.presenters.bulk_state import BulkState


class Bench:
    """A presenter over a real journal, what it showed, and the jobs it stored."""

    def __init__(self, desk: Desk, run: ActionRunner) -> None:
        self.desk = desk
        self.run = run
        self.states: list[BulkState] = []
        self.stored: list[int] = []
        self.presenter = BulkPresenter(desk.controller, run)
        self.presenter.on_state = self.states.append
        self.presenter.on_stored = self._stored
        desk.controller.subscribe(self.presenter.heard)
        self.presenter.profile_opened(PROFILE)

    async def _stored(self, job_id: int) -> None:
        self.stored.append(job_id)

    @property
    def state(self) -> BulkState:
        return self.presenter.state

    async def open(self, path: Path, text: str = "Hello {Name}") -> None:
        self.presenter.file_chosen(path)
        await self.run.rest()
        self.presenter.text_edited(text)

    async def press(self) -> None:
        self.presenter.primary_pressed()
        await self.run.rest()


Story = Callable[[Bench], Awaitable[None]]
Play = Callable[[Story], None]


def play_bulk(folder: Path, story: Story) -> None:
    """Play a story before a desk in a folder; nothing that was begun may fail."""

    async def whole() -> None:
        async with open_desk(folder) as desk, asyncio.TaskGroup() as tasks:
            bench = Bench(desk, ActionRunner(tasks))
            await story(bench)
            await bench.run.rest()
            assert bench.run.failures == []

    run_story(whole())
