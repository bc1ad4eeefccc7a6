"""The dialog of the contacts: who stands behind a number."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final, Protocol

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from vox_console.presenters.contacts_state import ContactForm, ContactsState
from vox_console.presenters.opt_out_rows import OptOutRows
from vox_console.ui.announcer import announce
from vox_console.ui.file_choice import ask_for_file
from vox_console.ui.labelled_field import LabelledField
from vox_console.ui.opt_out_list import OptOutList
from vox_console.ui.plain_label import PlainLabel
from vox_console.ui.primary_button import PrimaryButton
from vox_console.ui.theme import Theme, mark
from vox_console.ui.tokens import S2, S3, S4, S5

_SIZE: Final = (860, 560)
_SIDE: Final = 300
_FILES: Final = "Contacts (*.csv *.tsv *.txt *.xlsx *.xlsm *.vcf);;All files (*)"
_SAVED: Final = "CSV (*.csv);;vCard (*.vcf)"
_ABOUT: Final = "Names and notes stay on this computer. A file adds contacts and overwrites none."


class ContactsInputs(Protocol):
    """What the dialog needs of its presenter."""

    on_state: Callable[[ContactsState], None]

    @property
    def state(self) -> ContactsState:
        """The state to show now."""

    @property
    def rows(self) -> OptOutRows:
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
        self._new = _button("New…", self.left.emit, kind="quiet")
        self._new.setAccessibleName("New contact")
        self._remove = _button("Remove", self.removed.emit, kind="danger")
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


class ContactDialog(QDialog):
    """A list with a search on the left; on the right the contact that was chosen, or a new one."""

    def __init__(self, theme: Theme, presenter: ContactsInputs, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self._shown_id = 0
        self.setWindowTitle("Contacts")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.resize(*_SIZE)
        self.search = QLineEdit()
        self.search.setPlaceholderText("Find a name, a note or a number")
        self.search.setAccessibleName("Find a contact")
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(presenter.search_edited)
        self.list = OptOutList(presenter.rows, theme, name="Contacts")
        self.list.chosen.connect(presenter.chosen)
        self._found = PlainLabel(theme, role="meta", tone="muted")
        self.form = ContactFormView(theme)
        self.form.edited.connect(presenter.edited)
        self.form.saved.connect(presenter.save_pressed)
        self.form.removed.connect(presenter.remove_pressed)
        self.form.left.connect(presenter.new_pressed)
        self._note = PlainLabel(theme, role="meta", wrap=True)
        self._note.setAccessibleName("What became of it")
        self._undo = _button("Undo", presenter.undo_pressed, kind="quiet")
        self._cancel = _button("Cancel", presenter.cancel_pressed)
        self._import = _button("Add from a file…", self._choose)
        self._export = _button("Save to a file…", self._save)
        self._lay_out(theme)
        presenter.on_state = self.show_state
        self.show_state(presenter.state)
        self.search.setFocus()

    def show_state(self, state: ContactsState) -> None:
        """Draw another state."""
        busy = bool(state.busy)
        self._found.setText(state.found)
        self.form.show_form(state.form, busy=busy)
        if self._shown_id and not state.form.id:
            self.list.selectionModel().clear()
        self._shown_id = state.form.id
        words = state.busy or state.note
        if words and words != self._note.text() and not busy:
            announce(self, words)
        self._note.setText(words)
        self._note.set_tone("failed" if state.failed else "muted" if busy else "text")
        self._undo.setVisible(state.can_undo)
        self._cancel.setVisible(state.busy.startswith("Reading"))
        for button in (self._import, self._export):
            button.setEnabled(not busy)

    def _choose(self) -> None:
        ask_for_file(self, "Add the contacts of a file", _FILES, self._presenter.list_chosen)

    def _save(self) -> None:
        dialog = QFileDialog(self, "Save the contacts", "contacts.csv", _SAVED)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("csv")
        dialog.filterSelected.connect(
            lambda chosen: dialog.setDefaultSuffix("vcf" if "vcf" in chosen else "csv")
        )
        then = self._presenter.export_chosen
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda name: then(Path(name)))
        dialog.open()

    def _lay_out(self, theme: Theme) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(S5, S5, S5, S4)
        column.setSpacing(S3)
        column.addWidget(PlainLabel(theme, "Contacts", role="title"))
        column.addWidget(PlainLabel(theme, _ABOUT, tone="muted", wrap=True))
        left = QVBoxLayout()
        left.setSpacing(S2)
        left.addWidget(self.search)
        left.addWidget(self._found)
        frame = QFrame()
        mark(frame, "surface", "card")
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.addWidget(self.list)
        left.addWidget(frame, 1)
        self.form.setFixedWidth(_SIDE)
        middle = QHBoxLayout()
        middle.setSpacing(S5)
        middle.addLayout(left, 1)
        middle.addWidget(self.form)
        column.addLayout(middle, 1)
        foot = QHBoxLayout()
        foot.setSpacing(S2)
        for widget in (self._import, self._export):
            foot.addWidget(widget)
        foot.addSpacing(S2)
        foot.addWidget(self._note, 1)
        for widget in (self._undo, self._cancel, _button("Close", self.reject)):
            foot.addWidget(widget)
        column.addLayout(foot)


def _button(text: str, pressed: Callable[[], object], *, kind: str = "") -> QPushButton:
    button = QPushButton(text)
    button.setAccessibleName(text.rstrip("…"))
    button.setAutoDefault(False)
    if kind:
        mark(button, "kind", kind)
    button.clicked.connect(lambda _checked=False: pressed())
    return button
