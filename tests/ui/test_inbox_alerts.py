"""What tells of customers' messages on the desktop, and what chooses it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QAction
from pytestqt.qtbot import QtBot

from tests.support.fake_clocks import START_US
from tests.support.inbox_scene import utc
from tests.support.window_scene import PRACTICE, Notices, Pane, Session
from vox_console.presenters.inbox_alerts import Alert, AlertChoices
from vox_console.presenters.quiet import FOR_GOOD_US, HOUR_US
from vox_console.ui.inbox_alerts import AlertsMenu, DesktopAlerts, read_choices
from vox_console.ui.main_window import MainWindow
from vox_console.ui.menu_bar import MenuBar
from vox_console.ui.quiet_mark import QuietMark
from vox_console.ui.rail import Place
from vox_console.ui.theme import Theme
from vox_console.ui.window_memory import WindowMemory

# The offscreen platform says what it cannot do whenever a window is shown.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


class Clock:
    """Tells the time that a test sets."""

    now_us = START_US

    def __call__(self) -> int:
        return self.now_us


@pytest.fixture(name="settings")
def _settings(tmp_path: Path) -> QSettings:
    return QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)


@pytest.fixture(name="clock")
def _clock() -> Clock:
    return Clock()


@pytest.fixture(name="menu")
def _menu(qtbot: QtBot, settings: QSettings, clock: Clock) -> AlertsMenu:
    menu = AlertsMenu(WindowMemory(settings), now_us=clock, to_local=utc)
    qtbot.addWidget(menu)
    return menu


@pytest.fixture(name="window")
def _window(qtbot: QtBot, settings: QSettings) -> MainWindow:
    session = Session()
    window = MainWindow(
        Theme(scheme="light"),
        compose=Pane("Message"),
        delivery=Pane("Live"),
        bulk=Pane("List"),
        inbox=Pane("Answer"),
        delivery_log=Pane("Log"),
        session=session,
        notices=Notices(),
        settings=settings,
    )
    qtbot.addWidget(window, before_close_func=lambda _: window.finish_close())
    with qtbot.waitExposed(window):
        window.show()
    return window


def item(menu: AlertsMenu, words: str) -> QAction:
    return next(each for each in menu.actions() if each.text().replace("&", "") == words)


def test_at_first_notices_pop_up_without_texts_and_sounds(menu: AlertsMenu) -> None:
    assert menu.choices == AlertChoices(desktop=True, content=False, sound=False, quiet_until_us=0)
    assert not item(menu, "End the quiet").isEnabled()


def test_what_is_chosen_is_told_and_remembered(menu: AlertsMenu, settings: QSettings) -> None:
    told: list[AlertChoices] = []
    menu.chosen.connect(told.append)
    for words in ("Notices show the text", "Sound", "Desktop notice", "Be quiet until told otherwise"):
        item(menu, words).trigger()
    chosen = AlertChoices(
        desktop=False, content=True, sound=True, quiet_until_us=FOR_GOOD_US, quiet_from_us=START_US
    )
    assert told[-1] == menu.choices == chosen
    assert read_choices(WindowMemory(settings)) == chosen
    assert not item(menu, "Notices show the text").isEnabled()


def test_an_hour_of_quiet_ends_by_itself_or_when_told(menu: AlertsMenu, clock: Clock) -> None:
    item(menu, "Be quiet for an hour").trigger()
    assert menu.choices.quiet_until_us == START_US + HOUR_US
    assert item(menu, "End the quiet").isEnabled()
    clock.now_us += HOUR_US
    menu.aboutToShow.emit()
    assert not item(menu, "End the quiet").isEnabled()
    item(menu, "Be quiet until told otherwise").trigger()
    assert item(menu, "Be quiet until told otherwise").isChecked()
    item(menu, "End the quiet").trigger()
    assert menu.choices.quiet_until_us == 0
    assert not item(menu, "Be quiet until told otherwise").isChecked()


def test_quiet_until_the_morning_is_chosen_by_its_name(menu: AlertsMenu, clock: Clock) -> None:
    item(menu, "Be quiet until tomorrow 8:00").trigger()
    assert menu.choices.quiet_until_us == START_US + 20 * HOUR_US
    clock.now_us += 14 * HOUR_US
    menu.aboutToShow.emit()
    assert item(menu, "Be quiet until 8:00 this morning").isEnabled()


def test_what_is_held_back_counts_from_when_the_quiet_began(
    menu: AlertsMenu, settings: QSettings, clock: Clock
) -> None:
    item(menu, "Be quiet for an hour").trigger()
    clock.now_us += HOUR_US // 2
    item(menu, "Be quiet until told otherwise").trigger()
    assert menu.choices.quiet_from_us == START_US
    menu.end_quiet()
    assert (menu.choices.quiet_until_us, menu.choices.quiet_from_us) == (0, START_US), "not told yet"
    menu.quiet_ended()
    assert menu.choices == read_choices(WindowMemory(settings)) == AlertChoices()
    item(menu, "Be quiet for an hour").trigger()
    assert menu.choices.quiet_from_us == clock.now_us


def test_that_it_is_quiet_stands_on_the_rail_and_a_click_ends_it(qtbot: QtBot, window: MainWindow) -> None:
    alerts = DesktopAlerts(window)
    (shown,) = window.findChildren(QuietMark)
    assert not shown.isVisible()
    window.resize(1_000, 640)
    alerts.quiet("Quiet till 13:00")
    assert (shown.isVisible(), shown.text(), shown.accessibleName()) == (True, *["Quiet till 13:00"] * 2)
    assert "told what came" in shown.toolTip()
    with qtbot.waitSignal(window.quiet_end_requested):
        shown.click()
    window.resize(800, 600)
    assert (shown.text(), shown.accessibleName()) == ("", "Quiet till 13:00")
    alerts.quiet("")
    assert not shown.isVisible()


@pytest.mark.parametrize("kept", ["-1", "soon", "9" * 30, "²"])
def test_what_was_kept_and_cannot_be_read_is_as_if_never_chosen(settings: QSettings, kept: str) -> None:
    memory = WindowMemory(settings)
    memory.set_text("alerts-quiet-until", kept)
    memory.set_text("alerts-desktop", "perhaps")
    assert read_choices(memory) == AlertChoices(desktop=False)


def test_the_title_counts_what_is_unread(window: MainWindow) -> None:
    alerts = DesktopAlerts(window)
    alerts.unread(12)
    assert window.windowTitle() == "(12) Vox Console"
    window.show_session(PRACTICE)
    assert window.windowTitle() == "(12) Vox Console — practice"
    alerts.unread(0)
    assert "(" not in window.windowTitle()


def test_only_the_inbox_in_front_is_looked_at(window: MainWindow) -> None:
    alerts = DesktopAlerts(window)
    window.activateWindow()
    window.show_place(Place.BULK)
    assert not alerts.attended()
    window.show_place(Place.INBOX)
    assert alerts.attended() == window.isActiveWindow()


def test_without_a_tray_a_notice_and_a_sound_still_do_no_harm(window: MainWindow) -> None:
    alerts = DesktopAlerts(window)
    alerts.alert(Alert("New message from 381•••••••67"))
    alerts.sound()
    assert window.isVisible()


def test_the_inbox_is_brought_to_the_front(window: MainWindow) -> None:
    alerts = DesktopAlerts(window)
    window.setWindowState(Qt.WindowState.WindowMinimized)
    alerts.show_inbox()
    assert not window.isMinimized()
    assert window.place is Place.INBOX


def test_a_time_that_was_waited_for_comes(qtbot: QtBot, window: MainWindow) -> None:
    alerts = DesktopAlerts(window)
    with qtbot.waitSignal(alerts.due):
        alerts.wake_after(0.001)


def test_the_choices_stand_in_the_messages_menu_and_the_palette(window: MainWindow, menu: AlertsMenu) -> None:
    window.add_to_messages(menu)
    bar = window.menuBar()
    assert isinstance(bar, MenuBar)
    paths = {action.text().replace("&", ""): path for path, action in bar.commands()}
    assert paths["Sound"] == "Messages > When a customer writes"
