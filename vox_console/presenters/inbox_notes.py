"""Decides what the note box shows: what agents write into a conversation for each other. Qt-free.

A note has a box of its own, and nothing in here can send: it knows neither the outbox nor a link. What was
begun stays with its conversation until it is kept, across restarts, too, and shows itself when that
conversation is opened again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from vox_console.domain.plain_text import one_line
from vox_console.presenters.draft import Draft
from vox_console.presenters.inbox_undo import Deed, InboxUndo
from vox_console.presenters.runner import Run
from vox_console.services.controller import Controller
from vox_console.storage.drafts import note_slot

_LONGEST_TOLD = 60


@dataclass(frozen=True, slots=True)
class NoteState:
    """thread_id: whose note, 0 when none is open. opened: the box is shown. can_keep: there is something."""

    thread_id: int = 0
    opened: bool = False
    text: str = ""
    can_keep: bool = False


class InboxNotes:
    """The notes of the opened conversation. `on_state` is set by the box."""

    def __init__(self, controller: Controller, run: Run, undo: InboxUndo) -> None:
        self.on_state: Callable[[NoteState], None] = lambda _state: None
        self.state = NoteState()
        self._controller = controller
        self._run = run
        self._undo = undo
        self._thread_id = 0
        self._opened = False
        self._begun: dict[int, str] = {}
        self._keeping: set[int] = set()

    # ---- what the operator does

    def begin_pressed(self) -> None:
        """Show the box."""
        self._opened = bool(self._thread_id)
        self._tell()

    def left_pressed(self) -> None:
        """Show the answer again; what was begun stays."""
        self._opened = False
        self.draft_due()
        self._tell()

    def text_edited(self, text: str) -> None:
        """Take the text."""
        if self._thread_id:
            self._begun[self._thread_id] = text
            self._tell()

    def keep_pressed(self) -> None:
        """Keep the note in the conversation, and show the answer again."""
        thread_id, text = self._thread_id, self._text.strip()
        if not text or thread_id in self._keeping:
            return
        self._keeping.add(thread_id)
        self._tell()

        async def keep() -> None:
            try:
                await self._controller.inbox.write_note(thread_id, text)
            finally:
                self._keeping.discard(thread_id)
                self._tell()
            if self._begun.get(thread_id, "").strip() == text:  # typed on meanwhile? then it stays
                self._begun[thread_id] = ""
                if thread_id == self._thread_id:
                    self._opened = False
            self._tell()
            await self._store(thread_id)

        self._run(keep, name="keep the note")

    def remove_pressed(self, note_id: int) -> None:
        """Remove a note; it can be put back."""
        thread_id, desk = self._thread_id, self._controller.inbox

        async def remove() -> None:
            note = await desk.remove_note(note_id)
            if note is None:
                return  # it has gone already

            async def put_back() -> str:
                await desk.put_note_back(note)
                return ""

            told = one_line(note.text[:_LONGEST_TOLD])
            self._undo.done(Deed(f"Note removed: {told}", thread_id, put_back))

        self._run(remove, name="remove the note")

    def draft_due(self) -> None:
        """Store what was begun now."""
        thread_id = self._thread_id
        if thread_id in self._begun and thread_id not in self._keeping:
            self._run(lambda: self._store(thread_id), name="keep the draft")

    # ---- what the program does

    def thread_opened(self, thread_id: int) -> None:
        """Take which conversation is open now, 0 for none."""
        if thread_id == self._thread_id:
            return
        self._thread_id = thread_id
        self._opened = bool(self._text.strip())
        if thread_id and thread_id not in self._begun:
            self._run(lambda: self._restore(thread_id), name="bring the note back")
        self._tell()

    # ---- inside

    @property
    def _text(self) -> str:
        return self._begun.get(self._thread_id, "")

    async def _store(self, thread_id: int) -> None:
        body = Draft(text=self._begun.get(thread_id, "")).to_json()
        await self._controller.save_draft(body, slot=note_slot(thread_id))

    async def _restore(self, thread_id: int) -> None:
        draft = Draft.from_json(await self._controller.load_draft(slot=note_slot(thread_id)))
        if draft is not None and thread_id not in self._begun:
            self._begun[thread_id] = draft.text
            self._opened = self._opened or thread_id == self._thread_id
            self._tell()

    def _tell(self) -> None:
        self.state = NoteState(
            self._thread_id,
            opened=self._opened,
            text=self._text,
            can_keep=bool(self._text.strip()) and self._thread_id not in self._keeping,
        )
        self.on_state(self.state)
