from __future__ import annotations

import asyncio
import os
import signal

import pytest

from vox_console.cli.until_ended import end_asked, until_ended


class Work:
    """Endless work that says whether it was begun and ended."""

    def __init__(self) -> None:
        self.begun = asyncio.Event()
        self.ended = False

    async def run(self) -> None:
        self.begun.set()
        try:
            await asyncio.get_running_loop().create_future()
        finally:
            self.ended = True


def test_it_ends_when_its_time_is_over() -> None:
    async def story() -> bool:
        work = Work()
        await until_ended(work.run(), asked=asyncio.Event(), timeout_s=0.01)
        return work.ended

    assert asyncio.run(story())


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_when_somebody_asks_for_it(number: signal.Signals) -> None:
    async def story() -> bool:
        work, asked = Work(), end_asked()
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(until_ended(work.run(), asked=asked, timeout_s=None))
            await work.begun.wait()
            os.kill(os.getpid(), number)
        return work.ended

    assert asyncio.run(story())


def test_what_the_work_raises_is_raised() -> None:
    async def fail() -> None:
        raise LookupError

    with pytest.raises(ExceptionGroup):
        asyncio.run(until_ended(fail(), asked=asyncio.Event(), timeout_s=None))
