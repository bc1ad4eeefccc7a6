"""Decides what the inbox shows: which conversations, which one is open, and what is done with them. Qt-free.

The list (`rows`), the opened conversation (`thread`), the answer to it (`reply`), notes in it (`notes`), what
can be laid into it (`merge`), the search in it (`find`) and in everything (`search`) and what can be taken
back (`undo`) are presenters of their own; this one moves between them. What is done with a conversation leads
on to the next, so that a morning's worth of them is worked off with two keys.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Final

from vox_console.presenters.contact_names import name_shown
from vox_console.presenters.inbox_find import InboxFind
from vox_console.presenters.inbox_list import InboxList
from vox_console.presenters.inbox_merge import InboxMerge
from vox_console.presenters.inbox_notes import InboxNotes
from vox_console.presenters.inbox_reply import InboxReply
from vox_console.presenters.inbox_state import InboxState, ThreadRow
from vox_console.presenters.inbox_thread import InboxThread, Pause
from vox_console.presenters.inbox_undo import Deed, InboxUndo
from vox_console.presenters.inbox_words import (
    SAID_SINCE,
    SNOOZED,
    laid_words,
    snooze_choices,
    snoozed_words,
    thread_row,
    whose,
)
from vox_console.presenters.runner import Run
from vox_console.presenters.search import SearchPresenter
from vox_console.presenters.wall_time import ToLocal, system_local
from vox_console.services.controller import Controller
from vox_console.services.events import ContactsChanged, Event, ThreadsChanged
from vox_console.services.inbox import place_of
from vox_console.settings.profiles import Profile
from vox_console.storage.search import Hit
from vox_console.storage.threads import Thread, Tray

_FIRST_IDS: Final = 64  # more than a window shows


class InboxPresenter:
    """The inbox. on_unread: hears how many messages nobody has read. pause: waits for seconds."""

    def __init__(
        self,
        controller: Controller,
        run: Run,
        *,
        now_us: Callable[[], int],
        to_local: ToLocal = system_local,
        pause: Pause = asyncio.sleep,
    ) -> None:
        self.on_state: Callable[[InboxState], None] = lambda _state: None
        self.on_unread: Callable[[int], None] = lambda _count: None
        self._controller = controller
        self._run = run
        self._now_us = now_us
        self._to_local = to_local
        self._tray = Tray.OPEN.value
        self._moved: dict[int, None] = {}
        self._reading = False
        self._start_over = True
        self._listed = ""  # the tray of the list as it stands
        self._wakes_at_us = 0
        self.rows = InboxList(self._want)
        self.thread = InboxThread(controller, run, now_us=now_us, to_local=to_local, pause=pause)
        self.reply = InboxReply(controller, run, now_us=now_us)
        self.search = SearchPresenter(controller, run, now_us=now_us, to_local=to_local)
        self.undo = InboxUndo(run)
        self.notes = InboxNotes(controller, run, self.undo)
        self.merge = InboxMerge(controller, run, self.undo, now_us=now_us, to_local=to_local)
        self.find = InboxFind(SearchPresenter(controller, run, now_us=now_us, to_local=to_local))
        self.find.on_found = self.thread.go_to
        self.thread.on_thread = self._thread_changed
        self.undo.on_undone = self.opened
        self.state = self._work_out()

    async def load(self) -> None:
        """Read the list out of the journal. Called once, before events are passed on."""
        await self._read()

    def profile_opened(self, profile: Profile) -> None:
        """Take the account that was chosen."""
        self.reply.profile_opened(profile)
        self.merge.profile_opened(profile)

    def heard(self, event: Event) -> None:
        """Take an event of the controller."""
        if isinstance(event, ThreadsChanged):
            self._moved.update(dict.fromkeys(event.thread_ids))
            self._read_soon()
        elif isinstance(event, ContactsChanged):
            names = self._controller.contacts
            self.rows.renamed(lambda party: name_shown(names.name_of(party)))
        self.thread.heard(event)
        self.reply.heard(event)
        self.search.hear(event)
        self.find.heard(event)

    def tick(self) -> None:
        """Wake what has slept long enough. The pane calls it now and then."""
        if 0 < self._wakes_at_us <= self._now_us():
            self._over_again()

    # ---- what the operator does

    def tray_chosen(self, tray: str) -> None:
        """Show another list: a value of inbox_words.TRAYS."""
        if tray != self._tray:
            self._tray = tray
            self._close()
            self._over_again()

    def opened(self, thread_id: int) -> None:
        """Open a conversation."""
        if thread_id != self.thread.id:
            self._leave()
            self.thread.open(thread_id)
            self._tell()

    def found(self, hit: Hit) -> bool:
        """Show a finding where it stands; False when that is in no conversation."""
        if not hit.thread_id:
            return False
        if hit.thread_id == self.thread.id:
            self.thread.go_to(place_of(hit))
        else:
            self._leave()
            self.thread.open(hit.thread_id, at=place_of(hit))
            self._tell()
        return True

    def closed(self) -> None:
        """Close what is open."""
        self._close()
        self._tell()

    def step(self, by: int) -> int | None:
        """Give the row to go to from the opened conversation, one further (1) or back (-1); None for none."""
        if not len(self.rows):
            return None
        at = self.rows.index_of(self.thread.id) if self.thread.id else None
        if at is None:
            return 0
        return min(max(at + by, 0), len(self.rows) - 1)

    def lay_pressed(self, tray: Tray) -> None:
        """Put the opened conversation into a tray and open the next one."""
        desk = self._controller.inbox

        async def lay(thread: Thread) -> None:
            await desk.lay([thread.id], tray)
            self._done(laid_words(self._whose(thread), tray), thread)

        self._put_away(lay, stays=tray.value == self._tray, name="move the conversation")

    def snooze_pressed(self, until_us: int) -> None:
        """Let the opened conversation sleep until a time; 0 wakes it."""
        desk = self._controller.inbox

        async def snooze(thread: Thread) -> None:
            await desk.snooze(thread.id, until_us=until_us)
            words = snoozed_words(self._whose(thread), until_us, self._to_local, now_us=self._now_us())
            self._done(words, thread)

        self._put_away(snooze, stays=False, name="snooze the conversation")

    def begin_merge(self) -> bool:
        """Look for what may be laid into the opened conversation; False when none is open."""
        thread = self.thread.thread
        if thread is not None:
            self.merge.begin(thread)
        return thread is not None

    def snooze_choices(self) -> tuple[tuple[str, int], ...]:
        """Give times to sleep until, as (label, UTC microseconds); for one that sleeps, to wake it, too."""
        choices = snooze_choices(self._now_us(), self._to_local)
        return (("Wake it now", 0), *choices) if self.state.asleep else choices

    # ---- inside

    def _close(self) -> None:
        self._leave()
        self.thread.close()

    def _leave(self) -> None:
        self.reply.left()
        self.notes.draft_due()

    def _put_away(self, how: Callable[[Thread], Awaitable[None]], *, stays: bool, name: str) -> None:
        thread_id = self.thread.id
        if not thread_id:
            return
        self._leave_for_next(thread_id, stays=stays)

        async def put() -> None:
            for before in await self._controller.inbox.threads([thread_id]):
                await how(before)

        self._run(put, name=name)

    def _whose(self, thread: Thread) -> str:
        return whose(thread, self._controller.contacts.name_of(thread.key.theirs))

    def _done(self, words: str, before: Thread) -> None:
        async def put_back() -> str:
            return "" if await self._controller.inbox.put_back(before) else SAID_SINCE

        self.undo.done(Deed(words, before.id, put_back))

    def _leave_for_next(self, thread_id: int, *, stays: bool) -> None:
        """Open the conversation below, or the one above the last; what stays in the list stays open."""
        at = self.rows.index_of(thread_id)
        if stays or at is None:
            return
        if len(self.rows) == 1:
            self._close()
            self._tell()
            return
        self.opened(self.rows.id_at(at + 1 if at + 1 < len(self.rows) else at - 1))

    def _thread_changed(self, thread: Thread | None) -> None:
        self.reply.thread_opened(thread)
        self.notes.thread_opened(thread.id if thread is not None else 0)
        self.find.thread_opened(thread.id if thread is not None else 0)
        self._tell()

    def _over_again(self) -> None:
        self._start_over = True
        self._read_soon()

    def _read_soon(self) -> None:
        if not self._reading:
            self._reading = True
            self._run(self._read, name="read the inbox")

    async def _read(self) -> None:
        """Bring the list up to date, one reading at a time."""
        self._reading = True
        try:
            while self._start_over or self._moved:
                moved, self._moved = list(self._moved), {}
                if self._start_over or self._tray == SNOOZED:
                    self._start_over = False
                    await self._reset()
                else:
                    await self._move(moved)
                asleep = await self._controller.inbox.snoozed()
                self._wakes_at_us = asleep[0].snoozed_until_us if asleep else 0
                self.on_unread(await self._controller.inbox.unread())
        finally:
            self._reading = False

    async def _reset(self) -> None:
        tray, desk = self._tray, self._controller.inbox
        another = tray != self._listed  # then nobody's place in the list is lost
        limit = _FIRST_IDS if another else None
        if tray == SNOOZED:
            ids = [thread.id for thread in await desk.snoozed()]
        else:
            ids = await desk.thread_ids(Tray(tray), limit=limit)
        first = await desk.threads(ids[:1])
        if tray != self._tray:
            self._start_over = True
            return
        self._listed = tray
        self.rows.reset(ids, top=(first[0].last_at_us, first[0].id) if first else (0, 0))
        self._tell()
        if len(ids) == limit and tray != SNOOZED:
            whole = await desk.thread_ids(Tray(tray))
            if tray == self._tray:
                self.rows.extend(whole)
                self._tell()

    async def _move(self, moved: Sequence[int]) -> None:
        tray, now_us = self._tray, self._now_us()
        found = {thread.id: thread for thread in await self._controller.inbox.threads(moved)}
        here = [
            thread
            for thread in found.values()
            if thread.tray == tray and not thread.merged_into and thread.snoozed_until_us <= now_us
        ]
        stay = {thread.id for thread in here}
        if tray == self._tray and self.rows.changed(
            [self._row(thread) for thread in here], [each for each in moved if each not in stay]
        ):
            self._tell()
        else:
            self._start_over = True

    def _want(self, ids: list[int]) -> None:
        async def read() -> None:
            threads = await self._controller.inbox.threads(ids)
            self.rows.rows_loaded([self._row(thread) for thread in threads])

        self._run(read, name="read the inbox")

    def _row(self, thread: Thread) -> ThreadRow:
        contact = self._controller.contacts.name_of(thread.key.theirs)
        return thread_row(thread, self._to_local, now_us=self._now_us(), contact=contact)

    def _tell(self) -> None:
        self.state = self._work_out()
        self.on_state(self.state)

    def _work_out(self) -> InboxState:
        thread = self.thread.thread
        return InboxState(
            tray=self._tray,
            count=len(self.rows),
            opened=self.thread.id,
            asleep=thread is not None and thread.snoozed_until_us > self._now_us(),
        )
