"""Whether the peer still lives: when to send enquire_link, and when to give the link up.

Any octet from the peer counts as life. After a silence in either direction an enquire_link goes out
(some providers drop a client that only listens, after as little as 30 s). Two of them in a row with
nothing heard at all mean that the link is dead.
"""

from __future__ import annotations

from enum import Enum, auto
from typing import Final

_LOST_PROBES_OF_A_DEAD_LINK: Final = 2


class Due(Enum):
    """What must be done now."""

    NOTHING = auto()
    PROBE = auto()
    GIVE_UP = auto()


class Liveness:
    """The bookkeeping of one link. Times are seconds of one monotonic clock."""

    def __init__(self, *, idle_s: float, timeout_s: float, now_s: float) -> None:
        self._idle_s = idle_s
        self._timeout_s = timeout_s
        self._heard_s = now_s
        self._sent_s = now_s
        self._probe: tuple[int, float] | None = None  # sequence and time of the enquire_link that is out
        self._heard_since_probe = False
        self._lost = 0

    @property
    def outstanding(self) -> int:
        """The sequence of the enquire_link that is out, or 0."""
        return self._probe[0] if self._probe is not None else 0

    @property
    def deadline_s(self) -> float:
        """When :meth:`due` will next say something else than NOTHING, if all stays silent."""
        if self._probe is not None:
            return self._probe[1] + self._timeout_s
        return min(self._heard_s, self._sent_s) + self._idle_s

    def heard(self, now_s: float) -> None:
        """Note that octets came."""
        self._heard_s = now_s
        self._heard_since_probe = True

    def sent(self, now_s: float) -> None:
        """Note that octets went out."""
        self._sent_s = now_s

    def due(self, now_s: float) -> Due:
        """Say what to do at this time; a probe that is overdue is settled by asking."""
        if now_s < self.deadline_s:
            return Due.NOTHING
        if self._probe is None:
            return Due.PROBE
        self._probe = None
        self._lost = 0 if self._heard_since_probe else self._lost + 1
        if self._lost >= _LOST_PROBES_OF_A_DEAD_LINK:
            return Due.GIVE_UP
        # Something else was heard instead of the answer: there is no hurry to ask again.
        return Due.NOTHING if self._heard_since_probe and now_s < self.deadline_s else Due.PROBE

    def probed(self, sequence: int, now_s: float) -> None:
        """Note that the enquire_link asked for was sent."""
        self._probe = (sequence, now_s)
        self._heard_since_probe = False
        self._sent_s = now_s

    def answered(self, sequence: int, now_s: float) -> float | None:
        """Take an enquire_link's answer; give the round trip in seconds, None if it answers none."""
        if self._probe is None or self._probe[0] != sequence:
            return None
        round_trip_s = now_s - self._probe[1]
        self._probe = None
        self._lost = 0
        return round_trip_s
