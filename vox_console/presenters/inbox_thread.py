"""Decides what the opened conversation shows. Qt-free.

Theory of operation. What is on the screen is one run of lines (:mod:`.inbox_run`), from the newest back to
the oldest that was scrolled to, or around a line that was jumped to. Whatever happens (a message, a late
part, a state of ours, a reading) the run is read again, and the widget draws only what differs. Lines beyond
the run are read when somebody scrolls there.

A job may queue thousands of messages a second while a conversation is open. So one reading is under way at a
time, the next begins a moment after it, and of what is queued only what concerns the conversation is read at
all. Opening another conversation, or jumping, waits for none of this: it begins a turn of its own, and what
the turn before has read comes too late.

A conversation counts as read when its newest line is shown while somebody is there (`watched`), not when it
is opened. One that is set to be read again by hand stays so until it is opened anew.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Final

from vox_console.presenters.contact_names import name_shown, with_name
from vox_console.presenters.inbox_lines import lines_shown
from vox_console.presenters.inbox_run import LineRun
from vox_console.presenters.inbox_state import MemberShown, ThreadShown
from vox_console.presenters.inbox_words import their_address, thread_detail
from vox_console.presenters.runner import Run
from vox_console.presenters.wall_time import ToLocal
from vox_console.services.controller import Controller
from vox_console.services.events import (
    ContactsChanged,
    Event,
    MessagesChanged,
    MessagesQueued,
    ThreadsChanged,
)
from vox_console.services.inbox import OurLine, Place
from vox_console.storage.threads import Thread

_PAGE: Final = 40
_AGAIN_S: Final = 0.25
"""How long after a reading the next one begins."""

Pause = Callable[[float], Awaitable[None]]


class InboxThread:
    """The opened conversation. on_shown: hears what it shows, None for nothing. pause: waits for seconds.

    on_thread: hears which conversation is open and how it stands (for the answer), None for none.
    """

    def __init__(
        self, controller: Controller, run: Run, *, now_us: Callable[[], int], to_local: ToLocal, pause: Pause
    ) -> None:
        self.on_shown: Callable[[ThreadShown | None], None] = lambda _shown: None
        self.on_thread: Callable[[Thread | None], None] = lambda _thread: None
        self.thread: Thread | None = None
        self.shown: ThreadShown | None = None
        self._controller = controller
        self._run = run
        self._now_us = now_us
        self._to_local = to_local
        self._pause = pause
        self._id = 0
        self._members: Sequence[Thread] = ()
        self._lines = LineRun()
        self._goal: Place | None = None
        self._watched = False
        self._left_unread = False
        self._stale = False
        self._turn: object = None
        self._scrolling = False
        self._queued_from = 0  # the first message that was queued and not asked about; 0 for none
        self._asking = False

    @property
    def id(self) -> int:
        """The conversation that is open, 0 for none."""
        return self._id

    # ---- opening

    def open(self, thread_id: int, *, at: Place | None = None) -> None:
        """Show a conversation, at its newest line or around a place; the one before is left."""
        self._id = thread_id
        self._left_unread = False
        self._forget()
        self._goal = at
        self._begin()

    def go_to(self, place: Place) -> None:
        """Show a line of the conversation that is open."""
        if not self._id:
            return
        if self.shown is not None and self._lines.has(place):
            self._show(found=place)
        else:
            self._goal = place
            self._begin()

    def newest_wanted(self) -> None:
        """Show the newest line again, after a jump."""
        if self._id and self._lines.has_newer:
            self.shown = None
            self._lines.clear()
            self._begin()

    def close(self) -> None:
        """Show nothing."""
        self._id = 0
        self._turn = None
        self._forget()
        self.on_thread(None)
        self.on_shown(None)

    def watched(self, *, by_somebody: bool) -> None:
        """Take whether somebody can see it now: the window is in front, and the place is shown."""
        self._watched = by_somebody
        if by_somebody:
            if self._stale:
                self._refresh()
            self._mark_read()

    # ---- what the operator does

    def leave_unread(self) -> None:
        """Set it to be read again; it is not read by being on the screen any more."""
        thread_id = self._id
        if thread_id:
            self._left_unread = True
            self._run(lambda: self._controller.inbox.mark_unread(thread_id), name="mark it as unread")

    def read_as(self, inbound_id: int, word: str) -> None:
        """Read a message of theirs in a way a person chose, "" as it declares itself."""
        thread_id = self._id
        self._run(
            lambda: self._controller.inbox.read_as(thread_id, inbound_id, word), name="read it another way"
        )

    def older_wanted(self) -> None:
        """Read what stands above, once at a time."""
        below = self._lines.oldest
        if self._scrolling or not self._lines.has_older or below is None:
            return
        thread_id = self._id

        async def read() -> None:
            more = await self._controller.inbox.lines(thread_id, before=below, limit=_PAGE)
            if self._id == thread_id and self._lines.older(more, below=below, full=len(more) == _PAGE):
                self._show()

        self._scroll(read, name="read older messages")

    def newer_wanted(self) -> None:
        """Read what stands below, after a jump, once at a time."""
        above = self._lines.newest
        if self._scrolling or not self._lines.has_newer or above is None:
            return
        thread_id = self._id

        async def read() -> None:
            more = await self._controller.inbox.lines_after(thread_id, above, limit=_PAGE)
            if self._id == thread_id and self._lines.newer(more, above=above, full=len(more) == _PAGE):
                self._show()
                self._mark_read()

        self._scroll(read, name="read newer messages")

    # ---- what happens

    def heard(self, event: Event) -> None:
        """Take an event of the controller."""
        if not self._id:
            return
        if isinstance(event, ThreadsChanged):
            if self._id in event.thread_ids:
                self._refresh()
        elif isinstance(event, ContactsChanged):
            self.show_again()
        elif isinstance(event, MessagesQueued):
            self._ask_about(min(event.message_ids, default=0))
        elif isinstance(event, MessagesChanged):
            ours = {line.message.id for line in self._lines.lines if isinstance(line, OurLine)}
            if ours.intersection(event.message_ids):
                self._refresh()

    def show_again(self) -> None:
        """Say anew what depends on the day, and on the names of contacts."""
        if self.shown is not None:
            self._show()

    # ---- inside

    def _forget(self) -> None:
        self.thread = self.shown = None
        self._members = ()
        self._lines.clear()
        self._goal = None

    def _scroll(self, read: Callable[[], Awaitable[None]], *, name: str) -> None:
        self._scrolling = True

        async def scroll() -> None:
            try:
                await read()
            finally:
                self._scrolling = False

        self._run(scroll, name=name)

    def _ask_about(self, message_id: int) -> None:
        """Find out whether what was queued belongs here: whose it is stands in the journal."""
        if not self._watched:
            self._stale = True
            return
        self._queued_from = min(filter(None, (self._queued_from, message_id)), default=0)
        if not self._asking:
            self._asking = True
            self._run(self._ask, name="look for what was queued")

    async def _ask(self) -> None:
        try:
            while self._queued_from and self._id:
                thread_id, first = self._id, self._queued_from
                self._queued_from = 0
                if await self._controller.inbox.has_ours_from(thread_id, first) and thread_id == self._id:
                    self._refresh()
                await self._pause(_AGAIN_S)
        finally:
            self._asking = False

    def _refresh(self) -> None:
        self._stale = True
        if self._turn is None and (self._watched or self.shown is None):
            self._begin()

    def _begin(self) -> None:
        self._stale = True
        self._turn = turn = object()
        self._run(lambda: self._read(turn), name="open the conversation")

    async def _read(self, turn: object) -> None:
        """Read the run again; what happens meanwhile is read in the next round."""
        try:
            while self._turn is turn and self._stale and (self._watched or self.shown is None or self._goal):
                self._stale = False
                await self._read_once(turn)
                await self._pause(_AGAIN_S)
        finally:
            if self._turn is turn:
                self._turn = None

    async def _read_once(self, turn: object) -> None:
        desk, thread_id, goal = self._controller.inbox, self._id, self._goal
        if goal is not None:
            found = await desk.around(thread_id, goal, each=_PAGE)
            if self._turn is turn:
                full = len(found.lines) == _PAGE, len(found.newer) == _PAGE
                self._lines.start([*found.newer[::-1], *found.lines], has_older=full[0], has_newer=full[1])
        else:
            newest = self._lines.newest if self._lines.has_newer else None
            limit = len(self._lines.lines) + _PAGE
            found = await desk.conversation(thread_id, before=_behind(newest), limit=limit)
            if self._turn is turn:
                self._lines.again(found.lines, full=len(found.lines) == limit)
        if self._turn is turn:  # else another conversation, or another place of it, is to be shown
            self._take(found.thread, found.members)

    def _take(self, thread: Thread | None, members: Sequence[Thread]) -> None:
        if thread is None or thread.merged_into:
            self.close()
            return
        self.thread, self._members = thread, members
        self.on_thread(thread)
        goal, self._goal = self._goal, None
        self._show(found=goal)
        self._mark_read()

    def _mark_read(self) -> None:
        thread = self.thread
        seen = self._watched and not self._left_unread and not self._lines.has_newer
        if thread is not None and thread.unread and seen:
            self._run(lambda: self._controller.inbox.mark_read(thread.id), name="mark it as read")

    def _show(self, *, found: Place | None = None) -> None:
        thread = self.thread
        if thread is None:
            return
        party = thread.key.theirs
        name = name_shown(self._controller.contacts.name_of(party))
        self.shown = ThreadShown(
            id=thread.id,
            name=name or their_address(thread),
            detail=thread_detail(thread, named=bool(name), members=len(self._members)),
            lines=lines_shown(self._lines.lines[::-1], self._to_local, now_us=self._now_us()),
            has_older=self._lines.has_older,
            has_newer=self._lines.has_newer,
            unread=thread.unread,
            party=party,
            known=bool(name),
            members=tuple(self._member(each) for each in self._members),
            found=found,
        )
        self.on_shown(self.shown)

    def _member(self, thread: Thread) -> MemberShown:
        name = self._controller.contacts.name_of(thread.key.theirs)
        return MemberShown(thread.id, with_name(name, their_address(thread)))


def _behind(place: Place | None) -> Place | None:
    """Give the place just behind one, from which it is the first that is read."""
    return None if place is None else (place[0], place[1], place[2] + 1)
