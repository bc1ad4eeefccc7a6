"""Decides what the dialog of the register shows: who wants no messages, and what can be done. Qt-free.

Ending an entry needs a reason and can be undone, which enters it again with the evidence it had. While a list
is entered or the register is written to a file nothing else is begun; reading a list can be broken off, and
what was entered of it by then stays.
"""

from __future__ import annotations

import asyncio
from array import array
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from vox_console.domain.address import international, parse_recipient, parse_sender
from vox_console.domain.errors import FieldProblem, Severity
from vox_console.domain.opt_out import OptOut, RegisterEntry
from vox_console.imports.opening import open_table
from vox_console.presenters.compose_words import plural
from vox_console.presenters.errands import Errand, Errands
from vox_console.presenters.opt_outs_state import NewOptOut, OptOutDetail, OptOutsState
from vox_console.presenters.opt_outs_words import (
    books_words,
    detail_of,
    entered_words,
    found_words,
    row_of,
)
from vox_console.presenters.runner import Run
from vox_console.presenters.two_line_rows import TwoLineRows
from vox_console.presenters.wall_time import ToLocal, system_local
from vox_console.services.controller import Controller
from vox_console.services.events import Event, OptOutsChanged
from vox_console.services.opt_out_columns import find_columns
from vox_console.services.opt_out_export import export_register
from vox_console.services.opt_out_import import OptOutReader, import_list

_NO_REASON = FieldProblem("reason", "empty", "Say why: the reason is kept with the entry.")
_NO_NUMBER = FieldProblem("number", "empty", "Enter a number.")


