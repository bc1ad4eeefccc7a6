"""A quick text is written, filled in and put into the text that is being composed, in the real window."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QPushButton

from tests.support.window_driver import Driver, drive
from vox_console.domain.contact import Contact
from vox_console.ui.compose_pane import ComposePane
from vox_console.ui.message_editor import MessageEditor
from vox_console.ui.quick_text_dialog import QuickTextDialog

# The offscreen platform says what it cannot do whenever a window is shown.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


async def opened(driver: Driver) -> QuickTextDialog:
    def shown() -> list[QuickTextDialog]:
        return [each for each in driver.window.findChildren(QuickTextDialog) if each.isVisible()]

    driver.window.quick_texts_requested.emit()
    await driver.until(lambda: bool(shown()), "the dialog")
    return shown()[0]


def test_a_text_is_saved_filled_and_inserted_where_the_caret_stands(
    bare_app: QApplication, tmp_path: Path
) -> None:
    async def story(driver: Driver) -> None:
        await driver.bound()
        await driver.compose(to="", text="Hello. ")
        dialog = await opened(driver)
        title = dialog.title.control
        assert isinstance(title, QLineEdit)
        QTest.keyClicks(title, "Order")
        QTest.keyClicks(dialog.text, "Order {no} for {name|you} is {here}.")
        driver.control(QPushButton, "Save").click()
        await driver.until(lambda: dialog.list.count() == 1, "the text in the list")
        assert list(dialog.asked) == ["no", "here"]
        driver.control(QPushButton, "Insert").click()
        assert dialog.isVisible()
        assert dialog.asked["no"].note.text == "Fill this in first."
        for name, value in (("no", "<b>7</b>"), ("here", "ready")):
            field = dialog.asked[name].control
            assert isinstance(field, QLineEdit)
            QTest.keyClicks(field, value)
        QTest.keyClick(dialog.asked["here"].control, Qt.Key.Key_Return)
        editor = driver.control(QPlainTextEdit, "Message")
        assert isinstance(editor, MessageEditor)
        wanted = "Hello. Order <b>7</b> for you is ready."
        await driver.until(lambda: editor.text() == wanted, "the text in the editor")

    assert drive(bare_app, tmp_path, story) == 0


def test_a_text_is_chosen_from_the_list_and_removed(bare_app: QApplication, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("title,text\nHi,Hello there\nBye,Good bye\n", encoding="utf-8")

    async def story(driver: Driver) -> None:
        await driver.bound()
        dialog = await opened(driver)
        dialog._presenter.list_chosen(tmp_path / "a.csv")
        await driver.until(lambda: dialog.list.count() == 2, "the texts in the list")
        dialog.search.setText("there")
        assert dialog.list.count() == 1
        dialog.list.setCurrentRow(0)
        assert (dialog.title.value, dialog.text.toPlainText()) == ("Hi", "Hello there")
        driver.control(QPushButton, "Remove").click()
        await driver.until(lambda: dialog.list.count() == 0, "an empty list")
        driver.control(QPushButton, "Undo").click()
        await driver.until(lambda: dialog.list.count() == 1, "the text again")
        dialog.reject()

    assert drive(bare_app, tmp_path / "tree", story) == 0


def test_the_name_of_the_one_contact_written_to_is_filled_and_the_rest_is_asked_for(
    bare_app: QApplication, tmp_path: Path
) -> None:
    async def story(driver: Driver) -> None:
        await driver.bound()
        (pane,) = driver.window.findChildren(ComposePane)
        contacts = pane._presenter._controller.contacts  # type: ignore[attr-defined]  # it is the real one
        await contacts.save(Contact("Ana {no} Petrović", ("+381641234567",)))
        await driver.compose(to="+381641234567", text="")
        QTest.mouseClick(driver.control(QPushButton, "Quick text"), Qt.MouseButton.LeftButton)
        await driver.until(lambda: bool(driver.window.findChildren(QuickTextDialog)), "the dialog")
        (dialog,) = driver.window.findChildren(QuickTextDialog)
        QTest.keyClicks(dialog.text, "Dear {Name}, order {no}.")
        assert list(dialog.asked) == ["no"]
        dialog.insert.click()
        assert dialog.isVisible()
        field = dialog.asked["no"].control
        assert isinstance(field, QLineEdit)
        QTest.keyClicks(field, "7")
        dialog.insert.click()
        wanted = "Dear Ana {no} Petrović, order 7."
        await driver.until(lambda: pane.editor.text() == wanted, "the text in the editor")

    assert drive(bare_app, tmp_path, story) == 0
