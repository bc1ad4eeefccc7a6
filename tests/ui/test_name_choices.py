"""The list of contacts below the field: chosen with its keys or a click, and never over a later text."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from vox_console.presenters.composing_state import Chip
from vox_console.presenters.name_completion import NameChoice
from vox_console.ui.name_choices import NameChoices
from vox_console.ui.recipient_field import RecipientField
from vox_console.ui.theme import Theme

# The offscreen platform says what it cannot do whenever a window is shown.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

HOME = NameChoice("Ana Petrović", "+381 64 1234567", "+381641234567")
WORK = NameChoice("Ana Petrović", "+381 60 1111111", "+381601111111")


class Desk(QWidget):
    """A field that is answered as the presenter does, and another to go to."""

    def __init__(self) -> None:
        super().__init__()
        self.field = RecipientField(Theme(scheme="light"))
        self.other = QLineEdit()
        column = QVBoxLayout(self)
        column.addWidget(self.field)
        column.addWidget(self.other)
        column.addStretch()
        self.known: dict[str, tuple[NameChoice, ...]] = {"Ana": (HOME, WORK)}
        self.added: list[str] = []
        self.replaced: list[tuple[int, str]] = []
        self.field.added.connect(self.added.append)
        self.field.replaced.connect(lambda index, text: self.replaced.append((index, text)))
        self.field.typed.connect(lambda text: self.field.area.show_choices(text, self.known.get(text, ())))

    @property
    def choices(self) -> NameChoices:
        (found,) = self.findChildren(NameChoices)
        return found

    def type(self, text: str) -> None:
        QTest.keyClicks(self.field.entry, text)

    def press(self, key: Qt.Key) -> None:
        QTest.keyClick(self.field.entry, key)


@pytest.fixture
def desk(qtbot: QtBot) -> Desk:
    desk = Desk()
    qtbot.addWidget(desk)
    desk.resize(420, 400)
    desk.show()
    desk.field.entry.setFocus()
    qtbot.waitUntil(desk.field.entry.hasFocus)
    return desk


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab])
def test_the_first_is_taken_at_once_and_the_keyboard_stays(desk: Desk, key: Qt.Key) -> None:
    desk.type("Ana")
    assert desk.choices.isVisible()
    desk.press(key)
    assert (desk.added, desk.field.entry.text()) == ([HOME.raw], "")
    assert not desk.choices.isVisible()
    assert desk.field.entry.hasFocus()


def test_the_arrows_choose_and_stop_at_the_ends(desk: Desk) -> None:
    desk.type("Ana")
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Return):
        desk.press(key)
    desk.type("Ana")
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Return):
        desk.press(key)
    assert desk.added == [WORK.raw, HOME.raw]


def test_a_click_chooses_too(desk: Desk) -> None:
    desk.type("Ana")
    row = desk.choices.visualRect(desk.choices.model().index(1, 0))
    QTest.mouseClick(desk.choices.viewport(), Qt.MouseButton.LeftButton, pos=row.center())
    assert desk.added == [WORK.raw]


def test_escape_puts_the_list_away_and_what_was_typed_stays(desk: Desk) -> None:
    desk.type("Ana")
    desk.press(Qt.Key.Key_Escape)
    assert (desk.choices.isVisible(), desk.field.entry.text()) == (False, "Ana")
    desk.press(Qt.Key.Key_Return)
    assert desk.added == ["Ana"]


def test_choices_for_other_letters_are_neither_shown_nor_taken(desk: Desk) -> None:
    desk.type("An")
    desk.field.area.show_choices("Ana", (HOME,))
    assert not desk.choices.isVisible()
    desk.type("a")
    desk.field.typed.disconnect()  # the answer to the next letter does not come
    desk.type("x")
    desk.press(Qt.Key.Key_Return)
    assert desk.added == ["Anax"]


def test_going_away_takes_the_list_along(desk: Desk) -> None:
    desk.type("Ana")
    desk.other.setFocus(Qt.FocusReason.MouseFocusReason)
    assert not desk.choices.isVisible()
    desk.field.area.show_choices("Ana", (HOME,))
    assert not desk.choices.isVisible()


def test_an_edited_recipient_becomes_the_contact_that_is_chosen(desk: Desk) -> None:
    desk.field.show_recipients((Chip("nobody", "", "nobody", ""),), problem=None, duplicates_merged=0)
    desk.field.area.edit(0)
    desk.type("Ana")
    desk.press(Qt.Key.Key_Return)
    assert desk.replaced == [(0, HOME.raw)]


def test_two_numbers_of_a_long_name_differ_on_the_screen(desk: Desk) -> None:
    pictures = []
    for choice in (HOME, WORK):
        long = NameChoice("Maximilian " * 18, choice.number, choice.raw)
        desk.field.entry.clear()
        desk.known["Ana"] = (long,)
        desk.type("Ana")
        pictures.append(desk.choices.grab().toImage())
    assert pictures[0] != pictures[1]


@pytest.mark.parametrize("name", ["שרה", "Maximilian " * 18, "a" + "\u0301" * 199, "\u202egnp"])
def test_a_chip_shows_its_whole_number_whatever_its_name_is(desk: Desk, name: str) -> None:
    pictures = []
    for number in ("+381 64 1234567", "+381 64 1234568"):
        chip = Chip(number, "1", number, "RS", name=name)
        desk.field.show_recipients((chip,), problem=None, duplicates_merged=0)
        assert desk.field.area.chip_place(0).width() <= desk.field.area.viewport().width()
        pictures.append(desk.field.area.viewport().grab().toImage())
    assert pictures[0] != pictures[1]
    assert "RS +381 64 1234568" in desk.field.entry.accessibleDescription()
