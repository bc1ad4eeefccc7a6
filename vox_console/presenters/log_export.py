"""Decides what the dialog that writes the delivery log to a file shows, and has it written. Qt-free.

What was chosen stays chosen until the program ends. While a file is written nothing can be changed; it can be
broken off, and then nothing is left of it. It goes on when the dialog is closed, and can be seen again.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Final

from vox_console.domain.daily_export import DailyExport, StandingExport
from vox_console.domain.errors import FieldProblem
from vox_console.domain.export_format import ExportFormat
from vox_console.domain.log_columns import BY_NAME, COLUMNS, Mask
from vox_console.domain.log_query import LogQuery, QueryFault
from vox_console.domain.plain_text import one_line
from vox_console.domain.zone_offset import OffsetAt, zone_offset
from vox_console.presenters.compose_words import plural
from vox_console.presenters.errands import Errand, Errands
from vox_console.presenters.log_export_state import ColumnChoice, LogExportState
from vox_console.presenters.runner import Run
from vox_console.services.clocks import here_offset_s
from vox_console.services.controller import Controller
from vox_console.services.log_export import Exported, ExportOrder, ExportStopped
from vox_console.storage.log_pages import LogCount

_FORMATS: Final = {
    ExportFormat.XLSX: (
        "Workbook (XLSX)",
        "Texts are texts, times are times. A last sheet tells what it holds.",
    ),
    ExportFormat.CSV_SHEET: (
        "CSV for spreadsheets",
        "What a spreadsheet would run or calculate has an apostrophe in front, numbers too.",
    ),
    ExportFormat.CSV: (
        "CSV for programs",
        "Exact. Do not open it with a spreadsheet: it would run formulas.",
    ),
    ExportFormat.JSONL: ("JSON Lines", "One object a line, for programs."),
}
_USUAL: Final = tuple(ColumnChoice(each.key, each.title, each.about, each.usual) for each in COLUMNS)
_NO_COLUMN: Final = FieldProblem("columns", "empty", "Choose at least one column.")


class LogExportPresenter:
    """The delivery log as a file. `on_state` is set by the dialog."""

    def __init__(self, controller: Controller, run: Run) -> None:
        self.on_state: Callable[[LogExportState], None] = lambda _state: None
        self._export = controller.export
        self._log = controller.log
        self._daily = controller.daily
        self._run = run
        self._errands = Errands(run, show=self._show_errand, then=lambda: None)
        self._total = 0
        self._count = 0
        self.state = _chosen_format(
            LogExportState(
                formats=tuple((each.value, name) for each, (name, _) in _FORMATS.items()),
                file_format="",
                format_about="",
                suffix="",
                scope="",
                columns=_USUAL,
                chosen="",
            ),
            ExportFormat.XLSX,
        )
        self._show(self.state)

    # ---- what the operator does

    def opened(self, *, query: str | None = None) -> None:
        """Show what was chosen last, and how many messages that is now. query: asked for from now on."""
        self._errands.forget()
        self._show(replace(self.state, errand=self._errands.errand, done=None))
        self.query_edited(self.state.query if query is None else query)
        self._run(self._look_at_daily, name="read the daily export")

    def closed(self) -> None:
        """Nobody looks any more."""
        self.on_state = lambda _state: None
        self._count += 1

    def query_edited(self, typed: str) -> None:
        """Take which messages are written, and count them."""
        read = self._log.read(typed)
        self._count += 1
        if isinstance(read, QueryFault):
            problem = FieldProblem("query", "query", read.text)
            self._change(replace(self.state, query=typed, query_problem=problem, scope=""))
            return
        self._change(replace(self.state, query=typed, query_problem=None, scope="Counting…"))
        self._run(partial(self._count_found, read, self._count), name="count the messages")

    def format_chosen(self, word: str) -> None:
        """Take the kind of file."""
        self._change(_chosen_format(self.state, ExportFormat(word)))

    def column_chosen(self, key: str, *, chosen: bool) -> None:
        """Write a column, or do not."""
        columns = (replace(each, chosen=chosen) if each.key == key else each for each in self.state.columns)
        self._change(replace(self.state, columns=tuple(columns), columns_problem=None))

    def column_moved(self, key: str, by: int) -> None:
        """Put a column further up (-1) or down (1)."""
        columns = list(self.state.columns)
        at = next((at for at, each in enumerate(columns) if each.key == key), 0)
        to = min(max(at + by, 0), len(columns) - 1)
        columns.insert(to, columns.pop(at))
        self._change(replace(self.state, columns=tuple(columns)))

    def all_pressed(self) -> None:
        """Write every column, in the order that stands."""
        columns = tuple(replace(each, chosen=True) for each in self.state.columns)
        self._change(replace(self.state, columns=columns, columns_problem=None))

    def usual_pressed(self) -> None:
        """Go back to the usual columns in their usual order."""
        self._change(replace(self.state, columns=_USUAL, columns_problem=None))

    def zone_edited(self, zone: str) -> None:
        """Take the zone of local times, "" for this computer's."""
        self._change(replace(self.state, zone=zone, zone_problem=None))

    def mask_chosen(self, *, numbers: bool, texts: bool) -> None:
        """Take what is made unreadable."""
        self._change(replace(self.state, mask_numbers=numbers, mask_texts=texts))

    def ready(self) -> bool:
        """Say whether a file can be asked for; what is in the way is shown."""
        zone_problem = None
        if self._zone() is None:
            words = f"This machine knows no zone {self.state.zone.strip()}. Write it as in Europe/Belgrade."
            zone_problem = FieldProblem("zone", "unknown", words)
        query_problem = self.state.query_problem
        columns_problem = None if any(each.chosen for each in self.state.columns) else _NO_COLUMN
        self._change(replace(self.state, zone_problem=zone_problem, columns_problem=columns_problem))
        return zone_problem is None and columns_problem is None and query_problem is None

    def export_chosen(self, path: Path) -> None:
        """Write to a file; the operator has said that one of that name may go."""
        zone, query = self._zone(), self._log.read(self.state.query)
        if zone is None or isinstance(query, QueryFault) or not self.ready():
            return
        state = self.state
        order = ExportOrder(
            path=path,
            file_format=ExportFormat(state.file_format),
            columns=tuple(BY_NAME[each.key] for each in state.columns if each.chosen),
            zone=zone,
            zone_name=state.zone.strip() or "this computer's",
            mask=Mask(numbers=state.mask_numbers, texts=state.mask_texts),
            query=str(query),
            replace=True,
        )
        pages = self._export.found(self._log.meaning(query)) if query.terms else None

        async def write() -> None:
            try:
                done = await self._export.write(
                    order, pages, told=self._told, wanted=lambda: self._errands.wanted
                )
            except ExportStopped:
                self._errands.tell("Broken off. Nothing was written.")
            else:
                self._show(replace(self.state, done=done.path))
                self._errands.tell(_done_words(done))

        self._show(replace(self.state, done=None))
        self._errands.begin(f"Writing {path.name}…", write, name="write the messages", can_break_off=True)

    def cancel_pressed(self) -> None:
        """Break off what is written."""
        self._errands.break_off()

    def daily_chosen(self, folder: Path) -> None:
        """Write each day from today on to a folder, as is chosen now."""
        if not self.ready():
            return
        state = self.state
        what = DailyExport(
            folder=str(folder),
            file_format=ExportFormat(state.file_format),
            columns=tuple(each.key for each in state.columns if each.chosen),
            zone=state.zone.strip(),
            mask=Mask(numbers=state.mask_numbers, texts=state.mask_texts),
            query=state.query,
        )

        async def ask() -> None:
            await self._daily.ask_for(what)
            await self._look_at_daily()
            self._errands.tell("Each day is written once it is over, while the program is open.")

        self._errands.begin("Saving…", ask, name="ask for the daily export")

    def daily_stopped(self) -> None:
        """Write no more by itself."""

        async def stop() -> None:
            await self._daily.stop()
            await self._look_at_daily()
            self._errands.tell("Nothing is written by itself any more. What is written stays.")

        self._errands.begin("Saving…", stop, name="stop the daily export")

    # ---- inside

    async def _look_at_daily(self) -> None:
        standing = await self._daily.standing()
        words = "Not written by itself." if standing is None else _daily_words(standing)
        self._show(replace(self.state, daily=words, is_daily=standing is not None))

    async def _count_found(self, query: LogQuery, number: int) -> None:
        """Count, unless something else is asked meanwhile."""

        def told(so_far: LogCount) -> None:
            if number != self._count:
                raise _AskedAnew
            self._total = so_far.count
            more = "" if so_far.below is None else " so far"
            self._show(replace(self.state, scope=_scope_words(so_far.count, query) + more))

        with suppress(_AskedAnew):
            await self._log.count(self._log.meaning(query), told=told)

    def _zone(self) -> OffsetAt | None:
        name = self.state.zone.strip()
        return zone_offset(name) if name else here_offset_s

    def _told(self, rows: int) -> None:
        """Show how far it is; what was stored since it was counted makes it no more than whole."""
        self._show(replace(self.state, share=min(rows / max(self._total, 1), 1.0)))
        self._errands.go_on(f"{plural(rows, 'message')} written…")

    def _change(self, state: LogExportState) -> None:
        if not self.state.errand.busy:
            self._show(state)

    def _show_errand(self, errand: Errand) -> None:
        share = (self.state.share or 0.0) if errand.busy else None
        self._show(replace(self.state, errand=errand, share=share))

    def _show(self, state: LogExportState) -> None:
        count = sum(each.chosen for each in state.columns)
        self.state = replace(state, chosen=f"{count} of {len(state.columns)}")
        self.on_state(self.state)


class _AskedAnew(Exception):
    """What is counted is not what is asked for any more."""


def _scope_words(count: int, query: LogQuery) -> str:
    if query.terms:
        return f"{plural(count, 'message')} found"
    return f"All {plural(count, 'message')}" if count else "No messages yet"


def _chosen_format(state: LogExportState, chosen: ExportFormat) -> LogExportState:
    _, about = _FORMATS[chosen]
    return replace(state, file_format=chosen.value, format_about=about, suffix=chosen.suffix.lstrip("."))


def _daily_words(standing: StandingExport) -> str:
    what = standing.what
    name, _ = _FORMATS[what.file_format]
    found = f"what “{one_line(what.query)}” finds" if what.query.strip() else "all messages"
    masked = ", masked" if what.mask.numbers or what.mask.texts else ""
    return f"Every day {found}{masked}, as {name}, to {one_line(what.folder)}. Written up to {standing.upto}."


def _done_words(done: Exported) -> str:
    return f"{plural(done.rows, 'message')} written to {done.path.name}.\nSHA-256 {done.sha256}"
