"""Ctrl+K finds any action by a few letters."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QListWidget, QMainWindow
from pytestqt.qtbot import QtBot

from vox_console.ui.command_palette import CommandPalette, plain_name, shown_keys
from vox_console.ui.theme import Theme

# The offscreen platform says what it cannot do whenever a window or a pop-up is shown.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

Open = Callable[..., tuple[CommandPalette, list[str]]]


@pytest.fixture(name="open_palette")
def _open_palette(qtbot: QtBot) -> Open:
    def build() -> tuple[CommandPalette, list[str]]:
        window = QMainWindow()
        qtbot.addWidget(window)
        with qtbot.waitExposed(window):
            window.show()
        done: list[str] = []
        commands = []
        for menu, text in (
            ("File", "&New message"),
            ("Connection", "&Bind"),
            ("Connection", "&Unbind"),
            ("View", "Off"),
        ):
            action = QAction(text, window)
            action.triggered.connect(lambda _on=False, text=text: done.append(text))
            action.setEnabled(text != "Off")
            commands.append((menu, action))
        palette = CommandPalette(Theme(scheme="light"), window)
        palette.open_with(commands)
        return palette, done

    return build


def field(palette: CommandPalette) -> QLineEdit:
    found = palette.findChild(QLineEdit)
    assert isinstance(found, QLineEdit)
    return found


def offered(palette: CommandPalette) -> list[str]:
    found = palette.findChild(QListWidget)
    assert isinstance(found, QListWidget)
    return [found.item(row).text() for row in range(found.count())]


def test_every_action_that_can_be_done_is_offered(open_palette: Open) -> None:
    palette, _done = open_palette()
    assert offered(palette) == ["New message", "Bind", "Unbind"]
    palette.hide()


def test_typing_narrows_and_return_does_it(open_palette: Open) -> None:
    palette, done = open_palette()
    QTest.keyClicks(field(palette), "bin")
    assert offered(palette) == ["Bind", "Unbind"]
    QTest.keyClick(field(palette), Qt.Key.Key_Return)
    assert done == ["&Bind"]
    assert not palette.isVisible()


def test_the_arrows_move_while_the_field_keeps_the_keyboard(open_palette: Open) -> None:
    palette, done = open_palette()
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up):
        QTest.keyClick(field(palette), key)
    QTest.keyClick(field(palette), Qt.Key.Key_Return)
    assert done == ["&Bind"]


def test_return_on_nothing_found_does_nothing(open_palette: Open) -> None:
    palette, done = open_palette()
    QTest.keyClicks(field(palette), "zzz")
    QTest.keyClick(field(palette), Qt.Key.Key_Return)
    assert offered(palette) == []
    assert done == []
    palette.hide()


def test_escape_does_nothing_and_leaves(open_palette: Open) -> None:
    palette, done = open_palette()
    QTest.keyClick(field(palette), Qt.Key.Key_Escape)
    assert not palette.isVisible()
    assert done == []


def test_the_list_is_as_high_as_what_was_found(open_palette: Open) -> None:
    palette, _done = open_palette()
    heights = [palette.height()]
    for letter in "bi":
        QTest.keyClicks(field(palette), letter)
    heights.append(palette.height())
    QTest.keyClicks(field(palette), "zzz")
    heights.append(palette.height())
    assert offered(palette) == []
    assert heights == sorted(heights, reverse=True)
    assert len(set(heights)) == 3
    palette.hide()


def test_keys_that_only_a_menu_shows_are_not_part_of_the_name(qtbot: QtBot) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    shown, own = QAction("&Copy\tCtrl+C", window), QAction("&New message", window)
    own.setShortcut("Ctrl+N")
    assert [(plain_name(each), shown_keys(each)) for each in (shown, own)] == [
        ("Copy", "Ctrl+C"),
        ("New message", "Ctrl+N"),
    ]


def test_a_name_keeps_its_real_ampersand(qtbot: QtBot) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    assert plain_name(QAction("&Tom && Jerry…", window)) == "Tom & Jerry"
