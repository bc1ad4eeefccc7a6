"""How fast parts may leave: the window, the rate, and what throttling does to both.

Theory of operation. Three limits act together and the tightest wins. The *window* is how many parts
may be unanswered; it grows by one after a full window of good answers and is halved by a throttle or
a time-out (additive increase, multiplicative decrease). The *rate* is a token bucket counted in
parts, because providers bill and throttle parts. A throttle also *pauses* everything: 1 s, doubled
to 30 s while they repeat or as long as the provider asks for, and the rate recovers by a tenth every 10 s
without one. Where several parts travel in one request, the *burst* is how many: at first what the rate gives
in BURST_S, because a provider that counts by the second takes no larger one however long it waits. It is
halved and recovers with the rate. What was not taken after all is paid for by no waiting.

No clock here: ``now_s`` is monotonic seconds and is passed in.
"""

from __future__ import annotations

FIRST_PAUSE_S = 1.0
LONGEST_PAUSE_S = 30.0
RECOVERY_EVERY_S = 10.0
RECOVERY_FACTOR = 1.1
BURST_S = 2.0
SMOOTHNESS = 10  # the bucket holds a tenth of a second's parts: even, not in bursts


class Pacer:
    """Says how many parts may be reserved now, or when to ask again.

    window: most parts unanswered at a time (1..). parts_per_s: 0 means without limit. burst: how many parts
    may be taken together at the most, because they travel in one request; the rate is kept by waiting the
    longer after.
    """

    def __init__(self, *, window: int, parts_per_s: float, now_s: float, burst: int = 1) -> None:
        self._cap = max(1, window)
        self._window = float(self._cap)
        self._good_in_row = 0
        self._full_rate = parts_per_s
        self._full_burst = min(float(burst), max(1.0, parts_per_s * BURST_S)) if parts_per_s else float(burst)
        self._burst = self._full_burst
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
        self._recover(now_s)
        if free <= 0:
            return 0
        if not self._full_rate:
            return min(free, int(self._burst)) if self._burst < self._full_burst else free
        self._refill(now_s)
        tokens = int(self._tokens)
        return min(free, max(tokens, int(self._burst))) if tokens >= 1 else 0

    def next_at_s(self, now_s: float) -> float | None:
        """Give when the allowance will be above zero by time alone; None when an answer must come first."""
        if self.in_flight >= self.window:
            return None
        at_s = max(now_s, self._paused_until_s)
        if self._full_rate:
            self._recover(now_s)
            self._refill(now_s)
            at_s = max(at_s, now_s + max(0.0, 1.0 - self._tokens) / self._rate)
        return at_s

    def took(self, count: int) -> None:
        """Count parts that were taken."""
        self.in_flight += count
        if self._full_rate:
            self._tokens -= count

    def gave_back(self, count: int, *, billed: int | None = None) -> None:
        """Uncount parts that were taken and did not leave after all. billed: as how many, else `count`."""
        self.in_flight -= count
        self._repay(count if billed is None else billed)

    def _repay(self, billed: int) -> None:
        if self._full_rate:
            self._tokens = min(self._bucket_size(), self._tokens + billed)

    def weighed(self, more: int) -> None:
        """Count that what was taken is billed as so many parts more; the rate waits for them."""
        if self._full_rate:
            self._tokens -= more

    def answered(
        self,
        *,
        good: int,
        throttled: int,
        lost: int,
        now_s: float,
        pause_s: float = 0.0,
        billed: int | None = None,
    ) -> None:
        """Count answers: `good` of any verdict, `throttled` refusals for now, `lost` time-outs.

        pause_s: the longest that the provider asked us to wait. billed: as how many parts the throttled ones
        were counted, else `throttled`.
        """
        self.in_flight -= good + throttled + lost
        self._repay(throttled if billed is None else billed)
        # While paused, the rest of a burst that was already on the wire tells nothing new.
        newly_throttled = bool(throttled) and now_s >= self._paused_until_s
        if newly_throttled:
            self._throttle(now_s, pause_s)
        elif throttled:
            self._pause_until(now_s + pause_s)
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
        self._pause_until(now_s + max(self._pause_s, pause_s))
        self._pause_s = min(LONGEST_PAUSE_S, self._pause_s * 2)
        self._burst = max(1.0, self._burst / 2)
        if self._full_rate:
            self._rate = max(min(1.0, self._full_rate), self._rate / 2)

    def _pause_until(self, at_s: float) -> None:
        self._paused_until_s = max(self._paused_until_s, at_s)
        self._recovered_at_s = self._paused_until_s

    def _bucket_size(self) -> float:
        return max(1.0, self._full_rate / SMOOTHNESS)

    def _recover(self, now_s: float) -> None:
        while (
            self._rate < self._full_rate or self._burst < self._full_burst
        ) and now_s - self._recovered_at_s >= RECOVERY_EVERY_S:
            self._rate = min(self._full_rate, self._rate * RECOVERY_FACTOR)
            self._burst = min(self._full_burst, self._burst * RECOVERY_FACTOR)
            self._recovered_at_s += RECOVERY_EVERY_S

    def _refill(self, now_s: float) -> None:
        elapsed_s = max(0.0, now_s - self._filled_at_s)
        self._filled_at_s = now_s
        self._tokens = min(self._bucket_size(), self._tokens + elapsed_s * self._rate)
