"""The first run: practice or an account, with every fault beside its field and the real answer of a test."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QComboBox, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tests.support.window_scene import Accounts
from vox_console.domain.errors import FieldProblem
from vox_console.presenters.states import AccountForm
from vox_console.ui.account_wizard import AccountWizard
from vox_console.ui.plain_label import PlainLabel
from vox_console.ui.theme import Theme

# The offscreen platform says what it cannot do whenever a window is shown.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

Open = Callable[..., tuple[AccountWizard, Accounts]]
Kind = TypeVar("Kind", bound=QWidget)


@pytest.fixture(name="open_wizard")
def _open_wizard(qtbot: QtBot) -> Open:
    def build(form: AccountForm | None = None, *, page: str = "account") -> tuple[AccountWizard, Accounts]:
        accounts = Accounts(form)
        wizard = AccountWizard(Theme(scheme="light"), accounts)
        qtbot.addWidget(wizard)
        with qtbot.waitExposed(wizard):
            wizard.show()
        wizard.activateWindow()
        if page == "account":
            control(wizard, "Connect an account", QAbstractButton).click()
        return wizard, accounts

    return build


def control(wizard: AccountWizard, name: str, kind: type[Kind]) -> Kind:
    return next(each for each in wizard.findChildren(kind) if each.accessibleName() == name)


def shown(wizard: AccountWizard) -> set[str]:
    return {label.text() for label in wizard.findChildren(PlainLabel) if label.isVisible()}


def test_it_begins_with_the_choice_and_tells_that_practice_was_chosen(open_wizard: Open) -> None:
    wizard, accounts = open_wizard(page="choice")
    control(wizard, "Practice", QAbstractButton).click()
    assert accounts.told == ["practice"]
    assert not control(wizard, "Address", QLineEdit).isVisible()


def test_choosing_an_account_puts_the_keyboard_where_something_is_wanted(open_wizard: Open) -> None:
    wizard, _accounts = open_wizard()
    assert control(wizard, "Address", QLineEdit).hasFocus()
    control(wizard, "Back", QPushButton).click()
    assert control(wizard, "Practice", QAbstractButton).isVisible()


@pytest.mark.parametrize(
    ("label", "field"),
    [
        ("Name", "name"), ("Address", "host"), ("Port", "port"), ("System ID", "system_id"),
        ("Password", "password"), ("Usual sender", "default_sender"),
    ],
)  # fmt: skip
def test_what_is_typed_reaches_the_presenter(open_wizard: Open, label: str, field: str) -> None:
    wizard, accounts = open_wizard(AccountForm({}, ()))
    QTest.keyClicks(control(wizard, label, QLineEdit), "a1")
    assert accounts.form.values == {field: "a1"}


def test_the_caret_stays_where_one_types(open_wizard: Open) -> None:
    wizard, accounts = open_wizard(AccountForm({"host": "ac"}, ()))
    address = control(wizard, "Address", QLineEdit)
    address.setCursorPosition(1)
    QTest.keyClicks(address, "bb")
    assert accounts.form.values["host"] == "abbc"
    assert address.cursorPosition() == 3


def test_choices_and_the_box_reach_the_presenter(open_wizard: Open) -> None:
    wizard, accounts = open_wizard()
    bind = control(wizard, "Bind as", QComboBox)
    QTest.keyClick(bind, Qt.Key.Key_Down)
    assert accounts.form.values["bind"] == "tx+rx"
    country = control(wizard, "Country of national numbers", QComboBox)
    country.setFocus()
    QTest.keyClicks(country, "serbia")
    assert accounts.form.values["default_region"] == "RS"
    box = control(wizard, "Encrypt with TLS", QCheckBox)
    QTest.keyClick(box, Qt.Key.Key_Space)
    assert accounts.form.values["tls"] == "yes"
    QTest.keyClick(box, Qt.Key.Key_Space)
    assert accounts.form.values["tls"] == ""


def test_without_tls_the_risk_is_told(open_wizard: Open) -> None:
    wizard, _accounts = open_wizard()
    risk = "Without TLS the password and every text travel readable through the network."
    assert risk in shown(wizard)
    control(wizard, "Encrypt with TLS", QCheckBox).click()
    assert risk not in shown(wizard)


def test_the_password_is_never_readable(open_wizard: Open) -> None:
    wizard, _accounts = open_wizard(AccountForm({"password": "secret"}, ()))
    password = control(wizard, "Password", QLineEdit)
    assert password.echoMode() is QLineEdit.EchoMode.Password
    assert "secret" not in password.displayText()


def test_a_fault_stands_beside_its_field_and_gets_the_keyboard(open_wizard: Open) -> None:
    wizard, accounts = open_wizard()
    fault = FieldProblem("port", "range", "A port is a number from 1 to 65535.", fix="2876")
    accounts.show(AccountForm({"port": "99999"}, (fault,)))
    port = control(wizard, "Port", QLineEdit)
    assert fault.text in shown(wizard)
    assert port.property("fault") == "error"
    assert port.hasFocus()
    control(wizard, "Use 2876", QPushButton).click()
    assert accounts.form.values["port"] == "2876"
    accounts.show(replace(accounts.form, problems=()))
    assert fault.text not in shown(wizard)
    assert port.property("fault") == ""


def test_a_test_shows_that_it_runs_and_then_the_real_answer(open_wizard: Open) -> None:
    wizard, accounts = open_wizard()
    test, save = (control(wizard, name, QPushButton) for name in ("Test bind", "Save and bind"))
    test.click()
    save.click()
    assert accounts.told == ["test", "save"]
    accounts.show(replace(accounts.form, busy=True))
    assert "Connecting to the provider…" in shown(wizard)
    assert not test.isEnabled()
    assert not save.isEnabled()
    refusal = "The provider refused the bind: the password is wrong (0x0E)."
    accounts.show(replace(accounts.form, busy=False, verdict=refusal))
    assert refusal in shown(wizard)
    assert test.isEnabled()


def test_it_says_where_the_password_is_kept(open_wizard: Open) -> None:
    note = "There is no keyring: the password is kept until you quit."
    wizard, _accounts = open_wizard(AccountForm({}, (), vault_note=note))
    assert note in shown(wizard)


def test_every_control_has_the_name_that_is_read_on_it(open_wizard: Open) -> None:
    wizard, _accounts = open_wizard()
    for button in wizard.findChildren(QPushButton):
        if button.isVisible():
            assert button.accessibleName() == button.text()
    for kind in (QLineEdit, QComboBox, QCheckBox):
        assert all(each.accessibleName() for each in wizard.findChildren(kind))


def test_it_fits_a_small_screen(open_wizard: Open) -> None:
    wizard, _accounts = open_wizard()
    assert wizard.minimumSizeHint().height() <= 480
