"""The live view: nothing jumps while somebody reads, and everything is reachable by keyboard."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QSplitter, QToolButton
from pytestqt.qtbot import QtBot

from tests.support.delivery_scene import Desk, evidence, row, rows
from tests.support.on_screen import button
from vox_console.domain.message import MessageState
from vox_console.ui.delivery_pane import DeliveryPane
from vox_console.ui.new_rows_pill import NewRowsPill
from vox_console.ui.theme import Theme

# The offscreen platform says this whenever a window is shown; it has no window manager to tell.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)

Open = Callable[..., tuple[DeliveryPane, Desk]]


@pytest.fixture(name="open_pane")
def _open_pane(qtbot: QtBot) -> Open:
    def build(count: int = 0, *, size: tuple[int, int] = (640, 600)) -> tuple[DeliveryPane, Desk]:
        desk = Desk(count)
        pane = DeliveryPane(desk, Theme(scheme="light"))
        qtbot.addWidget(pane)
        pane.resize(*size)
        with qtbot.waitExposed(pane):
            pane.show()
        pane.activateWindow()
        return pane, desk

    return build


def pill(pane: DeliveryPane) -> NewRowsPill:
    found = pane.findChild(NewRowsPill)
    assert isinstance(found, NewRowsPill)
    return found


def point_into(pane: DeliveryPane) -> None:
    spot = QPointF(20, 20)
    no = Qt.MouseButton.NoButton
    moved = QMouseEvent(QEvent.Type.MouseMove, spot, spot, no, no, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(pane.view.viewport(), moved)


def click(pane: DeliveryPane, index: int) -> None:
    spot = pane.view.visualRect(pane.view.model().index(index, 0)).center()
    QTest.mouseClick(pane.view.viewport(), Qt.MouseButton.LeftButton, pos=spot)


def press(pane: DeliveryPane, *keys: Qt.Key) -> None:
    pane.view.setFocus(Qt.FocusReason.TabFocusReason)
    for key in keys:
        QTest.keyClick(pane.view, key)


def test_the_empty_place_says_what_it_is_for_and_offers_the_first_action(
    open_pane: Open, qtbot: QtBot
) -> None:
    pane, desk = open_pane()
    assert not pane.view.isVisible()
    with qtbot.waitSignal(pane.compose_requested):
        button(pane, "Write a message").click()
    desk.queue(rows([1]))
    assert pane.view.isVisible()
    assert not button(pane, "Write a message").isVisible()


def test_new_rows_enter_at_once(open_pane: Open) -> None:
    pane, desk = open_pane(3)
    desk.queue(rows([4, 5]))
    assert pane.view.model().rowCount() == 5
    assert not pill(pane).isVisible()


def test_ones_own_rows_enter_under_a_moving_pointer(open_pane: Open) -> None:
    pane, desk = open_pane(3)
    point_into(pane)
    desk.queue(rows(range(4, 18)))
    assert pane.view.model().rowCount() == 17
    assert pane.view.rowAt(0) == 0
    assert not pill(pane).isVisible()


def test_ones_own_rows_enter_above_an_opened_message_which_stays_open(open_pane: Open) -> None:
    pane, desk = open_pane(3)
    click(pane, 1)
    desk.queue(rows([4]))
    assert desk.log.waiting == 0
    assert pane.view.rowAt(0) == 0
    assert [index.row() for index in pane.view.selectionModel().selectedRows()] == [2]
    assert pane.evidence.message_id == 2
    assert desk.told == [("opened", 2)]


def test_rows_that_enter_never_push_the_opened_one_out_of_view(open_pane: Open) -> None:
    pane, desk = open_pane(50)
    click(pane, 2)
    QApplication.processEvents()
    desk.queue(rows(range(51, 91)))
    shown = pane.view.visualRect(pane.view.currentIndex())
    assert pane.view.currentIndex().row() == 42
    assert pane.view.viewport().rect().contains(shown)


def test_the_list_has_a_scroll_bar_only_when_it_needs_one(open_pane: Open, qtbot: QtBot) -> None:
    pane, desk = open_pane(1)
    assert not pane.view.verticalScrollBar().isVisible()
    desk.queue(rows(range(2, 102)))
    qtbot.waitUntil(pane.view.verticalScrollBar().isVisible)


def test_rows_wait_while_the_list_is_scrolled_away_from_its_top(open_pane: Open) -> None:
    pane, desk = open_pane(200)
    bar = pane.view.verticalScrollBar()
    bar.setValue(700)
    before = pane.view.rowAt(0)
    desk.queue(rows([201]))
    assert pane.view.rowAt(0) == before
    assert pill(pane).text() == "1 new"
    bar.setValue(0)
    assert pane.view.model().rowCount() == 201


def test_the_pill_counts_what_waits_and_lets_it_in(open_pane: Open) -> None:
    pane, desk = open_pane(200)
    pane.view.verticalScrollBar().setValue(500)
    desk.queue(rows([201, 202]))
    assert pill(pane).text() == pill(pane).accessibleName() == "2 new"
    QTest.mouseClick(pill(pane), Qt.MouseButton.LeftButton)
    assert pane.view.model().rowCount() == 202
    assert pane.view.verticalScrollBar().value() == 0
    assert not pill(pane).isVisible()


def test_home_lets_the_rows_in_and_opens_nothing(open_pane: Open) -> None:
    pane, desk = open_pane(200)
    pane.view.verticalScrollBar().setValue(500)
    desk.queue(rows([201]))
    press(pane, Qt.Key.Key_Home)
    assert pane.view.model().rowCount() == 201
    assert pane.view.currentIndex().row() == 0
    assert pane.view.verticalScrollBar().value() == 0
    assert desk.told == []


def test_the_keyboard_opens_walks_and_closes(open_pane: Open) -> None:
    pane, desk = open_pane(50)
    press(pane, Qt.Key.Key_Return)
    assert pane.evidence.isVisible()
    press(pane, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_End, Qt.Key.Key_Home)
    assert desk.told == [("opened", number) for number in (50, 49, 48, 49, 1, 50)]
    press(pane, Qt.Key.Key_Escape)
    assert not pane.evidence.isVisible()
    assert pane.view.hasFocus()
    assert desk.told[-1] == ("closed", 0)


def test_escape_inside_the_opened_message_closes_it_and_goes_back_to_the_list(open_pane: Open) -> None:
    pane, _desk = open_pane(5)
    click(pane, 0)
    close = button(pane.evidence, "Close")
    close.setFocus()
    QTest.keyClick(close, Qt.Key.Key_Escape)
    assert not pane.evidence.isVisible()
    assert pane.view.hasFocus()


def test_the_close_button_closes(open_pane: Open) -> None:
    pane, desk = open_pane(5)
    click(pane, 0)
    QTest.mouseClick(button(pane.evidence, "Close"), Qt.MouseButton.LeftButton)
    assert not pane.evidence.isVisible()
    assert desk.told == [("opened", 5), ("closed", 0)]


def test_tabbing_into_the_list_opens_nothing(open_pane: Open) -> None:
    pane, desk = open_pane(5)
    pane.view.setFocus(Qt.FocusReason.TabFocusReason)
    assert desk.told == []


def test_typing_letters_does_not_walk_through_the_list(open_pane: Open) -> None:
    pane, desk = open_pane(5000)
    desk.wanted.clear()
    pane.view.setFocus()
    QTest.keyClicks(pane.view, "Queuedmessage")
    assert desk.told == []
    assert desk.log.cached <= 256


def test_evidence_that_comes_after_closing_is_not_shown(open_pane: Open) -> None:
    pane, desk = open_pane(5)
    desk.slow = True
    click(pane, 0)
    assert not pane.evidence.isVisible()
    QTest.keyClick(pane.view, Qt.Key.Key_Escape)
    desk.on_evidence(evidence(5))
    assert not pane.evidence.isVisible()


def test_the_presenter_may_close_the_opened_message(open_pane: Open) -> None:
    pane, desk = open_pane(5)
    click(pane, 0)
    desk.on_evidence(None)
    assert not pane.evidence.isVisible()
    assert not pane.view.selectionModel().hasSelection()


def test_the_opened_message_is_found_again_after_the_list_started_over(open_pane: Open) -> None:
    pane, desk = open_pane(5)
    click(pane, 0)
    desk.log.reset(array("q", [4, 5, 6]))
    assert [index.row() for index in pane.view.selectionModel().selectedRows()] == [1]
    assert pane.evidence.isVisible()
    desk.log.reset(array("q", [8]))
    assert not pane.evidence.isVisible()
    assert desk.told[-1] == ("closed", 0)


def test_a_message_can_be_opened_by_its_id(open_pane: Open) -> None:
    pane, desk = open_pane(500)
    pane.open_message(3)
    assert desk.told == [("opened", 3)]
    assert pane.view.visualRect(pane.view.currentIndex()).top() >= 0
    pane.open_message(999)
    assert desk.told == [("opened", 3)]


def test_the_opened_message_stands_beside_the_list_when_there_is_room(open_pane: Open) -> None:
    pane, _desk = open_pane(50, size=(1100, 600))
    click(pane, 0)
    splitter = pane.findChild(QSplitter)
    assert isinstance(splitter, QSplitter)
    assert splitter.orientation() is Qt.Orientation.Horizontal
    pane.resize(640, 600)
    assert splitter.orientation() is Qt.Orientation.Vertical
    assert pane.evidence.mapTo(pane, QPoint()).y() > pane.view.mapTo(pane, QPoint()).y()


def test_the_row_that_was_pressed_stays_in_view_when_the_message_opens_below(open_pane: Open) -> None:
    pane, _desk = open_pane(50)
    last = pane.view.rowAt(pane.view.viewport().height() - 40)
    click(pane, last)
    QApplication.processEvents()
    shown = pane.view.visualRect(pane.view.currentIndex())
    assert pane.view.viewport().rect().contains(shown)


def test_compact_rows_are_lower(open_pane: Open) -> None:
    pane, _desk = open_pane(50)
    assert pane.view.rowHeight(0) == 36
    pane.set_dense(dense=True)
    assert pane.view.rowHeight(0) == 26
    pane.resize(420, 600)
    assert pane.view.rowHeight(0) == 42


@pytest.mark.parametrize(
    ("allowed", "label", "told"),
    [
        ("can_edit_again", "Edit again", "edit again"),
        ("can_write_again", "Write again", "edit again"),
        ("can_take_back", "Take back", "take back"),
        ("can_send_now", "Send it now", "send now"),
        ("can_ask_now", "Ask now", "ask now"),
    ],
)
def test_what_may_be_done_with_the_opened_message_is_offered_and_nothing_else(
    open_pane: Open, allowed: str, label: str, told: str
) -> None:
    pane, desk = open_pane(5)
    click(pane, 0)
    actions = {"Edit again", "Write again", "Take back", "Send it now", "Ask now"}

    def offered() -> set[str]:
        buttons = pane.evidence.findChildren(QPushButton)
        return {each.text() for each in buttons if each.isVisible()} & actions

    assert offered() == set()
    state = replace(evidence(5), **{allowed: True})  # type: ignore[arg-type]  # each is a bool
    desk.on_evidence(state)
    assert offered() == {label}
    QTest.mouseClick(button(pane.evidence, label), Qt.MouseButton.LeftButton)
    assert desk.told[-1] == (told, 5)


def test_writing_again_turns_to_the_editor(open_pane: Open, qtbot: QtBot) -> None:
    pane, desk = open_pane(5)
    click(pane, 0)
    desk.on_evidence(replace(evidence(5), can_write_again=True))
    with qtbot.waitSignal(pane.compose_requested):
        button(pane.evidence, "Write again").click()


def test_a_screen_reader_finds_a_list_of_sentences(open_pane: Open) -> None:
    pane, desk = open_pane()
    desk.queue([row(1, state=MessageState.DELIVERED), row(2)])
    table = QAccessible.queryAccessibleInterface(pane.view)
    assert table.text(QAccessible.Text.Name) == "Delivery"
    cells = [table.child(index) for index in range(table.childCount())]
    spoken = [cell.text(QAccessible.Text.Name) for cell in cells if cell.role() is QAccessible.Role.Cell]
    assert spoken == [
        "Queued, message 2 to +381 63 200 0000",
        "Delivered, message 1 to +381 63 200 0000",
    ]


def test_every_control_has_a_name(open_pane: Open) -> None:
    pane, _desk = open_pane(5)
    click(pane, 0)
    controls = [each for kind in (QPushButton, QToolButton) for each in pane.findChildren(kind)]
    shown = [each for each in controls if each.isVisible()]
    assert len(shown) >= 2
    assert all(each.accessibleName() for each in shown)


def test_batches_of_two_thousand_rows_keep_the_list_at_its_top(open_pane: Open) -> None:
    pane, desk = open_pane(10)
    for first in range(11, 20_011, 2000):
        desk.queue(rows(range(first, first + 2000)))
        QApplication.processEvents()
    assert pane.view.rowAt(0) == 0
    assert pane.view.model().rowCount() == 20_010
    assert desk.log.cached <= 64 * 128


def test_time_that_moves_on_is_told_to_the_presenter(open_pane: Open) -> None:
    pane, desk = open_pane(5)
    pane.evidence.aged.emit()
    assert desk.told[-1] == ("tick", 0)


def test_a_list_makes_room_for_the_ways_when_they_begin_to_matter(open_pane: Open) -> None:
    pane, desk = open_pane(5)
    width = pane.view.viewport().width()
    assert pane.view._delegate.layout_for(width).way is None
    desk.log.show_ways()
    assert pane.view._delegate.layout_for(width).way is not None
    assert pane.view.rowHeight(0) == pane.view._delegate.layout_for(width).height
