"""The whole of the inbox through the real window: a customer writes, is read, is answered, and it arrives."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QPushButton

from tests.support.practice_process import PracticeProcess
from tests.support.window_driver import Driver, drive
from vox_console.app import Account
from vox_console.domain.secret import Secret
from vox_console.settings.profiles import Profile
from vox_console.ui.evidence_pane import EvidencePane
from vox_console.ui.inbox_bubble import StateButton
from vox_console.ui.inbox_pane import InboxPane
from vox_console.ui.rail import RailButton
from vox_console.ui.refusal_dialog import RefusalDialog

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

CUSTOMER, OURS = "381641234567", "381600000000"


def test_a_customer_writes_and_is_answered(bare_app: QApplication, tmp_path: Path) -> None:
    with PracticeProcess() as practice:
        profile = Profile(
            name="work",
            host="127.0.0.1",
            port=practice.smpp_port,
            system_id="practice",
            default_sender="Vox",
            plain_text_accepted=True,
        )

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

        assert drive(bare_app, tmp_path, story, account=Account(profile, Secret("practice"))) == 0
        (submit,) = practice.submits()
        assert (submit["source"], submit["destination"]) == (OURS, CUSTOMER)


def test_what_may_be_a_refusal_is_counted_reviewed_and_undone(bare_app: QApplication, tmp_path: Path) -> None:
    with PracticeProcess() as practice:
        profile = Profile(
            name="work",
            host="127.0.0.1",
            port=practice.smpp_port,
            system_id="practice",
            default_sender="Vox",
            plain_text_accepted=True,
        )

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

        assert drive(bare_app, tmp_path, story, account=Account(profile, Secret("practice"))) == 0
