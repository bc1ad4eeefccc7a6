"""The fields of when: a time is asked for only when it is chosen, and faults stand beside their fields."""

from __future__ import annotations

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from vox_console.domain.errors import FieldProblem
from vox_console.presenters.bulk_when import AT, STARTS, WhenShown
from vox_console.ui.bulk_when import BulkWhen
from vox_console.ui.theme import Theme


@pytest.fixture
def when(qtbot: QtBot) -> BulkWhen:
    made = BulkWhen(Theme(scheme="light"), starts=STARTS)
    qtbot.addWidget(made)
    made.resize(600, 200)
    made.show()
    made.show_when(WhenShown())
    return made


def field(when: BulkWhen, name: str) -> QLineEdit:
    return next(each for each in when.findChildren(QLineEdit) if each.accessibleName() == name)


def test_a_time_is_asked_for_when_it_is_chosen(when: BulkWhen) -> None:
    assert not field(when, "Start at").isVisible()
    told: list[str] = []
    when.start_chosen.connect(told.append)
    when.start_chosen.connect(lambda start: when.show_when(WhenShown(start=start)))
    box = when.findChild(QComboBox)
    assert isinstance(box, QComboBox)
    box.setCurrentIndex(1)
    box.activated.emit(1)
    assert told == [AT]
    assert field(when, "Start at").isVisible()
    edited: list[str] = []
    when.start_edited.connect(edited.append)
    QTest.keyClicks(field(when, "Start at"), "09:00")
    assert edited[-1] == "09:00"


def test_hours_are_told_as_they_are_typed(when: BulkWhen) -> None:
    edited: list[str] = []
    when.hours_edited.connect(edited.append)
    QTest.keyClicks(field(when, "Only between these hours"), "9")
    assert edited == ["9"]


def test_what_was_understood_or_is_wrong_stands_under_each_field(when: BulkWhen) -> None:
    when.show_when(
        WhenShown(start=AT, at="09:00", at_note="25 Nov 09:00", hours="9:00-20:00", hours_note="There.")
    )
    assert (when.at.note.text, when.hours.note.text) == ("25 Nov 09:00", "There.")
    problem = FieldProblem("start", "no_start", "There is no such day.")
    when.show_when(WhenShown(start=AT, at="x", at_problem=problem, hours="y", hours_problem=problem))
    assert (when.at.note.text, when.hours.note.text) == (problem.text, problem.text)
    assert field(when, "Start at").text() == "x"
