"""The first run: practice or an account, with every fault beside its field and the real answer of a test."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QCheckBox,
    QComboBox,
    QLineEdit,
    QPushButton,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from tests.support.window_scene import Accounts
from vox_console.domain.errors import FieldProblem
from vox_console.presenters.account_form import CALLBACK_FIELD
from vox_console.presenters.accounts_state import AccountForm, WayVerdict
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
        ("Password", "password"), ("Usual sender", "default_sender"), ("REST address", "rest_url"),
        ("REST user name", "rest_username"), ("REST password", "rest_password"),
    ],
)  # fmt: skip
def test_what_is_typed_reaches_the_presenter(open_wizard: Open, label: str, field: str) -> None:
    wizard, accounts = open_wizard(AccountForm({"use_smpp": "yes", "use_rest": "yes"}, ()))
    QTest.keyClicks(control(wizard, label, QLineEdit), "a1")
    assert accounts.form.values == {"use_smpp": "yes", "use_rest": "yes", field: "a1"}


def test_the_caret_stays_where_one_types(open_wizard: Open) -> None:
    wizard, accounts = open_wizard(AccountForm({"use_smpp": "yes", "host": "ac"}, ()))
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
    wizard, _accounts = open_wizard(AccountForm({"use_smpp": "yes", "password": "secret"}, ()))
    password = control(wizard, "Password", QLineEdit)
    assert password.echoMode() is QLineEdit.EchoMode.Password
    assert "secret" not in password.displayText()


def test_a_fault_stands_beside_its_field_and_gets_the_keyboard(open_wizard: Open) -> None:
    wizard, accounts = open_wizard()
    fault = FieldProblem("port", "range", "A port is a number from 1 to 65535.", fix="2876")
    accounts.show(AccountForm({"use_smpp": "yes", "port": "99999"}, (fault,)))
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
    test, save = (control(wizard, name, QPushButton) for name in ("Test", "Save and connect"))
    test.click()
    save.click()
    assert accounts.told == ["test", "save"]
    accounts.show(replace(accounts.form, busy=True))
    assert "Connecting to the provider…" in shown(wizard)
    assert not test.isEnabled()
    assert not save.isEnabled()
    refusal = "The provider refused the bind: the password is wrong (0x0E)."
    accounts.show(replace(accounts.form, busy=False, verdicts=(WayVerdict("SMPP", ok=False, words=refusal),)))
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


TWO_WAYS = AccountForm({"use_smpp": "yes", "use_rest": "yes", "name": "Vox"}, ())
LISTENING = replace(
    TWO_WAYS,
    values={**TWO_WAYS.values, "callback_port": "8012"},
    callback_url="http://127.0.0.1:8012/callback/secret",
)


def box(wizard: AccountWizard, name: str) -> QCheckBox:
    return control(wizard, name, QCheckBox)


def disclose(wizard: AccountWizard, *names: str) -> None:
    for name in names:
        control(wizard, name, QToolButton).click()


class TestWays:
    def test_each_way_is_folded_away_until_it_is_wanted(self, open_wizard: Open) -> None:
        wizard, accounts = open_wizard()
        assert not control(wizard, "REST address", QLineEdit).isVisible()
        box(wizard, "Use REST").click()
        assert accounts.form.values["use_rest"] == "yes"
        assert control(wizard, "REST address", QLineEdit).isVisible()
        box(wizard, "Use SMPP").click()
        assert accounts.form.values["use_smpp"] == ""
        assert not control(wizard, "Address", QLineEdit).isVisible()

    def test_the_usual_way_is_asked_for_only_where_there_is_a_choice(self, open_wizard: Open) -> None:
        wizard, accounts = open_wizard(TWO_WAYS)
        usual = control(wizard, "Usual way", QComboBox)
        assert usual.isVisible()
        QTest.keyClick(usual, Qt.Key.Key_Down)
        assert accounts.form.values["transport"] == "smpp"
        box(wizard, "Use SMPP").click()
        assert not usual.isVisible()

    def test_having_none_is_a_fault_beside_the_boxes(self, open_wizard: Open) -> None:
        wizard, accounts = open_wizard()
        fault = FieldProblem("use_smpp", "no_way", "Choose SMPP, REST or both.")
        accounts.show(AccountForm({"name": "Vox"}, (fault,)))
        assert fault.text in shown(wizard)
        assert box(wizard, "Use SMPP").hasFocus()

    def test_an_empty_password_of_rest_says_what_it_means(self, open_wizard: Open) -> None:
        wizard, accounts = open_wizard(TWO_WAYS)
        password = control(wizard, "REST password", QLineEdit)
        assert password.placeholderText() == "Empty: the same as SMPP's"
        assert password.echoMode() is QLineEdit.EchoMode.Password
        accounts.show(replace(TWO_WAYS, edited_ways=("smpp", "rest")))
        assert password.placeholderText() == "Empty: as it is now"
        accounts.show(replace(TWO_WAYS, values={"use_rest": "yes"}))
        assert password.placeholderText() == ""

    def test_an_address_that_is_left_is_told_of(self, open_wizard: Open) -> None:
        wizard, accounts = open_wizard(TWO_WAYS)
        address = control(wizard, "REST address", QLineEdit)
        address.setFocus()
        QTest.keyClicks(address, "a")
        control(wizard, "REST user name", QLineEdit).setFocus()
        assert accounts.left[-1] == "rest_url"

    def test_http_to_another_computer_has_to_be_agreed_to(self, open_wizard: Open) -> None:
        wizard, accounts = open_wizard(TWO_WAYS)
        agree = box(wizard, "Use it without encryption")
        assert not agree.isVisible()
        accounts.show(replace(TWO_WAYS, rest_in_clear=True))
        assert agree.isVisible()
        assert any("readable through the network. Until you agree" in words for words in shown(wizard))
        agree.click()
        assert accounts.form.values["rest_plain_text_accepted"] == "yes"

    def test_each_way_answers_a_test_for_itself(self, open_wizard: Open) -> None:
        wizard, accounts = open_wizard(TWO_WAYS)
        first, second = WayVerdict("SMPP", ok=True, words="Bound."), WayVerdict("REST", ok=False, words="No.")
        accounts.show(replace(TWO_WAYS, verdicts=(first,), busy=True))
        assert {"SMPP: Bound.", "Connecting to the provider…"} <= shown(wizard)
        accounts.show(replace(TWO_WAYS, verdicts=(first, second)))
        assert {"SMPP: Bound.", "REST: No."} <= shown(wizard)
        assert "Connecting to the provider…" not in shown(wizard)
        accounts.show(replace(TWO_WAYS, fault="The keyring is locked"))
        assert "The keyring is locked" in shown(wizard)
        assert "SMPP: Bound." not in shown(wizard)


class TestMoreAboutSending:
    @pytest.mark.parametrize(
        ("label", "field"),
        [
            ("Parts per second, at most", "parts_per_s"),
            ("Seconds to undo a send", "hold_s"),
            ("Longest message in parts", "part_limit"),
            ("Unanswered requests over SMPP", "window"),
        ],
    )
    def test_numbers_stand_behind_a_disclosure_and_reach_the_presenter(
        self, open_wizard: Open, label: str, field: str
    ) -> None:
        wizard, accounts = open_wizard(TWO_WAYS)
        assert not control(wizard, label, QLineEdit).isVisible()
        disclose(wizard, "More about sending")
        QTest.keyClicks(control(wizard, label, QLineEdit), "7")
        assert accounts.form.values[field] == "7"

    def test_the_window_is_of_smpp_alone(self, open_wizard: Open) -> None:
        wizard, _accounts = open_wizard(replace(TWO_WAYS, values={"use_rest": "yes"}))
        disclose(wizard, "More about sending")
        assert control(wizard, "Longest message in parts", QLineEdit).isVisible()
        assert not control(wizard, "Unanswered requests over SMPP", QLineEdit).isVisible()

    @pytest.mark.parametrize("field", ["hold_s", "rest_memory_h"])
    def test_a_fault_behind_the_disclosure_opens_it_and_gets_the_keyboard(
        self, open_wizard: Open, field: str
    ) -> None:
        wizard, accounts = open_wizard(TWO_WAYS)
        accounts.show(replace(TWO_WAYS, problems=(FieldProblem(field, "range", "Too much."),)))
        assert "Too much." in shown(wizard)
        label = {"hold_s": "Seconds to undo a send", "rest_memory_h": "Vox forgets a message after (hours)"}
        assert control(wizard, label[field], QLineEdit).hasFocus()


class TestMoreAboutRest:
    def test_it_stands_behind_a_disclosure(self, open_wizard: Open) -> None:
        wizard, accounts = open_wizard(TWO_WAYS)
        own_ids = box(wizard, "Give each message an id of ours (incMsgId)")
        assert not own_ids.isVisible()
        disclose(wizard, "More about REST")
        assert own_ids.isVisible()
        for name in (own_ids.text(), "Ask by POST", "Allow injecting inbound messages"):
            box(wizard, name).click()
        values = accounts.form.values
        assert [values[name] for name in ("rest_own_ids", "rest_post", "rest_inject")] == ["yes"] * 3

    def test_without_a_port_nothing_more_is_asked_about_callbacks(self, open_wizard: Open) -> None:
        wizard, accounts = open_wizard(TWO_WAYS)
        disclose(wizard, "More about REST")
        assert control(wizard, "Callback port", QLineEdit).isVisible()
        assert not box(wizard, "Let other computers reach it").isVisible()
        accounts.show(LISTENING)
        assert box(wizard, "Let other computers reach it").isVisible()

    def test_the_address_for_the_provider_is_copied_whole(self, open_wizard: Open) -> None:
        wizard, _accounts = open_wizard(LISTENING)
        disclose(wizard, "More about REST")
        control(wizard, "Copy", QPushButton).click()
        assert QGuiApplication.clipboard().text() == LISTENING.callback_url

    def test_letting_others_in_says_what_that_means(self, open_wizard: Open) -> None:
        wizard, accounts = open_wizard(LISTENING)
        disclose(wizard, "More about REST")
        meaning = (
            "Callbacks are not signed: anyone who can reach that address can claim that a message was"
            " delivered."
        )
        assert meaning not in shown(wizard)
        box(wizard, "Let other computers reach it").click()
        assert accounts.form.values["callback_open"] == "yes"
        assert meaning in shown(wizard)
        (label,) = [each for each in wizard.findChildren(PlainLabel) if each.text() == meaning]
        assert label.property("tone") == "unknown"

    def test_a_fault_behind_a_disclosure_opens_it(self, open_wizard: Open) -> None:
        wizard, accounts = open_wizard(LISTENING)
        fault = FieldProblem(CALLBACK_FIELD + "status", "name", "A parameter's name has no comma.")
        accounts.show(replace(LISTENING, problems=(fault,)))
        assert fault.text in shown(wizard)
        field = control(wizard, "Status: the provider's name", QLineEdit)
        assert field.hasFocus()
        QTest.keyClicks(field, "st")
        assert accounts.form.values[CALLBACK_FIELD + "status"] == "st"

    def test_the_table_shows_voxs_names_where_nothing_is_typed(self, open_wizard: Open) -> None:
        wizard, _accounts = open_wizard(LISTENING)
        disclose(wizard, "More about REST", "Names of the parameters")
        assert control(wizard, "Recipient: the provider's name", QLineEdit).placeholderText() == "ani"
