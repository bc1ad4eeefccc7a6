"""Fresh sequence numbers for one session: unique over all its requests, of whatever kind."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from vox_console.smpp.pdus import MAX_SEQUENCE


class SequenceNumbers:
    """Counts 1 to 0x7FFFFFFF and starts over (SMPP 3.4 §3.2), then skipping what is still in use.

    in_use: tells whether a number waits for its answer.
    """

    def __init__(self, in_use: Callable[[int], bool], *, first: int = 1) -> None:
        self._in_use = in_use
        self._next = first
        self._wrapped = False

    def fresh(self) -> int:
        """Give one number."""
        while True:
            sequence = self._next
            self._next = sequence + 1
            if sequence == MAX_SEQUENCE:
                self._next = 1
                self._wrapped = True
            if not (self._wrapped and self._in_use(sequence)):
                return sequence

    def lease(self, count: int) -> Sequence[int]:
        """Give `count` numbers."""
        first = self._next
        if not self._wrapped and first + count <= MAX_SEQUENCE:
            self._next = first + count
            return range(first, first + count)
        return [self.fresh() for _ in range(count)]
