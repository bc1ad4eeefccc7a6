"""Step 1: the rows with the file's own numbers, what was detected with its reason, and a choice of each."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tests.support.bulk_scene import LIST
from vox_console.domain.errors import FieldProblem
from vox_console.ui.bulk_list import BulkListStep
from vox_console.ui.corner_button import CORNER
from vox_console.ui.field_note import FieldNote
from vox_console.ui.plain_label import PlainLabel
from vox_console.ui.theme import Theme


@pytest.fixture
def step(qtbot: QtBot) -> BulkListStep:
    made = BulkListStep(Theme(scheme="light"))
    qtbot.addWidget(made)
    made.resize(700, 500)
    made.show_list(LIST, None)
    made.show()
    return made


def box(step: BulkListStep, name: str) -> QComboBox:
    return next(each for each in step.findChildren(QComboBox) if each.accessibleName() == name)


def words(step: BulkListStep) -> str:
    return "\n".join(label.text() for label in step.findChildren(PlainLabel) if label.isVisible())


def test_rows_are_numbered_as_in_the_file(step: BulkListStep) -> None:
    table = step._preview
    assert [table.verticalHeaderItem(y).text() for y in range(table.rowCount())] == ["2", "3"]
    assert table.item(0, 2) is not None
    assert table.horizontalHeaderItem(1) is not None
    assert "customers.csv · 3 columns · the first 2 rows, numbered as in the file" in words(step)


def test_no_button_without_a_name_stands_in_the_corner(step: BulkListStep) -> None:
    seen = [each for each in step.findChildren(QAbstractButton) if each.isVisible()]
    assert all(each.accessibleName() or each.text() for each in seen)
    ground = step._preview.findChild(QWidget, CORNER)
    assert ground is not None
    assert ground.height() == step._preview.horizontalHeader().height()


def test_the_column_of_the_numbers_and_a_damaged_row_stand_out(step: BulkListStep) -> None:
    theme, table = step._theme, step._preview
    numbers, name, damaged = table.item(0, 1), table.item(0, 0), table.item(1, 0)
    assert numbers is not None
    assert name is not None
    assert damaged is not None
    assert numbers.background().color() == theme.color("accent_soft")
    assert name.background().color() != theme.color("accent_soft")
    assert damaged.foreground().color() == theme.color("failed")
    assert "never closed" in damaged.toolTip()


def test_what_was_detected_is_shown_with_its_reason_and_can_be_changed(step: BulkListStep) -> None:
    told: list[tuple[str, str]] = []
    step.reading_chosen.connect(lambda field, value: told.append((field, value)))
    separator = box(step, "Separator")
    assert separator.currentText() == "Comma"
    assert "All rows agree." in words(step)
    separator.setCurrentIndex(1)
    separator.activated.emit(1)
    assert told == [("delimiter", ";")]


def test_what_does_not_exist_for_a_list_is_not_offered(step: BulkListStep) -> None:
    step.show_list(replace(LIST, readings=LIST.readings[:1]), None)
    assert box(step, "Header").isVisible()
    assert not box(step, "Separator").isVisible()


def test_notes_and_problems_stand_below(step: BulkListStep) -> None:
    assert "3 rows are shorter than the header." in words(step)
    step.show_list(LIST, FieldProblem("list", "x", "The file was changed meanwhile."))
    note = next(each for each in step.findChildren(FieldNote) if "changed" in each.text)
    assert note.isVisible()


def test_a_cell_is_never_markup(step: BulkListStep) -> None:
    rows = (replace(LIST.rows[0], cells=("<b>Ana</b>", "1", "")),)
    step.show_list(replace(LIST, rows=rows), None)
    item = step._preview.item(0, 0)
    assert item is not None
    assert item.text() == "<b>Ana</b>"
    assert "&lt;b&gt;" in item.toolTip()


def test_how_it_was_read_last_time_is_said_and_set_back(step: BulkListStep, qtbot: QtBot) -> None:
    back = next(e for e in step.findChildren(QPushButton) if e.accessibleName() == "Read it as detected")
    assert not back.isVisible()
    step.show_list(replace(LIST, remembered="Read as last time with this header, on 12 Nov 2026."), None)
    assert "Read as last time with this header, on 12 Nov 2026." in words(step)
    with qtbot.waitSignal(step.set_back_requested):
        back.click()
