"""The rehearsal of a checked list: the same engine, the practice provider, and nobody is reached."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Final

from vox_console.domain.errors import FieldProblem, VoxError
from vox_console.domain.message import MessageState
from vox_console.presenters.bulk_checking import Task
from vox_console.presenters.bulk_meanwhile import Meanwhile
from vox_console.presenters.bulk_rehearsal_words import taken_words
from vox_console.presenters.bulk_trial_state import RehearsalShown
from vox_console.presenters.bulk_words import problem_of
from vox_console.presenters.compose_words import plural
from vox_console.presenters.delivery_state import Fact
from vox_console.presenters.runner import Run
from vox_console.presenters.tone import MESSAGE_LOOKS
from vox_console.services.bulk_mends import MendedTable
from vox_console.services.bulk_order import RowJudge
from vox_console.services.bulk_rehearsal import MOST_ROWS, Rehearsal, Rehearsed, first_accepted

TITLE: Final = "Rehearsed with the practice provider: 0 sent to real phones"
NO_FORECAST: Final = (
    "The practice provider goes by the last four digits of a number: this shows that the list can be sent, "
    "not what will become of it."
)


class ListRehearsing:
    """Rehearses a list. problem: why the last one came to no end. make: makes a rehearsal."""

    def __init__(self, run: Run, meanwhile: Meanwhile, *, make: Callable[..., Rehearsal] = Rehearsal) -> None:
        self.problem: FieldProblem | None = None
        self._run = run
        self._meanwhile = meanwhile
        self._make = make
        self._found: Rehearsed | None = None
        self._accepted = 0

    def forget(self) -> None:
        """Forget what was rehearsed, because the list or the message is another one now."""
        self._found, self.problem = None, None

    def start(self, task: Task, *, accepted: int, judge: Callable[[Task], Awaitable[RowJudge]]) -> None:
        """Rehearse the first accepted rows. accepted: how many there are in all."""
        self.forget()
        turn = self._meanwhile.begin("Starting the practice provider…", can_cancel=True, depends=True)
        count = min(accepted, MOST_ROWS)

        async def rehearse() -> None:
            try:
                table = MendedTable(task.opened.table, task.mends)
                rows = await asyncio.to_thread(first_accepted, table, await judge(task))
                rehearsal = self._make(task.order, task.profile, rows)
                found = await rehearsal.run(told=partial(self._told, turn, count, rehearsal))
            except VoxError as fault:
                if self._meanwhile.holds(turn):
                    self.problem = problem_of("rehearsal", fault)
            else:
                if self._meanwhile.holds(turn):
                    self._found, self._accepted = found, accepted
            finally:
                self._meanwhile.end(turn)

        self._run(rehearse, name="rehearse the list")

    def _told(self, turn: int, count: int, rehearsal: Rehearsal, done: int) -> None:
        if self._meanwhile.holds(turn):
            self._meanwhile.go_on(f"Rehearsing with the practice provider… {done:,} of {count:,} rows", turn)
        else:
            rehearsal.cancel()

    def shown(self) -> RehearsalShown | None:
        """Give what is shown of it; None while nothing was rehearsed."""
        found = self._found
        if found is None:
            return None
        rows = plural(found.rows, "row")
        if found.rows < self._accepted:
            rows = f"the first {found.rows:,} of {plural(self._accepted, 'accepted row')}"
        outcomes = [
            f"{count:,} {MESSAGE_LOOKS[MessageState(word)].word.lower()}"
            for word, count in found.outcomes.items()
        ]
        facts = [
            Fact("Rows", rows),
            Fact("Outcome", ", ".join(outcomes) or "none"),
            Fact(f"{found.noun.capitalize()}s", taken_words(found)),
        ]
        if not found.whole:
            facts.append(Fact("Ended", "before every row was decided"))
        return RehearsalShown(TITLE, tuple(facts), NO_FORECAST)
