"""Decides what the dialog of the review tray shows: messages that may be refusals, one by one. Qt-free.

A decision is told and can be undone, which also ends what it entered on the register: the last ones at once,
one after another, any other by looking it up among what was decided. To leave a message for later nothing
needs to be decided: it stays.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable
from dataclasses import replace

from vox_console.domain.address import parse_recipient
from vox_console.domain.errors import FieldProblem, StoreError, VoxError
from vox_console.presenters.errands import Errand, Errands
from vox_console.presenters.refusals_state import RefusalDetail, RefusalsState
from vox_console.presenters.refusals_words import (
    detail_of,
    dismissed_words,
    found_words,
    opted_out_words,
    row_of,
)
from vox_console.presenters.runner import Run
from vox_console.presenters.two_line_rows import TwoLineRows
from vox_console.presenters.wall_time import ToLocal, system_local
from vox_console.services.controller import Controller
from vox_console.services.events import Event, RefusalsChanged

_NO_NUMBER = FieldProblem("number", "empty", "Enter the whole number of this person.")
_UNDONE = "The decision about this message was undone."


class RefusalsPresenter:
    """The review tray. `on_state` is set by the dialog, which also reads `rows`."""

    def __init__(self, controller: Controller, run: Run, *, to_local: ToLocal = system_local) -> None:
        self.on_state: Callable[[RefusalsState], None] = lambda _state: None
        self.state = RefusalsState()
        self.rows = TwoLineRows(self._want)
        self._desk = controller.refusals
        self._run = run
        self._errands = Errands(run, show=self._show_errand, then=self._look)
        self._to_local = to_local
        self._region = ""
        self._open = False
        self._chosen: int | None = None
        self._decided: list[int] = []

    # ---- what the operator does

    def opened(self, *, region: str) -> None:
        """Show what waits. region: whose national numbers are typed."""
        self._open, self._region = True, region
        self._chosen = None
        self._decided.clear()
        self._errands.forget()
        self._show(RefusalsState(errand=self._errands.errand))
        self._look()

    def closed(self) -> None:
        """Show it to nobody any more."""
        self._open = False
        self.on_state = lambda _state: None
        self.rows.leave()

    def chosen(self, refusal_id: int) -> None:
        """Show a message; what was typed about the one that is shown already stays."""
        if self.state.detail is not None and self.state.detail.id == refusal_id:
            return
        self._chosen = refusal_id

        async def read() -> None:
            found = await self._desk.some([refusal_id])
            if found and self._chosen == refusal_id:
                self._show(replace(self.state, detail=detail_of(found[0], self._to_local)))

        self._run(read, name="open the message")

    def number_edited(self, text: str) -> None:
        """Take whose message it is, where that is not known."""
        if self.state.detail is None:
            return
        found = parse_recipient(text, default_region=self._region)
        note = found.international if found.ok else ""
        self._show_detail(replace(self.state.detail, number=text, note=note, number_problem=None))

    def opt_out_pressed(self) -> None:
        """Decide that it is a refusal."""
        detail = self.state.detail
        if detail is None or detail.verdict or detail.returns:
            return
        number, name = "", detail.title
        if detail.asks_number:
            found = parse_recipient(detail.number, default_region=self._region)
            if not found.ok:
                wrong = found.problems[0] if detail.number.strip() else _NO_NUMBER
                self._show_detail(replace(detail, number_problem=wrong))
                return
            number, name = found.digits, found.international

        async def opt_out() -> None:
            added = await self._desk.opt_out(detail.id, number=number)
            self._told(detail.id, opted_out_words(name, taken_back=len(added.taken_back)))

        self._errands.begin("Opting out…", opt_out, name="opt the number out")

    def opt_in_pressed(self) -> None:
        """Decide that the number gets messages again."""
        detail = self.state.detail
        if detail is None or detail.verdict or not detail.returns:
            return

        async def opt_in() -> None:
            await self._desk.opt_in(detail.id)
            self._told(detail.id, f"{detail.title} may be sent to again.")

        self._errands.begin("Taking it off the register…", opt_in, name="let the number get messages again")

    def dismiss_pressed(self) -> None:
        """Decide that nothing changes: it is no refusal, or the number stays out."""
        detail = self.state.detail
        if detail is None or detail.verdict:
            return

        async def dismiss() -> None:
            await self._desk.dismiss(detail.id)
            self._told(detail.id, dismissed_words(detail.title, returns=detail.returns))

        self._errands.begin("Noting it…", dismiss, name="note that it is no refusal")

    def undo_pressed(self) -> None:
        """Take the last decision back that was made here and stands."""
        if self._decided:
            self._reopen(self._decided[-1])

    def reopen_pressed(self) -> None:
        """Take the decision about the message that is shown back."""
        if self.state.detail is not None and self.state.detail.verdict:
            self._reopen(self.state.detail.id)

    def decided_chosen(self, shown: bool) -> None:  # noqa: FBT001 - a check box is on or off
        """List what was decided too, or only what waits."""
        self._chosen = None
        self._show(replace(self.state, decided=shown, detail=None))
        self._look()

    # ---- what the program does

    def heard(self, event: Event) -> None:
        """Take an event of the controller."""
        if isinstance(event, RefusalsChanged) and self._open and not self.state.errand.busy:
            self._look()

    # ---- inside

    def _reopen(self, refusal_id: int) -> None:
        async def reopen() -> None:
            try:
                await self._desk.reopen(refusal_id, reason=_UNDONE)
            except StoreError:
                raise  # the decision stands, and can be taken back later
            except VoxError:
                self._forget(refusal_id)
                raise
            self._forget(refusal_id)
            self._errands.tell("It waits for a decision again.", can_undo=bool(self._decided))

        self._errands.begin("Taking it back…", reopen, name="undo the decision")

    def _told(self, decided: int, note: str) -> None:
        self._decided.append(decided)
        self._leave_detail()
        self._errands.tell(note, can_undo=True)

    def _forget(self, refusal_id: int) -> None:
        """Take note that there is no decision to take back."""
        self._decided = [each for each in self._decided if each != refusal_id]
        self._leave_detail()

    def _leave_detail(self) -> None:
        self._chosen = None
        self._show(replace(self.state, detail=None))

    def _look(self) -> None:
        decided = self.state.decided

        async def look() -> None:
            ids = await self._desk.ids(decided=decided)
            if decided != self.state.decided:
                return
            if self._chosen is not None and self._chosen not in ids:
                self._leave_detail()
            # The list shows its last first: what waits longest, or of all that ever came the newest.
            self.rows.reset(array("q", ids if decided else reversed(ids)), changed=decided)
            self._show(replace(self.state, found=found_words(len(ids), decided=decided)))

        self._run(look, name="look into the review tray")

    def _want(self, ids: list[int]) -> None:
        async def read() -> None:
            self.rows.loaded([row_of(each, self._to_local) for each in await self._desk.some(ids)])

        self._run(read, name="read the review tray")

    def _show_errand(self, errand: Errand) -> None:
        self._show(replace(self.state, errand=errand))

    def _show_detail(self, detail: RefusalDetail) -> None:
        self._show(replace(self.state, detail=detail))

    def _show(self, state: RefusalsState) -> None:
        self.state = state
        self.on_state(state)
