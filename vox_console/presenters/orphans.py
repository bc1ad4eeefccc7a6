"""Decides what the dialog of receipts without a message shows. Qt-free.

What a receipt may be about is only suggested; a person gives it to a message, and can take that back.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from vox_console.presenters.errands import Errand, Errands
from vox_console.presenters.orphans_state import OrphansState
from vox_console.presenters.orphans_words import detail_of, found_words, row_of
from vox_console.presenters.runner import Run
from vox_console.presenters.two_line_rows import TwoLineRows
from vox_console.presenters.wall_time import ToLocal, system_local
from vox_console.services.controller import Controller
from vox_console.services.events import Event, MessagesChanged, OrphansStored


class OrphansPresenter:
    """The receipts without a message. `on_state` is set by the dialog, which also reads `rows`."""

    def __init__(self, controller: Controller, run: Run, *, to_local: ToLocal = system_local) -> None:
        self.on_state: Callable[[OrphansState], None] = lambda _state: None
        self.state = OrphansState()
        self.rows = TwoLineRows(self._want)
        self._desk = controller.orphans
        self._run = run
        self._errands = Errands(run, show=self._show_errand, then=self._look)
        self._to_local = to_local
        self._open = False
        self._chosen: int | None = None
        self._given: list[int] = []

    # ---- what the operator does

    def opened(self) -> None:
        """Show what there is."""
        self._open, self._chosen = True, None
        self._given.clear()
        self._errands.forget()
        self._show(OrphansState(errand=self._errands.errand))
        self._look()

    def closed(self) -> None:
        """Show it to nobody any more."""
        self._open = False
        self.on_state = lambda _state: None
        self.rows.leave()

    def chosen(self, receipt_id: int) -> None:
        """Show a receipt and what it may be about."""
        if self._chosen != receipt_id:
            self._chosen = receipt_id
            self._read()

    def meant_pressed(self, part_id: int) -> None:
        """Give the receipt that is shown to a message."""
        detail = self.state.detail
        if detail is None:
            return

        async def give() -> None:
            message_id = await self._desk.adopt(detail.id, part_id)
            self._given.append(detail.id)
            self._leave_detail()
            self._errands.tell(f"It belongs to message {message_id} now.", can_undo=True)

        self._errands.begin("Giving it to the message…", give, name="give the receipt to a message")

    def undo_pressed(self) -> None:
        """Take the last receipt back that was given to a message here."""
        if not self._given:
            return
        receipt_id = self._given[-1]

        async def take_back() -> None:
            await self._desk.take_back(receipt_id)
            self._given.remove(receipt_id)
            self._errands.tell("It belongs to no message again.", can_undo=bool(self._given))

        self._errands.begin("Taking it back…", take_back, name="take the receipt back")

    # ---- what the program does

    def heard(self, event: Event) -> None:
        """Take an event of the controller."""
        if isinstance(event, OrphansStored | MessagesChanged) and self._open and not self.state.errand.busy:
            self._look()

    # ---- inside

    def _look(self) -> None:
        async def look() -> None:
            ids = await self._desk.ids()
            if self._chosen is not None and self._chosen not in ids:
                self._leave_detail()
            self.rows.reset(ids, changed=False)
            self._show(replace(self.state, found=found_words(len(ids))))

        self._run(look, name="look for receipts without a message")
        self._read()

    def _read(self) -> None:
        """Read the chosen receipt: what it may be about changes as messages do."""
        receipt_id = self._chosen
        if receipt_id is None:
            return

        async def read() -> None:
            found = await self._desk.examine(receipt_id)
            if found is not None and self._chosen == receipt_id:
                self._show(replace(self.state, detail=detail_of(found, self._to_local)))

        self._run(read, name="open the receipt")

    def _want(self, ids: list[int]) -> None:
        async def read() -> None:
            self.rows.loaded([row_of(each, self._to_local) for each in await self._desk.some(ids)])

        self._run(read, name="read the receipts without a message")

    def _leave_detail(self) -> None:
        self._chosen = None
        self._show(replace(self.state, detail=None))

    def _show_errand(self, errand: Errand) -> None:
        self._show(replace(self.state, errand=errand))

    def _show(self, state: OrphansState) -> None:
        self.state = state
        self.on_state(state)
