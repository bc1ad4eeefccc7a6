"""The inbox pane over a real journal: the list, the keys, and nothing that jumps."""

from __future__ import annotations

import asyncio
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu
from pytestqt.qtbot import QtBot

from tests.support.inbox_scene import ANA, IVO, UNA, reading
from tests.support.inbox_stage import Play, Stage, play_pane, three
from vox_console.domain.contact import Contact
from vox_console.presenters.inbox_words import SNOOZED
from vox_console.ui.inbox_pane import InboxPane
from vox_console.ui.merge_dialog import MergeDialog
from vox_console.ui.theme import Theme

# The offscreen platform says what it cannot do whenever a window or a pop-up is shown.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def play(qtbot: QtBot, tmp_path: Path) -> Play:
    """Run a story with the pane shown at a usual size."""
    return partial(play_pane, qtbot, tmp_path)


def test_an_empty_inbox_says_what_it_is_for(play: Play) -> None:
    async def story(stage: Stage) -> None:
        assert stage.pane.column.shown() is stage.pane.column.empty["open"]
        for name, value in (("Snoozed", SNOOZED), ("Done", "done"), ("Archived", "archived")):
            await stage.click(name)
            assert stage.pane.column.shown() is stage.pane.column.empty[value]
        await stage.click("Show what is open")
        with_request: list[bool] = []
        stage.pane.compose_requested.connect(lambda: with_request.append(True))
        await stage.click("Write a message")
        assert with_request == [True]

    play(story)


def test_one_letter_does_one_thing(play: Play) -> None:
    async def story(stage: Stage) -> None:
        await three(stage)
        stage.pane.setFocus()
        await stage.press(Qt.Key.Key_J)
        assert stage.texts == [f"Hello from {UNA}"]
        await stage.press(Qt.Key.Key_J)
        assert stage.texts == [f"Hello from {IVO}"]
        await stage.press(Qt.Key.Key_K)
        assert stage.texts == [f"Hello from {UNA}"]
        await stage.press(Qt.Key.Key_D)
        assert stage.texts == [f"Hello from {IVO}"]
        await stage.press(Qt.Key.Key_E)
        assert stage.texts == [f"Hello from {ANA}"]
        await stage.press(Qt.Key.Key_U)
        assert stage.inbox.unread[-1] == 1
        await stage.press(Qt.Key.Key_R)
        assert stage.pane.reply.editor.hasFocus()
        QTest.keyClicks(stage.pane.reply.editor, "jkdezur")
        await stage.inbox.rest()
        assert stage.inbox.presenter.reply.state.compose.text == "jkdezur"
        assert stage.inbox.presenter.state.count == 1
        await stage.press(Qt.Key.Key_Escape)
        assert stage.pane.view.hasFocus()
        await stage.press(Qt.Key.Key_Escape)
        assert stage.inbox.presenter.state.opened == 0

    play(story)


def test_a_conversation_is_snoozed_out_of_the_menu(play: Play) -> None:
    async def story(stage: Stage) -> None:
        await three(stage)
        stage.pane.setFocus()
        await stage.press(Qt.Key.Key_J)
        await stage.press(Qt.Key.Key_Z)
        (menu,) = [each for each in stage.pane.findChildren(QMenu) if each.isVisible()]
        await stage.inbox.do(menu.actions()[0].trigger)
        menu.close()
        assert stage.inbox.presenter.state.count == 2
        await stage.click("Snoozed")
        assert [row.aside for row in await stage.inbox.rows()] == ["until 13:00"]

    play(story)


