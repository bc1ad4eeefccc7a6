"""Decides what the opened conversation shows. Qt-free.

Theory of operation. What is on the screen is one run of lines, from the newest back to the oldest that was
scrolled to. Whatever happens (a message, a late part, a state of ours, a reading) the run is read again, one
reading at a time, and the widget draws only what differs. Lines above the run are read when somebody
scrolls there.

A conversation counts as read when it is shown while somebody is there (`watched`), not when it is opened.
One that is set to be read again by hand stays so until it is opened anew.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from vox_console.presenters.contact_names import name_shown, with_name
from vox_console.presenters.inbox_lines import lines_shown
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
from vox_console.services.inbox import Line, OurLine
from vox_console.storage.threads import Thread

_PAGE: Final = 40


class InboxThread:
    """The opened conversation. on_shown: hears what it shows, None for nothing.

    on_thread: hears which conversation is open and how it stands (for the answer), None for none.
    """

    def __init__(
        self, controller: Controller, run: Run, *, now_us: Callable[[], int], to_local: ToLocal
    ) -> None:
        self.on_shown: Callable[[ThreadShown | None], None] = lambda _shown: None
        self.on_thread: Callable[[Thread | None], None] = lambda _thread: None
        self.thread: Thread | None = None
        self.shown: ThreadShown | None = None
        self._controller = controller
        self._run = run
        self._now_us = now_us
        self._to_local = to_local
        self._id = 0
        self._members: list[Thread] = []
        self._lines: list[Line] = []  # newest first
        self._has_older = False
        self._watched = False
        self._left_unread = False
        self._stale = False
        self._reading = False
        self._reading_older = False

    @property
    def id(self) -> int:
        """The conversation that is open, 0 for none."""
        return self._id

    def open(self, thread_id: int) -> None:
        """Show a conversation; the one that was shown before is left."""
        self._id = thread_id
        self._left_unread = False
        self._forget()
        self._refresh()

    def close(self) -> None:
        """Show nothing."""
        self._id = 0
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
        if self._reading_older or not self._has_older or not self._lines:
            return
        self._reading_older = True
        thread_id, before = self._id, self._lines[-1].place

        async def read() -> None:
            try:
                more = await self._controller.inbox.lines(thread_id, before=before, limit=_PAGE)
                if self._id == thread_id and self._lines and self._lines[-1].place == before:
                    self._lines += more
                    self._has_older = len(more) == _PAGE
                    self._show()
            finally:
                self._reading_older = False

        self._run(read, name="read older messages")

    def heard(self, event: Event) -> None:
        """Take an event of the controller."""
        if not self._id:
            return
        if isinstance(event, ThreadsChanged):
            if self._id in event.thread_ids:
                self._refresh()
        elif isinstance(event, ContactsChanged):
            self.show_again()
        elif isinstance(event, MessagesQueued):  # whose they are stands in the journal
            self._refresh()
        elif isinstance(event, MessagesChanged):
            ours = {line.message.id for line in self._lines if isinstance(line, OurLine)}
            if ours.intersection(event.message_ids):
                self._refresh()

    def show_again(self) -> None:
        """Say anew what depends on the day and on the contacts."""
        if self.shown is not None:
            self._show()

    def _forget(self) -> None:
        self.thread = self.shown = None
        self._members = []
        self._lines = []
        self._has_older = False

    def _refresh(self) -> None:
        self._stale = True
        if not self._reading and (self._watched or self.shown is None):
            self._reading = True
            self._run(self._read, name="open the conversation")

    async def _read(self) -> None:
        """Read the run again; what happens meanwhile is read in the next round."""
        try:
            while self._stale and self._id:
                self._stale = False
                thread_id, limit = self._id, len(self._lines) + _PAGE
                found = await self._controller.inbox.threads([thread_id])
                members = await self._controller.inbox.members(thread_id)
                lines = await self._controller.inbox.lines(thread_id, limit=limit)
                if thread_id != self._id:
                    self._stale = True
                    continue
                self._members = members
                self._take(found[0] if found else None, lines, full=len(lines) == limit)
        finally:
            self._reading = False

    def _take(self, thread: Thread | None, lines: list[Line], *, full: bool) -> None:
        if thread is None or thread.merged_into:
            self.close()
            return
        oldest = self._lines[-1].place if self._lines and self._has_older else None
        if oldest is None:
            self._has_older = full
            kept = lines
        else:  # what nobody scrolled to is not shown, so that nothing moves
            kept = [line for line in lines if line.place >= oldest]
            self._has_older = full or len(kept) < len(lines)
        self.thread, self._lines = thread, kept
        self.on_thread(thread)
        self._show()
        self._mark_read()

    def _mark_read(self) -> None:
        thread = self.thread
        if thread is not None and thread.unread and self._watched and not self._left_unread:
            self._run(lambda: self._controller.inbox.mark_read(thread.id), name="mark it as read")

    def _show(self) -> None:
        thread = self.thread
        if thread is None:
            return
        lines = lines_shown(self._lines[::-1], self._to_local, now_us=self._now_us())
        party = thread.key.theirs
        name = name_shown(self._controller.contacts.name_of(party))
        self.shown = ThreadShown(
            id=thread.id,
            name=name or their_address(thread),
            detail=thread_detail(thread, named=bool(name), members=len(self._members)),
            lines=lines,
            has_older=self._has_older,
            party=party,
            known=bool(name),
            members=tuple(self._member(each) for each in self._members),
        )
        self.on_shown(self.shown)

    def _member(self, thread: Thread) -> MemberShown:
        name = self._controller.contacts.name_of(thread.key.theirs)
        return MemberShown(thread.id, with_name(name, their_address(thread)))
