"""When a job of the command line runs: ``--at`` and ``--between``."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import dataclass, replace
from typing import Final

from vox_console.domain.errors import FieldProblem, SettingsError
from vox_console.domain.send_window import SendWindow, read_window
from vox_console.domain.start_time import StartTime, read_start
from vox_console.domain.when_words import moment_words, until_words
from vox_console.services.clocks import SystemClocks, here_offset_s
from vox_console.storage.jobs import NewJob

NOW: Final = "now"


@dataclass(frozen=True, slots=True)
class When:
    """start: None for at once. window: None for all hours."""

    start: StartTime | None = None
    window: SendWindow | None = None

    def on(self, new: NewJob) -> NewJob:
        """Give a job with its time."""
        if self.start is None:
            return new
        return replace(new, start_at_us=self.start.at_us, start_zone=self.start.zone)


def when_of(arguments: Namespace) -> When:
    """Read what was given. Raises SettingsError, in words."""
    start = window = None
    if arguments.at not in {None, NOW}:
        start = read_start(arguments.at, now_us=SystemClocks().now_us(), here=here_offset_s)
    if arguments.between is not None:
        window = read_window(arguments.between)
    if isinstance(start, FieldProblem):
        raise SettingsError("--at cannot be understood", detail=start.text)
    if isinstance(window, FieldProblem):
        raise SettingsError("--between cannot be understood", detail=window.text)
    return When(start, window)


def waits_words(start_at_us: int, *, now_us: int) -> str:
    """Say until when a job waits."""
    when = moment_words(start_at_us, now_us=now_us, here=here_offset_s)
    return f"waits until {when} ({until_words(start_at_us, now_us=now_us)}); Ctrl-C pauses it"