class OptOutsPresenter:
    """The register. `on_state` is set by the dialog, which also reads `rows`."""

    def __init__(
        self,
        controller: Controller,
        run: Run,
        *,
        now_us: Callable[[], int],
        to_local: ToLocal = system_local,
    ) -> None:
        self.on_state: Callable[[OptOutsState], None] = lambda _state: None
        self.state = OptOutsState()
        self.rows = TwoLineRows(self._want)
        self._desk = controller.opt_outs
        self._run = run
        self._errands = Errands(run, show=self._show_errand, then=self._look)
        self._now_us = now_us
        self._to_local = to_local
        self._region = ""
        self._search = ""
        self._open = False
        self._chosen: int | None = None
        self._chosen_what: OptOut | None = None
        self._ended: OptOut | None = None

    # ---- what the operator does

    def opened(self, *, region: str) -> None:
        """Show the whole register. region: whose national numbers are typed."""
        self._open, self._region, self._search = True, region, ""
        self._chosen = self._chosen_what = self._ended = None
        self._errands.forget()
        self._show(OptOutsState(errand=self._errands.errand))
        self._look()

    def closed(self) -> None:
        """Break off what goes on: nobody looks any more."""
        self._open = False
        self._errands.break_off()
        self.on_state = lambda _state: None
        self.rows.leave()

    def search_edited(self, text: str) -> None:
        """Look for numbers, as typed."""
        self._search = text
        self._look()

    def new_edited(self, field: str, text: str) -> None:
        """Take what is typed into a field of :class:`.NewOptOut`."""
        typed = {name: getattr(self.state.new, name) for name in ("number", "sender", "said_by", "evidence")}
        self._show(replace(self.state, new=self._judged(NewOptOut(**{**typed, field: text}))))

    def add_pressed(self) -> None:
        """Enter what is typed."""
        new = self.state.new
        found = parse_recipient(new.number, default_region=self._region)
        problem = None if found.ok else new.number_problem or _NO_NUMBER
        if problem is not None or new.sender_problem is not None:
            self._show(replace(self.state, new=replace(new, number_problem=problem)))
            return
        entry = OptOut(found.digits, self._now_us(), new.said_by, new.evidence, new.sender)

        async def add() -> None:
            added = await self._desk.add([entry])
            words = entered_words(found.international, new=added.new[0], taken_back=len(added.taken_back))
            self._show(replace(self.state, new=NewOptOut(said_by=new.said_by)))
            self._errands.tell(words)

        self._errands.begin("Entering…", add, name="enter the number")

    def chosen(self, entry_id: int) -> None:
        """Show an entry and everything that was entered about its number."""
        self._chosen = entry_id

        async def read() -> None:
            found = await self._desk.entries([entry_id])
            lines = await self._desk.history(found[0].what.number)
            if self._chosen == entry_id:
                self._chosen_what = found[0].what
                self._show(replace(self.state, detail=detail_of(found[0], lines, self._to_local)))

        self._run(read, name="open the entry")

    def unchosen(self) -> None:
        """Show no entry."""
        self._chosen = self._chosen_what = None
        self._show(replace(self.state, detail=None))

    def reason_edited(self, text: str) -> None:
        """Take why a number wants messages again."""
        if self.state.detail is not None:
            self._show_detail(replace(self.state.detail, reason=text, reason_problem=None))

    def end_pressed(self) -> None:
        """Note that the chosen number wants messages again."""
        detail, what = self.state.detail, self._chosen_what
        if detail is None or what is None:
            return
        if not detail.reason.strip():
            self._show_detail(replace(detail, reason_problem=_NO_REASON))
            return

        async def end() -> None:
            if await self._desk.end(what.number, sender=what.sender, reason=detail.reason):
                self._ended = what
                self.unchosen()
                self._errands.tell(f"{international(what.number)} may be sent to again.", can_undo=True)
            else:
                self._errands.tell("Somebody has ended this entry already.", failed=True)

        self._errands.begin("Ending…", end, name="end the entry")

    def undo_pressed(self) -> None:
        """Enter the number again that was taken off last, with the evidence it had."""
        what = self._ended
        if what is None:
            return

        async def undo() -> None:
            await self._desk.add([what])
            self._ended = None
            self._errands.tell(f"{international(what.number)} wants no messages, as before.")

        self._errands.begin("Entering again…", undo, name="undo")

    def list_chosen(self, path: Path) -> None:
        """Enter the numbers of a file."""

        async def enter() -> None:
            table = await asyncio.to_thread(open_table, path)
            columns = find_columns(table)
            reader = OptOutReader(columns, file_name=path.name, region=self._region, now_us=self._now_us())
            books = await import_list(
                self._desk,
                table,
                reader,
                told=lambda rows: self._errands.go_on(f"Reading {path.name}… {plural(rows, 'row')}"),
                wanted=lambda: self._errands.wanted,
            )
            self._errands.tell(books_words(path.name, books, stopped=not self._errands.wanted))

        self._errands.begin(f"Reading {path.name}…", enter, name="enter the list", can_break_off=True)

    def export_chosen(self, path: Path) -> None:
        """Write the entries that hold to a file."""

        async def export() -> None:
            count = await export_register(
                self._desk, path, told=lambda rows: self._errands.go_on(f"Writing… {plural(rows, 'row')}")
            )
            self._errands.tell(f"{plural(count, 'number')} written to {path.name}.")

        self._errands.begin("Writing…", export, name="write the register")

    def cancel_pressed(self) -> None:
        """Break off the reading of a list."""
        self._errands.break_off()

    # ---- what the program does

    def heard(self, event: Event) -> None:
        """Take an event of the controller."""
        if isinstance(event, OptOutsChanged) and self._open and not self.state.errand.busy:
            self._look()

    # ---- inside

    def _judged(self, new: NewOptOut) -> NewOptOut:
        found = parse_recipient(new.number, default_region=self._region)
        wrong = [each for each in found.problems if each.severity is Severity.ERROR and each.code != "empty"]
        sender = [each for each in parse_sender(new.sender).problems if each.severity is Severity.ERROR]
        return replace(
            new,
            note=found.international if found.ok else "",
            number_problem=wrong[0] if wrong else None,
            sender_problem=sender[0] if sender and new.sender.strip() else None,
        )

    def _look(self) -> None:
        asked = self._search

        async def look() -> None:
            ids = await self._desk.search(asked, default_region=self._region)
            if asked == self._search:
                self._show_ids(ids)

        self._run(look, name="look into the register")

    def _show_ids(self, ids: array[int]) -> None:
        self.rows.reset(ids)
        self._show(replace(self.state, found=found_words(len(ids), searched=bool(self._search.strip()))))

    def _want(self, ids: list[int]) -> None:
        async def read() -> None:
            found: list[RegisterEntry] = await self._desk.entries(ids)
            self.rows.loaded([row_of(each, self._to_local) for each in found])

        self._run(read, name="read the register")

    def _show_errand(self, errand: Errand) -> None:
        self._show(replace(self.state, errand=errand))

    def _show_detail(self, detail: OptOutDetail) -> None:
        self._show(replace(self.state, detail=detail))

    def _show(self, state: OptOutsState) -> None:
        self.state = state
        self.on_state(state)
