"""The whole of the inbox through the real window: a customer writes, is read, is answered, and it arrives."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QPushButton

from tests.support.practice_process import PracticeProcess
from tests.support.window_driver import Driver, drive
from vox_console.app import Account
from vox_console.domain.secret import Secret
from vox_console.settings.profiles import Profile
from vox_console.ui.contact_dialog import ContactDialog
from vox_console.ui.evidence_pane import EvidencePane
from vox_console.ui.inbox_bubble import StateButton
from vox_console.ui.inbox_pane import InboxPane
from vox_console.ui.rail import RailButton
from vox_console.ui.refusal_dialog import RefusalDialog

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

CUSTOMER, OURS = "381641234567", "381600000000"


def account_at(practice: PracticeProcess) -> Account:
    """Give an account with the practice provider."""
    profile = Profile(
        name="work",
        host="127.0.0.1",
        port=practice.smpp_port,
        system_id="practice",
        default_sender="Vox",
        plain_text_accepted=True,
    )
    return Account(profile, Secret("practice"))


def test_a_customer_writes_and_is_answered(bare_app: QApplication, tmp_path: Path) -> None:
    with PracticeProcess() as practice:

        def write(text: str, **more: object) -> None:
            practice.post("/mo", from_=CUSTOMER, to=OURS, text=text, **more)

        async def story(driver: Driver) -> None:
            (pane,) = driver.window.findChildren(InboxPane)
            rail = driver.control(RailButton, "Inbox")
            await driver.bound()
            await asyncio.to_thread(write, "Where is my parcel?")
            await driver.until(lambda: rail.accessibleDescription() == "1 unread", "the badge")
            QTest.mouseClick(rail, Qt.MouseButton.LeftButton)
            driver.window.activateWindow()
            QTest.keyClick(pane.view, Qt.Key.Key_J)
            await driver.until(lambda: len(pane.conversation.lines) == 1, "the conversation")
            await driver.until(lambda: rail.accessibleDescription() == "Alt+3", "it to be read")
            QTest.keyClick(pane.view, Qt.Key.Key_R)
            editor = driver.control(QPlainTextEdit, "Answer")
            assert editor.hasFocus()
            QTest.keyClicks(editor, "It comes today.")
            await driver.send()

            def delivered() -> bool:
                return [line.look.word for line in pane.conversation.lines if line.look] == ["Delivered"]

            await driver.until(delivered, "the answer to be delivered")
            await asyncio.to_thread(write, "Thank you! " * 30, order=[3, 1, 2])
            await driver.until(lambda: len(pane.conversation.lines) == 3, "what they write next")
            await driver.until(lambda: not pane.conversation.lines[2].marks, "all of its parts")
            assert [line.text for line in pane.conversation.lines][:2] == [
                "Where is my parcel?",
                "It comes today.",
            ]
            assert pane.conversation.lines[2].text == "Thank you! " * 30
            (state,) = pane.conversation.findChildren(StateButton)
            state.click()
            await driver.until(driver.evidence_is_open, "how we know")
            assert any(evidence.isVisible() for evidence in driver.window.findChildren(EvidencePane))
            QTest.mouseClick(rail, Qt.MouseButton.LeftButton)
            QTest.mouseClick(driver.control(QPushButton, "Done"), Qt.MouseButton.LeftButton)
            await driver.until(lambda: pane._presenter.state.count == 0, "it to be done")

        assert drive(bare_app, tmp_path, story, account=account_at(practice)) == 0
        (submit,) = practice.submits()
        assert (submit["source"], submit["destination"]) == (OURS, CUSTOMER)


def test_what_may_be_a_refusal_is_counted_reviewed_and_undone(bare_app: QApplication, tmp_path: Path) -> None:
    with PracticeProcess() as practice:

        def write(text: str) -> None:
            practice.post("/mo", from_=CUSTOMER, to=OURS, text=text)

        async def story(driver: Driver) -> None:
            rail = driver.control(RailButton, "Inbox")
            await driver.bound()
            await asyncio.to_thread(write, "Sorry, wrong number")
            told = "1 unread, 1 to review"
            await driver.until(lambda: rail.accessibleDescription() == told, "the badge")
            QTest.mouseClick(rail, Qt.MouseButton.LeftButton)
            driver.control(QPushButton, "1 message to review").click()
            dialogs = driver.window.findChildren
            await driver.until(lambda: bool(dialogs(RefusalDialog)), "the review tray")
            (dialog,) = dialogs(RefusalDialog)
            await driver.until(lambda: dialog._presenter.state.detail is not None, "the message")
            QTest.keyClick(dialog.list, Qt.Key.Key_O)
            await driver.until(lambda: "review" not in rail.accessibleDescription(), "the decision")
            QTest.keyClick(dialog.list, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
            await driver.until(lambda: "1 to review" in rail.accessibleDescription(), "it to be undone")
            dialog.reject()

        assert drive(bare_app, tmp_path, story, account=account_at(practice)) == 0


def test_a_customer_is_given_a_name_which_then_stands_wherever_the_number_does(
    bare_app: QApplication, tmp_path: Path
) -> None:
    with PracticeProcess() as practice:

        async def story(driver: Driver) -> None:
            (pane,) = driver.window.findChildren(InboxPane)
            await driver.bound()
            await asyncio.to_thread(practice.post, "/mo", from_=CUSTOMER, to=OURS, text="Hello")
            QTest.mouseClick(driver.control(RailButton, "Inbox"), Qt.MouseButton.LeftButton)
            driver.window.activateWindow()
            await driver.until(lambda: pane._presenter.state.count == 1, "the conversation in the list")
            QTest.keyClick(pane.view, Qt.Key.Key_J)
            await driver.until(lambda: len(pane.conversation.lines) == 1, "the conversation")
            QTest.keyClick(pane.view, Qt.Key.Key_C)
            await driver.until(lambda: bool(driver.window.findChildren(ContactDialog)), "the dialog")
            (dialog,) = driver.window.findChildren(ContactDialog)
            name = dialog.form.fields["name"].control
            assert isinstance(name, QLineEdit)
            assert name.hasFocus()
            QTest.keyClicks(name, "Ana")
            QTest.keyClick(name, Qt.Key.Key_Return)

            def told() -> list[str]:
                model = pane.view.model()
                return [model.index(row, 0).data() for row in range(model.rowCount())]

            await driver.until(lambda: told()[0].startswith("Ana, +381 64 1234567, "), "the name in the list")
            dialog.reject()
            QTest.keyClick(pane.view, Qt.Key.Key_R)
            QTest.keyClicks(driver.control(QPlainTextEdit, "Answer"), "Hello Ana")
            await driver.send()
            QTest.mouseClick(driver.control(RailButton, "Delivery"), Qt.MouseButton.LeftButton)
            await driver.until(lambda: driver.words() == ["Delivered"], "the answer in the delivery list")
            row = driver.log.row_at(0)
            assert row is not None
            assert (row.name, row.recipient) == ("Ana", "+381 64 1234567")

        assert drive(bare_app, tmp_path, story, account=account_at(practice)) == 0
