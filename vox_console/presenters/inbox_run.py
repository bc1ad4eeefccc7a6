"""One run of lines of a conversation: what of it is on the screen, without a gap. Pure.

It mostly ends with the newest line. After a jump to a line far back it does not; then more can be read at
both ends. What is read again of it changes lines, adds and removes some, but never shows what nobody scrolled
to.
"""

from __future__ import annotations

from collections.abc import Sequence

from vox_console.services.inbox import Line, Place


class LineRun:
    """Lines, newest first. has_older, has_newer: more stand beyond its ends."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.has_older = False
        self.has_newer = False

    @property
    def oldest(self) -> Place | None:
        """Where its oldest line stands, None when it has none."""
        return self.lines[-1].place if self.lines else None

    @property
    def newest(self) -> Place | None:
        """Where its newest line stands, None when it has none."""
        return self.lines[0].place if self.lines else None

    def has(self, place: Place) -> bool:
        """Tell whether a line is in it."""
        return any(line.place == place for line in self.lines)

    def clear(self) -> None:
        """Hold nothing."""
        self.start([], has_older=False, has_newer=False)

    def start(self, lines: Sequence[Line], *, has_older: bool, has_newer: bool) -> None:
        """Hold these, newest first."""
        self.lines, self.has_older, self.has_newer = list(lines), has_older, has_newer

    def older(self, more: Sequence[Line], *, below: Place, full: bool) -> bool:
        """Take what stands above a line, newest first; False when that is no end of the run any more.

        full: there may be more beyond.
        """
        if self.oldest != below:
            return False
        self.lines += more
        self.has_older = full
        return True

    def newer(self, more: Sequence[Line], *, above: Place, full: bool) -> bool:
        """Take what stands below a line, oldest first; False when that is no end of the run any more."""
        if self.newest != above:
            return False
        self.lines[:0] = more[::-1]
        self.has_newer = full
        return True

    def again(self, lines: Sequence[Line], *, full: bool) -> None:
        """Take what was read again from its newest end back, newest first. full: there may be more."""
        oldest = self.oldest if self.has_older else None
        if oldest is None:
            self.lines, self.has_older = list(lines), full
            return
        self.lines = [line for line in lines if line.place >= oldest]
        self.has_older = full or len(self.lines) < len(lines)
