"""The inbox pane over a real journal: the list, the conversation, the keys, and nothing that jumps."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QPushButton
from pytestqt.qtbot import QtBot

from tests.support.inbound_parts import pushed
from tests.support.inbox_scene import ANA, HOLDING, IVO, OURS, UNA, Inbox, reading
from vox_console.domain.contact import Contact
from vox_console.domain.delivery import Delivery
from vox_console.presenters.inbox_words import SNOOZED
from vox_console.ui.inbox_bubble import BubbleText, StateButton
from vox_console.ui.inbox_pane import InboxPane
from vox_console.ui.merge_dialog import MergeDialog
from vox_console.ui.theme import Theme

# The offscreen platform says what it cannot do whenever a window or a pop-up is shown.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


class Stage:
    """A pane in front of somebody, and the inbox behind it."""

    def __init__(self, pane: InboxPane, inbox: Inbox) -> None:
        self.pane = pane
        self.inbox = inbox

    async def press(self, key: Qt.Key) -> None:
        """Press a key where the keyboard is."""
        holder = QApplication.focusWidget()
        assert holder is not None
        await self.inbox.do(lambda: QTest.keyClick(holder, key))

    async def click(self, name: str) -> None:
        """Press the visible button of this name."""
        (button,) = [
            each
            for each in self.pane.findChildren(QPushButton)
            if each.accessibleName() == name and each.isVisible()
        ]
        await self.inbox.do(button.click)

    @property
    def texts(self) -> list[str]:
        """What the bubbles say, without what contains its direction."""
        found = [
            label.text().strip("\u2068\u2069")
            for view in self.pane.conversation._views.values()
            for label in view.findChildren(BubbleText)
        ]
        return [text for text in found if text]


Story = Callable[[Stage], Awaitable[None]]
Play = Callable[[Story], None]


@pytest.fixture
def play(qtbot: QtBot, tmp_path: Path) -> Play:
    """Run a story with the pane shown at a usual size."""

    def run(story: Story) -> None:
        async def main() -> None:
            async with reading(tmp_path, profile=HOLDING) as inbox:
                pane = InboxPane(inbox.presenter, Theme(scheme="light"), clock=inbox.desk.clocks.now_us)
                qtbot.addWidget(pane)
                pane.resize(900, 600)
                with qtbot.waitExposed(pane):
                    pane.show()
                pane.activateWindow()
                inbox.presenter.thread.watched(by_somebody=True)
                pane.setFocus()
                await story(Stage(pane, inbox))
                pane.hide()

        asyncio.run(main())

    return run


async def three(stage: Stage) -> None:
    for who in (ANA, IVO, UNA):
        await stage.inbox.say(f"Hello from {who}", who=who)


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


async def many(stage: Stage, count: int) -> None:
    for number in range(count):
        what = b"parcel" if number % 10 == 7 else b"line"
        octets = b"%d: a %s of some length that a customer may write" % (number, what)
        stage.inbox.desk.clocks.advance(1)
        stage.inbox.desk.transport.push(Delivery(ANA, OURS, 0, 0, octets, raw=octets))
        await stage.inbox.desk.settled()
    await stage.inbox.rest()


def in_sight(stage: Stage) -> list[str]:
    """Give the first words of what can be seen of the conversation."""
    conversation = stage.pane.conversation
    top = conversation.verticalScrollBar().value()
    seen = range(top, top + conversation.viewport().height())
    return [
        view.line.text.split(":")[0]
        for view in conversation._views.values()
        if view.y() in seen and view.y() + view.height() in seen
    ]


def test_who_reads_further_up_is_not_moved_by_what_comes_and_a_pill_tells_of_it(play: Play) -> None:
    async def story(stage: Stage) -> None:
        await many(stage, 90)
        await stage.inbox.open()
        conversation = stage.pane.conversation
        assert conversation.at_bottom
        bar = conversation.verticalScrollBar()
        await stage.inbox.do(lambda: bar.setValue(0))
        count = len(conversation.lines)
        assert count > 40
        assert not conversation.at_bottom
        view = next(each for each in conversation._views.values() if each.y() + each.height() > bar.value())
        before = view.mapTo(stage.pane, QPoint(0, 0))
        assert not conversation.pill.isVisible()
        await stage.inbox.say("Something new")
        await stage.inbox.say("And more")
        stage.inbox.presenter.reply.text_edited("Good day")
        await stage.inbox.do(stage.inbox.presenter.reply.send_pressed)
        assert len(conversation.lines) == count + 3
        assert view.mapTo(stage.pane, QPoint(0, 0)) == before
        assert conversation.pill.text() == "2 new"
        assert conversation.rect().contains(conversation.pill.geometry())
        stage.pane.resize(900, 500)
        assert not conversation.at_bottom
        assert conversation.rect().contains(conversation.pill.geometry())
        await stage.click("2 new")
        assert conversation.at_bottom
        assert not conversation.pill.isVisible()

    play(story)


def test_a_finding_far_back_is_brought_into_sight_and_marked_and_a_pill_leads_back(play: Play) -> None:
    async def story(stage: Stage) -> None:
        await many(stage, 150)
        await stage.inbox.say("Hello", who=IVO)
        await stage.inbox.desk.controller.search.catch_up()
        await stage.inbox.open(0)
        await stage.inbox.do(lambda: stage.inbox.presenter.search.edited("33: a line"))
        await stage.inbox.do(lambda: stage.inbox.presenter.search.chosen(0))
        conversation = stage.pane.conversation
        assert "33" in in_sight(stage)
        (view,) = [each for each in conversation._views.values() if each.line.text.startswith("33:")]
        assert view._ground._marked.isActive()
        assert conversation.pill.text() == "150 new"
        bar = conversation.verticalScrollBar()
        for _ in range(20):
            await stage.inbox.do(lambda: conversation.scroll_by_page(1))
        assert bar.value() == bar.maximum()
        assert in_sight(stage)[-1] == "149"
        assert not conversation.pill.isVisible()
        await stage.inbox.do(lambda: stage.inbox.presenter.search.chosen(0))
        assert "33" in in_sight(stage)
        await stage.inbox.open(0)
        await stage.inbox.open(1)
        assert in_sight(stage)[-1] == "149"
        await stage.inbox.do(lambda: stage.inbox.presenter.search.chosen(0))
        assert "33" in in_sight(stage)
        assert conversation.pill.text() == "Newest messages"
        assert conversation.pill.isVisible()
        alt = Qt.KeyboardModifier.AltModifier
        await stage.inbox.do(lambda: QTest.keyClick(stage.pane.view, Qt.Key.Key_End, alt))
        assert in_sight(stage)[-1] == "149"
        assert not conversation.pill.isVisible()

    play(story)


def test_ctrl_f_searches_in_the_conversation_that_is_open(play: Play) -> None:
    async def story(stage: Stage) -> None:
        await many(stage, 100)
        await stage.inbox.desk.controller.search.catch_up()
        stage.pane.setFocus()
        ctrl = Qt.KeyboardModifier.ControlModifier
        await stage.inbox.do(lambda: QTest.keyClick(stage.pane.view, Qt.Key.Key_F, ctrl))
        assert stage.pane.column.shown() is stage.pane.search  # nothing is open yet
        await stage.press(Qt.Key.Key_Escape)
        await stage.press(Qt.Key.Key_J)
        await stage.inbox.do(lambda: QTest.keyClick(stage.pane.view, Qt.Key.Key_F, ctrl))
        bar = stage.pane.find_bar
        assert bar.isVisible()
        assert bar.field.hasFocus()
        assert stage.pane.conversation.rect().contains(bar.geometry())
        await stage.inbox.do(lambda: QTest.keyClicks(bar.field, "parcel"))
        assert "97" in in_sight(stage)
        conversation = stage.pane.conversation
        for key, number in ((Qt.Key.Key_Return, "87"), (Qt.Key.Key_F3, "77"), (Qt.Key.Key_Up, "67")):
            await stage.press(key)
            assert number in in_sight(stage)
            marked = [view.line for view in conversation._views.values() if view._ground._marked.isActive()]
            assert [line.text.split(":")[0] for line in marked] == [number]
        await stage.press(Qt.Key.Key_Down)
        assert "77" in in_sight(stage)
        await stage.click("Older finding")
        await stage.click("Older finding")
        assert "57" in in_sight(stage)
        bar.field.setFocus()
        await stage.press(Qt.Key.Key_Escape)
        assert not bar.isVisible()
        assert stage.pane.view.hasFocus()
        assert "57" in in_sight(stage)

    play(story)


def test_who_is_at_the_bottom_stays_there(play: Play) -> None:
    async def story(stage: Stage) -> None:
        for number in range(12):
            await stage.inbox.say(f"Line {number}")
        await stage.inbox.open()
        bar = stage.pane.conversation.verticalScrollBar()
        assert bar.maximum() > 0
        await stage.inbox.say("Something new")
        assert bar.value() == bar.maximum()
        stage.pane.resize(700, 480)
        assert bar.value() == bar.maximum()

    play(story)


def test_a_gap_is_shown_and_closed_by_a_late_part(play: Play) -> None:
    async def story(stage: Stage) -> None:
        text = "A text in three parts, as telephones send them. " * 8
        parts = pushed(text)
        await stage.inbox.push(parts[0], parts[2])
        await stage.inbox.open()
        assert "Part 2 is missing" in stage.texts
        assert "Part 2 of 3 is missing." in stage.texts
        await stage.inbox.push(parts[1])
        assert stage.texts == [text]

    play(story)


def test_a_link_is_copied_and_never_opened(play: Play) -> None:
    async def story(stage: Stage) -> None:
        await stage.inbox.say("See http://www.example.com/help")
        await stage.inbox.open()
        await stage.click("Leads to www.example.com")
        assert QGuiApplication.clipboard().text() == "http://www.example.com/help"
        labels = stage.pane.conversation.findChildren(BubbleText)
        assert all(not label.openExternalLinks() for label in labels)
        assert all(label.textFormat() is Qt.TextFormat.PlainText for label in labels)

    play(story)


def test_a_message_is_read_another_way_out_of_its_menu(play: Play) -> None:
    async def story(stage: Stage) -> None:
        await stage.inbox.push(Delivery(ANA, OURS, 0, 4, "Здраво".encode("utf-16-be"), raw=b"1"))
        await stage.inbox.open()
        (view,) = stage.pane.conversation._views.values()
        menu = view.menu()
        readings = menu.actions()[1].menu()
        assert isinstance(readings, QMenu)
        (action,) = [each for each in readings.actions() if each.text() == "Unicode (UTF-16)"]
        await stage.inbox.do(action.trigger)
        menu.deleteLater()
        assert stage.texts[0] == "Здраво"

    play(story)


def test_the_state_of_ours_leads_to_how_we_know(play: Play) -> None:
    async def story(stage: Stage) -> None:
        await stage.inbox.say("Hello")
        await stage.inbox.open()
        stage.inbox.presenter.reply.text_edited("Good day")
        await stage.inbox.do(stage.inbox.presenter.reply.send_pressed)
        asked: list[int] = []
        stage.pane.evidence_requested.connect(asked.append)
        line = stage.pane.conversation.lines[1]
        view = stage.pane.conversation._views[line.key]
        view.opened.emit(line.id)
        assert asked == list(await stage.inbox.desk.controller.message_ids())

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


def test_a_line_that_changes_under_the_keyboard_keeps_it(play: Play) -> None:
    async def story(stage: Stage) -> None:
        await stage.inbox.say("Hello")
        await stage.inbox.open()
        stage.inbox.presenter.reply.text_edited("Good day")
        await stage.inbox.do(stage.inbox.presenter.reply.send_pressed)
        (state,) = stage.pane.conversation.findChildren(StateButton)
        state.setFocus()
        (held,) = stage.inbox.presenter.reply.state.compose.held
        await stage.inbox.do(lambda: stage.inbox.presenter.reply.send_now_pressed(held))
        await stage.inbox.until(lambda: stage.inbox.words == ["Accepted"])
        holder = QApplication.focusWidget()
        assert isinstance(holder, StateButton)
        assert holder is not state
        assert holder.accessibleName().startswith("Accepted")

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
