"""The text in the compose pane: caret, cut marks, dear characters and what replaces them."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from tests.support.compose_desk import Desk, compose_desk, focused

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def desk(qtbot: QtBot) -> Desk:
    return compose_desk(qtbot)


def test_replacing_is_offered_only_where_it_helps(desk: Desk) -> None:
    desk.paste_message("“Hi” 🎉")
    assert not desk.pane.replace_all.isVisible()
    desk.paste_message("\b")
    QTest.keyClick(desk.pane.editor, Qt.Key.Key_Backspace)
    QTest.keyClick(desk.pane.editor, Qt.Key.Key_Backspace)
    assert desk.pane.replace_all.isVisible()


def test_cut_marks_follow_the_text(desk: Desk) -> None:
    desk.paste_message("😀" * 40)
    assert desk.state.cuts == (33,)
    assert desk.pane.editor.part_marks == (66,)
    desk.pane.editor.moveCursor(QTextCursor.MoveOperation.Start)
    desk.type_message("ab")
    assert desk.pane.editor.part_marks == (66,)
    assert [mark.part for mark in desk.pane.editor.visible_marks()] == [2]
    desk.pane.editor.selectAll()
    desk.type_message("short")
    assert not desk.pane.editor.part_marks


def test_the_caret_on_a_dear_character_names_it_and_ctrl_period_replaces_it(desk: Desk) -> None:
    desk.paste_message("say “hello")
    desk.pane.editor.go_to(4)
    assert "left double quotation mark" in desk.pane.counter.hint
    QTest.keyClick(desk.pane.editor, Qt.Key.Key_Period, CTRL)
    assert desk.pane.editor.text() == 'say "hello'
    assert desk.state.text == 'say "hello'
    assert "quotation" not in desk.pane.counter.hint
    desk.pane.editor.undo()
    assert desk.pane.editor.text() == "say “hello"


def test_ctrl_period_elsewhere_goes_to_the_next_dear_character(desk: Desk) -> None:
    desk.paste_message("😀 say “hello”")
    desk.pane.editor.moveCursor(QTextCursor.MoveOperation.Start)
    QTest.keyClick(desk.pane.editor, Qt.Key.Key_Period, CTRL)
    assert desk.pane.editor.caret_index() == 7
    QTest.keyClick(desk.pane.editor, Qt.Key.Key_Period, CTRL)
    assert desk.pane.editor.text() == '😀 say "hello”'


def test_replace_all_shows_the_difference_first_and_is_one_step_of_undo(desk: Desk) -> None:
    text = "“Hi” «it» 5…"
    desk.paste_message(text)
    assert desk.pane.replace_all.accessibleName() == "Replace all 5…"
    QTest.mouseClick(desk.pane.replace_all, Qt.MouseButton.LeftButton)
    assert desk.pane.editor.text() == text, "nothing is replaced before it was seen"
    assert (desk.pane.diff.isVisible(), desk.pane.editor.isVisible()) == (True, False)
    desk.pane.diff.choose(2, chosen=False)
    assert desk.pane.diff.after == '"Hi" «it" 5...'
    QTest.keyClick(focused(), Qt.Key.Key_Return)
    assert desk.pane.editor.text() == desk.state.text == '"Hi" «it" 5...'
    assert desk.pane.editor.hasFocus()
    desk.pane.editor.undo()
    assert desk.pane.editor.text() == desk.state.text == text


def test_leaving_the_difference_changes_nothing(desk: Desk) -> None:
    desk.paste_message("“Hi”")
    desk.pane.replace_all.click()
    QTest.keyClick(focused(), Qt.Key.Key_Escape)
    assert (desk.pane.editor.text(), desk.pane.editor.hasFocus()) == ("“Hi”", True)


def test_no_state_moves_the_caret_or_loses_what_is_typed(desk: Desk) -> None:
    desk.type_message("Hello Vox")
    cursor = desk.pane.editor.textCursor()
    cursor.setPosition(2)
    cursor.setPosition(5, QTextCursor.MoveMode.KeepAnchor)
    desk.pane.editor.setTextCursor(cursor)
    desk.presenter.recipients_added("+381632000000 12 abc")
    desk.presenter.coding_chosen(8)
    desk.presenter.receipt_chosen(False)  # noqa: FBT003 - the presenter's own signature
    desk.presenter.sender_edited("Somebody")
    assert desk.pane.editor.text() == "Hello Vox"
    assert desk.pane.editor.textCursor().selectedText() == "llo"


def test_a_text_the_presenter_brings_is_shown(desk: Desk) -> None:
    told: list[str] = []
    desk.pane.editor.edited.connect(told.append)
    desk.presenter.text_edited("From a draft 😀")
    assert (desk.pane.editor.text(), told) == ("From a draft 😀", [])


def test_a_text_that_is_too_long_is_told_once(desk: Desk) -> None:
    desk.type_recipient("+381632000000")
    desk.paste_message("x" * 2_000)
    assert desk.state.message_problem is not None
    assert desk.pane.counter.hint == desk.state.counter.hint != ""
    assert desk.pane.message_note.text == ""
    assert not desk.pane.send_button.isEnabled()


def test_a_refused_paste_is_told_under_the_editor(desk: Desk) -> None:
    desk.paste_message("x" * 100_000)
    assert "100,000" in desk.pane.message_note.text
    assert desk.pane.editor.text() == ""


def test_the_pointer_on_a_dear_character_offers_the_replacement(desk: Desk, qtbot: QtBot) -> None:
    desk.paste_message("say “hello")
    cursor = desk.pane.editor.textCursor()
    cursor.setPosition(4)
    where = desk.pane.editor.cursorRect(cursor).center() + QPoint(4, 0)
    QTest.mouseMove(desk.pane.editor.viewport(), where)
    qtbot.waitUntil(desk.pane.card.isVisible)
    [replace] = desk.pane.card.findChildren(QPushButton)
    QTest.mouseClick(replace, Qt.MouseButton.LeftButton)
    assert desk.pane.editor.text() == 'say "hello'


def test_a_text_from_right_to_left_begins_at_the_right(desk: Desk) -> None:
    right = Qt.AlignmentFlag.AlignRight
    option = desk.pane.editor.document().defaultTextOption
    for text, at_right in (("Hello", False), ("مرحبا", True), ("\n\u0645\u0631 hello", True), ("", False)):
        desk.presenter.text_edited(text)
        assert (option().alignment() == right) is at_right, text
