"""The dialog of the register: a list read as it is looked at, a form, and an entry with its history."""

from __future__ import annotations

from array import array
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLineEdit
from pytestqt.qtbot import QtBot

from tests.support.on_screen import ToldPresenter, button, said, show
from vox_console.domain.errors import FieldProblem
from vox_console.presenters.errands import Errand
from vox_console.presenters.opt_outs_state import (
    NewOptOut,
    OptOutDetail,
    OptOutLine,
    OptOutsState,
)
from vox_console.presenters.two_line_rows import TwoLineRow, TwoLineRows
from vox_console.ui.opt_out_dialog import OptOutDialog
from vox_console.ui.theme import Theme

# The offscreen platform says what it cannot do whenever a window is shown.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

STATE = OptOutsState(found="3 numbers, the last entered first")
DETAIL = OptOutDetail(
    id=3,
    title="+381 64 1234567",
    lines=(OptOutLine("2026-11-24 10:00", "Wants no messages", "entered by hand; “<b>STOP</b>”"),),
    ends_what="It wants messages again",
)


class Register(ToldPresenter[OptOutsState]):
    """A presenter that remembers what it was told."""

    def __init__(self) -> None:
        super().__init__(STATE)
        self.rows = TwoLineRows(self._want)
        self.rows.reset(array("q", [1, 2, 3]))

    def _want(self, ids: list[int]) -> None:
        self.rows.loaded(TwoLineRow(each, f"number {each}", "24 Nov 2026", "by hand") for each in ids)

    def new_edited(self, field: str, text: str) -> None:
        self.told.append(f"{field} {text}")

    def add_pressed(self) -> None:
        self.told.append("add")

    def unchosen(self) -> None:
        self.told.append("unchosen")

    def reason_edited(self, text: str) -> None:
        self.told.append(f"reason {text}")

    def end_pressed(self) -> None:
        self.told.append("end")


Opened = tuple[OptOutDialog, Register]


@pytest.fixture(name="opened")
def _opened(qtbot: QtBot) -> Opened:
    register = Register()
    dialog = OptOutDialog(Theme(scheme="light"), register, None)
    show(qtbot, dialog)
    return dialog, register


def test_rows_are_read_aloud_and_chosen(opened: Opened) -> None:
    dialog, register = opened
    model = dialog.list.model()
    assert model.rowCount() == 3
    assert model.index(0, 0).data() == "number 3, since 24 Nov 2026. by hand"
    dialog.list.setCurrentIndex(model.index(1, 0))
    assert register.told == ["chosen 2"]
    register.rows.reset(array("q", [1]))
    assert model.rowCount() == 1


def test_a_number_is_looked_for_and_the_search_cleared(opened: Opened) -> None:
    dialog, register = opened
    QTest.keyClicks(dialog.search, "06")
    dialog.search.clear()
    QTest.keyClick(dialog.search, Qt.Key.Key_Return)
    assert register.told == ["search 0", "search 06", "search "]
    assert dialog.isVisible()


def test_the_form_is_typed_and_entered_with_return(opened: Opened) -> None:
    dialog, register = opened
    number = dialog.form.fields["number"]
    assert isinstance(number.control, QLineEdit)
    QTest.keyClicks(number.control, "12")
    QTest.keyClick(number.control, Qt.Key.Key_Return)
    button(dialog, "Enter the number").click()
    assert register.told == ["number 1", "number 12", "add", "add"]
    problem = FieldProblem("number", "too_short", "Too short.")
    register.show(replace(STATE, new=NewOptOut(number="12", number_problem=problem)))
    assert number.note.text == "Too short."
    register.show(replace(STATE, new=NewOptOut(number="0641234567", note="+381 64 1234567")))
    assert number.note.text == "+381 64 1234567"


def test_an_entry_shows_its_history_literally_and_is_ended_with_a_reason(opened: Opened) -> None:
    dialog, register = opened
    register.show(replace(STATE, detail=DETAIL))
    assert {"+381 64 1234567", "Wants no messages", "entered by hand; “<b>STOP</b>”"} <= said(dialog)
    assert isinstance(dialog.detail.reason.control, QLineEdit)
    QTest.keyClicks(dialog.detail.reason.control, "x")
    button(dialog, "It wants messages again").click()
    problem = FieldProblem("reason", "empty", "Say why.")
    register.show(replace(STATE, detail=replace(DETAIL, reason="x", reason_problem=problem)))
    assert dialog.detail.reason.note.text == "Say why."
    button(dialog, "Enter another number").click()
    assert register.told == ["reason x", "end", "unchosen"]
    register.show(STATE)
    assert dialog.form.isVisible()


def test_a_row_stays_chosen_until_its_entry_is_left(opened: Opened) -> None:
    dialog, register = opened
    dialog.list.setCurrentIndex(dialog.list.model().index(0, 0))
    register.show(replace(STATE, errand=Errand(note="Meanwhile.")))
    assert dialog.list.currentIndex().isValid()
    register.show(replace(STATE, detail=DETAIL))
    register.show(STATE)
    assert not dialog.list.currentIndex().isValid()


def test_what_became_of_it_is_told_and_can_be_undone(opened: Opened) -> None:
    dialog, register = opened
    assert not button(dialog, "Undo").isVisible()
    register.show(replace(STATE, errand=Errand(note="It may be sent to again.", can_undo=True)))
    assert "It may be sent to again." in said(dialog)
    button(dialog, "Undo").click()
    register.show(replace(STATE, errand=Errand(busy="Reading stop.csv… 2,000 rows", can_break_off=True)))
    assert not button(dialog, "Enter a list").isEnabled()
    assert not button(dialog, "Enter the number").isEnabled()
    button(dialog, "Cancel").click()
    assert register.told == ["undo", "cancel"]


@pytest.mark.parametrize(("name", "told"), [("Enter a list", "list a.csv"), ("Save as CSV", "export a.csv")])
def test_files_are_asked_for(opened: Opened, name: str, told: str) -> None:
    dialog, register = opened
    button(dialog, name).click()
    (asked,) = dialog.findChildren(QFileDialog)
    asked.fileSelected.emit("/somewhere/a.csv")
    asked.reject()
    assert register.told == [told]
