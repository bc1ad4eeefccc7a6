"""The first run, and Connection > Accounts: practise, or choose, add, edit or remove an account."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from vox_console.presenters.accounts_state import AccountForm
from vox_console.ui import icons
from vox_console.ui.account_form_page import AccountFormPage
from vox_console.ui.account_verdicts import AccountVerdicts
from vox_console.ui.choice_card import ChoiceCard
from vox_console.ui.plain_label import PlainLabel
from vox_console.ui.primary_button import PrimaryButton
from vox_console.ui.saved_accounts import SavedAccounts
from vox_console.ui.theme import Theme
from vox_console.ui.tokens import S2, S3, S4, S5

_SIZE = (620, 680)
_ADD_SENTENCE = (
    "Use the addresses, user names and passwords your SMS provider gave you, for SMPP, REST or both. You can "
    "test them before anything is kept."
)


class AccountInputs(Protocol):
    """What the dialog needs of the accounts presenter."""

    on_form: Callable[[AccountForm], None]

    @property
    def form(self) -> AccountForm:
        """The form to show now."""

    def account_chosen(self, name: str) -> None:
        """Connect a saved account."""

    def new_pressed(self) -> None:
        """Begin an empty form."""

    def edit_pressed(self, name: str) -> None:
        """Fill the form with a saved account."""

    def remove_pressed(self, name: str) -> None:
        """Ask whether a saved account shall go."""

    def remove_kept(self) -> None:
        """Leave it where it is."""

    def remove_confirmed(self) -> None:
        """Remove the one that was asked about."""

    def field_edited(self, field: str, text: str) -> None:
        """Take what was typed."""

    def field_left(self, field: str) -> None:
        """Complete what was typed in a field that lost the keyboard."""

    def practice_chosen(self) -> None:
        """Use the practice provider."""

    def test_pressed(self) -> None:
        """Try every way once and tell what came of it."""

    def save_pressed(self) -> None:
        """Keep the account."""


class AccountWizard(QDialog):
    """One calm dialog with two pages: the choice, and the account.

    leave: what closing it without a choice means, "Quit" or, over an open session, "Cancel".
    Its owner, who hears from the presenter that practice was chosen or the account is kept, calls `accept`;
    a faulty account leaves the dialog open with the fault beside its field.
    """

    def __init__(
        self, theme: Theme, accounts: AccountInputs, parent: QWidget | None = None, *, leave: str = "Quit"
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._accounts = accounts
        self._leave = leave
        self._form = AccountFormPage(theme)
        self._form.field_edited.connect(accounts.field_edited)
        self._form.field_left.connect(accounts.field_left)
        self._verdicts = AccountVerdicts(theme)
        self._test = QPushButton("Test")
        self._save = PrimaryButton(theme, "Save and connect")
        self._form_title = PlainLabel(theme, role="title")
        self._saved = SavedAccounts(theme)
        self._add = ChoiceCard(theme, icon="account", tone="accent", title="", sentence=_ADD_SENTENCE)
        self._mark = PlainLabel(theme)
        self._choice_title = PlainLabel(theme, role="title")
        self._choice_hint = PlainLabel(theme, tone="muted", wrap=True)
        self._trouble = PlainLabel(theme, tone="failed", wrap=True)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._build_choice())
        self._pages.addWidget(self._build_account())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._pages)
        self.resize(*_SIZE)
        self._listen()
        accounts.on_form = self.show_form
        self.show_form(accounts.form)
        self.show_choice()

    def show_form(self, form: AccountForm) -> None:
        """Draw another state of the account being typed and of the saved ones."""
        self._form.show_form(form)
        self._verdicts.show_form(form)
        for button in (self._test, self._save):
            button.setEnabled(not form.busy)
        self._form_title.setText(f"Edit {form.editing}" if form.editing else "Connect an account")
        self._saved.show_accounts(form.accounts, removing=form.removing)
        self._add.setText("Add an account" if form.accounts else "Connect an account")
        self._add.setAccessibleName(self._add.text())
        self._mark.setVisible(not form.accounts)  # a welcome; later the room belongs to the accounts
        self._choice_title.setText("Accounts" if form.accounts else "How do you want to start?")
        self._choice_hint.setText(
            "Choose the account to connect." if form.accounts
            else "You can change this at any time under Connection."
        )  # fmt: skip
        self._trouble.setText(form.fault)
        self._trouble.setVisible(bool(form.fault))

    def show_account(self) -> None:
        """Turn to the account's page."""
        self.setWindowTitle(self._form_title.text())
        self._pages.setCurrentIndex(1)
        self._save.setDefault(True)
        self._form.focus_first()

    def show_choice(self) -> None:
        """Turn to the first page."""
        self.setWindowTitle("Accounts" if self._accounts.form.accounts else "Welcome to Vox Console")
        self._pages.setCurrentIndex(0)

    def _listen(self) -> None:
        accounts, saved = self._accounts, self._saved
        saved.chosen.connect(accounts.account_chosen)
        saved.edit_pressed.connect(self._edit)
        saved.remove_pressed.connect(accounts.remove_pressed)
        saved.remove_kept.connect(accounts.remove_kept)
        saved.remove_confirmed.connect(accounts.remove_confirmed)
        self._add.clicked.connect(self._begin_new)

    def _edit(self, name: str) -> None:
        self._accounts.edit_pressed(name)
        self.show_account()

    def _begin_new(self) -> None:
        self._accounts.new_pressed()
        self.show_account()

    def _build_choice(self) -> QWidget:
        theme = self._theme
        self._mark.setPixmap(icons.app_mark(48, self.devicePixelRatioF()))
        practice = ChoiceCard(
            theme, icon="practice", tone="practice", title="Practice",
            sentence="Send to a provider on this computer that behaves like the real one. Nobody receives "
            "anything and nothing costs money.",
        )  # fmt: skip
        practice.clicked.connect(self._accounts.practice_chosen)
        leave = QPushButton(self._leave)
        leave.setAccessibleName(self._leave)
        leave.setAutoDefault(False)
        leave.clicked.connect(self.reject)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(S5 + S3, S5, S5 + S3, S4)
        column.setSpacing(S3)
        column.addStretch(1)
        column.addWidget(self._mark)
        column.addWidget(self._choice_title)
        column.addWidget(self._choice_hint)
        column.addWidget(self._trouble)
        column.addSpacing(S3)
        for choice in (self._saved, self._add, practice):
            column.addWidget(choice)
        column.addStretch(2)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inside)
        inside.setAutoFillBackground(False)
        page = QWidget()
        whole = QVBoxLayout(page)
        whole.setContentsMargins(0, 0, 0, S5)
        whole.addWidget(scroll, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(S5, 0, S5, 0)
        foot.addStretch()
        foot.addWidget(leave)
        whole.addLayout(foot)
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
        column.addWidget(self._form_title)
        column.addWidget(self._form, 1)
        column.addWidget(self._verdicts)
        foot.setContentsMargins(0, 0, S3, 0)
        column.addLayout(foot)
        column.setAlignment(Qt.AlignmentFlag.AlignTop)
        return page
