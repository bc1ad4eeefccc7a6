"""Decides what the bulk pane shows before a job is there: the list, the message, the check. Qt-free.

Theory of operation. Every input changes the draft, works out the state anew and hands it to the pane. A check
is of one list with one message: whatever changes either takes the check away. Starting judges every row once
more while the job is stored, and starts nothing when the sum has become another one than the operator saw.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from vox_console.domain.errors import FieldProblem, SendRefused, Severity, VoxError
from vox_console.domain.transport_name import TransportRule
from vox_console.imports.opening import open_table, table_of_text
from vox_console.imports.table import Table, Wanted
from vox_console.presenters.bulk_check import ListCheck, check_shown, save_excluded
from vox_console.presenters.bulk_list import BulkList, wanted_with
from vox_console.presenters.bulk_message import BulkDraft, fault_of, message_shown, order_of
from vox_console.presenters.bulk_state import BulkState, CheckShown, MessageShown
from vox_console.presenters.bulk_words import CHANGED_SINCE, start_words
from vox_console.presenters.compose_choices import WAYS
from vox_console.presenters.compose_order import NOBODY
from vox_console.presenters.compose_route import Route, find_route
from vox_console.presenters.compose_words import offline_words, plural
from vox_console.presenters.runner import Run
from vox_console.services.bulk_import import judged
from vox_console.services.bulk_order import BulkOrder, RowJudge
from vox_console.services.controller import Controller
from vox_console.services.events import Event, LinkChanged
from vox_console.settings.profiles import Profile
from vox_console.storage.jobs import JobRow, NewJob

Open = Callable[[Wanted], Table]

PASTED = "Pasted cells"
NOTHING_PASTED = FieldProblem("list", "nothing_pasted", "There is no text on the clipboard.")


class BulkPresenter:
    """The list and the message. `on_state` is set by the pane, `on_stored` by who runs the job then."""

    ways = WAYS

    def __init__(self, controller: Controller, run: Run) -> None:
        self.on_state: Callable[[BulkState], None] = lambda _state: None
        self.on_stored: Callable[[int], Awaitable[None]] = _nobody
        self._controller = controller
        self._run = run
        self._profile: Profile | None = None
        self._route = Route()
        self._open: Open | None = None
        self._wanted = Wanted()
        self._opened: BulkList | None = None
        self._draft = BulkDraft()
        self._problem: FieldProblem | None = None
        self._check: ListCheck | None = None
        self._check_problem: FieldProblem | None = None
        self._typed = self._saved = self._note = ""
        self._busy = ""
        self._turn = 0  # of what goes on meanwhile: another turn means that its outcome is not wanted
        self._can_cancel = False
        self._checking = False
        self._left = False
        self.state = BulkState()

    # ---- the list

    def file_chosen(self, path: Path) -> None:
        """Open a file."""
        self._read(path.name, lambda wanted: open_table(path, wanted=wanted), Wanted())

    def pasted(self, text: str) -> None:
        """Open what was copied out of a spreadsheet."""
        if not text.strip():
            self._problem = NOTHING_PASTED
            self._tell()
            return
        self._read(PASTED, lambda wanted: table_of_text(text, wanted=wanted), Wanted())

    def reading_chosen(self, field: str, value: str) -> None:
        """Read the list another way than was detected."""
        if self._open is not None and self._opened is not None:
            self._read(self._opened.name, self._open, wanted_with(self._wanted, field, value))

    def list_dropped(self) -> None:
        """Forget the list; the message stays for the next."""
        self._turn += 1
        self._busy, self._opened, self._open, self._problem = "", None, None, None
        self._change(replace(self._draft, number="", at=0))

    # ---- the message

    def text_edited(self, text: str) -> None:
        """Take the text with its fields."""
        self._change(replace(self._draft, text=text))

    def sender_edited(self, text: str) -> None:
        """Take the sender as typed."""
        self._change(replace(self._draft, sender=text))

    def number_chosen(self, index: str) -> None:
        """Take the column of the numbers."""
        self._change(replace(self._draft, number=index))

    def region_edited(self, text: str) -> None:
        """Take the country whose national numbers the list may hold."""
        self._change(replace(self._draft, region=text))

    def rate_edited(self, text: str) -> None:
        """Take the parts per second as typed, "" for the account's own."""
        self._change(replace(self._draft, rate=text))

    def way_chosen(self, rule: str) -> None:
        """Take the way the messages shall take, a value of TransportRule."""
        self._change(replace(self._draft, transport=TransportRule(rule)))

    def sample_moved(self, step: int) -> None:
        """Look at another row's text."""
        if self._opened is not None and self._opened.sample:
            at = (min(self._draft.at, len(self._opened.sample) - 1) + step) % len(self._opened.sample)
            self._draft = replace(self._draft, at=at)
            self._tell()

    # ---- the check

    def primary_pressed(self) -> None:
        """Do what the one button says: check the list, or send to it."""
        if self.state.blocked or self._busy:
            return
        if self._check is None:
            self._start_check()
        else:
            self._start_job(self._check)

    def cancel_pressed(self) -> None:
        """Break off what goes on, where it can be."""
        if self._can_cancel:
            self._turn += 1
            self._end()

    def count_typed(self, text: str) -> None:
        """Take how many the operator says they are."""
        self._typed = text
        self._tell()

    def excluded_saved(self, path: Path) -> None:
        """Write the excluded rows with their reasons to a file."""
        opened, profile = self._opened, self._profile
        if self._busy or opened is None or profile is None or self._check is None:
            return
        order = order_of(self._draft, opened, profile)
        turn = self._begin("Saving the excluded rows…", can_cancel=False)

        async def save() -> None:
            try:
                judge = await self._judge(order, profile)
                count = await asyncio.to_thread(save_excluded, path, opened.columns, opened.table, judge)
                if turn == self._turn:
                    self._saved = f"{plural(count, 'row')} saved to {path.name}."
            except OSError as fault:
                self._saved = f"Not saved: {fault.strerror or fault}."
            finally:
                self._end(turn)

        self._run(save, name="save the excluded rows")

    # ---- what the program does

    def profile_opened(self, profile: Profile) -> None:
        """Take the account that was chosen: its sender and country."""
        self._profile = profile
        sender = self._draft.sender or profile.default_sender
        self._change(replace(self._draft, sender=sender, region=profile.default_region))

    def heard(self, event: Event) -> None:
        """Take an event of the controller: a way may have gone or come."""
        if isinstance(event, LinkChanged):
            self._tell()

    def leave(self) -> None:
        """Break everything off, because the session ends; what was not stored whole is not stored at all."""
        self._left = True
        self._turn += 1

    # ---- inside

    def _while_here(self, rows: Iterable[JobRow]) -> Iterator[JobRow]:
        """Give the rows as long as the session lasts. Raises SendRefused after that."""
        for row in rows:
            if self._left:
                raise SendRefused("The job was not stored", detail="The session ended meanwhile.")
            yield row

    def _read(self, name: str, opening: Open, wanted: Wanted) -> None:
        self._turn += 1
        self._busy = ""
        turn = self._begin(f"Opening {name}…", can_cancel=True)
        same_list = self._open is opening

        async def read() -> None:
            try:
                opened = await asyncio.to_thread(lambda: BulkList(name, opening(wanted)))
            except VoxError as fault:
                if turn == self._turn:
                    self._problem = _problem("list", fault)
            else:
                if turn == self._turn:
                    self._take_list(opened, opening, wanted, same_list=same_list)
            finally:
                self._end(turn)

        self._run(read, name="open the list")

    def _take_list(self, opened: BulkList, opening: Open, wanted: Wanted, *, same_list: bool) -> None:
        self._opened, self._open, self._wanted, self._problem = opened, opening, wanted, None
        self._check, self._check_problem = None, None
        self._typed = self._saved = self._note = ""
        kept = self._draft.number if same_list and self._draft.number_at < len(opened.columns) else ""
        guessed = str(opened.guesses[0].index) if opened.guesses else ""
        self._draft = replace(self._draft, number=kept or guessed, at=0)

    async def _judge(self, order: BulkOrder, profile: Profile) -> RowJudge:
        opted_out = await self._controller.bulk.opted_out()
        return RowJudge(order, profile, self._route.able, opted_out=opted_out)

    def _start_check(self) -> None:
        opened, profile = self._opened, self._profile
        if opened is None or profile is None:
            return
        order = order_of(self._draft, opened, profile)
        self._check_problem = None
        turn = self._begin("Checking…", can_cancel=True)
        self._checking = True

        async def check() -> None:
            try:
                found = ListCheck(opened.table, await self._judge(order, profile))
                done = await found.run(
                    told=lambda rows: self._go_on(f"Checking… {rows:,} rows", turn),
                    wanted=lambda: turn == self._turn,
                )
                if done:
                    self._check, self._note = found, ""
            except VoxError as fault:
                if turn == self._turn:
                    self._check_problem = _problem("check", fault)
            finally:
                self._end(turn)

        self._run(check, name="check the list")

    def _start_job(self, seen: ListCheck) -> None:
        opened, profile = self._opened, self._profile
        if opened is None or profile is None:
            return
        order = order_of(self._draft, opened, profile)
        turn = self._begin("Storing the job…", can_cancel=False)

        async def start() -> None:
            try:
                job_id = await self._controller.bulk.store(
                    NewJob(profile.name, opened.name, opened.columns, order.to_json()),
                    self._while_here(judged(opened.table, await self._judge(order, profile))),
                    told=lambda rows: self._go_on(f"Storing the job… {rows:,} rows", turn),
                )
                if await self._controller.bulk.books(job_id) != seen.books:
                    await self._controller.bulk.stop(job_id)
                    self._check, self._typed, self._note = None, "", CHANGED_SINCE
                    return
            except VoxError as fault:
                self._check, self._check_problem = None, _problem("check", fault)
                return
            finally:
                self._end(turn)
            if not self._left:
                await self.on_stored(job_id)
                self.list_dropped()

        self._run(start, name="store the job")

    def _begin(self, words: str, *, can_cancel: bool) -> int:
        self._turn += 1
        self._busy, self._can_cancel, self._checking = words, can_cancel, False
        self._tell()
        return self._turn

    def _go_on(self, words: str, turn: int) -> None:
        if turn == self._turn:
            self._busy = words
            self._tell()

    def _end(self, turn: int | None = None) -> None:
        if turn is None or turn == self._turn:
            self._busy, self._can_cancel, self._checking = "", False, False
            self._tell()

    def _change(self, draft: BulkDraft) -> None:
        if self._checking:
            self._turn += 1  # it checks what is no longer so
            self._busy, self._can_cancel, self._checking = "", False, False
        self._draft = draft
        self._check, self._check_problem = None, None
        self._typed = self._saved = self._note = ""
        self._tell()

    def _tell(self) -> None:
        self._route = find_route(self._controller, self._profile, self._draft.transport) or self._route
        self.state = self._work_out()
        self.on_state(self.state)

    def _work_out(self) -> BulkState:
        practice = self._profile is not None and self._profile.practice
        opened = self._opened
        if opened is None:
            return BulkState(
                list_problem=self._problem,
                busy=self._busy,
                can_cancel=self._can_cancel,
                practice=practice,
                primary="Check the list",
                blocked="Choose a list",
            )
        message = message_shown(self._draft, opened, self._profile, self._route)
        check = self._shown_check(order_of(self._draft, opened, self._profile))
        return BulkState(
            opened=opened.shown(number_at=self._draft.number_at),
            list_problem=self._problem,
            message=message,
            check=check,
            check_problem=self._check_problem,
            primary=start_words(self._check.books, practice=practice) if self._check else "Check the list",
            blocked=self._blocked(message, check),
            aside=self._aside(check),
            busy=self._busy,
            can_cancel=self._can_cancel,
            practice=practice,
        )

    def _shown_check(self, order: BulkOrder) -> CheckShown | None:
        if self._check is None:
            return None
        rate = order.parts_per_s or (self._profile or NOBODY).parts_per_s
        return check_shown(self._check, parts_per_s=rate, typed=self._typed, saved=self._saved)

    def _blocked(self, message: MessageShown, check: CheckShown | None) -> str:
        if self._busy:
            return self._busy
        fault = fault_of(message, self._profile)
        if fault or check is None:
            return fault
        if not check.accepted.count:
            return "No row can be sent to"
        if check.must_type and _digits(self._typed) != str(check.must_type):
            return f"Type {check.must_type:,} to confirm"
        return ""

    def _aside(self, check: CheckShown | None) -> str:
        if self._note:
            return self._note
        if check is None:
            return "Nothing leaves before you have seen the sum"
        if self._route.bound:
            return self._route.words
        return offline_words(self._route.able)


async def _nobody(_job_id: int) -> None:
    """Run nothing: there is no window."""


def _digits(typed: str) -> str:
    """Give a count as typed without what stands between its thousands."""
    return "".join(each for each in typed if each not in " ,.'\u00a0\u202f")


def _problem(field: str, fault: VoxError) -> FieldProblem:
    words = [fault.title.rstrip("."), fault.detail, fault.hint]
    text = ". ".join(each.rstrip(".") for each in words if each) + "."
    return FieldProblem(field, "refused", text, severity=Severity.ERROR)
