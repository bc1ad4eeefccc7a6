"""The saved accounts in the dialog: choose, edit, remove after a question; the open one stays."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QAbstractButton, QLineEdit
from pytestqt.qtbot import QtBot

from tests.support.window_scene import Accounts
from vox_console.presenters.accounts_state import AccountForm, SavedAccount
from vox_console.ui.account_wizard import AccountWizard
from vox_console.ui.plain_label import PlainLabel
from vox_console.ui.saved_accounts import SavedAccounts
from vox_console.ui.theme import Theme

# The offscreen platform says what it cannot do whenever a window is shown.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

FORM = AccountForm(
    values={"name": ""},
    problems=(),
    accounts=(
        SavedAccount("Vox", "acme at smpp.example:2876"),
        SavedAccount("Open", "x at y:1", is_open=True),
    ),
)
Open = Callable[[], tuple[AccountWizard, Accounts]]


@pytest.fixture(name="open_wizard")
def _open_wizard(qtbot: QtBot) -> Open:
    def build() -> tuple[AccountWizard, Accounts]:
        accounts = Accounts(FORM)
        wizard = AccountWizard(Theme(scheme="light"), accounts, leave="Cancel")
        qtbot.addWidget(wizard)
        with qtbot.waitExposed(wizard):
            wizard.show()
        return wizard, accounts

    return build


def button(wizard: AccountWizard, name: str) -> QAbstractButton:
    return next(
        each
        for each in wizard.findChildren(QAbstractButton)
        if each.accessibleName() == name and each.isVisible()
    )


def said(wizard: AccountWizard) -> str:
    return "\n".join(label.text() for label in wizard.findChildren(PlainLabel) if label.isVisible())


def test_one_is_chosen_by_its_card(open_wizard: Open) -> None:
    wizard, accounts = open_wizard()
    assert wizard.windowTitle() == "Accounts"
    assert button(wizard, "Vox").accessibleDescription() == "acme at smpp.example:2876"
    button(wizard, "Vox").click()
    assert accounts.told == ["choose Vox"]


def test_editing_fills_the_form_and_the_name_stays(open_wizard: Open) -> None:
    wizard, _accounts = open_wizard()
    button(wizard, "Edit Vox").click()
    fields = {each.accessibleName(): each for each in wizard.findChildren(QLineEdit)}
    assert (fields["Name"].text(), fields["Name"].isEnabled()) == ("Vox", False)
    assert fields["Address"].text() == "smpp.example"
    assert fields["Password"].placeholderText() == "Empty: as it is now"
    assert "Edit Vox" in said(wizard)
    button(wizard, "Back").click()
    button(wizard, "Add an account").click()
    assert fields["Name"].isEnabled()
    assert fields["Password"].placeholderText() == ""


def test_removing_asks_first(open_wizard: Open) -> None:
    wizard, accounts = open_wizard()
    button(wizard, "Remove Vox").click()
    assert "Remove Vox and its passwords?" in said(wizard)
    button(wizard, "Keep Vox").click()
    assert "Remove Vox and its passwords?" not in said(wizard)
    button(wizard, "Remove Vox").click()
    button(wizard, "Remove Vox").click()
    assert accounts.told == ["remove Vox"]


def test_the_open_one_cannot_be_removed_under_its_session(open_wizard: Open) -> None:
    wizard, _accounts = open_wizard()
    assert not button(wizard, "Remove Open").isEnabled()
    assert button(wizard, "Remove Vox").isEnabled()
    assert button(wizard, "Open").accessibleDescription().startswith("Open now")


def test_trouble_is_told_where_the_accounts_are(open_wizard: Open) -> None:
    wizard, accounts = open_wizard()
    accounts.show(AccountForm(values={}, problems=(), fault="The keyring is locked", accounts=FORM.accounts))
    assert "The keyring is locked" in said(wizard)


def test_without_any_there_is_nothing_to_see(qtbot: QtBot) -> None:
    saved = SavedAccounts(Theme(scheme="light"))
    qtbot.addWidget(saved)
    saved.show_accounts(FORM.accounts, removing="")
    saved.show_accounts((), removing="")
    assert saved.isHidden()
