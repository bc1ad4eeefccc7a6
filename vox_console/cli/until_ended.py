"""Work that goes on until somebody ends the command, or its time is over."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Coroutine
from contextlib import suppress


def end_asked() -> asyncio.Event:
    """Give what is set once SIGTERM or SIGINT asks for the end."""
    asked = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        with suppress(NotImplementedError):  # Windows: asyncio.run turns Ctrl-C into a cancellation there
            loop.add_signal_handler(number, asked.set)
    return asked


async def until_ended(
    work: Coroutine[object, object, None], *, asked: asyncio.Event, timeout_s: float | None
) -> None:
    """Do endless work until the end is asked for or the time is over. What it raises comes in a group."""
    with suppress(TimeoutError):
        async with asyncio.timeout(timeout_s), asyncio.TaskGroup() as tasks:
            task = tasks.create_task(work)
            await asked.wait()
            task.cancel()
