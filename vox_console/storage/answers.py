"""Results of stored jobs on their way back to the loop: in order, a little at a time."""

from __future__ import annotations

import logging
import time
from collections import deque
from collections.abc import Callable, Sequence

Done = Callable[[object], None]
"""Takes a job's result, or the exception that undid it."""

TELL_S = 0.002  # how long telling results may hold the loop; a frame of the window has 16 ms for all

_log = logging.getLogger(__name__)


class Answers:
    """Tells results in the thread that `post` hands a callable over to (the event loop)."""

    def __init__(self, post: Callable[[Callable[[], None]], object]) -> None:
        self._post = post
        self._answers: deque[tuple[Done, object]] = deque()

    def deliver(self, answers: Sequence[tuple[Done, object]]) -> None:
        """Queue the answers and post one call that tells them. When the loop is gone, nobody is told."""
        self._answers.extend(answers)
        try:
            self._post(self._tell)
        except Exception:  # noqa: BLE001 - a post that fails must not stop the thread the others depend on
            _log.warning("%d results could not be delivered; what they tell of is stored", len(answers))

    def _tell(self) -> None:
        """Tell answers in order for TELL_S at most, then let the loop do something else first.

        A callback that raises does not cost the others their answer.
        """
        answers = self._answers
        faults: list[Exception] = []
        until_s = time.perf_counter() + TELL_S
        while answers:
            done, result = answers.popleft()
            try:
                done(result)
            except Exception as fault:  # noqa: BLE001 - raised again below, for the loop's handler
                faults.append(fault)
            if answers and time.perf_counter() > until_s:
                self._post(self._tell)
                break
        if faults:
            raise ExceptionGroup("callbacks of stored jobs failed", faults)