def test_what_was_done_is_told_and_taken_back_by_keys_and_by_hand(play: Play) -> None:
    async def story(stage: Stage) -> None:
        await three(stage)
        bar = stage.pane.column.undo_bar
        stage.pane.setFocus()
        await stage.press(Qt.Key.Key_J)
        assert not bar.isVisible()
        await stage.press(Qt.Key.Key_D)
        assert bar.isVisible()
        assert stage.texts == [f"Hello from {IVO}"]
        assert stage.pane.column.rect().contains(bar.geometry())
        bar._time_over()
        assert not bar.isVisible()
        holder = QApplication.focusWidget()
        assert holder is stage.pane.view
        keys = Qt.KeyboardModifier.ControlModifier
        await stage.inbox.do(lambda: QTest.keyClick(holder, Qt.Key.Key_Z, keys))
        assert stage.texts == [f"Hello from {UNA}"]
        assert [index.row() for index in stage.pane.view.selectionModel().selectedRows()] == [0]
        await stage.press(Qt.Key.Key_J)
        assert stage.texts == [f"Hello from {IVO}"]
        await stage.press(Qt.Key.Key_E)
        bar.undo.setFocus()
        bar._time_over()
        assert bar.isVisible()
        await stage.click("Undo")
        assert stage.texts == [f"Hello from {IVO}"]
        assert not bar.isVisible()

    play(story)


def test_conversations_are_merged_in_a_dialog_and_taken_apart_out_of_the_menu(play: Play) -> None:
    async def story(stage: Stage) -> None:
        await three(stage)
        stage.pane.setFocus()
        await stage.press(Qt.Key.Key_J)
        await stage.press(Qt.Key.Key_M)
        (dialog,) = stage.pane.findChildren(MergeDialog)
        assert not dialog.merge.isEnabled()
        await stage.inbox.do(lambda: QTest.keyClicks(dialog.search, "065"))
        assert dialog.list.count() == 1
        await stage.inbox.do(lambda: QTest.keyClick(dialog.search, Qt.Key.Key_Down))
        assert dialog.merge.isEnabled()
        await stage.inbox.do(dialog.merge.click)
        assert not dialog.isVisible()
        assert stage.texts == [f"Hello from {IVO}", f"Hello from {UNA}"]
        await stage.click("More")
        (menu,) = [each for each in stage.pane.findChildren(QMenu) if each.isVisible() and each.title() == ""]
        (take_out,) = [action for action in menu.actions() if action.text().startswith("Take ")]
        await stage.inbox.do(take_out.trigger)
        menu.close()
        assert stage.texts == [f"Hello from {UNA}"]
        assert stage.inbox.presenter.state.count == 3

    play(story)


def test_who_leaves_the_merging_has_merged_nothing(play: Play) -> None:
    async def story(stage: Stage) -> None:
        await three(stage)
        stage.pane.setFocus()
        await stage.press(Qt.Key.Key_J)
        await stage.press(Qt.Key.Key_M)
        (dialog,) = stage.pane.findChildren(MergeDialog)
        await stage.inbox.do(lambda: dialog.list.setCurrentRow(0))
        await stage.inbox.do(dialog.reject)
        assert stage.inbox.presenter.state.count == 3

    play(story)


def test_the_selected_conversation_keeps_its_row_while_others_move(play: Play) -> None:
    async def story(stage: Stage) -> None:
        await three(stage)
        stage.pane.view.go_to(2)
        await stage.inbox.rest()
        await stage.inbox.say("Me again", who=ANA)
        (chosen,) = stage.pane.view.selectionModel().selectedRows()
        assert stage.inbox.presenter.rows.id_at(chosen.row()) == stage.inbox.presenter.state.opened
        assert chosen.row() == 0
        await stage.inbox.say("Me too", who=IVO)
        (chosen,) = stage.pane.view.selectionModel().selectedRows()
        assert chosen.row() == 1
        assert stage.texts == [f"Hello from {ANA}", "Me again"]

    play(story)


def test_the_search_takes_the_place_of_the_list_and_opens_what_it_found(play: Play) -> None:
    async def story(stage: Stage) -> None:
        await three(stage)
        await stage.inbox.desk.controller.search.catch_up()
        await stage.press(Qt.Key.Key_Slash)
        assert stage.pane.column.shown() is stage.pane.search
        holder = QApplication.focusWidget()
        assert isinstance(holder, QLineEdit)
        await stage.inbox.do(lambda: QTest.keyClicks(holder, f"from {IVO}"))
        assert stage.inbox.presenter.search.state.words == "1 message"
        await stage.press(Qt.Key.Key_Return)
        assert stage.texts == [f"Hello from {IVO}"]
        stage.pane.reply.editor.setFocus()
        await stage.press(Qt.Key.Key_Escape)
        assert QApplication.focusWidget() is holder
        await stage.press(Qt.Key.Key_Escape)
        assert stage.pane.column.shown() is stage.pane.view
        await stage.click("Search everything")
        assert stage.pane.column.shown() is stage.pane.search
        await stage.click("Open")
        assert stage.pane.column.shown() is stage.pane.view

    play(story)


