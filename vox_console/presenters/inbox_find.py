"""Decides what searching within the opened conversation shows: which finding one is at, of how many. Qt-free.

It is the search in everything, kept to one conversation: the findings stand newest first, the newest is shown
as soon as it is found, and from there one goes to older ones and back.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from vox_console.presenters.search import SearchPresenter
from vox_console.presenters.search_state import SearchState
from vox_console.services.events import Event
from vox_console.services.inbox import Place, place_of


@dataclass(frozen=True, slots=True)
class FindState:
    """opened: the bar is shown. words: which finding of how many, or what else there is to say."""

    opened: bool = False
    typed: str = ""
    words: str = ""
    has_older: bool = False
    has_newer: bool = False


class InboxFind:
    """The search in one conversation. on_state: set by the bar. on_found: hears which line to show."""

    def __init__(self, search: SearchPresenter) -> None:
        self.on_state: Callable[[FindState], None] = lambda _state: None
        self.on_found: Callable[[Place], None] = lambda _place: None
        self.state = FindState()
        self._search = search
        self._thread_id = 0
        self._opened = False
        self._at = 0
        self._shown_for = ""
        self._wants_older = False
        search.on_state = self._take

    def begin_pressed(self) -> None:
        """Show the bar."""
        if self._thread_id:
            self._opened = True
            self._shown_for = ""
            self._search.within(self._thread_id)
            self._tell()

    def left_pressed(self) -> None:
        """Put the bar away; what was typed stays for the next time."""
        self._opened = False
        self._tell()

    def edited(self, typed: str) -> None:
        """Look for what is typed."""
        self._search.edited(typed)

    def step(self, *, older: bool) -> None:
        """Go to the next older finding, or back to a newer one."""
        rows, at = self._search.state.rows, self._at + (1 if older else -1)
        if 0 <= at < len(rows):
            self._go(at)
            if at == len(rows) - 1:
                self._search.more_wanted()  # so that it is there when it is gone to
        elif older and self._search.state.more:
            self._wants_older = True
            self._search.more_wanted()

    def thread_opened(self, thread_id: int) -> None:
        """Take which conversation is open now, 0 for none."""
        if thread_id != self._thread_id:
            self._thread_id = thread_id
            self._shown_for = ""
            self._wants_older = False
            self._opened = False
            self._tell()

    def heard(self, event: Event) -> None:
        """Take an event of the controller."""
        if self._opened:
            self._search.hear(event)

    def _take(self, state: SearchState) -> None:
        if not self._opened:
            return
        if state.typed != self._shown_for:
            self._at = 0
            self._wants_older = False
            if state.rows:
                self._shown_for = state.typed
                self._go(0)
        self._at = min(self._at, max(len(state.rows) - 1, 0))
        if self._wants_older and self._at + 1 < len(state.rows):
            self._wants_older = False
            self._go(self._at + 1)
        self._tell()

    def _go(self, at: int) -> None:
        self._at = at
        self.on_found(place_of(self._search.state.rows[at].hit))
        self._tell()

    def _tell(self) -> None:
        search = self._search.state
        count = len(search.rows)
        self.state = FindState(
            opened=self._opened,
            typed=search.typed,
            words=f"{self._at + 1:,} of {search.words}" if count > self._at else search.words,
            has_older=self._at + 1 < count or search.more,
            has_newer=0 < self._at < count,
        )
        self.on_state(self.state)
