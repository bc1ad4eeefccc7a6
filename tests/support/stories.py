"""Stories that tests play: at a desk, or at a bench, where a presenter's actions run."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any, Generic, TypeVar

from tests.support.desk import PROFILE, ActionRunner, Desk, open_desk
from vox_console.settings.profiles import Profile

State = TypeVar("State")

DeskStory = Callable[[Desk], Coroutine[object, object, None]]


def play_at_desk(folder: Path, story: DeskStory, *, profile: Profile | None = PROFILE) -> None:
    """Run a story with a controller over the journal in a folder; profile: the account it is connected to."""

    async def main() -> None:
        async with open_desk(folder, profile=profile) as desk:
            await story(desk)

    asyncio.run(main())


class PresenterBench(Generic[State]):
    """A presenter over a real controller. state: gives what it shows now."""

    def __init__(self, desk: Desk, run: ActionRunner, state: Callable[[], State]) -> None:
        self.desk = desk
        self.run = run
        self._state = state

    @property
    def state(self) -> State:
        """What is shown now."""
        return self._state()

    async def do(self, act: Callable[[], None]) -> State:
        """Do something and wait until it has come to rest."""
        act()
        await self.run.rest()
        return self.state


Bench = TypeVar("Bench", bound=PresenterBench[Any])


def play_at_bench(
    folder: Path,
    make: Callable[[Desk, ActionRunner], Bench],
    *stories: Callable[[Bench], Coroutine[object, object, None]],
    profile: Profile | None = None,
) -> None:
    """Run stories one after another with a bench; no action of its presenter may fail."""

    async def main() -> None:
        async with open_desk(folder, profile=profile) as desk, asyncio.TaskGroup() as tasks:
            bench = make(desk, ActionRunner(tasks))
            for story in stories:
                await story(bench)
            assert bench.run.failures == []

    asyncio.run(main())