def test_the_keyboard_reaches_what_can_be_pressed_and_scrolls(play: Play) -> None:
    async def story(stage: Stage) -> None:
        for number in range(12):
            await stage.inbox.say(f"Line {number} http://www.example.com/{number}")
        await stage.inbox.open()
        bar = stage.pane.conversation.verticalScrollBar()
        stage.pane.setFocus()
        alt = Qt.KeyboardModifier.AltModifier
        await stage.inbox.do(lambda: QTest.keyClick(stage.pane.view, Qt.Key.Key_PageUp, alt))
        assert 0 < bar.value() < bar.maximum()
        await stage.inbox.do(lambda: QTest.keyClick(stage.pane.view, Qt.Key.Key_PageDown, alt))
        assert bar.value() == bar.maximum()
        met = set()
        for _step in range(40):
            stage.pane.focusNextChild()
            met.add(getattr(QApplication.focusWidget(), "accessibleName", str)())
        assert {"Leads to www.example.com", "Answer", "Conversations", "More", "Done"} <= met

    play(story)


def test_more_has_what_is_seldom_done(play: Play) -> None:
    async def story(stage: Stage) -> None:
        await stage.inbox.say("Hello")
        await stage.inbox.open()
        await stage.click("More")
        (menu,) = [each for each in stage.pane.findChildren(QMenu) if each.isVisible() and each.title() == ""]
        assert [action.text() for action in menu.actions() if action.isVisible()] == [
            "Find in the conversation",
            "Write a note",
            "Add to contacts…",
            "Merge with another conversation…",
            "Leave unread",
            "",
            "Their last message",
        ]
        menu.close()

    play(story)


def test_with_a_practice_provider_a_customer_can_be_asked_to_write(qtbot: QtBot, tmp_path: Path) -> None:
    async def main() -> None:
        async with reading(tmp_path) as inbox:
            pane = InboxPane(inbox.presenter, Theme(scheme="light"), practice=True)
            qtbot.addWidget(pane)
            with qtbot.waitExposed(pane):
                pane.show()
            stage = Stage(pane, inbox)
            asked: list[bool] = []
            pane.customer_requested.connect(lambda: asked.append(True))
            await stage.click("Write to me as a customer")
            assert len(asked) == 1
            await inbox.say("Hello")
            await inbox.open()
            await stage.click("More")
            (menu,) = [each for each in pane.findChildren(QMenu) if each.isVisible() and each.title() == ""]
            (action,) = [each for each in menu.actions() if each.text().startswith("Write to me")]
            action.trigger()
            menu.close()
            assert len(asked) == 2
            pane.hide()

    asyncio.run(main())


def test_the_contact_of_whose_conversation_is_open_is_asked_for_by_key_and_menu(play: Play) -> None:
    async def story(stage: Stage) -> None:
        contacts = stage.inbox.desk.controller.contacts
        await contacts.load_names()
        await stage.inbox.say("Hello")
        asked: list[str] = []
        stage.pane.contact_requested.connect(asked.append)
        stage.pane.setFocus()
        await stage.press(Qt.Key.Key_C)
        assert asked == []
        await stage.press(Qt.Key.Key_J)
        await stage.press(Qt.Key.Key_C)
        assert asked == [f"+{ANA}"]

        async def offered() -> list[str]:
            await stage.click("More")
            (menu,) = [
                each for each in stage.pane.findChildren(QMenu) if each.isVisible() and not each.title()
            ]
            words = [action.text() for action in menu.actions()]
            menu.close()
            return words

        assert "Add to contacts…" in await offered()
        await stage.inbox.do(lambda: None)
        await contacts.save(Contact("Ana", (f"+{ANA}",)))
        assert "Edit contact…" in await offered()

    play(story)
