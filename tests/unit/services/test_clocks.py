"""The machine's clocks, in the units that the rest of the program counts in."""

from __future__ import annotations

import time

from vox_console.services.clocks import SystemClocks


def test_the_wall_clock_counts_utc_microseconds() -> None:
    before = time.time()
    now_us = SystemClocks().now_us()
    assert before - 0.001 <= now_us / 1_000_000 <= time.time() + 0.001


def test_the_monotonic_clock_counts_seconds_and_never_goes_back() -> None:
    clocks = SystemClocks()
    before = time.monotonic()
    readings = [clocks.monotonic_s() for _ in range(100)]
    assert before <= readings[0]
    assert readings == sorted(readings)
    assert readings[-1] <= time.monotonic()
