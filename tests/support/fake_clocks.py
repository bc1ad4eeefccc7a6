"""Time that moves only when a test says so: both clocks, and the timers of the loop with them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from contextvars import Context
from typing import TypeVar, TypeVarTuple

R = TypeVar("R")
Ts = TypeVarTuple("Ts")

START_US = 1_795_348_800_000_000  # 22 November 2026, 12:00:00 UTC


class SteppedLoop(asyncio.SelectorEventLoop):
    """An event loop whose clock stands still until it is put forward: what is due by then rings."""

    now_s = 1_000.0

    def __init__(self) -> None:
        super().__init__()
        self._timers: list[asyncio.TimerHandle] = []

    def time(self) -> float:
        """Give the loop's seconds."""
        return self.now_s

    def call_at(
        self, when: float, callback: Callable[[*Ts], object], *args: *Ts, context: Context | None = None
    ) -> asyncio.TimerHandle:
        """Set a timer, and remember it."""
        timer = super().call_at(when, callback, *args, context=context)
        self._timers = [each for each in self._timers if each.when() > self.now_s and not each.cancelled()]
        self._timers.append(timer)
        return timer

    def rings_within(self, seconds: float) -> bool:
        """Say whether somebody waits for the clock, and for no longer than this."""
        until_s = self.now_s + seconds
        return any(self.now_s < each.when() <= until_s and not each.cancelled() for each in self._timers)


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

    def sleep(self, seconds: float) -> None:
        """Let the computer sleep: the clock on the wall goes on, no time passes for what runs."""
        self.set_wall_clock_back(-seconds)

    def advance(self, seconds: float) -> None:
        """Let time pass, also for the timers of the loop this is called on."""
        self._passed_us += round(seconds * 1_000_000)
        loop = asyncio.get_running_loop()
        if isinstance(loop, SteppedLoop):
            loop.now_s += seconds


def rings_within(seconds: float) -> bool:
    """Say whether on the loop this is called on somebody waits for the clock, and for no longer than this."""
    loop = asyncio.get_running_loop()
    return isinstance(loop, SteppedLoop) and loop.rings_within(seconds)


def run_story(story: Coroutine[object, object, R]) -> R:
    """Run a test's story on a loop whose time the story's clocks move."""
    with asyncio.Runner(loop_factory=SteppedLoop) as runner:
        return runner.run(story)
