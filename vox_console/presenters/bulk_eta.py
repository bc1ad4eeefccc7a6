"""How long a job still takes, told so that the words do not jump.

Theory of operation. What was seen in the last half minute gives the speed; before enough was seen, the rate
that was set does. The moment of the end that follows is shown, and shown on as it comes nearer by itself,
until a new reckoning is off by more than a fifth of what is left: then the new one is shown.
"""

from __future__ import annotations

from collections import deque

from vox_console.presenters.bulk_words import about_words

LOOK_BACK_S = 30.0
ENOUGH_S = 5.0
_MAY_BE_OFF = 0.2
_AT_LEAST_OFF_S = 5.0


class Eta:
    """One run of a job. expected_per_s: rows, by the rate that was set."""

    def __init__(self, *, expected_per_s: float) -> None:
        self._expected = expected_per_s
        self._seen: deque[tuple[float, int]] = deque()
        self._ends_at_s: float | None = None

    def see(self, now_s: float, left: int) -> str:
        """Take how many rows have not left yet; give "about 3 minutes left", "" when nothing is known."""
        self._seen.append((now_s, left))
        while now_s - self._seen[0][0] > LOOK_BACK_S:
            self._seen.popleft()
        if not left:
            return ""
        speed = self._speed(now_s, left)
        if speed <= 0:
            self._ends_at_s = None
            return ""
        new = now_s + left / speed
        shown = self._ends_at_s
        if shown is None or abs(new - shown) > max(_AT_LEAST_OFF_S, _MAY_BE_OFF * (new - now_s)):
            self._ends_at_s = shown = new
        return f"{about_words(max(0.0, shown - now_s))} left"

    def _speed(self, now_s: float, left: int) -> float:
        since_s, before = self._seen[0]
        if now_s - since_s < ENOUGH_S:
            return self._expected
        return (before - left) / (now_s - since_s)
