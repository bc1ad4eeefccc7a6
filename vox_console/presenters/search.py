"""Decides what the search shows: findings of all that was written, newest first. Qt-free.

What was typed last is what counts: an answer to earlier letters is dropped. While the index is behind, the
words say so, and when it has caught up the search is asked again by itself.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from vox_console.presenters.compose_words import plural
from vox_console.presenters.contact_names import name_shown
from vox_console.presenters.runner import Run
from vox_console.presenters.search_state import SearchRow, SearchState, marked_line
from vox_console.presenters.wall_time import ToLocal, clock_time, system_local
from vox_console.services.controller import Controller
from vox_console.services.events import ContactsChanged, Event, SearchIndexed
from vox_console.services.search import SearchPage
from vox_console.storage.search import Hit, HitKind, SearchPlace
from vox_console.storage.search_index import Progress

PAGE = 50
TOO_LITTLE = "Type at least two letters, or three digits of a number."


class SearchPresenter:
    """The search. `on_state` is set by the pane; `on_open` by whoever can show what was found."""

    def __init__(
        self,
        controller: Controller,
        run: Run,
        *,
        now_us: Callable[[], int],
        to_local: ToLocal = system_local,
    ) -> None:
        self.on_state: Callable[[SearchState], None] = lambda _state: None
        self.on_open: Callable[[Hit], None] = lambda _hit: None
        self.state = SearchState()
        self._desk = controller.search
        self._name_of = controller.contacts.name_of
        self._run = run
        self._now_us = now_us
        self._to_local = to_local
        self._thread_id: int | None = None
        self._asked = 0
        self._next: SearchPlace | None = None
        self._behind = False

    # ---- what the operator does

    def within(self, thread_id: int | None) -> None:
        """Search in one conversation from now on, None for everywhere."""
        self._thread_id = thread_id
        self._look()

    def edited(self, typed: str) -> None:
        """Look for what is typed."""
        self.state = replace(self.state, typed=typed)
        self._look()

    def more_wanted(self) -> None:
        """Show older findings below those that are shown."""
        place, self._next = self._next, None  # each page is asked for once
        if place is not None:
            self._find(place)

    def chosen(self, index: int) -> None:
        """Open a finding where it belongs."""
        if index < len(self.state.rows):
            self.on_open(self.state.rows[index].hit)

    def hear(self, event: Event) -> None:
        """Take an event of the controller."""
        if isinstance(event, SearchIndexed) and self._behind and self.state.typed:
            self._say_progress(Progress(event.done, event.total))
        elif isinstance(event, ContactsChanged) and self.state.rows:
            now_us = self._now_us()
            rows = tuple(self._row(row.hit, now_us) for row in self.state.rows)
            self._show(replace(self.state, rows=rows))

    # ---- finding

    def _look(self) -> None:
        self._asked += 1
        self._next = None
        self._find(None)

    def _find(self, before: SearchPlace | None) -> None:
        query, asked = self._desk.read(self.state.typed), self._asked
        if not query.looks_for_something:
            self._behind = False
            words = TOO_LITTLE if self.state.typed.strip() else ""
            self._show(SearchState(self.state.typed, words=words))
            return

        async def find() -> None:
            page = await self._desk.find(query, thread_id=self._thread_id, before=before, limit=PAGE)
            if asked == self._asked:
                self._take(page, older=before is not None)

        self._run(find, name="search")

    def _take(self, page: SearchPage, *, older: bool) -> None:
        now_us = self._now_us()
        rows = (self.state.rows if older else ()) + tuple(self._row(hit, now_us) for hit in page.hits)
        self._next = page.next
        self._behind = not page.indexed.complete
        words = found_words(len(rows), page.indexed, more=page.next is not None)
        self._show(SearchState(self.state.typed, rows, words, more=page.next is not None))

    def _say_progress(self, indexed: Progress) -> None:
        if indexed.complete:
            self._look()
        else:
            words = found_words(len(self.state.rows), indexed, more=self.state.more)
            self._show(replace(self.state, words=words))

    def _row(self, hit: Hit, now_us: int) -> SearchRow:
        party, text = marked_line(hit.party), marked_line(hit.text)
        side = "by its id" if hit.by_id else "You" if hit.kind is HitKind.OURS else ""
        time = clock_time(hit.at_us, self._to_local, today_us=now_us)
        name = name_shown(self._name_of(hit.key))
        whose = f"{name}, {party.text}" if name else party.text
        who = f"To {whose}" if hit.kind is HitKind.OURS else f"From {whose}"
        sentence = f"{who}, {time}{', found by its id' if hit.by_id else ''}: {text.text}"
        return SearchRow(hit, party, text, side, time, sentence, name)

    def _show(self, state: SearchState) -> None:
        self.state = state
        self.on_state(state)


def found_words(count: int, indexed: Progress, *, more: bool) -> str:
    """Say how much was found, and in how much where that is not all."""
    found = f"{count:,} or more messages" if more else plural(count, "message") if count else "Nothing found"
    if indexed.complete:
        return found
    return f"{found} so far: searching in what is indexed, {indexed.done:,} of {indexed.total:,}"
