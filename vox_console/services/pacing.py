"""How fast parts may leave: the window, the rate, and what throttling does to both.

Theory of operation. Three limits act together and the tightest wins. The *window* is how many parts
may be unanswered; it grows by one after a full window of good answers and is halved by a throttle or
a time-out (additive increase, multiplicative decrease). The *rate* is a token bucket counted in
parts, because providers bill and throttle parts. A throttle also *pauses* everything: 1 s, doubled
to 30 s while they repeat, and the rate recovers by a tenth every 10 s without one.

No clock here: ``now_s`` is monotonic seconds and is passed in.
"""

from __future__ import annotations

FIRST_PAUSE_S = 1.0
LONGEST_PAUSE_S = 30.0
RECOVERY_EVERY_S = 10.0
RECOVERY_FACTOR = 1.1
SMOOTHNESS = 10  # the bucket holds a tenth of a second's parts: even, not in bursts


class Pacer:
    """Says how many parts may be reserved now, or when to ask again.

    window: most parts unanswered at a time (1..). parts_per_s: 0 means without limit. burst: how many parts
    may be taken together, because they travel in one request; the rate is kept by waiting the longer after.
    """

    def __init__(self, *, window: int, parts_per_s: float, now_s: float, burst: int = 1) -> None:
        self._cap = max(1, window)
        self._window = float(self._cap)
        self._good_in_row = 0
        self._burst = burst
        self._full_rate = parts_per_s
        self._rate = parts_per_s
        self._tokens = self._bucket_size()
        self._filled_at_s = now_s
        self._paused_until_s = 0.0
        self._pause_s = FIRST_PAUSE_S
        self._recovered_at_s = now_s
        self.in_flight = 0

    @property
    def window(self) -> int:
        """The window as it is now, 1..cap."""
        return int(self._window)

    @property
    def parts_per_s(self) -> float:
        """The rate as it is now; 0.0 means without limit."""
        return self._rate

    def slowed(self, now_s: float) -> bool:
        """Tell whether throttling or time-outs hold it below its full window or rate."""
        return now_s < self._paused_until_s or self.window < self._cap or self._rate < self._full_rate

    def allowance(self, now_s: float) -> int:
        """Give how many parts may be taken now."""
        if now_s < self._paused_until_s:
            return 0
        free = self.window - self.in_flight
        if free <= 0 or not self._full_rate:
            return max(0, free)
        self._refill(now_s)
        tokens = int(self._tokens)
        return min(free, max(tokens, self._burst)) if tokens >= 1 else 0

    def next_at_s(self, now_s: float) -> float | None:
        """Give when the allowance will be above zero by time alone; None when an answer must come first."""
        if self.in_flight >= self.window:
            return None
        at_s = max(now_s, self._paused_until_s)
        if self._full_rate:
            self._refill(now_s)
            at_s = max(at_s, now_s + max(0.0, 1.0 - self._tokens) / self._rate)
        return at_s

    def took(self, count: int) -> None:
        """Count parts that were taken."""
        self.in_flight += count
        if self._full_rate:
            self._tokens -= count

    def gave_back(self, count: int) -> None:
        """Uncount parts that were taken and did not leave after all."""
        self.in_flight -= count
        if self._full_rate:
            self._tokens = min(self._bucket_size(), self._tokens + count)

    def weighed(self, more: int) -> None:
        """Count that what was taken is billed as so many parts more; the rate waits for them."""
        if self._full_rate:
            self._tokens -= more

    def answered(self, *, good: int, throttled: int, lost: int, now_s: float, pause_s: float = 0.0) -> None:
        """Count answers: `good` of any verdict, `throttled` refusals for now, `lost` time-outs.

        pause_s: how long the provider asked us to wait.
        """
        self.in_flight -= good + throttled + lost
        # While paused, the rest of a burst that was already on the wire tells nothing new.
        newly_throttled = bool(throttled) and now_s >= self._paused_until_s
        if newly_throttled:
            self._throttle(now_s, pause_s)
        if newly_throttled or lost:
            self._window = max(1.0, self._window / 2)
            self._good_in_row = 0
        elif good and not throttled:
            self._pause_s = FIRST_PAUSE_S
            self._good_in_row += good
            if self._good_in_row >= self.window:
                self._good_in_row = 0
                self._window = min(float(self._cap), self._window + 1)

    def _throttle(self, now_s: float, pause_s: float) -> None:
        self._paused_until_s = now_s + max(self._pause_s, pause_s)
        self._pause_s = min(LONGEST_PAUSE_S, self._pause_s * 2)
        self._recovered_at_s = self._paused_until_s
        if self._full_rate:
            self._rate = max(min(1.0, self._full_rate), self._rate / 2)

    def _bucket_size(self) -> float:
        return max(1.0, self._full_rate / SMOOTHNESS)

    def _refill(self, now_s: float) -> None:
        while self._rate < self._full_rate and now_s - self._recovered_at_s >= RECOVERY_EVERY_S:
            self._rate = min(self._full_rate, self._rate * RECOVERY_FACTOR)
            self._recovered_at_s += RECOVERY_EVERY_S
        elapsed_s = max(0.0, now_s - self._filled_at_s)
        self._filled_at_s = now_s
        self._tokens = min(self._bucket_size(), self._tokens + elapsed_s * self._rate)
