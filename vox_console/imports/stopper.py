"""Breaks off from another thread what reading a file waits for."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager


class Stopper:
    """One for each opening that somebody may break off. Every method may be called from any thread."""

    def __init__(self) -> None:
        self._gate = threading.Lock()
        self._ends: list[Callable[[], None]] = []
        self.stopped = False

    def stop(self) -> None:
        """End what waits now, and what begins to wait from now on."""
        with self._gate:
            self.stopped = True
            for end in self._ends:
                end()

    @contextmanager
    def ending(self, end: Callable[[], None]) -> Iterator[None]:
        """Have `end` called when the reading is to stop, at once if it is to already. end: never waits."""
        with self._gate:
            self._ends.append(end)
            if self.stopped:
                end()
        try:
            yield
        finally:
            with self._gate:
                self._ends.remove(end)
