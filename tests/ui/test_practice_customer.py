"""The dialog in which practice's customers are played."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from tests.support.on_screen import ToldPresenter, button, said, show
from vox_console.domain.customer_scene import Scene
from vox_console.domain.errors import FieldProblem
from vox_console.presenters.practice_customer import CustomerState
from vox_console.ui.plain_label import PlainLabel
from vox_console.ui.practice_customer import CustomerDialog
from vox_console.ui.theme import Theme

# The offscreen platform says what it cannot do whenever a window is shown.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


class Customer(ToldPresenter[CustomerState]):
    """A presenter that remembers what it was told."""

    def __init__(self) -> None:
        super().__init__(CustomerState())
        self.typed: dict[str, str] = {}
        self.scenes: list[str] = []
        self.pressed = 0

    def scene_chosen(self, word: str) -> None:
        self.scenes.append(word)

    def field_edited(self, name: str, text: str) -> None:
        self.typed[name] = text

    def write_pressed(self) -> None:
        self.pressed += 1


Opened = tuple[CustomerDialog, Customer]


@pytest.fixture(name="opened")
def _opened(qtbot: QtBot) -> Opened:
    customer = Customer()
    dialog = CustomerDialog(Theme(scheme="light"), customer, None)
    show(qtbot, dialog)
    return dialog, customer


def named(dialog: CustomerDialog) -> dict[str, QLineEdit]:
    return {each.accessibleName(): each for each in dialog.findChildren(QLineEdit)}


def test_what_is_typed_chosen_and_pressed_reaches_the_presenter(opened: Opened) -> None:
    dialog, customer = opened
    QTest.keyClicks(named(dialog)["From"], "8")
    dialog.findChildren(QPlainTextEdit)[0].setPlainText("Hello")
    dialog.findChildren(QComboBox)[0].setFocus()
    QTest.keyClick(dialog.findChildren(QComboBox)[0], Qt.Key.Key_Down)
    QTest.mouseClick(button(dialog, "Write"), Qt.MouseButton.LeftButton)
    assert customer.typed == {"sender": "3816412345678", "text": "Hello"}
    assert customer.scenes == [Scene.SHUFFLED.value]
    assert customer.pressed == 1


def test_a_scene_shows_only_what_it_takes(opened: Opened) -> None:
    dialog, customer = opened
    assert not named(dialog)["Customers"].isVisible()
    customer.show(CustomerState(scene=Scene.STORM))
    assert named(dialog)["Customers"].isVisible()
    customer.show(CustomerState(scene=Scene.BINARY))
    assert not dialog.findChildren(QPlainTextEdit)[0].isVisible()
    assert customer.state.about in said(dialog)


def test_faults_and_answers_are_shown_and_nothing_is_cut(opened: Opened) -> None:
    dialog, customer = opened
    customer.show(
        CustomerState(problems=(FieldProblem("number", "empty", "Give your number."),), answer="No. " * 60)
    )
    assert "Give your number." in said(dialog)
    answer = next(each for each in dialog.findChildren(PlainLabel) if each.accessibleName() == "Answer")
    assert answer.height() >= answer.heightForWidth(answer.width())
    customer.show(replace(customer.state, problems=(), answer="", busy=True))
    assert "Asking the practice provider…" in said(dialog)
