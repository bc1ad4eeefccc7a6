"""Decides what can be taken back in the inbox: the last things that were done, the latest first. Qt-free.

What was done is told for a while by a bar; it can be taken back afterwards, too, as long as the window is
open. Whatever stands in the way is said, and then nothing is done.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final

from vox_console.presenters.runner import Run

MOST: Final = 50


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing that was done. words: what it was. thread_id: the conversation to show when it is undone.

    take_back: undoes it; gives what stands in the way, "" when it is undone.
    """

    words: str
    thread_id: int
    take_back: Callable[[], Awaitable[str]]


@dataclass(frozen=True, slots=True)
class UndoState:
    """words: what the bar says, "" for no bar. offered: its button takes that back. can_undo: the keys do."""

    words: str = ""
    offered: bool = False
    can_undo: bool = False


class InboxUndo:
    """What was done. on_state: set by the bar. on_undone: hears which conversation to show again."""

    def __init__(self, run: Run) -> None:
        self.on_state: Callable[[UndoState], None] = lambda _state: None
        self.on_undone: Callable[[int], None] = lambda _thread_id: None
        self.state = UndoState()
        self._run = run
        self._deeds: list[Deed] = []
        self._busy = False

    def done(self, deed: Deed) -> None:
        """Take what was done just now."""
        self._deeds = [*self._deeds, deed][-MOST:]
        self._tell(deed.words, offered=True)

    def undo_pressed(self) -> None:
        """Take the last thing back."""
        if self._busy or not self._deeds:
            return
        self._busy = True
        deed = self._deeds[-1]

        async def undo() -> None:
            try:
                problem = await deed.take_back()
                self._deeds.remove(deed)
                self._tell(problem, offered=False)
                self.on_undone(deed.thread_id)
            finally:
                self._busy = False

        self._run(undo, name="take it back")

    def read(self) -> None:
        """Take that somebody had time to read the bar."""
        self._tell("", offered=False)

    def _tell(self, words: str, *, offered: bool) -> None:
        self.state = UndoState(words, offered=offered, can_undo=bool(self._deeds))
        self.on_state(self.state)
