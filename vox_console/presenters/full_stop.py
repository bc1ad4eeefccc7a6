"""The one key that stops everything: jobs that run or wait, and single messages that have not left. Qt-free.

Theory of operation. Who presses it has seen something go wrong and does not want to look for the right
button, so it asks nothing and holds everything: "everything" would not be true while a single message may
still leave. It only holds. Each job is resumed by itself; single messages are let go by the notice, or one by
one.
"""

from __future__ import annotations

from collections.abc import Callable

from vox_console.domain.errors import Severity
from vox_console.presenters.compose_words import plural
from vox_console.presenters.notice import Notice
from vox_console.presenters.notices import Action, NoticePresenter
from vox_console.presenters.runner import Run
from vox_console.services.controller import Controller
from vox_console.storage.full_stop import Held

STOP_KEYS = "Shift+Esc"
_EVERYTHING = "everything held"
_SINGLES = "single messages held"


class FullStop:
    """show_jobs: turns to where the jobs are."""

    def __init__(
        self, controller: Controller, run: Run, notices: NoticePresenter, *, show_jobs: Callable[[], None]
    ) -> None:
        self._controller = controller
        self._run = run
        self._notices = notices
        self._show_jobs = show_jobs

    def pressed(self) -> None:
        """Hold everything, and say what that was."""
        self._run(self._hold, name="hold everything")

    async def _hold(self) -> None:
        held = await self._controller.bulk.hold_everything()
        for key in (_EVERYTHING, _SINGLES):
            self._notices.dismissed(key)
        if held.singles:
            self._notices.add(_singles_notice(held), self._let_go(held.singles))
        self._notices.add(everything_notice(held), self._show if held.job_ids else None)

    async def _show(self) -> None:
        self._show_jobs()

    def _let_go(self, singles: tuple[int, ...]) -> Action:
        async def let_go() -> None:
            await self._controller.release(singles)

        return let_go


def everything_notice(held: Held) -> Notice:
    """Say what is held, and what cannot be."""
    rows = held.rows + len(held.singles)
    wire = f"{held.on_the_wire:,} on the wire cannot be recalled"
    if not rows and not held.on_the_wire:
        words = "Nothing was on its way."
    elif not held.on_the_wire:
        words = f"Nothing was on the wire, {rows:,} held."
    else:
        words = f"{wire}, {rows:,} held."
    if held.job_ids:
        which = ", ".join(f"{job_id}" for job_id in held.job_ids)
        stand = f"Job {which} stands" if len(held.job_ids) == 1 else f"Jobs {which} stand"
        words += f" {stand} paused until you go on."
    action = "Show the jobs" if held.job_ids else ""
    return Notice(_EVERYTHING, "Everything is held", words, Severity.WARNING, action=action)


def _singles_notice(held: Held) -> Notice:
    count = len(held.singles)
    return Notice(
        _SINGLES,
        f"{plural(count, 'single message')} held",
        "They leave when you say so; each can be taken back.",
        Severity.WARNING,
        action=f"Send {plural(count, 'message')}",
    )
