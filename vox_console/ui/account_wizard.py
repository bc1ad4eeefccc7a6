"""The first run, and Connection > Accounts: practise, or connect an account and see that it binds."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from vox_console.presenters.states import AccountForm
from vox_console.ui import icons
from vox_console.ui.account_form_page import AccountFormPage
from vox_console.ui.choice_card import ChoiceCard
from vox_console.ui.plain_label import PlainLabel
from vox_console.ui.primary_button import PrimaryButton
from vox_console.ui.theme import Theme
from vox_console.ui.tokens import S2, S3, S4, S5

_SIZE = (560, 624)


class AccountInputs(Protocol):
    """What the dialog needs of the accounts presenter."""

    on_form: Callable[[AccountForm], None]

    @property
    def form(self) -> AccountForm:
        """The form to show now."""

    def field_edited(self, field: str, text: str) -> None:
        """Take what was typed."""

    def practice_chosen(self) -> None:
        """Use the practice provider."""

    def test_pressed(self) -> None:
        """Bind once and tell what came of it."""

    def save_pressed(self) -> None:
        """Keep the account."""


class AccountWizard(QDialog):
    """One calm dialog with two pages: the choice, and the account.

    Its owner, who hears from the presenter that practice was chosen or the account is kept, calls `accept`;
    a faulty account leaves the dialog open with the fault beside its field.
    """

    def __init__(self, theme: Theme, accounts: AccountInputs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._accounts = accounts
        self.setWindowTitle("Welcome to Vox Console")
        self._form = AccountFormPage(theme)
        self._form.field_edited.connect(accounts.field_edited)
        self._test = QPushButton("Test bind")
        self._save = PrimaryButton(theme, "Save and bind")
        self._pages = QStackedWidget()
        self._pages.addWidget(self._build_choice())
        self._pages.addWidget(self._build_account())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._pages)
        self.resize(*_SIZE)
        accounts.on_form = self.show_form
        self.show_form(accounts.form)

    def show_form(self, form: AccountForm) -> None:
        """Draw another state of the account being typed."""
        self._form.show_form(form)
        for button in (self._test, self._save):
            button.setEnabled(not form.busy)

    def show_account(self) -> None:
        """Turn to the account's page."""
        self.setWindowTitle("Connect an account")
        self._pages.setCurrentIndex(1)
        self._save.setDefault(True)
        self._form.focus_first()

    def show_choice(self) -> None:
        """Turn to the first page."""
        self.setWindowTitle("Welcome to Vox Console")
        self._pages.setCurrentIndex(0)

    def _build_choice(self) -> QWidget:
        theme = self._theme
        mark = PlainLabel(theme)
        mark.setPixmap(icons.app_mark(48, self.devicePixelRatioF()))
        practice = ChoiceCard(
            theme, icon="practice", tone="practice", title="Practice",
            sentence="Send to a provider on this computer that behaves like the real one. Nobody receives "
            "anything and nothing costs money.",
        )  # fmt: skip
        account = ChoiceCard(
            theme, icon="link", tone="accent", title="Connect an account",
            sentence="Use the address, system ID and password your SMS provider gave you. You can test them "
            "before anything is kept.",
        )  # fmt: skip
        practice.clicked.connect(self._accounts.practice_chosen)
        account.clicked.connect(self.show_account)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(S5 + S4, S5 + S4, S5 + S4, S5)
        column.setSpacing(S3)
        column.addStretch(1)
        column.addWidget(mark)
        column.addSpacing(S2)
        column.addWidget(PlainLabel(theme, "How do you want to start?", role="title"))
        column.addWidget(
            PlainLabel(theme, "You can change this at any time under Connection.", tone="muted", wrap=True)
        )
        column.addSpacing(S3)
        column.addWidget(practice)
        column.addWidget(account)
        column.addStretch(2)
        return page

    def _build_account(self) -> QWidget:
        back = QPushButton("Back")
        back.clicked.connect(self.show_choice)
        self._test.clicked.connect(self._accounts.test_pressed)
        self._save.clicked.connect(self._accounts.save_pressed)
        foot = QHBoxLayout()
        foot.setSpacing(S2)
        foot.addWidget(back)
        foot.addStretch()
        foot.addWidget(self._test)
        foot.addWidget(self._save)
        for button in (back, self._test, self._save):
            button.setAccessibleName(button.text())
            button.setAutoDefault(False)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(S5, S5, S5 - S3, S5)
        column.setSpacing(S4)
        column.addWidget(PlainLabel(self._theme, "Connect an account", role="title"))
        column.addWidget(self._form, 1)
        foot.setContentsMargins(0, 0, S3, 0)
        column.addLayout(foot)
        column.setAlignment(Qt.AlignmentFlag.AlignTop)
        return page
