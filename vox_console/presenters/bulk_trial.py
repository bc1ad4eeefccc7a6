"""One row's text to a number of one's own, from the bulk pane: an ordinary single send, and how it stands."""

from __future__ import annotations

from collections.abc import Callable

from vox_console.domain.errors import FieldProblem, SendRefused, Severity, VoxError
from vox_console.domain.message import Message, MessageState
from vox_console.imports.table import TableRow
from vox_console.presenters.bulk_trial_state import TrialShown
from vox_console.presenters.bulk_words import problem_of
from vox_console.presenters.runner import Run
from vox_console.presenters.tone import MESSAGE_LOOKS
from vox_console.services.bulk_order import BulkOrder
from vox_console.services.bulk_trial import read_own_number, trial_order
from vox_console.services.controller import Controller
from vox_console.services.events import Event, MessagesChanged, MessagesQueued
from vox_console.settings.profiles import Profile


class RowTrial:
    """Sends the row that is looked at to one's own number. changed: hears that there is news to show."""

    def __init__(self, controller: Controller, run: Run, changed: Callable[[], None]) -> None:
        self._controller = controller
        self._run = run
        self._changed = changed
        self._profile: Profile | None = None
        self._number = ""
        self._edited = self._busy = False
        self._problem: FieldProblem | None = None
        self._row = 0
        self._message: Message | None = None

    def profile_opened(self, profile: Profile) -> None:
        """Take the number that was kept for this account, unless one is typed already."""
        self._profile = profile

        async def load() -> None:
            kept = await self._controller.bulk.own_numbers.get(profile.name)
            if not self._edited:
                self._number = kept
                self._changed()

        self._run(load, name="look for one's own number")

    def number_edited(self, typed: str) -> None:
        """Take the number as typed."""
        self._number, self._edited, self._problem = typed, True, None
        self._changed()

    def send(self, order: BulkOrder, row: TableRow) -> None:
        """Send a row's text, once at a time, and keep the number for the next time."""
        profile, typed = self._profile, self._number
        if profile is None or self._busy:
            return
        self._busy, self._problem = True, None
        self._changed()

        async def send() -> None:
            try:
                one = trial_order(
                    order, row.cells, typed, region=profile.default_region, hold_s=profile.hold_s
                )
                (self._message,) = await self._controller.send(one)
                self._row = row.number
                await self._controller.bulk.own_numbers.keep(profile.name, typed)
            except SendRefused as refusal:
                self._problem = FieldProblem("own_number", "refused", refusal.detail)
            except VoxError as fault:
                self._problem = problem_of("own_number", fault)
            finally:
                self._busy = False
                self._changed()

        self._run(send, name="send a row to oneself")

    def undo(self) -> None:
        """Take back what has not left."""
        message = self._message
        if message is not None:
            self._run(lambda: self._controller.withdraw([message.id]), name="take the row back")

    def heard(self, event: Event) -> None:
        """Look again at the message that was sent when something of it has changed."""
        known = self._message
        if known is None or not isinstance(event, MessagesChanged | MessagesQueued):
            return
        if known.id in event.message_ids:
            self._run(self._look, name="look at the row that was sent")

    async def _look(self) -> None:
        if self._message is not None:
            (self._message,) = await self._controller.messages([self._message.id])
            self._changed()

    def shown(self, row: TableRow | None, *, fault: str) -> TrialShown:
        """Give what is shown beside a row. fault: why its text cannot be sent, "" when it can."""
        practice = self._profile is not None and self._profile.practice
        to = "the practice provider" if practice else "me"
        message = self._message
        return TrialShown(
            number=self._number,
            problem=self._problem or self._doubt(),
            button=f"Send row {row.number:,} to {to}" if row is not None else f"Send this row to {to}",
            blocked=self._blocked(row, fault),
            look=MESSAGE_LOOKS[message.state] if message is not None else None,
            words=f"Row {self._row:,}: {MESSAGE_LOOKS[message.state].word}" if message is not None else "",
            can_undo=message is not None and message.state is MessageState.QUEUED,
        )

    def _doubt(self) -> FieldProblem | None:
        """Give what is wrong with the number that stands there, None while none does."""
        if not self._number.strip():
            return None
        problems = read_own_number(self._number, self._region).problems
        errors = (each for each in problems if each.severity is Severity.ERROR)
        return next(errors, problems[0] if problems else None)

    @property
    def _region(self) -> str:
        return self._profile.default_region if self._profile is not None else ""

    def _blocked(self, row: TableRow | None, fault: str) -> str:
        if self._busy:
            return "Sending…"
        if row is None:
            return "There is no row"
        if fault:
            return fault
        if not self._number.strip():
            return "Give your own number"
        return "" if read_own_number(self._number, self._region).ok else "Give a number that can be sent to"
