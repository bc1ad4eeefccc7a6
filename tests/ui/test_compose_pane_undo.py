"""The compose pane while something can still be taken back: bar, keys, and nothing that moves."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tests.support.compose_desk import Desk, compose_desk, focused

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def desk(qtbot: QtBot) -> Desk:
    return compose_desk(qtbot)


def test_neither_editor_nor_button_moves_when_something_is_held(desk: Desk) -> None:
    desk.type_message("Hello")
    desk.type_recipient("+381632000000")
    desk.type_message(" ")
    before = (desk.pane.editor.geometry(), desk.pane.send_button.geometry())
    QTest.keyClick(focused(), Qt.Key.Key_Return, CTRL)
    bar = desk.pane.undo_bar
    assert bar.isVisible()
    assert (desk.pane.editor.geometry(), desk.pane.send_button.geometry()) == before
    top = desk.pane.send_button.mapTo(desk.pane, QPoint(0, 0)).y()
    assert bar.geometry().bottom() < top


def test_the_undo_bar_comes_right_after_send_for_the_keyboard(desk: Desk) -> None:
    for number in range(2):
        desk.type_recipient(f"+38163200000{number}")
        desk.type_message("Hello")
        desk.backend.now_us += 1_000_000
        QTest.keyClick(focused(), Qt.Key.Key_Return, CTRL)
    desk.type_recipient("+381632000000")
    desk.type_message("Next")
    desk.pane.send_button.setFocus()
    tips = []
    for _step in range(4):
        QTest.keyClick(focused(), Qt.Key.Key_Tab)
        tips.append((focused().accessibleName(), "2000001" in focused().toolTip()))
    assert tips == [("Undo", True), ("Send now", True), ("Undo", False), ("Send now", False)]


def test_the_keyboard_does_not_wander_off_when_the_time_to_undo_is_over(desk: Desk, qtbot: QtBot) -> None:
    desk.type_recipient("+381632000000")
    desk.type_message("Hello")
    QTest.keyClick(focused(), Qt.Key.Key_Return, CTRL)
    desk.type_message("Next")
    desk.pane.undo_bar.buttons[0].setFocus()
    desk.backend.now_us += 6_000_000
    qtbot.waitUntil(lambda: not desk.state.held)
    assert desk.pane.editor.hasFocus()


def test_what_became_of_an_undo_is_said_under_the_editor_until_the_next_edit(desk: Desk) -> None:
    desk.type_recipient("+381632000000")
    desk.type_message("First")
    QTest.keyClick(focused(), Qt.Key.Key_Return, CTRL)
    desk.type_message("Second")
    QTest.keyClick(focused(), Qt.Key.Key_Z, CTRL | SHIFT)
    assert desk.pane.message_note.text.startswith("Your draft is kept")
    assert desk.pane.editor.hasFocus()
    desk.type_message("!")
    assert desk.pane.message_note.text == ""


def test_undo_brings_everything_back_while_it_is_held(desk: Desk) -> None:
    desk.type_message("Hello")
    desk.type_recipient("+381632000000")
    QTest.keyClick(focused(), Qt.Key.Key_Return, CTRL)
    assert desk.pane.undo_bar.words == ("Sending in 5 s",)
    [undo] = [
        each for each in desk.pane.undo_bar.findChildren(QPushButton) if each.accessibleName() == "Undo"
    ]
    QTest.mouseClick(undo, Qt.MouseButton.LeftButton)
    assert desk.backend.withdrawn == [(100,)]
    assert (desk.pane.editor.text(), len(desk.state.chips)) == ("Hello", 1)
    assert desk.pane.editor.hasFocus()
    assert desk.pane.undo_bar.isHidden()


def test_ctrl_shift_z_in_the_editor_undoes_the_latest_send_and_is_redo_again_afterwards(desk: Desk) -> None:
    for text in ("First", "Second"):
        desk.type_recipient("+381632000000")
        desk.type_message(text)
        desk.backend.now_us += 1_000_000
        QTest.keyClick(focused(), Qt.Key.Key_Return, CTRL)
    QTest.keyClick(desk.pane.editor, Qt.Key.Key_Z, CTRL | SHIFT)
    assert desk.backend.withdrawn == [(200,)]
    assert desk.pane.editor.text() == "Second"
    QTest.keyClick(desk.pane.editor, Qt.Key.Key_Z, CTRL | SHIFT)
    assert desk.backend.withdrawn == [(200,), (100,)]
    desk.type_message("!")
    desk.pane.editor.undo()
    QTest.keyClick(desk.pane.editor, Qt.Key.Key_Z, CTRL | SHIFT)
    assert desk.pane.editor.text() == "Second!"


@pytest.mark.parametrize("place", ["editor", "to", "from", "send"])
def test_the_undo_keys_work_everywhere_in_the_pane_beside_the_windows_own_redo(
    desk: Desk, place: str
) -> None:
    redo = QAction("Redo", desk.window)
    redo.setShortcut(QKeySequence("Ctrl+Shift+Z"))
    redone: list[bool] = []
    redo.triggered.connect(redone.append)
    desk.window.addAction(redo)
    desk.type_recipient("+381632000000")
    desk.type_message("Hello")
    QTest.keyClick(focused(), Qt.Key.Key_Return, CTRL)
    desk.type_recipient("+381632000001")
    desk.type_message("Next")
    stops: dict[str, QWidget] = {
        "editor": desk.pane.editor,
        "to": desk.pane.recipient_field,
        "from": desk.pane.sender_field,
        "send": desk.pane.send_button,
    }
    stops[place].setFocus()
    QTest.keyClick(focused(), Qt.Key.Key_Z, CTRL | SHIFT)
    assert (desk.backend.withdrawn, redone) == ([(100,)], [])
    assert desk.pane.editor.text() == "Next", "what is being written is not overwritten"


def test_send_now_does_not_wait_and_time_lets_go_by_itself(desk: Desk, qtbot: QtBot) -> None:
    for _send in range(2):
        desk.type_recipient("+381632000000")
        desk.type_message("Hello")
        QTest.keyClick(focused(), Qt.Key.Key_Return, CTRL)
    now = next(
        each for each in desk.pane.undo_bar.findChildren(QPushButton) if each.accessibleName() == "Send now"
    )
    QTest.mouseClick(now, Qt.MouseButton.LeftButton)
    assert (desk.backend.released, len(desk.state.held)) == ([(100,)], 1)
    desk.backend.now_us += 6_000_000
    qtbot.waitUntil(lambda: not desk.state.held)
    assert not desk.pane.undo_bar.ticking
