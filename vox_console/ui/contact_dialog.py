"""The dialog of the contacts: who stands behind a number."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final, Protocol

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from vox_console.presenters.contacts_state import ContactForm, ContactsState
from vox_console.presenters.two_line_rows import TwoLineRows
from vox_console.ui.dialog_button import dialog_button
from vox_console.ui.errand_foot import ErrandFoot
from vox_console.ui.file_choice import ask_for_file, ask_where_to_save
from vox_console.ui.labelled_field import LabelledField
from vox_console.ui.list_dialog import ListDialog
from vox_console.ui.plain_label import PlainLabel
from vox_console.ui.primary_button import PrimaryButton
from vox_console.ui.save_dialog import CONTACTS
from vox_console.ui.search_line import SearchLine
from vox_console.ui.theme import Theme
from vox_console.ui.tokens import S3
from vox_console.ui.two_line_list import TwoLineList

_SIDE: Final = 300
_FILES: Final = "Contacts (*.csv *.tsv *.txt *.xlsx *.xlsm *.vcf);;All files (*)"
_ABOUT: Final = "Names and notes stay on this computer. A file adds contacts and overwrites none."


class ContactsInputs(Protocol):
    """What the dialog needs of its presenter."""

    on_state: Callable[[ContactsState], None]

    @property
    def state(self) -> ContactsState:
        """The state to show now."""

    @property
    def rows(self) -> TwoLineRows:
        """The list."""

    def search_edited(self, text: str) -> None:
        """Look for contacts."""

    def edited(self, field: str, text: str) -> None:
        """Take what is typed into the form."""

    def save_pressed(self) -> None:
        """Keep what is typed."""

    def chosen(self, contact_id: int) -> None:
        """Show a contact."""

    def new_pressed(self) -> None:
        """Show an empty form."""

    def remove_pressed(self) -> None:
        """Forget the contact that is shown."""

    def undo_pressed(self) -> None:
        """Undo the last removal."""

    def list_chosen(self, path: Path) -> None:
        """Add the contacts of a file."""

    def export_chosen(self, path: Path) -> None:
        """Write the contacts to a file."""

    def cancel_pressed(self) -> None:
        """Break off the reading of a file."""


class ContactFormView(QWidget):
    """One contact. edited: the name of a field and its text. saved, removed, left: what was pressed."""

    edited = Signal(str, str)
    saved = Signal()
    removed = Signal()
    left = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.fields = {
            "name": LabelledField(theme, "Name"),
            "numbers": LabelledField(theme, "Numbers", hint="+381 64 123 4567, +381 11 …"),
            "note": LabelledField(theme, "Note", hint="Optional; never sent"),
        }
        self._title = PlainLabel(theme, role="strong")
        self._new = dialog_button("New…", self.left.emit, kind="quiet")
        self._new.setAccessibleName("New contact")
        self._remove = dialog_button("Remove", self.removed.emit, kind="danger")
        self._save = PrimaryButton(theme, "Save")
        self._save.setAccessibleName("Save")
        self._save.setAutoDefault(False)  # Return means it only in these fields
        self._save.clicked.connect(self.saved)
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._new)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S3)
        column.addLayout(head)
        for name, field in self.fields.items():
            field.edited.connect(partial(self.edited.emit, name))
            if isinstance(field.control, QLineEdit):
                field.control.returnPressed.connect(self.saved)
            column.addWidget(field)
        column.addStretch(1)
        foot = QHBoxLayout()
        foot.addWidget(self._remove)
        foot.addStretch()
        foot.addWidget(self._save)
        column.addLayout(foot)
        self.setFocusProxy(self.fields["name"])

    def show_form(self, form: ContactForm, *, busy: bool) -> None:
        """Draw what is typed and what is wrong with it."""
        self._title.setText("Contact" if form.id else "New contact")
        for name, field in self.fields.items():
            field.show_value(getattr(form, name))
        self.fields["name"].show_problem(form.name_problem)
        numbers = self.fields["numbers"]
        numbers.show_problem(form.numbers_problem)
        if form.numbers_problem is None:
            numbers.note.show_text(form.note_below)
        self._new.setVisible(bool(form.id))
        self._remove.setVisible(bool(form.id))
        self._remove.setEnabled(not busy)
        self._save.setEnabled(not busy)


class ContactDialog(ListDialog):
    """A list with a search on the left; on the right the contact that was chosen, or a new one.

    about_one: it is opened for one of them, so the keyboard begins in the form.
    """

    def __init__(
        self, theme: Theme, presenter: ContactsInputs, parent: QWidget | None, *, about_one: bool = False
    ) -> None:
        super().__init__(theme, "Contacts", parent)
        self._presenter = presenter
        self._shown_id = 0
        self.search = SearchLine("Find a name, a note or a number", "Find a contact", presenter.search_edited)
        self.list = TwoLineList(presenter.rows, theme, name="Contacts")
        self.list.chosen.connect(presenter.chosen)
        self._found = PlainLabel(theme, role="meta", tone="muted")
        self.form = ContactFormView(theme)
        self.form.setFixedWidth(_SIDE)
        self.form.edited.connect(presenter.edited)
        self.form.saved.connect(presenter.save_pressed)
        self.form.removed.connect(presenter.remove_pressed)
        self.form.left.connect(presenter.new_pressed)
        self._foot = ErrandFoot(
            theme,
            self,
            undo=presenter.undo_pressed,
            cancel=presenter.cancel_pressed,
            files=(
                dialog_button("Add from a file…", self._choose),
                dialog_button("Save to a file…", self._save),
            ),
        )
        self.lay_out(
            about=_ABOUT,
            above=(self.search, self._found),
            listed=self.list,
            side=self.form,
            foot=self._foot,
        )
        presenter.on_state = self.show_state
        self.show_state(presenter.state)
        (self.form if about_one else self.search).setFocus()

    def show_state(self, state: ContactsState) -> None:
        """Draw another state."""
        self._found.setText(state.found)
        self.form.show_form(state.form, busy=bool(state.errand.busy))
        if self._shown_id and not state.form.id:
            self.list.selectionModel().clear()
        self._shown_id = state.form.id
        self._foot.show_errand(state.errand)

    def _choose(self) -> None:
        ask_for_file(self, "Add the contacts of a file", _FILES, self._presenter.list_chosen)

    def _save(self) -> None:
        then = self._presenter.export_chosen
        ask_where_to_save(self, "Save the contacts", "contacts", then, kinds=CONTACTS)
