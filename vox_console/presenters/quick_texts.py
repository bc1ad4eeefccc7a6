"""Decides what the dialog of the quick texts shows: which there are, and what one still needs. Qt-free.

A text is inserted as it stands in the dialog, saved or not. Every field is filled first: by what is known of
the conversation, by its fallback, or by the operator; while one is empty nothing is inserted.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from vox_console.domain.errors import FieldProblem
from vox_console.domain.merge_fields import Unfilled, fold, parse
from vox_console.domain.plain_text import one_line
from vox_console.domain.quick_text import (
    QuickText,
    StoredQuickText,
    filled_text,
    fitting,
    missing_fields,
    problems_of,
)
from vox_console.imports.opening import open_table
from vox_console.presenters.compose_words import plural
from vox_console.presenters.errands import Errand, Errands
from vox_console.presenters.quick_texts_state import AskedField, QuickTextsState
from vox_console.presenters.runner import Run
from vox_console.services.controller import Controller
from vox_console.services.events import Event, QuickTextsChanged

Insert = Callable[[str], None]


class QuickTextsPresenter:
    """The quick texts. `on_state` is set by the dialog."""

    def __init__(self, controller: Controller, run: Run) -> None:
        self.on_state: Callable[[QuickTextsState], None] = lambda _state: None
        self.state = QuickTextsState()
        self._desk = controller.quick_texts
        self._run = run
        self._errands = Errands(run, show=self._show_errand, then=self._look)
        self._texts: list[StoredQuickText] = []
        self._search = ""
        self._known: Mapping[str, str] = {}
        self._values: dict[str, str] = {}
        self._insert: Insert | None = None
        self._removed: QuickText | None = None
        self._open = False

    # ---- what the operator does

    def opened(self, *, known: Mapping[str, str] | None = None, insert: Insert | None = None) -> None:
        """Show all texts. known: what fills fields, by name. insert: takes a text; None to manage only."""
        self._open, self._known, self._insert = True, known or {}, insert
        self._search, self._values, self._removed = "", {}, None
        self._errands.forget()
        self._show(QuickTextsState(can_insert=insert is not None, errand=self._errands.errand))
        self._look()

    def closed(self) -> None:
        """Nobody looks any more."""
        self._open, self._insert = False, None
        self.on_state = lambda _state: None

    def search_edited(self, text: str) -> None:
        """Look for titles and texts."""
        self._search = text
        self._show(replace(self.state, texts=self._fitting()))

    def chosen(self, text_id: int) -> None:
        """Show a text."""
        found = next((each.what for each in self._texts if each.id == text_id), None)
        if found is not None and text_id != self.state.id:
            self._show_text(text_id, found)

    def new_pressed(self) -> None:
        """Show an empty form."""
        self._show_text(0, QuickText("", ""))

    def title_edited(self, title: str) -> None:
        """Take the title."""
        self._show(replace(self.state, title=title, title_problem=None))

    def text_edited(self, text: str) -> None:
        """Take the text."""
        self._show(self._asking(replace(self.state, text=text, text_problem=None)))

    def value_edited(self, name: str, value: str) -> None:
        """Take what fills a field."""
        self._values[fold(name)] = value
        self._show(self._asking(self.state))

    def insert_pressed(self) -> None:
        """Hand the filled text over, unless a field is empty."""
        if self._insert is None:
            return
        template = parse(self.state.text)
        problems = [each for each in problems_of(QuickText("-", self.state.text)) if each.field == "text"]
        filled = filled_text(template, {**self._values, **self._known})
        if problems:
            self._show(replace(self.state, text_problem=problems[0]))
        elif isinstance(filled, Unfilled):
            self._show(replace(self.state, asked=tuple(map(_with_problem, self.state.asked))))
        else:
            self._insert(filled)

    def save_pressed(self) -> None:
        """Keep what is typed."""
        state = self.state
        quick = QuickText(state.title, state.text)
        wrong = {each.field: each for each in reversed(problems_of(quick))}
        if wrong:
            self._show(replace(state, title_problem=wrong.get("title"), text_problem=wrong.get("text")))
            return

        async def save() -> None:
            saved = await self._desk.save(quick, text_id=state.id)
            if not saved:
                problem = FieldProblem("title", "taken", "Another text has this title.")
                self._show(replace(self.state, title_problem=problem))
                return
            self._show(replace(self.state, id=saved))
            self._errands.tell(f"“{one_line(quick.title.strip())}” is saved.")

        self._errands.begin("Saving…", save, name="save the text")

    def remove_pressed(self) -> None:
        """Forget the text that is shown."""
        text_id = self.state.id

        async def remove() -> None:
            gone = await self._desk.remove(text_id)
            if gone is not None:
                self._removed = gone
                self._show_text(0, QuickText("", ""))
                self._errands.tell(f"“{one_line(gone.title)}” is removed.", can_undo=True)

        if text_id:
            self._errands.begin("Removing…", remove, name="remove the text")

    def undo_pressed(self) -> None:
        """Keep the text again that was removed last."""
        gone = self._removed
        if gone is None:
            return

        async def undo() -> None:
            if await self._desk.save(gone):
                self._removed = None
                self._errands.tell(f"“{one_line(gone.title)}” is back.")
            else:
                self._errands.tell("Another text has this title now.", failed=True)

        self._errands.begin("Saving…", undo, name="undo")

    def list_chosen(self, path: Path) -> None:
        """Add the texts of a list."""

        async def enter() -> None:
            books = await self._desk.enter(await asyncio.to_thread(open_table, path))
            lines = [f"{path.name}: {books.sum_words}"]
            self._errands.tell(
                "\n".join(lines + [f"Row {row}: {reason}" for row, reason in books.faults[:3]])
            )

        self._errands.begin(f"Reading {path.name}…", enter, name="read the texts")

    def export_chosen(self, path: Path) -> None:
        """Write all texts to a file."""

        async def export() -> None:
            self._errands.tell(f"{plural(await self._desk.export(path), 'text')} written to {path.name}.")

        self._errands.begin("Writing…", export, name="write the texts")

    # ---- what the program does

    def heard(self, event: Event) -> None:
        """Take an event of the controller."""
        if isinstance(event, QuickTextsChanged) and self._open and not self.state.errand.busy:
            self._look()

    # ---- inside

    def _show_text(self, text_id: int, quick: QuickText) -> None:
        self._show(
            self._asking(
                replace(
                    self.state,
                    id=text_id,
                    title=quick.title,
                    text=quick.text,
                    title_problem=None,
                    text_problem=None,
                )
            )
        )

    def _asking(self, state: QuickTextsState) -> QuickTextsState:
        """Ask for what nothing known fills, with what was typed for it."""
        missing = missing_fields(parse(state.text), self._known) if state.can_insert else ()
        return replace(
            state, asked=tuple(AskedField(name, self._values.get(fold(name), "")) for name in missing)
        )

    def _fitting(self) -> tuple[StoredQuickText, ...]:
        return tuple(fitting(self._texts, self._search))

    def _look(self) -> None:
        async def look() -> None:
            self._texts = await self._desk.every()
            self._show(replace(self.state, texts=self._fitting()))

        self._run(look, name="read the quick texts")

    def _show_errand(self, errand: Errand) -> None:
        self._show(replace(self.state, errand=errand))

    def _show(self, state: QuickTextsState) -> None:
        self.state = state
        self.on_state(state)


def _with_problem(asked: AskedField) -> AskedField:
    if asked.value.strip():
        return asked
    return replace(asked, problem=FieldProblem(asked.name, "empty", "Fill this in first."))
