"""Step 2: columns put their field into the text; each fault stands beside its field."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from tests.support.bulk_scene import HEADER, MESSAGE, SAMPLE
from tests.support.on_screen import button
from vox_console.domain.errors import FieldProblem
from vox_console.presenters.bulk_state import NumberColumn
from vox_console.presenters.bulk_when import STARTS
from vox_console.presenters.compose_choices import WAYS
from vox_console.ui.bulk_message import BulkMessageStep
from vox_console.ui.theme import Theme


@pytest.fixture
def step(qtbot: QtBot) -> BulkMessageStep:
    made = BulkMessageStep(Theme(scheme="light"), ways=WAYS, starts=STARTS)
    qtbot.addWidget(made)
    made.resize(700, 500)
    made.show()
    made.show_message(MESSAGE, HEADER)
    return made


def test_a_column_puts_its_field_where_the_caret_is(step: BulkMessageStep) -> None:
    told: list[str] = []
    step.text_edited.connect(told.append)
    cursor = step.editor.textCursor()
    cursor.setPosition(0)
    step.editor.setTextCursor(cursor)
    button(step, "Insert {Town}").click()
    assert step.editor.toPlainText() == "{Town}Hello {Name}"
    assert told == ["{Town}Hello {Name}"]


def test_what_the_presenter_has_is_not_told_back_to_it(step: BulkMessageStep) -> None:
    told: list[str] = []
    step.text_edited.connect(told.append)
    step.show_message(replace(MESSAGE, text="Hi"), HEADER)
    assert (step.editor.toPlainText(), told) == ("Hi", [])


def test_the_sample_is_the_text_of_one_row_with_its_counter(step: BulkMessageStep) -> None:
    moved: list[int] = []
    step.sample_moved.connect(moved.append)
    assert step.sample._text.text() == "Hello Ana"
    assert step.sample._counter.text() == "GSM-7 · 9 / 160 · 1 part · 151 left"
    button(step, "Next row").click()
    button(step, "Previous row").click()
    assert moved == [1, -1]


def test_a_row_that_would_not_leave_says_why(step: BulkMessageStep) -> None:
    faulty = replace(SAMPLE, text="", counter=None, fault="Nothing fills Name.")
    step.show_message(replace(MESSAGE, sample=faulty), HEADER)
    assert step.sample._text.text() == "Nothing fills Name."
    assert step.sample._text.property("tone") == "failed"
    step.show_message(replace(MESSAGE, sample=replace(SAMPLE, fault="Too short.")), HEADER)
    assert step.sample._counter.text() == "Too short."


def test_each_fault_stands_beside_its_field(step: BulkMessageStep) -> None:
    shown = replace(
        MESSAGE,
        text_problem=FieldProblem("message", "x", "No column is called “x”."),
        sender_problem=FieldProblem("from", "x", "At most 20."),
        number_problem=FieldProblem("number", "x", "Choose one."),
        region_problem=FieldProblem("region", "x", "Two letters."),
        rate_problem=FieldProblem("rate", "x", "A number."),
    )
    step.show_message(shown, HEADER)
    assert step._note.text == "No column is called “x”."
    assert step.editor.property("fault") == "error"
    assert step.sender_field.note.text == "At most 20."
    assert step.numbers.places[0].note.text == "Choose one."
    assert step.region.note.text == "Two letters."
    assert step.rate.note.text == "A number."
    step.show_message(MESSAGE, HEADER)
    assert step.editor.property("fault") == ""
    assert step.numbers.places[0].note.text == "It is called “Mobile”."


def test_the_way_is_a_choice_only_where_there_are_two(step: BulkMessageStep) -> None:
    assert not step.way.isVisible()
    step.show_message(replace(MESSAGE, both_ways=True, way="rest", way_words="Goes over REST"), HEADER)
    assert step.way.isVisible()
    assert step.way.value == "rest"
    assert step.way.note.text == "Goes over REST"


def test_what_was_chosen_and_typed_is_told(step: BulkMessageStep) -> None:
    told: list[str] = []
    step.number_chosen.connect(lambda place, column: told.append(f"{place}: {column}"))
    for signal in (step.sender_edited, step.region_edited, step.rate_edited):
        signal.connect(told.append)
    numbers = next(e for e in step.findChildren(QComboBox) if e.accessibleName() == "Numbers are in")
    numbers.setCurrentIndex(2)
    numbers.activated.emit(2)
    for name, text in (("From", "Shop"), ("Country of national numbers", "DE"), ("Parts per second", "5")):
        field = next(e for e in step.findChildren(QLineEdit) if e.accessibleName() == name)
        field.setText(text)
        field.textEdited.emit(text)
    assert told == ["0: 2", "Shop", "DE", "5"]


def test_buttons_of_many_columns_wrap_and_none_is_cut(step: BulkMessageStep) -> None:
    names = tuple(f"A column with a name {at}" for at in range(12))
    step.show_message(MESSAGE, names)
    step.resize(400, 600)
    buttons = step.fields._buttons
    assert all(each.geometry().right() <= step.fields.width() for each in buttons)
    assert step.fields.height() >= max(each.geometry().bottom() for each in buttons)
    assert len({each.y() for each in buttons}) > 1


def test_columns_are_added_and_taken_away(step: BulkMessageStep) -> None:
    told: list[object] = []
    step.number_added.connect(lambda: told.append("added"))
    step.number_removed.connect(told.append)
    step.duplicates_chosen.connect(told.append)
    button(step, "Try another column too").click()
    second = NumberColumn("2", (("2", "Town"),), "Chosen.")
    step.show_message(replace(MESSAGE, numbers=(*MESSAGE.numbers, second), more_numbers=False), HEADER)
    assert [place.value for place in step.numbers.places] == ["1", "2"]
    assert not button(step, "Try another column too").isVisible()
    button(step, "Do not try column 2").click()
    step.show_message(MESSAGE, HEADER)
    assert not step.numbers.places[1].isVisible()
    assert not button(step, "Do not try column 1").isVisible(), "one is always there"
    same = next(e for e in step.findChildren(QComboBox) if e.accessibleName() == "Rows with the same number")
    same.setCurrentIndex(1)
    same.activated.emit(1)
    assert told == ["added", 1, "all"]
