"""What is written in the inbox pane: answers and notes."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu, QPushButton
from pytestqt.qtbot import QtBot

from tests.support.inbox_stage import Play, Stage, play_pane

# The offscreen platform says what it cannot do whenever a window or a pop-up is shown.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def play(qtbot: QtBot, tmp_path: Path) -> Play:
    """Run a story with the pane shown at a usual size."""
    return partial(play_pane, qtbot, tmp_path)


def test_a_note_has_a_box_of_its_own_that_cannot_send(play: Play) -> None:
    async def story(stage: Stage) -> None:
        await stage.inbox.say("Hello")
        stage.pane.setFocus()
        await stage.press(Qt.Key.Key_J)
        assert not stage.pane.note.isVisible()
        await stage.press(Qt.Key.Key_N)
        assert stage.pane.note.editor.hasFocus()
        assert not stage.pane.reply.isVisible()
        names = {each.accessibleName() for each in stage.pane.findChildren(QPushButton) if each.isVisible()}
        assert not [name for name in names if name.startswith("Send")]
        QTest.keyClicks(stage.pane.note.editor, "Is a regular")
        await stage.press(Qt.Key.Key_Escape)
        assert stage.pane.view.hasFocus()
        assert stage.pane.reply.isVisible()
        await stage.press(Qt.Key.Key_N)
        assert stage.pane.note.editor.toPlainText() == "Is a regular"
        keys = Qt.KeyboardModifier.ControlModifier
        await stage.inbox.do(lambda: QTest.keyClick(stage.pane.note.editor, Qt.Key.Key_Return, keys))
        assert stage.texts == ["Hello", "Is a regular"]
        assert not stage.pane.note.isVisible()
        assert stage.pane.view.hasFocus()
        assert not await stage.inbox.desk.controller.message_ids()
        await stage.click("Remove the note")
        assert stage.texts == ["Hello"]
        await stage.click("Undo")
        assert stage.texts == ["Hello", "Is a regular"]

    play(story)


def test_the_answer_takes_the_place_of_a_note_that_was_begun(play: Play) -> None:
    async def story(stage: Stage) -> None:
        await stage.inbox.say("Hello")
        stage.pane.setFocus()
        await stage.press(Qt.Key.Key_J)
        await stage.click("More")
        (menu,) = [each for each in stage.pane.findChildren(QMenu) if each.isVisible() and each.title() == ""]
        await stage.inbox.do(menu.actions()[1].trigger)
        menu.close()
        assert stage.pane.note.isVisible()
        stage.pane.view.setFocus()
        await stage.press(Qt.Key.Key_R)
        assert stage.pane.reply.editor.hasFocus()
        assert not stage.pane.note.isVisible()

    play(story)


def test_an_answer_is_written_sent_and_taken_back(play: Play) -> None:
    async def story(stage: Stage) -> None:
        await stage.inbox.say("Hello")
        stage.pane.setFocus()
        await stage.press(Qt.Key.Key_J)
        await stage.press(Qt.Key.Key_R)
        editor = stage.pane.reply.editor
        QTest.keyClicks(editor, "Good day")
        assert stage.pane.reply.counter.line == "GSM-7 · 8 / 160 · 1 part"
        await stage.click("Send message")
        assert stage.texts == ["Hello", "Good day"]
        assert stage.pane.reply.undo_bar.isVisible()
        assert editor.text() == ""
        keys = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        await stage.inbox.do(lambda: QTest.keyClick(editor, Qt.Key.Key_Z, keys))
        assert editor.text() == "Good day"
        assert not stage.pane.reply.undo_bar.isVisible()
        assert stage.texts == ["Hello"]

    play(story)


def test_send_says_why_it_does_nothing(play: Play) -> None:
    async def story(stage: Stage) -> None:
        await stage.inbox.say("Hello")
        stage.pane.setFocus()
        await stage.press(Qt.Key.Key_J)
        await stage.press(Qt.Key.Key_R)
        keys = Qt.KeyboardModifier.ControlModifier
        await stage.inbox.do(
            lambda: QTest.keyClick(stage.pane.reply.editor, Qt.Key.Key_Return, keys),
        )
        assert stage.pane.reply.blocked.text() == "Write a message"

    play(story)
