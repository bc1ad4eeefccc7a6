"""What goes on meanwhile in the bulk pane: one thing at a time, in words, and what is no longer wanted.

Theory of operation. Whatever takes time begins a turn and keeps its number. Another turn, a change of what it
works on, or the end of the session means that its outcome is not wanted any more: whoever finds at its end
that its turn does not hold leaves everything as it stands.
"""

from __future__ import annotations

from collections.abc import Callable


class Meanwhile:
    """The turn. words: what goes on, "" for nothing. can_cancel: it may be broken off.

    depends: it is of the message and the rows as they are. changed: hears that any of it is another now.
    """

    def __init__(self, changed: Callable[[], None]) -> None:
        self.words = ""
        self.can_cancel = False
        self._changed = changed
        self._turn = 0
        self.depends = False
        self._stop: Callable[[], None] = _nothing

    def begin(
        self, words: str, *, can_cancel: bool, depends: bool = False, stop: Callable[[], None] | None = None
    ) -> int:
        """Begin a turn; give its number. depends: a change of the message or a mend breaks it off.

        stop: called when it is broken off, so that nothing waits for what nobody wants.
        """
        self.drop()
        self.words, self.can_cancel, self.depends = words, can_cancel, depends
        self._stop = stop or _nothing
        self._changed()
        return self._turn

    def holds(self, turn: int) -> bool:
        """Say whether the outcome of a turn is still wanted."""
        return turn == self._turn

    def go_on(self, words: str, turn: int) -> None:
        """Say how far a turn is."""
        if self.holds(turn):
            self.words = words
            self._changed()

    def end(self, turn: int) -> None:
        """End a turn that came to its end; one that does not hold is not there to be ended."""
        if self.holds(turn):
            self._rest()
            self._changed()

    def cancel(self) -> None:
        """Break off what goes on, where it may be."""
        if self.can_cancel:
            self.drop()
            self._changed()

    def message_changed(self) -> None:
        """Break off what works with the message as it no longer is."""
        if self.depends:
            self.drop()

    def drop(self) -> None:
        """Want the outcome of nothing that goes on."""
        self._turn += 1
        stop = self._stop
        self._rest()
        stop()

    def _rest(self) -> None:
        self.words, self.can_cancel, self.depends = "", False, False
        self._stop = _nothing


def _nothing() -> None:
    """Stop nothing: what goes on ends by itself."""
