"""The day of a typed time is chosen out of a calendar; the time that is typed stays."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTableView
from pytestqt.qtbot import QtBot

from vox_console.domain.start_time import FARTHEST_DAYS
from vox_console.ui.day_calendar import DayCalendar
from vox_console.ui.day_picker import DayPicker
from vox_console.ui.labelled_field import LabelledField
from vox_console.ui.theme import Theme

# The offscreen platform says what it cannot do whenever a window or a pop-up is shown.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


class Stage:
    """A field with its picker, and what was picked."""

    def __init__(self, theme: Theme) -> None:
        self.field = LabelledField(theme, "Start at")
        self.picker = DayPicker(theme, self.field)
        self.picked: list[str] = []
        self.picker.picked.connect(self.picked.append)

    @property
    def popup(self) -> DayCalendar:
        assert self.picker._calendar is not None
        return self.picker._calendar

    @property
    def table(self) -> QTableView:
        (table,) = self.popup.calendar.findChildren(QTableView)
        return table


@pytest.fixture
def stage(qtbot: QtBot) -> Stage:
    made = Stage(Theme(scheme="light"))
    qtbot.addWidget(made.field)
    made.field.show()
    return made


def today() -> date:
    return date.today()  # noqa: DTZ011 - as the picker, by this computer's clock


def selected(stage: Stage) -> date:
    day = stage.popup.calendar.selectedDate()
    return date(day.year(), day.month(), day.day())


def test_it_opens_with_the_button_or_the_keys_and_closes_on_escape(stage: Stage) -> None:
    assert stage.picker.focusPolicy() & Qt.FocusPolicy.TabFocus
    QTest.keyClick(stage.picker, Qt.Key.Key_Space)
    assert stage.popup.isVisible()
    QTest.keyClick(stage.table, Qt.Key.Key_Escape)
    assert not stage.popup.isVisible()
    assert stage.picked == []


def test_the_keys_choose_a_day_and_the_time_stays(stage: Stage) -> None:
    stage.field.show_value(f"{today() + timedelta(days=3)} 18:30+02:00")
    stage.picker.open()
    assert selected(stage) == today() + timedelta(days=3)
    QTest.keyClick(stage.table, Qt.Key.Key_Right)
    QTest.keyClick(stage.table, Qt.Key.Key_Return)
    assert stage.picked == [f"{today() + timedelta(days=4)} 18:30+02:00"]
    assert not stage.popup.isVisible()


@pytest.mark.parametrize("typed", ["", "tomorrow", "2020-01-01 08:00"])
def test_without_a_day_that_can_be_it_begins_at_today(stage: Stage, typed: str) -> None:
    stage.field.show_value(typed)
    stage.picker.open()
    assert selected(stage) == today()
    stage.popup.calendar.clicked.emit(stage.popup.calendar.selectedDate())
    stage.popup.calendar.clicked.emit(stage.popup.calendar.selectedDate())  # the second of a double click
    assert stage.picked == [f"{today()} {'08:00' if typed.startswith('2020') else '09:00'}"]


def test_no_day_can_be_chosen_that_cannot_be_typed(stage: Stage) -> None:
    stage.picker.open()
    calendar = stage.popup.calendar
    first = QDate(today().year, today().month, today().day)
    assert (calendar.minimumDate(), calendar.maximumDate()) == (first, first.addDays(FARTHEST_DAYS))
    dim = stage.popup._theme.color("disabled")
    dimmed = {day for day, look in calendar.dateTextFormat().items() if look.foreground().color() == dim}
    assert first not in dimmed
    assert (
        len(dimmed)
        == today().day - 1 + first.addDays(FARTHEST_DAYS).daysInMonth() - first.addDays(FARTHEST_DAYS).day()
    )
    stage.popup.close()
