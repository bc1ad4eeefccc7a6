"""Whose turn it is: jobs run one at a time, in the order in which they asked, and each knows its place.

A job that waits for its time, or all of whose rows wait for their hours, stands in no line: it asks for a
turn when there is something to send.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from enum import StrEnum


class Waits(StrEnum):
    """What a job that was started may wait for."""

    TIME = "time"
    TURN = "turn"
    HOURS = "hours"


@dataclass(frozen=True, slots=True)
class Standing:
    """What a job waits for. until_us: UTC microseconds since 1970, of TIME and HOURS.

    place: of TURN: in the line in which the job that runs is the first.
    """

    waits: Waits
    until_us: int = 0
    place: int = 0


@dataclass(eq=False, slots=True)
class _Place:
    who: object
    called: asyncio.Event = field(default_factory=asyncio.Event)


class Turns:
    """The line. Whoever asks is called when nobody stands before it any more, or when it is taken out."""

    def __init__(self) -> None:
        self._line: list[_Place] = []

    @asynccontextmanager
    async def turn(self, who: object) -> AsyncIterator[bool]:
        """Wait for a turn and have it; gives whether it is one, which it is not after :meth:`give_up`.

        who: by which the place is known; each stands in the line once.
        """
        place = _Place(who)
        self._line.append(place)
        self._call()
        try:
            await place.called.wait()
            yield place in self._line
        finally:
            if place in self._line:
                self._line.remove(place)
            self._call()

    def give_up(self, who: object) -> None:
        """Take one out of the line; the one whose turn it is keeps it until it is done."""
        for place in self._line[1:]:
            if place.who is who:
                self._line.remove(place)
                place.called.set()

    def place(self, who: object) -> int:
        """Give the place of one in the line, 1 for the one whose turn it is; 0 when it stands in none."""
        return next((at for at, place in enumerate(self._line, 1) if place.who is who), 0)

    def _call(self) -> None:
        if self._line:
            self._line[0].called.set()
