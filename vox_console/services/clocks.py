"""The two clocks everything is timed with."""

from __future__ import annotations

import time
from typing import Protocol


class Clocks(Protocol):
    """UTC microseconds since 1970 for the record, monotonic seconds for deadlines."""

    def now_us(self) -> int:
        """Give UTC microseconds since 1970."""

    def monotonic_s(self) -> float:
        """Give seconds that never jump."""


def here_offset_s(utc_s: int) -> int:
    """Give how far this computer's clock is from UTC at a moment: an :data:`~.zone_offset.OffsetAt`."""
    return time.localtime(utc_s).tm_gmtoff


class SystemClocks:
    """The machine's clocks."""

    def now_us(self) -> int:
        """Give UTC microseconds since 1970."""
        return time.time_ns() // 1_000

    def monotonic_s(self) -> float:
        """Give seconds that never jump."""
        return time.monotonic()
