"""The callback listener in the account form: where it listens, the address to give away, and field names."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from vox_console.domain.errors import FieldProblem
from vox_console.presenters.account_form import CALLBACK_FIELD
from vox_console.presenters.accounts_state import AccountForm
from vox_console.settings.callback_access import VOX_FIELDS
from vox_console.ui.account_section import AccountBox, AccountSection
from vox_console.ui.disclosure import Disclosure
from vox_console.ui.field_note import FieldNote
from vox_console.ui.labelled_field import LabelledField
from vox_console.ui.plain_label import PlainLabel
from vox_console.ui.theme import Theme, mark
from vox_console.ui.tokens import S1, S2, S4

_FACTS: Final = {
    "message_id": "Message id",
    "status": "Status",
    "done_date": "Time of the status",
    "recipient": "Recipient",
    "error_code": "Error code",
    "mcc": "Country code (MCC)",
    "mnc": "Network code (MNC)",
    "rate": "Rate",
    "country": "Country",
    "mo_from": "Inbound: from",
    "mo_to": "Inbound: to",
    "mo_text": "Inbound: text",
    "mo_id": "Inbound: message id",
    "mo_data_coding": "Inbound: coding",
}
_OPEN: Final = (
    "Callbacks are not signed: anyone who can reach that address can claim that a message was delivered."
)
_WHOSE: Final = (
    "It holds a secret: whoever knows it can claim a status. Put the host into it by which the provider "
    "reaches this computer, or its proxy."
)


class CallbackSection(AccountSection):
    """Off until a port is given."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "Callbacks", "Statuses that the provider posts to this computer.")
        port = self.add_field(
            "callback_port", LabelledField(theme, "Port", hint="Empty: none"), spoken="Callback port"
        )
        address = self.add_field(
            "callback_address",
            LabelledField(theme, "Listen at", hint="127.0.0.1: this computer alone"),
            spoken="Callback address",
        )
        self.add_uneven_row(port, address, narrow_first=True)
        self._open = self.add_box(
            "callback_open", AccountBox(theme, "Let other computers reach it", _OPEN, warns=True)
        )
        self.add_row(self._open)
        self._url = CallbackUrl(theme)
        self.add_row(self._url)
        hosts = LabelledField(theme, "Names a proxy or tunnel calls it by", hint="Empty: none")
        sources = LabelledField(theme, "Take from these addresses alone", hint="Empty: from any")
        self.add_row(self.add_field("callback_hosts", hosts), self.add_field("callback_sources", sources))
        self._names = FieldNames(theme)
        self._names.edited.connect(self.edited)
        self._disclosure = Disclosure(theme, "Names of the parameters", self._names)
        self.add_row(self._disclosure)
        self._later = (self._open, self._url, hosts, sources, self._disclosure)

    def show_form(self, form: AccountForm, problems: dict[str, FieldProblem]) -> None:
        """Draw another state of the form; what belongs to a listener stays away while there is none."""
        super().show_form(form, problems)
        self._open.sentence.setVisible(bool(form.values.get("callback_open")))
        self._url.show_url(form.callback_url)
        listens = bool(form.values.get("callback_port", "").strip())
        for widget in self._later:
            widget.setVisible(listens)
        self._url.setVisible(bool(form.callback_url))
        self._names.show_form(form, problems)

    def reveal(self, name: str) -> QWidget | None:
        """Open the table for a name in it."""
        found = super().reveal(name)
        if found is None:
            found = self._names.reveal(name)
            if found is not None:
                self._disclosure.button.setChecked(True)
        return found


class CallbackUrl(QWidget):
    """The address to give to the provider, with a button that copies it."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._shown = QLineEdit(readOnly=True)
        self._shown.setFont(theme.font("mono"))
        self._shown.setAccessibleName("Address to give to the provider")
        copy = QPushButton("Copy")
        copy.setAccessibleName("Copy")
        copy.setAutoDefault(False)
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self._shown.text()))
        row = QHBoxLayout()
        row.setSpacing(S2)
        row.addWidget(self._shown, 1)
        row.addWidget(copy)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S1)
        column.addWidget(PlainLabel(theme, "Address to give to the provider", role="meta", tone="muted"))
        column.addLayout(row)
        column.addWidget(PlainLabel(theme, _WHOSE, role="meta", tone="muted", wrap=True))

    def show_url(self, url: str) -> None:
        """Show this address from its beginning."""
        if url != self._shown.text():
            self._shown.setText(url)
            self._shown.setCursorPosition(0)


class FieldNames(QWidget):
    """What the provider calls each fact; an empty field means that it uses Vox's name, which it shows."""

    edited = Signal(str, str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._fields: dict[str, QLineEdit] = {}
        self._notes: dict[str, FieldNote] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(S4)
        grid.setVerticalSpacing(S1)
        grid.setColumnStretch(1, 1)
        for row, (ours, vox) in enumerate(VOX_FIELDS.items()):
            label = PlainLabel(theme, _FACTS[ours], role="meta", tone="muted")
            field = self._fields[CALLBACK_FIELD + ours] = QLineEdit()
            field.setPlaceholderText(vox)
            field.setAccessibleName(f"{_FACTS[ours]}: the provider's name")
            field.textEdited.connect(partial(self.edited.emit, CALLBACK_FIELD + ours))
            label.setBuddy(field)
            note = self._notes[CALLBACK_FIELD + ours] = FieldNote(theme)
            grid.addWidget(label, 2 * row, 0)
            grid.addWidget(field, 2 * row, 1)
            grid.addWidget(note, 2 * row + 1, 1)

    def show_form(self, form: AccountForm, problems: dict[str, FieldProblem]) -> None:
        """Draw another state of the form."""
        for name, field in self._fields.items():
            value, problem = form.values.get(name, ""), problems.get(name)
            if field.text() != value:
                field.setText(value)
            mark(field, "fault", "error" if problem else "")
            self._notes[name].show_problem(problem) if problem else self._notes[name].show_text("")

    def reveal(self, name: str) -> QWidget | None:
        """Give the field of this name."""
        return self._fields.get(name)
