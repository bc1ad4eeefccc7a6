"""Which messages the delivery log shows: all, or those that a query finds. Qt-free.

Theory of operation. A query is answered in bounded steps (:mod:`vox_console.services.log`), so the newest of
what it finds is shown at once and the rest follows. Another question, or none, ends the one before. While a
question stands, what is stored or changes is asked about anew, at most once a tick; what it says then is what
the list shows. At most MOST_SHOWN are listed; how many there are is counted all the same, and an export has
them all.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from vox_console.domain.errors import FieldProblem
from vox_console.domain.log_query import QueryFault
from vox_console.domain.log_query_filter import LogFilter
from vox_console.presenters.compose_words import plural
from vox_console.presenters.runner import Run
from vox_console.services.controller import Controller
from vox_console.services.events import Event, MessagesChanged, MessagesQueued

MOST_SHOWN: Final = 10_000
_STEP: Final = 500


@dataclass(frozen=True, slots=True)
class LogFilterShown:
    """query: that stands, "" for all messages. found: how many there are, in words.

    problem: what is wrong with what was typed last. place: from its first character to behind its last.
    """

    query: str = ""
    found: str = ""
    problem: FieldProblem | None = None
    place: tuple[int, int] = (0, 0)


class LogFilterPresenter:
    """show: lists these ids, oldest first; None for all messages."""

    def __init__(
        self, controller: Controller, run: Run, *, show: Callable[[array[int] | None], None]
    ) -> None:
        self.on_state: Callable[[LogFilterShown], None] = lambda _state: None
        self.state = LogFilterShown()
        self._desk = controller.log
        self._run = run
        self._list = show
        self._wanted: LogFilter | None = None
        self._listed: array[int] | None = None
        self._asked = 0  # questions so far; the last one counts
        self._busy = self._stale = False

    def asked(self, typed: str) -> None:
        """List what a query finds; for "" all messages. What is wrong is told, and nothing else changes."""
        read = self._desk.read(typed)
        if isinstance(read, QueryFault):
            problem = FieldProblem("query", "query", read.text)
            self._show(LogFilterShown(self.state.query, self.state.found, problem, (read.start, read.end)))
            return
        self._asked += 1
        if not read.terms:
            self._wanted = self._listed = None
            self._list(None)
            self._show(LogFilterShown())
            return
        self._wanted = self._desk.meaning(read)
        self._listed = None
        self._show(LogFilterShown(str(read), "Looking…"))
        self._look(self._asked, self._wanted)

    def edited(self) -> None:
        """Take what was wrong back: somebody is mending it."""
        if self.state.problem is not None:
            self._show(LogFilterShown(self.state.query, self.state.found))

    def heard(self, event: Event) -> None:
        """Take an event of the controller."""
        if isinstance(event, MessagesQueued | MessagesChanged):
            self._stale = True

    def tick(self) -> None:
        """Ask anew when something has changed. The pane calls it once a second while it is seen."""
        if self._wanted is not None and self._stale and not self._busy:
            self._look(self._asked, self._wanted)

    def _look(self, asked: int, wanted: LogFilter) -> None:
        self._stale = False

        async def look() -> None:
            self._busy = True
            try:
                await self._find(asked, wanted)
            finally:
                self._busy = False

        self._run(look, name="look into the delivery log")

    async def _find(self, asked: int, wanted: LogFilter) -> None:
        found: list[int] = []
        below: int | None = None
        while len(found) < MOST_SHOWN:
            page = await self._desk.page_ids(wanted, before=below, limit=_STEP)
            if asked != self._asked:
                return
            found += page.ids
            below = page.below
            if found and self._listed is None:
                self._put(found)  # the newest, while the rest is looked for
            if below is None:
                break
        self._put(found)
        count = len(found) if below is None else await self._desk.count(wanted)
        if asked == self._asked:
            self._show(LogFilterShown(self.state.query, _words(count, len(found)), *self._problem))

    @property
    def _problem(self) -> tuple[FieldProblem | None, tuple[int, int]]:
        return self.state.problem, self.state.place

    def _put(self, newest_first: list[int]) -> None:
        ids = array("q", reversed(newest_first))
        if ids != self._listed:
            self._listed = ids
            self._list(ids)

    def _show(self, state: LogFilterShown) -> None:
        self.state = state
        self.on_state(state)


def _words(count: int, listed: int) -> str:
    if not count:
        return "No message is found."
    words = plural(count, "message")
    return words if listed >= count else f"{words}, the newest {listed:,} are listed"
