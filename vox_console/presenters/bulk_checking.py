"""The check of the list that is open, and what follows it: the file of excluded rows, and the job.

Starting judges every row once more while the job is stored, and starts nothing when the sum has become
another one than the operator saw.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from vox_console.domain.errors import FieldProblem, SendRefused, VoxError
from vox_console.domain.send_window import SendWindow
from vox_console.domain.start_time import StartTime
from vox_console.presenters.bulk_check import ListCheck, check_shown, save_excluded
from vox_console.presenters.bulk_list import BulkList
from vox_console.presenters.bulk_meanwhile import Meanwhile
from vox_console.presenters.bulk_recent import SENT_SINCE, sent_since
from vox_console.presenters.bulk_state import CheckShown
from vox_console.presenters.bulk_when import when_facts
from vox_console.presenters.bulk_words import CHANGED_SINCE, problem_of
from vox_console.presenters.compose_words import plural
from vox_console.presenters.mend_rows import Judge, MendRows
from vox_console.presenters.runner import Run
from vox_console.services.bulk_import import judged
from vox_console.services.bulk_mends import MendedTable, Mends
from vox_console.services.bulk_order import BulkOrder, RowJudge
from vox_console.services.bulk_recipient import RecipientFinder
from vox_console.services.controller import Controller
from vox_console.services.stored_list import StoredRows
from vox_console.settings.profiles import Profile
from vox_console.storage.jobs import JobRow, NewJob
from vox_console.transports.base import Capabilities


@dataclass(frozen=True, slots=True)
class Task:
    """What is checked and sent: the list and its mends, the order of its rows, who sends it, and when.

    start: None for at once.
    """

    opened: BulkList
    mends: Mends
    order: BulkOrder
    profile: Profile
    able: Capabilities
    start: StartTime | None = None


class ListChecking:
    """Checks a list, and stores it as a job. check: what was found, None while nothing was.

    rows: those that can be mended, None without a check. problem: why a check came to no end. typed: the
    count that confirms. note: why there is no check any more. stored: hears that a job stands in the
    journal, with its id.
    """

    def __init__(
        self,
        controller: Controller,
        run: Run,
        meanwhile: Meanwhile,
        stored: Callable[[int], Awaitable[None]],
    ) -> None:
        self.check: ListCheck | None = None
        self.rows: MendRows | None = None
        self.problem: FieldProblem | None = None
        self.typed = self.note = ""
        self._saved = ""
        self._controller = controller
        self._run = run
        self._meanwhile = meanwhile
        self._stored = stored
        self._left = False

    def forget(self) -> None:
        """Forget the check, because the list or the message is another one now."""
        self.check, self.rows, self.problem = None, None, None
        self.typed = self.note = self._saved = ""

    def current(self, mends: Mends) -> ListCheck | None:
        """Give the check, None when rows were mended since."""
        return self.check if self.check is not None and self.check.mends == mends else None

    def shown(
        self, mends: Mends, *, parts_per_s: float, recent: str, at_us: int, window: SendWindow | None
    ) -> CheckShown | None:
        """Give what the pane shows of the check. recent: what was chosen for rows that are recent.

        at_us: when it starts. window: the hours in which it leaves.
        """
        if self.check is None:
            return None
        return check_shown(
            self.check,
            parts_per_s=parts_per_s,
            when=when_facts(self.check.preflight, at_us=at_us, window=window),
            recent=recent,
            typed=self.typed,
            saved=self._saved,
            outdated=self.current(mends) is None,
        )

    def start(self, task: Task) -> None:
        """Check every row."""
        self.problem = None
        turn = self._meanwhile.begin("Checking…", can_cancel=True, depends=True)

        async def check() -> None:
            try:
                rates = await self._controller.bulk.rates(task.profile.name)
                found = ListCheck(task.opened.table, await self.judge(task), rates, task.mends)
                alone = await self._alone(task)
                done = await found.run(
                    told=lambda rows: self._meanwhile.go_on(f"Checking… {rows:,} rows", turn),
                    wanted=lambda: self._meanwhile.holds(turn),
                )
                if done:
                    self.check, self.note = found, ""
                    self.typed = self._saved = ""
                    finder = RecipientFinder(task.order.number_columns, task.order.default_region)
                    self.rows = MendRows(found.to_mend, alone, finder, task.mends)
            except VoxError as fault:
                if self._meanwhile.holds(turn):
                    self.problem = problem_of("check", fault)
            finally:
                self._meanwhile.end(turn)

        self._run(check, name="check the list")

    def save(self, task: Task, path: Path) -> None:
        """Write the excluded rows with their reasons to a file."""
        turn = self._meanwhile.begin("Saving the excluded rows…", can_cancel=False)

        async def save() -> None:
            opened = task.opened
            try:
                judge = await self.judge(task)
                count = await asyncio.to_thread(
                    save_excluded, path, opened.columns, opened.table, judge, task.mends
                )
                if self._meanwhile.holds(turn):
                    self._saved = f"{plural(count, 'row')} saved to {path.name}."
            except OSError as fault:
                self._saved = f"Not saved: {fault.strerror or fault}."
            finally:
                self._meanwhile.end(turn)

        self._run(save, name="save the excluded rows")

    def store(self, task: Task, seen: ListCheck) -> None:
        """Store every row as a job, unless the sum is not the one that was seen."""
        turn = self._meanwhile.begin("Storing the job…", can_cancel=False)
        desk, opened = self._controller.bulk, task.opened
        table = MendedTable(opened.table, task.mends)

        async def store() -> None:
            try:
                judge = await self.judge(task)
                job_id = await desk.store(
                    NewJob(
                        task.profile.name,
                        opened.name,
                        opened.columns,
                        task.order.to_json(),
                        start_at_us=task.start.at_us if task.start else 0,
                        start_zone=task.start.zone if task.start else "",
                        again=opened.table.again if isinstance(opened.table, StoredRows) else None,
                        mended={number: tuple(cells) for number, cells in task.mends.items()},
                    ),
                    self._while_here(judged(table, judge)),
                    told=lambda rows: self._meanwhile.go_on(f"Storing the job… {rows:,} rows", turn),
                )
                changed = CHANGED_SINCE if await desk.books(job_id) != seen.books else ""
                if changed or sent_since(seen.preflight, judge.preflight):
                    await desk.stop(job_id)
                    self.check, self.rows, self.typed = None, None, ""
                    self.note = changed or SENT_SINCE
                    return
            except VoxError as fault:
                self.check, self.rows, self.problem = None, None, problem_of("check", fault)
                return
            finally:
                self._meanwhile.end(turn)
            if not self._left:
                await self._stored(job_id)

        self._run(store, name="store the job")

    def leave(self) -> None:
        """Break everything off; what was not stored whole is not stored at all."""
        self._left = True
        self._meanwhile.drop()

    async def judge(self, task: Task) -> RowJudge:
        """Give who decides about the rows of a list, as things are now. Raises StoreError, SendRefused."""
        desk = self._controller.bulk
        opted_out = await desk.opted_out(task.order.sender)
        judge = RowJudge(
            task.order,
            task.profile,
            task.able,
            opted_out=opted_out,
            recent=desk.recent(),
            now_us=self._controller.clocks.now_us(),
        )
        if isinstance(task.opened.table, StoredRows):
            judge.know(await desk.again.numbers(task.opened.table.job.id))
        return judge

    async def _alone(self, task: Task) -> Judge:
        """Give who judges any one row, whatever number the others have and what it got lately."""
        opted_out = await self._controller.bulk.opted_out(task.order.sender)
        order = replace(task.order, first_wins=False)
        now_us = self._controller.clocks.now_us()
        return RowJudge(order, task.profile, task.able, opted_out=opted_out, now_us=now_us).judge

    def _while_here(self, rows: Iterable[JobRow]) -> Iterator[JobRow]:
        """Give the rows as long as the session lasts. Raises SendRefused after that."""
        for row in rows:
            if self._left:
                raise SendRefused("The job was not stored", detail="The session ended meanwhile.")
            yield row
