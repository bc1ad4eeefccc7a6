"""The dialog of automatic answers: with the keyboard alone, faults at their fields, in the real window."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton

from tests.support.window_driver import Driver, drive
from vox_console.ui.auto_reply_dialog import AutoReplyDialog

# The offscreen platform says what it cannot do whenever a window is shown.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def shown(driver: Driver) -> list[AutoReplyDialog]:
    return [each for each in driver.window.findChildren(AutoReplyDialog) if each.isVisible()]


def test_an_answer_is_written_saved_and_seen_again(bare_app: QApplication, tmp_path: Path) -> None:
    async def story(driver: Driver) -> None:
        await driver.bound()
        driver.window.auto_replies_requested.emit()
        await driver.until(lambda: bool(shown(driver)), "the dialog")
        (dialog,) = shown(driver)
        assert dialog.stop.text.hasFocus()
        QTest.keyClicks(dialog.stop.text, "<b>Bye</b>")
        QTest.keyClick(dialog.stop.text, Qt.Key.Key_Tab)
        assert dialog.general.text.hasFocus()
        QTest.keyClicks(dialog.general.text, "Hello")
        assert dialog.general.counter.line == "GSM-7 · 5 / 160 · 1 part"
        budget = dialog.budget.control
        assert isinstance(budget, QLineEdit)
        budget.selectAll()
        QTest.keyClicks(budget, "99")
        driver.control(QPushButton, "Save").click()
        assert budget.hasFocus()
        assert dialog.budget.note.text == "The automatic answers to one number in 24 hours are 1 to 20."
        assert dialog.stop.text.toPlainText() == "<b>Bye</b>"
        budget.selectAll()
        QTest.keyClicks(budget, "2")
        driver.control(QPushButton, "Save").click()
        assert dialog.budget.note.text == ""
        dialog.reject()
        await driver.until(lambda: not shown(driver), "the end of the dialog")
        driver.window.auto_replies_requested.emit()
        await driver.until(lambda: bool(shown(driver)), "the dialog again")
        (again,) = shown(driver)
        assert (again.stop.text.toPlainText(), again.general.text.toPlainText()) == ("<b>Bye</b>", "Hello")
        assert again.budget.value == "2"
        again.reject()

    assert drive(bare_app, tmp_path, story) == 0
