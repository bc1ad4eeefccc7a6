"""Decides what the bulk pane shows before a job is there: the list, the message, the check. Qt-free.

Theory of operation. Every input changes the draft, works out the state anew and hands it to the pane. A check
is of one list with one message: whatever changes either takes the check away. What takes time is done by the
list's opening (bulk_opening.py) and the check (bulk_checking.py), one thing at a time (bulk_meanwhile.py).
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from vox_console.domain.bulk_mapping import columns_to_try
from vox_console.domain.errors import StoreError
from vox_console.domain.when_words import moment_words
from vox_console.imports.table import TableRow
from vox_console.presenters.bulk_button import aside, blocked_by, check_words
from vox_console.presenters.bulk_checking import ListChecking, Task
from vox_console.presenters.bulk_edits import BulkEdits
from vox_console.presenters.bulk_list import BulkList
from vox_console.presenters.bulk_meanwhile import Meanwhile
from vox_console.presenters.bulk_mending import BulkMending
from vox_console.presenters.bulk_message import BulkDraft, fault_of, message_shown, order_of
from vox_console.presenters.bulk_opening import NOTHING_PASTED, ListOpening
from vox_console.presenters.bulk_rehearsing import ListRehearsing
from vox_console.presenters.bulk_state import BulkState
from vox_console.presenters.bulk_trial import RowTrial
from vox_console.presenters.bulk_when import STARTS, WhenDraft, start_of
from vox_console.presenters.bulk_words import remembered_words, start_words
from vox_console.presenters.compose_choices import WAYS
from vox_console.presenters.compose_order import NOBODY
from vox_console.presenters.compose_route import Route, find_route
from vox_console.presenters.runner import Run
from vox_console.services.bulk_mends import mended_row
from vox_console.services.bulk_order import BulkOrder
from vox_console.services.clocks import here_offset_s
from vox_console.services.controller import Controller
from vox_console.services.events import Event, LinkChanged
from vox_console.services.list_mapping import ListMapping
from vox_console.services.stored_list import StoredRows
from vox_console.settings.profiles import Profile
from vox_console.storage.job_family import Origin


class BulkPresenter(BulkEdits):
    """The list and the message. `on_state` is set by the pane, `on_stored` by who runs the job then."""

    ways = WAYS
    starts = STARTS

    def __init__(self, controller: Controller, run: Run) -> None:
        super().__init__()
        self.on_state: Callable[[BulkState], None] = lambda _state: None
        self.on_stored: Callable[[int], Awaitable[None]] = _nobody
        self._controller = controller
        self._now_us = controller.clocks.now_us
        self._profile: Profile | None = None
        self._route = Route()
        self._meanwhile = Meanwhile(self._tell)
        self._list = ListOpening(controller.bulk, run, self._meanwhile, self._list_taken)
        self._checking = ListChecking(controller, run, self._meanwhile, self._job_stored)
        self._rehearsing = ListRehearsing(run, self._meanwhile)
        self._trial = RowTrial(controller, run, self._tell)
        self.mending = BulkMending(lambda: self._checking.rows, self._may_mend, self._mended, self._tell)
        self._to_remember: tuple[str, ListMapping] | None = None
        self.state = BulkState()

    # ---- the list

    def file_chosen(self, path: Path) -> None:
        """Open a file."""
        self.mending.give_up_for(lambda: self._list.file(path))

    async def again(self, job_id: int, origin: Origin) -> None:
        """Open rows of a job that may be sent again, with its message. Raises SettingsError, StoreError."""
        rows = await self._controller.bulk.again.open(job_id, origin)
        self.mending.give_up_for(lambda: self._take_again(rows))

    def pasted(self, text: str) -> None:
        """Open what was copied out of a spreadsheet."""
        if text.strip():
            self.mending.give_up_for(lambda: self._list.cells(text))
        else:
            self._list.problem = NOTHING_PASTED
            self._tell()

    def reading_chosen(self, field: str, value: str) -> None:
        """Read the list another way than was detected."""
        self.mending.give_up_for(lambda: self._list.again(field, value))

    def mapping_set_back(self) -> None:
        """Read the list as it is detected, not as the last one of its header."""
        self.mending.give_up_for(self._set_back)

    def list_dropped(self) -> None:
        """Forget the list; the message stays for the next."""
        self.mending.give_up_for(self._drop_list)

    # ---- one row to oneself

    def own_number_edited(self, typed: str) -> None:
        """Take the number that rows are tried with."""
        self._trial.number_edited(typed)

    def trial_pressed(self) -> None:
        """Send the row that is looked at to one's own number."""
        task, row = self._task(), self._row()
        if task is not None and row is not None and not self.state.trial.blocked:
            self._trial.send(task.order, row)

    def trial_undone(self) -> None:
        """Take back the row that was sent to oneself."""
        self._trial.undo()

    # ---- the check

    def primary_pressed(self) -> None:
        """Do what the one button says: check the list, or send to it."""
        self._tell()  # a time may have passed meanwhile
        task = self._task()
        if self.state.blocked or self._meanwhile.words or task is None:
            return
        current = self._checking.current(self.mending.mends)
        if current is None:
            self._checking.start(task)
        else:
            self._to_remember = self._mapping()
            self._checking.store(task, current)

    def recent_chosen(self, choice: str) -> None:
        """Take what becomes of rows whose numbers got nearly the text lately, SEND or SKIP of `bulk_recent`.

        Where it changes who is sent to, the list is checked again at once.
        """
        before, self._draft = self._task(), replace(self._draft, recent=choice)
        task = self._task()
        if task is not None and before is not None and task.order.skip_recent != before.order.skip_recent:
            self._change(self._draft)
            self.primary_pressed()
        else:
            self._tell()

    def rehearse_pressed(self) -> None:
        """Send the list to the practice provider, and to nobody else."""
        task = self._task()
        if self.state.can_rehearse and self.state.check is not None and task is not None:
            accepted = self.state.check.accepted.count
            self._rehearsing.start(task, accepted=accepted, judge=self._checking.judge)

    def cancel_pressed(self) -> None:
        """Break off what goes on, where it can be."""
        self._meanwhile.cancel()

    def count_typed(self, text: str) -> None:
        """Take how many the operator says they are."""
        self._checking.typed = text
        self._tell()

    def excluded_saved(self, path: Path) -> None:
        """Write the excluded rows with their reasons to a file."""
        task = self._task()
        if not self._meanwhile.words and task is not None and self._checking.check is not None:
            self._checking.save(task, path)

    # ---- what the program does

    def profile_opened(self, profile: Profile) -> None:
        """Take the account that was chosen: its sender and country."""
        self._profile = profile
        sender = self._draft.sender or profile.default_sender
        self._change(replace(self._draft, sender=sender, region=profile.default_region))
        self._trial.profile_opened(profile)

    def heard(self, event: Event) -> None:
        """Take an event of the controller: a way may have gone or come."""
        self._trial.heard(event)
        if isinstance(event, LinkChanged):
            self._tell()

    def leave(self) -> None:
        """Break everything off, because the session ends; what was not stored whole is not stored at all."""
        self._checking.leave()

    # ---- inside

    @property
    def _opened(self) -> BulkList | None:
        return self._list.opened

    def _list_taken(self, same_list: bool) -> None:  # noqa: FBT001 # the one thing that is told
        opened = self._list.opened
        if opened is None:
            return
        self._checking.forget()
        self._rehearsing.forget()
        self.mending.forget()
        kept = [at for at in self._draft.numbers if same_list and at < len(opened.columns)]
        recalled = self._list.recalled
        if recalled is not None and max(recalled.number_columns, default=-1) < len(opened.columns):
            kept = list(recalled.number_columns)
            self._recall_region(recalled.region)
        elif not same_list:
            self._recall_region(None)
        if isinstance(opened.table, StoredRows):
            kept = list(BulkOrder.from_json(opened.table.job.settings).number_columns)
        numbers = tuple(kept) or columns_to_try(opened.guesses)
        self._draft = replace(self._draft, numbers=numbers, recent="", at=0)

    def _take_again(self, rows: StoredRows) -> None:
        order = BulkOrder.from_json(rows.job.settings)
        rate = f"{order.parts_per_s:g}" if order.parts_per_s else ""
        draft = replace(self._draft, text=order.text, sender=order.sender, transport=order.transport)
        self._change(replace(draft, region=order.default_region, rate=rate, first_wins=order.first_wins))
        self._list.stored(rows)

    async def _job_stored(self, job_id: int) -> None:
        if self._to_remember is not None:
            with suppress(StoreError):  # the job is stored, and of that nothing is lost
                await self._controller.bulk.remember_mapping(*self._to_remember)
        await self.on_stored(job_id)
        self._drop_list()

    def _drop_list(self) -> None:
        self._list.drop()
        self.mending.forget()
        self._change(replace(self._draft, numbers=(), recent="", at=0))

    def _mapping(self) -> tuple[str, ListMapping]:
        region = self._draft.region.strip().upper()
        return self._list.fingerprint, ListMapping(self._draft.numbers, region, self._list.wanted)

    def _remembered(self) -> str:
        """Say that the list is read as last time, while it is."""
        recalled = self._list.recalled
        return remembered_words(recalled.saved_at_us) if recalled and recalled == self._mapping()[1] else ""

    def _set_back(self) -> None:
        self._draft = replace(self._draft, numbers=())
        self._recall_region(None)
        self._list.as_detected()

    def _recall_region(self, region: str | None) -> None:
        """Take the country of the last list of this header; None: the account's, where one was taken so."""
        if region is not None:
            self._draft = replace(self._draft, region=region)
        elif self._region_recalled and self._profile is not None:
            self._draft = replace(self._draft, region=self._profile.default_region)
        self._region_recalled = region is not None

    def _may_mend(self) -> bool:
        return not self._meanwhile.words or self._meanwhile.depends

    def _mended(self) -> None:
        """Take the sum for outdated, and break off the check that judges rows as they no longer are."""
        self._meanwhile.message_changed()
        self._checking.typed = self._checking.note = ""
        self._rehearsing.forget()
        self._tell()

    def _row(self) -> TableRow | None:
        """Give the row that is looked at, as it is mended."""
        opened = self._list.opened
        if opened is None or not opened.sample:
            return None
        return mended_row(opened.sample[min(self._draft.at, len(opened.sample) - 1)], self.mending.mends)

    def _task(self) -> Task | None:
        opened, profile = self._list.opened, self._profile
        if opened is None or profile is None:
            return None
        order = order_of(self._draft, opened, profile)
        start = start_of(self._draft.when, now_us=self._now_us(), here=here_offset_s)
        return Task(opened, self.mending.mends, order, profile, self._route.able, start)

    def _change_start(self, when: WhenDraft) -> None:
        self._draft = replace(self._draft, when=when)
        self._tell()

    def _change(self, draft: BulkDraft) -> None:
        self._meanwhile.message_changed()
        self._draft = draft
        self._checking.forget()
        self._rehearsing.forget()
        self._tell()

    def _tell(self) -> None:
        self._route = find_route(self._controller, self._profile, self._draft.transport) or self._route
        self.state = self._work_out()
        self.on_state(self.state)

    def _work_out(self) -> BulkState:
        practice = self._profile is not None and self._profile.practice
        meanwhile, opened = self._meanwhile, self._list.opened
        if opened is None:
            return BulkState(
                list_problem=self._list.problem,
                busy=meanwhile.words,
                can_cancel=meanwhile.can_cancel,
                practice=practice,
                primary="Check the list",
                blocked="Choose a list",
            )
        mends, now_us = self.mending.mends, self._now_us()
        message = message_shown(
            self._draft, opened, self._profile, self._route, now_us=now_us, here=here_offset_s, mends=mends
        )
        start = start_of(self._draft.when, now_us=now_us, here=here_offset_s)
        order = order_of(self._draft, opened, self._profile)
        rate = order.parts_per_s or (self._profile or NOBODY).parts_per_s
        found = self._checking.current(mends)
        check = self._checking.shown(
            mends,
            parts_per_s=rate,
            recent=self._draft.recent,
            at_us=start.at_us if start else now_us,
            window=order.window,
        )
        at = f" at {moment_words(start.at_us, now_us=now_us, here=here_offset_s)}" if start else ""
        excluded = sum(line.count for line in check.excluded) if check is not None else 0
        return BulkState(
            opened=opened.shown(numbers_at=self._draft.numbers, remembered=self._remembered()),
            list_problem=self._list.problem,
            message=message,
            check=check,
            check_problem=self._checking.problem or self._rehearsing.problem,
            mending=self.mending.shown(opened.columns, excluded=excluded, busy=meanwhile.words),
            mended=self.mending.words,
            question=self.mending.question,
            primary=start_words(found.books, practice=practice) + at if found else check_words(check),
            blocked=blocked_by(
                check if found else None, busy=meanwhile.words, fault=fault_of(message, self._profile)
            ),
            aside=aside(check, self._route, note=self._checking.note),
            busy=meanwhile.words,
            can_cancel=meanwhile.can_cancel,
            practice=practice,
            trial=self._trial.shown(
                self._row(), fault="" if message.sample and message.sample.text else "There is no text yet"
            ),
            rehearsal=self._rehearsing.shown(),
            can_rehearse=found is not None and bool(found.books.accepted) and not meanwhile.words,
        )


async def _nobody(_job_id: int) -> None:
    """Run nothing: there is no window."""
