"""Collects garbage on the main thread alone, between events.

Python's cyclic collector runs in whichever thread happens to allocate. If that is the journal's writer
and a closed dialog is in a cycle, Qt objects die in the wrong thread ("Timers cannot be stopped from
another thread") and may take the process with them. So automatic collection is off while a window
lives, and a timer on the main thread does the same work by the same thresholds. It also keeps the
pauses where nobody is typing: a look at three counters costs nothing, and the oldest generation is
only walked when the middle one has been often enough.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

INTERVAL_MS = 1_000


class MainThreadCollector(QObject):
    """While entered, the only one who collects."""

    def __init__(self) -> None:
        super().__init__()
        self._timer = QTimer(self, interval=INTERVAL_MS)
        self._timer.timeout.connect(self.collect_due)

    def __enter__(self) -> None:
        self._was_on = gc.isenabled()
        gc.disable()
        self._timer.start()

    def __exit__(self, *_: object) -> None:
        self._timer.stop()
        if self._was_on:
            gc.enable()

    @staticmethod
    def collect_due() -> int:
        """Collect the oldest generation that is due; give its number, -1 when none is."""
        counts, thresholds = gc.get_count(), gc.get_threshold()
        for generation in (2, 1, 0):
            if 0 < thresholds[generation] < counts[generation]:
                gc.collect(generation)
                return generation
        return -1
