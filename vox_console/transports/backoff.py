"""How long to wait before the next try, so that neither we nor a thousand like us storm a provider.

Full jitter (https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/): a random
time up to a ceiling that doubles with each failure, but never under one second. The ceiling falls
back only after a link that lived for a minute, because a link that dies at once is a failure too.
"""

from __future__ import annotations

from random import Random
from typing import Final

BASE_S: Final = 1.0
CAP_S: Final = 60.0
SLOW_S: Final = 30.0
LIVED_S: Final = 60.0


class Backoff:
    """The delays of one link."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self.attempt = 0
        """How many tries have failed in a row."""

    def delay_s(self, *, lived_s: float, slow: bool) -> float:
        """Give the seconds to wait after a failure.

        lived_s: how long the link was bound before, 0 when it never was. slow: the provider believes
        that we are still bound (ESME_RALYBND) or is full: it needs its own dead-peer time.
        """
        self.attempt = 1 if lived_s >= LIVED_S else self.attempt + 1
        if slow:
            return self._rng.uniform(SLOW_S, CAP_S)
        exponent = min(self.attempt, 16)  # far above the cap already, and no overflow after a long night
        return max(BASE_S, self._rng.uniform(0.0, min(CAP_S, BASE_S * 2.0**exponent)))
