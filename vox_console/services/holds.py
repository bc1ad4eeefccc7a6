"""Undo times that run: when each ends.

By the monotonic clock, because a wall clock that is set back must not hold anything longer; the journal keeps
them by the wall clock.
"""

from __future__ import annotations

import heapq


class Holds:
    """The holds of one dispatcher.

    ended_us: everything held until then may leave, whatever the wall clock says now; 0 before the first end.
    """

    def __init__(self) -> None:
        self._running: list[tuple[float, int]] = []  # when by the monotonic clock, until when in the journal
        self.ended_us = 0

    def add(self, hold_until_us: int, *, now_us: int, now_s: float) -> None:
        """Keep a hold that still runs; one that is over, or none (0), is not kept."""
        left_us = hold_until_us - now_us
        if left_us > 0:
            heapq.heappush(self._running, (now_s + left_us / 1_000_000, hold_until_us))

    def expire(self, now_s: float) -> int:
        """End what is over; give how many."""
        ended = 0
        while self._running and self._running[0][0] <= now_s:
            self.ended_us = max(self.ended_us, heapq.heappop(self._running)[1])
            ended += 1
        return ended

    @property
    def next_at_s(self) -> float | None:
        """When the next one ends by the monotonic clock; None when none runs."""
        return self._running[0][0] if self._running else None
