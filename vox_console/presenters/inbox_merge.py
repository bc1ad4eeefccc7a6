"""Decides what the chooser for merging shows: other conversations, and in words what merging does. Qt-free.

The one that is chosen is laid into the one that is open. It can be undone, and each that lies in the open one
can be taken out again by itself.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from vox_console.domain.plain_text import contained, one_line
from vox_console.presenters.contact_names import with_name
from vox_console.presenters.inbox_undo import Deed, InboxUndo
from vox_console.presenters.inbox_words import our_name, short_time, their_address, whose
from vox_console.presenters.runner import Run
from vox_console.presenters.wall_time import ToLocal
from vox_console.services.controller import Controller
from vox_console.settings.profiles import Profile
from vox_console.storage.threads import Thread

SHOWN = 50
APART_ALREADY = "They have been taken apart already."
NOTHING = "No other conversation fits"


@dataclass(frozen=True, slots=True)
class MergeRow:
    """One conversation to choose. name: whose; detail: to which number of ours, its account, when, what."""

    id: int
    name: str
    detail: str


@dataclass(frozen=True, slots=True)
class MergeState:
    """into: whose conversation is open. words: of the list. chosen: the id of a row, 0 for none.

    consequence: what merging does, "" before one is chosen. ended: it is merged, or no longer possible.
    """

    into: str = ""
    typed: str = ""
    rows: tuple[MergeRow, ...] = ()
    words: str = ""
    chosen: int = 0
    consequence: str = ""
    busy: bool = False
    ended: bool = False


class InboxMerge:
    """The chooser. `on_state` is set by its dialog."""

    def __init__(
        self,
        controller: Controller,
        run: Run,
        undo: InboxUndo,
        *,
        now_us: Callable[[], int],
        to_local: ToLocal,
    ) -> None:
        self.on_state: Callable[[MergeState], None] = lambda _state: None
        self.state = MergeState(ended=True)
        self._controller = controller
        self._run = run
        self._undo = undo
        self._now_us = now_us
        self._to_local = to_local
        self._region = ""
        self._into: Thread | None = None
        self._found: dict[int, Thread] = {}
        self._asked = 0

    def profile_opened(self, profile: Profile) -> None:
        """Take the account that was chosen: whose national numbers are typed."""
        self._region = profile.default_region

    # ---- merging

    def begin(self, into: Thread) -> None:
        """Look for what may be laid into this conversation."""
        self._into = into
        self._found = {}
        self._show(MergeState(into=self._whose(into)))
        self._look()

    def edited(self, typed: str) -> None:
        """Look for conversations."""
        self._show(replace(self.state, typed=typed))
        self._look()

    def chosen(self, thread_id: int) -> None:
        """Say what would be done with this one, 0 for none."""
        source = self._found.get(thread_id)
        words = self._consequence(source) if source is not None else ""
        self._show(replace(self.state, chosen=thread_id if words else 0, consequence=words))

    def merge_pressed(self) -> None:
        """Lay the chosen one into the open one."""
        source, into = self._found.get(self.state.chosen), self._into
        if source is None or into is None or self.state.busy or self.state.ended:
            return
        self._show(replace(self.state, busy=True))
        desk = self._controller.inbox

        async def merge() -> None:
            try:
                done = await desk.merge(source.id, into=into.id)
            finally:
                self._show(replace(self.state, busy=False))

            async def take_apart() -> str:
                return "" if await desk.unmerge(done) else APART_ALREADY

            self._undo.done(Deed(f"Merged with {self._told(source)}", into.id, take_apart))
            self._show(replace(self.state, ended=True))

        self._run(merge, name="merge the conversations")

    def split_pressed(self, thread_id: int) -> None:
        """Take a conversation out of the one it lies in."""
        desk = self._controller.inbox

        async def split() -> None:
            root = await desk.split(thread_id)
            (thread,) = await desk.threads([thread_id])

            async def lay_back() -> str:
                await desk.merge(thread_id, into=root)
                return ""

            self._undo.done(Deed(f"Taken out: {self._told(thread)}", root, lay_back))

        self._run(split, name="take the conversations apart")

    # ---- inside

    def _look(self) -> None:
        self._asked += 1
        into, asked, typed = self._into, self._asked, self.state.typed
        if into is None:
            return

        async def look() -> None:
            found = await self._controller.inbox.matching(
                typed, default_region=self._region, but=into.id, limit=SHOWN
            )
            if asked == self._asked:
                self._take(found)

        self._run(look, name="look for conversations")

    def _take(self, found: list[Thread]) -> None:
        self._found = {thread.id: thread for thread in found}
        stays = self.state.chosen in self._found
        words = "" if found else NOTHING
        if len(found) == SHOWN:
            words = f"The {SHOWN} that moved last. Type to find others."
        self._show(
            replace(
                self.state,
                rows=tuple(map(self._row, found)),
                words=words,
                chosen=self.state.chosen if stays else 0,
                consequence=self.state.consequence if stays else "",
            )
        )

    def _row(self, thread: Thread) -> MergeRow:
        time = short_time(thread.last_at_us, self._to_local, now_us=self._now_us())
        said = contained(one_line(thread.preview))
        detail = f"Wrote to {our_name(thread)} · {thread.profile} · {time} · {said}"
        return MergeRow(thread.id, self._whose(thread), detail)

    def _consequence(self, source: Thread) -> str:
        into = self._into
        if into is None:
            return ""
        answers = their_address(into)
        return (
            f"Everything of {self._whose(source)}, what comes later too, is shown in the conversation with"
            f" {self._whose(into)}. Answers go to {answers} from {our_name(into)}."
            " Nothing is lost, and it can be undone."
        )

    def _whose(self, thread: Thread) -> str:
        return with_name(self._controller.contacts.name_of(thread.key.theirs), their_address(thread))

    def _told(self, thread: Thread) -> str:
        return whose(thread, self._controller.contacts.name_of(thread.key.theirs))

    def _show(self, state: MergeState) -> None:
        self.state = state
        self.on_state(state)
