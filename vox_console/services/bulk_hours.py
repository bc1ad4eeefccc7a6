"""The hours between which a job's messages may leave, asked for each number by the clock of where it lives.

A number of no known zone (+800, a satellite) has this computer's hours, as has one of a zone that this
computer does not know. A million numbers have few openings, and hours open and close on whole minutes: each
opening is worked out once a minute.
"""

from __future__ import annotations

from typing import Final

from vox_console.domain.local_times import zone_opening, zones_of
from vox_console.domain.send_window import SendWindow, next_opening
from vox_console.domain.zone_offset import OffsetAt, zone_offset

__all__ = ["NEVER_OPEN", "NumberHours", "minute_of"]

NEVER_OPEN: Final = "Within two weeks it is never within {hours} in all the places where this number may be."


def minute_of(now_us: int) -> int:
    """Give the minute that a moment is in: hours neither open nor close within one."""
    return now_us // 60_000_000


class NumberHours:
    """window: None for no limit. here: this computer's zone."""

    def __init__(self, window: SendWindow | None, *, here: OffsetAt) -> None:
        self._window = window
        self._here = here
        self._minute = -1
        self._openings: dict[str, int | None] = {}

    @property
    def limited(self) -> bool:
        """Whether there are hours at all."""
        return self._window is not None

    def next_us(self, digits: str, now_us: int) -> int | None:
        """Give when a message to this number may leave: not after `now_us` when it may now.

        digits: E.164 without plus. None when there is no such time within two weeks.
        """
        if self._window is None:
            return now_us
        if minute_of(now_us) != self._minute:
            self._minute = minute_of(now_us)
            self._openings.clear()
        opening = zone_opening(digits)
        if opening not in self._openings:
            places = [zone_offset(name) or self._here for name in zones_of(opening)]
            self._openings[opening] = next_opening(self._window, places or [self._here], now_us)
        return self._openings[opening]

    @property
    def never_words(self) -> str:
        """Say why a number without such a time gets no message."""
        return NEVER_OPEN.format(hours=self._window)
