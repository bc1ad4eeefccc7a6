"""What is to happen later: one heap, from which the shell arms one timer, however many messages wait.

Also the numbers that say how much later (:class:`Tuning`). Nothing here reads a clock: `now` is an
argument everywhere, in monotonic seconds.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count

Action = Callable[[float], None]


@dataclass(slots=True)
class Tuning:
    """How patient and how quick the provider is. All times are seconds.

    speed: how many times faster than life receipts come; 0 means without any delay.
    The other times are not scaled by it: they are the other side's patience, not ours.
    resend_s: how long an unacknowledged push waits before it is sent again.
    late_answer_s: how late a late answer is; more than a client's own time-out.
    enquire_link_s: after how much silence of a client it is asked whether it lives (0: never).
    push_window: how many pushes a session may have unacknowledged.
    """

    speed: float = 1.0
    resend_s: float = 5.0
    late_answer_s: float = 40.0
    enquire_link_s: float = 30.0
    push_window: int = 500

    def scaled(self, seconds: float) -> float:
        """Give a delay of life as it is at this speed."""
        return seconds / self.speed if self.speed else 0.0


class Timetable:
    """Actions by the moment they are due; those due together run in the order they were entered."""

    __slots__ = ("_heap", "_order")

    def __init__(self) -> None:
        self._heap: list[tuple[float, int, Action]] = []
        self._order = count()

    def __len__(self) -> int:
        return len(self._heap)

    def at(self, due: float, action: Action) -> None:
        """Run `action` at `due`; it is given the time it really runs at."""
        heapq.heappush(self._heap, (due, next(self._order), action))

    def next_due(self) -> float | None:
        """Give the moment of the first action, None when there is none."""
        return self._heap[0][0] if self._heap else None

    def run(self, now: float) -> None:
        """Run everything due by `now`, including what those actions enter for that same moment."""
        heap = self._heap
        while heap and heap[0][0] <= now:
            heapq.heappop(heap)[2](now)

    def clear(self) -> None:
        """Forget everything."""
        self._heap.clear()
