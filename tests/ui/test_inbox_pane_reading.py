"""A conversation in the inbox pane as it is read: what stays in sight, and what a message leads to."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from tests.support.inbound_parts import pushed
from tests.support.inbox_scene import ANA, IVO, OURS
from tests.support.inbox_stage import Play, Stage, in_sight, many, play_pane
from vox_console.domain.delivery import Delivery
from vox_console.ui.inbox_bubble import BubbleText, StateButton

# The offscreen platform says what it cannot do whenever a window or a pop-up is shown.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def play(qtbot: QtBot, tmp_path: Path) -> Play:
    """Run a story with the pane shown at a usual size."""
    return partial(play_pane, qtbot, tmp_path)


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
