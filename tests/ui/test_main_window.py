"""The window wires rail, places, menus and notices, keeps its place, and closes only in good order."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, QSize, Qt
from PySide6.QtGui import QAction, QColor, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from tests.support.window_scene import BOUND, DISK, PRACTICE, Notices, Pane, Session
from vox_console.ui.about_box import AboutBox
from vox_console.ui.main_window import MainWindow
from vox_console.ui.menu_bar import MenuBar
from vox_console.ui.plain_label import PlainLabel
from vox_console.ui.rail import Place, Rail
from vox_console.ui.theme import Theme

# The offscreen platform says what it cannot do whenever a window or a pop-up is shown.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


class Stage:
    """A window with its presenters and panes at hand."""

    def __init__(self, file: Path, session: Session, notices: Notices) -> None:
        self.theme = Theme(scheme="light")
        self.session = session
        self.compose, self.delivery, self.log = Pane("Message"), Pane("Live"), Pane("Log")
        self.bulk, self.inbox = Pane("List"), Pane("Answer")
        self.send = QAction("Send", self.compose)
        self.send.setShortcut(QKeySequence("Ctrl+Return"))
        self.compose.addAction(self.send)
        self.window = MainWindow(
            self.theme,
            compose=self.compose,
            delivery=self.delivery,
            bulk=self.bulk,
            inbox=self.inbox,
            delivery_log=self.log,
            session=session,
            notices=notices,
            settings=QSettings(str(file), QSettings.Format.IniFormat),
        )

    def button(self, name: str) -> QAbstractButton:
        found = [each for each in self.window.findChildren(QAbstractButton) if each.accessibleName() == name]
        assert len(found) == 1, name
        return found[0]

    def action(self, name: str) -> QAction:
        menus = self.window.menuBar()
        assert isinstance(menus, MenuBar)
        found = [action for _menu, action in menus.commands() if action.text().replace("&", "") == name]
        assert len(found) == 1, name
        return found[0]


Open = Callable[..., Stage]


def holder() -> QWidget:
    """Give the widget that has the keyboard."""
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


@pytest.fixture(name="open_stage")
def _open_stage(qtbot: QtBot, tmp_path: Path) -> Iterator[Open]:
    stages: list[Stage] = []

    def build(*, session: Session | None = None, notices: Notices | None = None) -> Stage:
        stage = Stage(tmp_path / "window.ini", session or Session(), notices or Notices())
        stages.append(stage)
        with qtbot.waitExposed(stage.window):
            stage.window.show()
        stage.window.activateWindow()
        return stage

    yield build
    for stage in stages:
        stage.window.finish_close()
        stage.window.deleteLater()


def test_compose_and_live_delivery_stand_side_by_side(open_stage: Open) -> None:
    stage = open_stage()
    assert stage.compose.isVisible()
    assert stage.delivery.isVisible()
    assert not stage.log.isVisible()
    assert stage.compose.geometry().right() < stage.delivery.geometry().left()
    assert stage.compose.editor.hasFocus()


@pytest.mark.parametrize("place", list(Place))
def test_each_place_is_reached_by_the_rail_and_by_its_keys(open_stage: Open, place: Place) -> None:
    stage = open_stage()
    other = Place.INBOX if place is not Place.INBOX else Place.BULK
    stage.window.show_place(other)
    stage.button(place.value).click()
    assert stage.button(place.value).isChecked()
    stage.window.show_place(other)
    assert not stage.button(place.value).isChecked()
    QTest.keySequence(stage.window, QKeySequence(place.shortcut))
    assert stage.button(place.value).isChecked()
    assert stage.log.isVisible() is (place is Place.DELIVERY)
    assert stage.compose.isVisible() is (place is Place.COMPOSE)
    assert stage.bulk.isVisible() is (place is Place.BULK)


def test_the_arrow_keys_go_from_place_to_place_and_stay_on_the_rail(open_stage: Open) -> None:
    stage = open_stage()
    stage.button("Compose").setFocus()
    for name in ("Bulk", "Inbox", "Delivery"):
        QTest.keyClick(holder(), Qt.Key.Key_Down)
        assert stage.button(name).hasFocus()
        assert stage.button(name).isChecked()
    assert stage.log.isVisible()


def test_tab_leads_through_every_pane_and_the_rail(open_stage: Open) -> None:
    stage = open_stage(notices=Notices(DISK))
    met = set()
    for _step in range(12):
        met.add(holder().accessibleName())
        stage.window.focusNextChild()
    assert {"Message", "Live", "Compose", "Session: Bound", "Try again", "Dismiss notice"} <= met
    stage.window.show_place(Place.INBOX)
    assert holder().accessibleName() == "Answer"
    stage.window.focusNextChild()
    stage.window.focusPreviousChild()
    assert holder().accessibleName() == "Answer"


def test_practice_cannot_be_mistaken_for_the_real_thing(open_stage: Open) -> None:
    stage = open_stage()
    assert stage.window.windowTitle() == "Vox Console"
    middle = stage.window.height() // 2
    purple = stage.theme.color("practice")

    def edge() -> set[str]:
        image = stage.window.grab().toImage()
        return {QColor(image.pixelColor(x, middle)).name() for x in (0, 1, 2, image.width() - 1)}

    assert purple.name() not in edge()
    stage.session.show(PRACTICE)
    assert stage.window.windowTitle().endswith("practice")
    assert edge() == {purple.name()}
    stage.session.show(BOUND)
    assert purple.name() not in edge()


def test_a_close_is_refused_and_reported_until_everything_has_stopped(open_stage: Open) -> None:
    stage = open_stage()
    asked: list[bool] = []
    stage.window.close_requested.connect(lambda: asked.append(True))
    assert not stage.window.close()
    assert stage.window.isVisible()
    assert asked == [True]
    stage.window.finish_close()
    assert not stage.window.isVisible()
    assert asked == [True]


def test_place_size_and_splitter_are_remembered(open_stage: Open) -> None:
    first = open_stage()
    first.window.resize(760, 600)  # the offscreen screen is 800 pixels wide
    first.window._panes.setSizes([200, 500])
    QApplication.processEvents()
    sizes = first.window._panes.sizes()
    first.window.finish_close()
    second = open_stage()
    assert second.window.size() == QSize(760, 600)
    assert second.window._panes.sizes() == sizes


def test_compact_rows_are_told_and_remembered(open_stage: Open, qtbot: QtBot) -> None:
    stage = open_stage()
    assert not stage.window.compact_rows
    with qtbot.waitSignal(stage.window.compact_rows_chosen) as told:
        stage.action("Compact rows").trigger()
    assert told.args == [True]
    again = open_stage()
    assert again.window.compact_rows
    assert again.action("Compact rows").isChecked()


def test_the_appearance_is_remembered(open_stage: Open) -> None:
    first = open_stage()
    first.action("Dark").trigger()
    assert first.theme.dark
    first.window.finish_close()
    second = open_stage()
    assert second.theme.dark
    assert second.action("Dark").isChecked()


def test_no_two_actions_share_their_keys_and_each_has_a_name(open_stage: Open) -> None:
    stage = open_stage()
    keys: list[str] = []
    for action in stage.window.findChildren(QAction):
        assert action.text() or action.isSeparator()
        keys.extend(sequence.toString() for sequence in action.shortcuts())
    assert "Ctrl+Return" in keys
    assert len(keys) == len(set(keys))


def test_a_panes_own_actions_stand_in_the_messages_menu(open_stage: Open) -> None:
    stage = open_stage()
    menus = stage.window.menuBar()
    assert isinstance(menus, MenuBar)
    assert ("Messages", stage.send) in menus.commands()


def test_bind_and_unbind_follow_the_session(open_stage: Open) -> None:
    stage = open_stage()
    assert not stage.action("Bind").isEnabled()
    stage.action("Unbind").trigger()
    assert stage.session.told == ["unbind"]


def test_editing_from_the_menu_works_on_the_field_with_the_keyboard(open_stage: Open) -> None:
    stage = open_stage()
    edits = {
        action.text().replace("&", "").split("\t")[0]: action
        for action in stage.window.findChildren(QAction)
        if "\t" in action.text() and "Hold" not in action.text()
    }
    stage.compose.editor.insertPlainText("Hello")
    QTest.keyClick(stage.window, Qt.Key.Key_Alt)  # the menu bar takes the keyboard
    assert all(action.isEnabled() for action in edits.values())
    edits["Select all"].trigger()
    edits["Cut"].trigger()
    assert stage.compose.editor.toPlainText() == ""
    edits["Paste"].trigger()
    assert stage.compose.editor.toPlainText() == "Hello"
    stage.window.show_place(Place.BULK)
    stage.button("Bulk").setFocus()
    assert not any(action.isEnabled() for action in edits.values())


def test_a_narrow_window_gives_the_rails_room_to_the_panes(open_stage: Open) -> None:
    stage = open_stage()
    rail = stage.window.findChild(Rail)
    assert isinstance(rail, Rail)
    stage.window.resize(1024, 640)
    QApplication.processEvents()
    wide = rail.width()
    stage.window.resize(860, 640)
    QApplication.processEvents()
    assert rail.width() < wide / 2
    assert stage.button("Inbox").toolTip()


def test_the_window_fits_1024_by_640_with_a_notice_and_the_practice_frame(open_stage: Open) -> None:
    stage = open_stage(session=Session(PRACTICE), notices=Notices(DISK))
    smallest = stage.window.minimumSizeHint()
    assert smallest.width() <= 1024
    assert smallest.height() <= 640


def test_unread_counts_are_told_on_the_rail(open_stage: Open) -> None:
    stage = open_stage()
    stage.window.set_unread(Place.INBOX, 3)
    assert stage.button("Inbox").accessibleDescription() == "3 unread"
    stage.window.show_refusals(2)
    assert stage.button("Inbox").accessibleDescription() == "3 unread, 2 to review"
    stage.window.set_unread(Place.INBOX, 0)
    assert stage.button("Inbox").accessibleDescription() == "2 to review"
    stage.window.show_refusals(0)
    assert stage.button("Inbox").accessibleDescription() == "Alt+3"


def test_about_tells_versions_and_licences(open_stage: Open) -> None:
    stage = open_stage()
    stage.action("About Vox Console").trigger()
    box = stage.window.findChild(AboutBox)
    assert isinstance(box, AboutBox)
    assert box.isVisible()
    assert "Lesser General Public License" in " ".join(label.text() for label in box.findChildren(PlainLabel))
    box.accept()


@pytest.mark.parametrize("place", list(Place))
def test_everything_that_takes_the_keyboard_has_a_name(open_stage: Open, place: Place) -> None:
    stage = open_stage(notices=Notices(DISK))
    stage.window.show_place(place)
    nameless = [
        widget
        for widget in stage.window.findChildren(QWidget)
        if widget.isVisible()
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and isinstance(widget, (QAbstractButton, QLineEdit, QPlainTextEdit))
        and not widget.accessibleName()
    ]
    assert nameless == []


def test_everything_is_held_from_the_menu_and_by_key_from_any_place(open_stage: Open) -> None:
    stage = open_stage()
    asked: list[bool] = []
    stage.window.stop_requested.connect(lambda: asked.append(True))
    stage.action("Hold everything\tShift+Esc").trigger()
    for place in Place:
        stage.window.show_place(place)
        QTest.keyClick(holder(), Qt.Key.Key_Escape, Qt.KeyboardModifier.ShiftModifier)
    assert len(asked) == 1 + len(Place)
