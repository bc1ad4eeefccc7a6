"""Tells which numbers get no automatic answers any more, until a person answers them again. Qt-free."""

from __future__ import annotations

from vox_console.domain.address import international
from vox_console.domain.errors import Severity
from vox_console.presenters.notice import Notice
from vox_console.presenters.notices import Action, NoticePresenter
from vox_console.presenters.runner import Run
from vox_console.services.controller import Controller
from vox_console.services.events import AutoReplyTripped, Event
from vox_console.storage.auto_replies import Trip

_KEY = "automatic answers: "
_MOST_TOLD = 5


class AutoReplyTrips:
    """One notice for each number, the last few of them."""

    def __init__(self, controller: Controller, run: Run, notices: NoticePresenter) -> None:
        self._controller = controller
        self._run = run
        self._notices = notices
        self._told: set[str] = set()

    def heard(self, event: Event) -> None:
        """Take an event of the controller."""
        if isinstance(event, AutoReplyTripped):
            self._run(self.look, name="look which numbers get no automatic answers")

    async def look(self) -> None:
        """Tell of those that are new, and take away what is over. Raises StoreError."""
        trips = (await self._controller.auto_replies.trips())[:_MOST_TOLD]
        held = {trip.number for trip in trips}
        for number in self._told - held:
            self._notices.dismissed(_KEY + number)
        for trip in reversed(trips):
            if trip.number not in self._told:
                self._notices.add(trip_notice(trip), self._reset(trip.number))
        self._told = held

    def _reset(self, number: str) -> Action:
        async def reset() -> None:
            await self._controller.auto_replies.reset(number)

        return reset


def trip_notice(trip: Trip) -> Notice:
    """Say that a number asked for too many answers."""
    return Notice(
        _KEY + trip.number,
        f"{international(trip.number)} gets no automatic answers any more",
        "It has had all it may get in 24 hours, and wrote again: perhaps two programs answer each other. "
        "What it writes is kept.",
        Severity.WARNING,
        action="Answer again",
    )
