"""Decides what the dialog of the contacts shows: who is known, and what can be done about it. Qt-free.

What is typed into a contact stays when another is looked at, and when the dialog is closed; a new
one that is begun for a number is kept by itself. While a file is read or written nothing else is begun;
reading can be broken off, and what was entered by then stays.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from vox_console.domain.contact import Contact, StoredContact, party_words, read_parties
from vox_console.domain.contact_books import ContactBooks
from vox_console.domain.errors import FieldProblem
from vox_console.domain.plain_text import one_line
from vox_console.presenters.compose_words import plural
from vox_console.presenters.contact_names import in_sentence
from vox_console.presenters.contacts_state import ContactForm, ContactsState
from vox_console.presenters.errands import Errand, Errands
from vox_console.presenters.runner import Run
from vox_console.presenters.two_line_rows import TwoLineRow, TwoLineRows
from vox_console.services.contact_export import export_contacts
from vox_console.services.contact_import import import_contacts
from vox_console.services.controller import Controller
from vox_console.services.events import ContactsChanged, Event

_NO_NAME = FieldProblem("name", "empty", "Enter a name.")
_NO_NUMBER = FieldProblem("numbers", "empty", "Enter a number.")


class ContactsPresenter:
    """The contacts. `on_state` is set by the dialog, which also reads `rows`."""

    def __init__(self, controller: Controller, run: Run) -> None:
        self.on_state: Callable[[ContactsState], None] = lambda _state: None
        self.state = ContactsState()
        self.rows = TwoLineRows(self._want)
        self._book = controller.contacts
        self._run = run
        self._errands = Errands(run, show=self._show_errand, then=self._look)
        self._region = ""
        self._search = ""
        self._open = False
        self._about = ""  # the key that the new contact is for
        self._typed: dict[tuple[int, str], ContactForm] = {}
        self._removed: Contact | None = None

    # ---- what the operator does

    def opened(self, *, region: str, about: str = "") -> None:
        """Show all contacts. region: whose national numbers are typed.

        about: a key (domain.conversation) whose contact is to be shown, or a new one for it.
        """
        self._open, self._region, self._search, self._removed = True, region, "", None
        self._about = about
        self._errands.forget()
        self._show(ContactsState(form=self._new_form(), errand=self._errands.errand))
        self._look()
        if about:
            self._run(self._find_about, name="open the contact")

    def closed(self) -> None:
        """Break off what goes on: nobody looks any more."""
        self._open = False
        self._errands.break_off()
        self.on_state = lambda _state: None
        self.rows.leave()

    def search_edited(self, text: str) -> None:
        """Look for a name, a word of a note or a number, as typed."""
        self._search = text
        self._look()

    def edited(self, field: str, text: str) -> None:
        """Take what is typed into the "name", the "numbers" or the "note"."""
        form = self.state.form
        match field:
            case "name":
                form = replace(form, name=text, name_problem=None)
            case "numbers":
                form = self._judged(replace(form, numbers=text))
            case _:
                form = replace(form, note=text)
        self._typed[self._place_of(form)] = form
        self._show(replace(self.state, form=form))

    def save_pressed(self) -> None:
        """Keep what is typed."""
        form = self.state.form
        found = read_parties(form.numbers, region=self._region)
        wrong = next((each.problem for each in found if each.problem is not None), None)
        problem = wrong or (None if found else _NO_NUMBER)
        if problem is not None or not form.name.strip():
            name_problem = None if form.name.strip() else _NO_NAME
            self._show_form(replace(form, name_problem=name_problem, numbers_problem=problem))
            return
        contact = Contact(form.name, tuple(each.key for each in found), form.note)

        async def save() -> None:
            saved = await self._book.save(contact, contact_id=form.id)
            if saved.taken:
                party, name = saved.taken[0]
                words = f"{party_words(party)} belongs to {in_sentence(name)}."
                self._show_form(replace(form, numbers_problem=FieldProblem("numbers", "taken", words)))
                return
            self._typed.pop(self._place_of(form), None)
            self._about = ""
            if self.state.form == form:
                self._show_form(ContactForm())
            self._errands.tell(f"{in_sentence(contact.name.strip())} is saved.")

        self._errands.begin("Saving…", save, name="save the contact")

    def chosen(self, contact_id: int) -> None:
        """Show a contact, with what was typed into it and not saved."""
        if (contact_id, "") in self._typed:
            self._show_form(self._typed[contact_id, ""])
            return

        async def read() -> None:
            found = await self._book.contacts([contact_id])
            if found:
                self._show_form(_form_of(found[0]))

        self._run(read, name="open the contact")

    def new_pressed(self) -> None:
        """Show an empty form, or what was typed into it."""
        self._about = ""
        self._show_form(self._new_form())

    def remove_pressed(self) -> None:
        """Forget the contact that is shown."""
        contact_id = self.state.form.id

        async def remove() -> None:
            gone = await self._book.remove(contact_id)
            self._typed.pop((contact_id, ""), None)
            self._show_form(self._new_form())
            if gone is None:
                self._errands.tell("It was removed already.", failed=True)
                return
            self._removed = gone
            self._errands.tell(f"{in_sentence(gone.name)} is removed.", can_undo=True)

        if contact_id:
            self._errands.begin("Removing…", remove, name="remove the contact")

    def undo_pressed(self) -> None:
        """Keep the contact again that was removed last."""
        if self._removed is None:
            return
        contact = self._removed

        async def undo() -> None:
            saved = await self._book.save(contact)  # its id may be another's by now
            if saved.taken:
                self._errands.tell(
                    f"A number of it belongs to {in_sentence(saved.taken[0][1])} now.", failed=True
                )
                return
            self._removed = None
            self._errands.tell(f"{in_sentence(contact.name)} is back.")

        self._errands.begin("Saving…", undo, name="undo")

    def list_chosen(self, path: Path) -> None:
        """Add the contacts of a list or a vCard file."""

        async def enter() -> None:
            books = await import_contacts(
                self._book,
                path,
                region=self._region,
                told=lambda rows: self._errands.go_on(f"Reading {path.name}… {plural(rows, 'row')}"),
                wanted=lambda: self._errands.wanted,
            )
            self._errands.tell(books_words(path.name, books, stopped=not self._errands.wanted))

        self._errands.begin(f"Reading {path.name}…", enter, name="read the contacts", can_break_off=True)

    def export_chosen(self, path: Path) -> None:
        """Write all contacts to a file."""

        async def export() -> None:
            count = await export_contacts(
                self._book, path, told=lambda rows: self._errands.go_on(f"Writing… {plural(rows, 'contact')}")
            )
            self._errands.tell(f"{plural(count, 'contact')} written to {path.name}.")

        self._errands.begin("Writing…", export, name="write the contacts")

    def cancel_pressed(self) -> None:
        """Break off the reading of a file."""
        self._errands.break_off()

    # ---- what the program does

    def heard(self, event: Event) -> None:
        """Take an event of the controller."""
        if isinstance(event, ContactsChanged) and self._open and not self.state.errand.busy:
            self._look()

    # ---- inside

    def _place_of(self, form: ContactForm) -> tuple[int, str]:
        return (form.id, "") if form.id else (0, self._about)

    def _new_form(self) -> ContactForm:
        """Give the form of a new contact, with what was typed into it before."""
        empty = ContactForm()
        if self._about:
            empty = self._judged(replace(empty, numbers=party_words(self._about)))
        return self._typed.get((0, self._about), empty)

    async def _find_about(self) -> None:
        about = self._about
        held = (await self._book.holders([about])).get(about)
        if held is not None and about == self._about and not self.state.form.id:
            self._show_form(self._typed.get((held.id, ""), _form_of(held)))

    def _judged(self, form: ContactForm) -> ContactForm:
        found = read_parties(form.numbers, region=self._region)
        wrong = next((each.problem for each in found if each.problem is not None), None)
        below = "" if wrong else ", ".join(party_words(each.key) for each in found)
        return replace(form, numbers_problem=wrong, note_below=below)

    def _look(self) -> None:
        asked = self._search

        async def look() -> None:
            ids = await self._book.search(asked, default_region=self._region)
            if asked == self._search:
                self.rows.reset(array("q", reversed(ids)), changed=True)  # it shows the last one first
                searched = bool(asked.strip())
                self._show(replace(self.state, found=found_words(len(ids), searched=searched)))

        self._run(look, name="look into the contacts")

    def _want(self, ids: list[int]) -> None:
        async def read() -> None:
            self.rows.loaded([row_of(each) for each in await self._book.contacts(ids)])

        self._run(read, name="read the contacts")

    def _show_errand(self, errand: Errand) -> None:
        self._show(replace(self.state, errand=errand))

    def _show_form(self, form: ContactForm) -> None:
        self._show(replace(self.state, form=form))

    def _show(self, state: ContactsState) -> None:
        self.state = state
        self.on_state(state)


def found_words(count: int, *, searched: bool) -> str:
    """Say how many contacts are listed."""
    if searched:
        return f"{plural(count, 'contact')} found" if count else "No contact fits"
    return plural(count, "contact") if count else "No contacts yet"


def row_of(contact: StoredContact) -> TwoLineRow:
    """Give the row of a contact: its name over its numbers and note."""
    what = contact.what
    numbers = ", ".join(map(party_words, what.parties))
    below = " · ".join(filter(None, (numbers, one_line(what.note[:200]))))
    return TwoLineRow(contact.id, one_line(what.name), "", below)


def books_words(file_name: str, books: ContactBooks, *, stopped: bool) -> str:
    """Say what became of a file, with the first rows that were left out and why."""
    lines = [f"{file_name}: {books.sum_words}" + (" (broken off)" if stopped else "")]
    lines += [f"Row {row}: {reason}" for row, reason in sorted(books.not_entered + books.left_out)[:5]]
    return "\n".join(lines)


def _form_of(contact: StoredContact) -> ContactForm:
    what = contact.what
    return ContactForm(contact.id, what.name, ", ".join(map(party_words, what.parties)), what.note)
