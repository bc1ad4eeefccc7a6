"""Time that moves only when a test says so: both clocks, and the timers of the loop with them."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import TypeVar

R = TypeVar("R")

START_US = 1_795_348_800_000_000  # 22 November 2026, 12:00:00 UTC


class SteppedLoop(asyncio.SelectorEventLoop):
    """An event loop whose clock stands still until it is put forward: what is due by then rings."""

    now_s = 1_000.0

    def time(self) -> float:
        """Give the loop's seconds."""
        return self.now_s


class FakeClocks:
    """Clocks that stand still. See :class:`vox_console.services.clocks.Clocks`."""

    def __init__(self) -> None:
        self._passed_us = 0
        self._set_back_us = 0

    def now_us(self) -> int:
        """Give UTC microseconds since 1970."""
        return START_US + self._passed_us - self._set_back_us

    def monotonic_s(self) -> float:
        """Give seconds since some moment."""
        return 100.0 + self._passed_us / 1_000_000

    def set_wall_clock_back(self, seconds: float) -> None:
        """Let somebody set the clock on the wall; no time passes."""
        self._set_back_us += round(seconds * 1_000_000)

    def advance(self, seconds: float) -> None:
        """Let time pass, also for the timers of the loop this is called on."""
        self._passed_us += round(seconds * 1_000_000)
        loop = asyncio.get_running_loop()
        if isinstance(loop, SteppedLoop):
            loop.now_s += seconds


def run_story(story: Coroutine[object, object, R]) -> R:
    """Run a test's story on a loop whose time the story's clocks move."""
    with asyncio.Runner(loop_factory=SteppedLoop) as runner:
        return runner.run(story)
