"""The fields of an account, each with its own fault beside it, and what the test bind said."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import QLocale, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from vox_console.presenters.states import AccountForm
from vox_console.ui.announcer import announce
from vox_console.ui.labelled_field import LabelledField
from vox_console.ui.plain_label import PlainLabel
from vox_console.ui.theme import Theme
from vox_console.ui.tokens import S1, S2, S3, S4

_BINDS: Final = (
    ("trx", "One connection (transceiver)"),
    ("tx+rx", "Two connections (transmitter, receiver)"),
)
_TLS_NOTE: Final = "Without TLS the password and every text travel readable through the network."


class AccountFormPage(QScrollArea):
    """Draws an AccountForm. field_edited: (field, text) as the operator typed."""

    field_edited = Signal(str, str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._fields = {
            "name": LabelledField(theme, "Name", hint="How this account is called here"),
            "host": LabelledField(theme, "Address", hint="smpp.example.com"),
            "port": LabelledField(theme, "Port"),
            "system_id": LabelledField(theme, "System ID", hint="The user name of the account"),
            "password": LabelledField(theme, "Password"),
            "bind": LabelledField(theme, "Bind as", choices=_BINDS),
            "default_region": LabelledField(theme, "Country of national numbers", choices=_countries()),
            "default_sender": LabelledField(theme, "Usual sender", hint="A name or a number"),
        }
        self._fields["password"].hide_text()
        for name, field in self._fields.items():
            field.edited.connect(partial(self.field_edited.emit, name))
        self._tls = QCheckBox("Encrypt with TLS")
        self._tls.setAccessibleName(self._tls.text())
        self._tls.clicked.connect(lambda on: self.field_edited.emit("tls", "yes" if on else ""))
        self._tls_note = PlainLabel(theme, _TLS_NOTE, role="meta", tone="muted", wrap=True)
        self._verdict_icon = PlainLabel(theme)
        self._verdict = PlainLabel(theme, wrap=True)
        self._verdict.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self._vault_note = PlainLabel(theme, role="meta", tone="muted", wrap=True)
        self._known: AccountForm | None = None
        self._lay_out()
        self.setWidgetResizable(True)
        self.setAccessibleName("Account")

    def show_form(self, form: AccountForm) -> None:
        """Draw another state of the form; the first fault that is new gets the keyboard."""
        problems = {problem.field: problem for problem in form.problems}
        before = {problem.field for problem in self._known.problems} if self._known else set()
        self._fields["name"].setEnabled(not form.editing)  # the journal's messages belong to it by its name
        self._fields["password"].show_hint("Empty: as it is now" if form.editing else "")
        for name, field in self._fields.items():
            field.show_value(form.values.get(name, ""))
            field.show_problem(problems.get(name))
        self._tls.setChecked(bool(form.values.get("tls")))
        self._tls_note.setVisible(not form.values.get("tls"))
        self._vault_note.setText(form.vault_note)
        self._vault_note.setVisible(bool(form.vault_note))
        self._show_verdict(form)
        self._known = form
        fresh = [name for name in self._fields if name in problems and name not in before]
        if fresh:
            self._fields[fresh[0]].setFocus()
            self.ensureWidgetVisible(self._fields[fresh[0]])

    def focus_first(self) -> None:
        """Give the keyboard to the first field that still wants something."""
        empty = (field for field in self._fields.values() if not field.value)
        next(empty, self._fields["name"]).setFocus()

    def _show_verdict(self, form: AccountForm) -> None:
        words = "Connecting to the provider…" if form.busy else form.verdict
        tone = "muted" if form.busy else "delivered" if form.verdict_ok else "failed"
        icon = "clock" if form.busy else "delivered" if form.verdict_ok else "failed"
        if words and words != self._verdict.text():
            announce(self, words)
        self._verdict.setText(words)
        self._verdict.set_tone(tone)
        pixmap = self._theme.pixmap(icon, tone, 16, self.devicePixelRatioF())
        self._verdict_icon.setPixmap(pixmap)
        self._verdict_icon.setVisible(bool(words))
        self._verdict.setVisible(bool(words))

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(S4)
        grid.setVerticalSpacing(S3)
        tls = QVBoxLayout()
        tls.setSpacing(S1)
        tls.setContentsMargins(0, 0, 0, 0)
        tls.addWidget(self._tls)
        tls.addWidget(self._tls_note)
        fields = self._fields
        grid.addWidget(fields["name"], 0, 0, 1, 4)
        grid.addWidget(fields["host"], 1, 0, 1, 3)
        grid.addWidget(fields["port"], 1, 3)
        grid.addWidget(fields["port"].note, 2, 0, 1, 4)  # too narrow a field for a sentence below it
        grid.addLayout(tls, 3, 0, 1, 4)
        grid.addWidget(fields["system_id"], 4, 0, 1, 2)
        grid.addWidget(fields["password"], 4, 2, 1, 2)
        grid.addWidget(self._vault_note, 5, 0, 1, 4)
        grid.addWidget(fields["bind"], 6, 0, 1, 4)
        grid.addWidget(fields["default_region"], 7, 0, 1, 2)
        grid.addWidget(fields["default_sender"], 7, 2, 1, 2)
        for field in fields.values():  # equal columns, whatever each control would like
            field.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        for column in range(4):
            grid.setColumnStretch(column, 1)
        verdict = QHBoxLayout()
        verdict.setSpacing(S2)
        verdict.addWidget(self._verdict_icon)
        verdict.addWidget(self._verdict, 1)
        page = QWidget()
        whole = QVBoxLayout(page)
        whole.setContentsMargins(0, S1, S3, S1)
        whole.setSpacing(S4)
        whole.addLayout(grid)
        whole.addLayout(verdict)
        whole.addStretch()
        self.setWidget(page)
        page.setAutoFillBackground(False)


def _countries() -> tuple[tuple[str, str], ...]:
    """Give (ISO 3166 code, name) of every country, by name, with "no country" first."""
    found = {}
    for territory in QLocale.Country:
        code = QLocale.territoryToCode(territory)
        if len(code) == 2 and code.isalpha():
            found[code] = f"{QLocale.territoryToString(territory)} ({code})"
    return (("", "None: always with +"), *sorted(found.items(), key=lambda pair: pair[1]))
