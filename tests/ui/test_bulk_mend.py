"""The grid: cells are typed over, undone and redone by key, a fix is taken by one."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from tests.support.desk import PROFILE
from vox_console.presenters.bulk_state import MendingShown
from vox_console.presenters.checked_rows import Checked, CheckedRows
from vox_console.presenters.compose_route import NOWHERE
from vox_console.presenters.mend_rows import MendRows
from vox_console.services.bulk_mends import NO_MENDS, Mends
from vox_console.services.bulk_order import BulkOrder, RowJudge
from vox_console.services.bulk_recipient import RecipientFinder
from vox_console.ui.bulk_mend import BulkMend
from vox_console.ui.theme import Theme

ORDER = BulkOrder(sender="Vox", text="Hello", number_columns=(1,), columns={}, first_wins=False)
FILE = {5: ("Ana", "12"), 7: ("Eva", "+381641234567 ext. 12"), 9_001: ("Ivo", "13")}


def rows(mends: Mends = NO_MENDS) -> MendRows:
    judge = RowJudge(ORDER, PROFILE, NOWHERE, opted_out=frozenset()).judge
    checked = CheckedRows(Checked(judge(number, cells), cells) for number, cells in FILE.items())
    return MendRows(checked, judge, RecipientFinder((1,), ""), mends)


def shown() -> MendingShown:
    return MendingShown(("Name", "Mobile"), rows(), 0, "3 rows.")


@pytest.fixture
def grid(qtbot: QtBot) -> BulkMend:
    made = BulkMend(Theme(scheme="light"))
    qtbot.addWidget(made)
    made.resize(800, 400)
    made.show_mending(shown())
    made.show()
    made.view.setFocus()
    return made


def cell(grid: BulkMend, row: int, column: int) -> QModelIndex:
    return grid.view.cells.index(row, column)


def words(grid: BulkMend, row: int, column: int) -> object:
    return grid.view.cells.data(cell(grid, row, column))


def test_every_row_stands_with_its_number_and_its_reason(grid: BulkMend) -> None:
    cells = grid.view.cells
    heads = [cells.headerData(at, Qt.Orientation.Vertical) for at in range(cells.rowCount())]
    assert heads == ["5", "7", "9,001"]
    assert str(words(grid, 0, 0)).startswith("Too short")
    assert [words(grid, 0, at) for at in (1, 2)] == ["Ana", "12"]
    assert grid.note.text.startswith("Row 5: Too short")
    assert not cells.flags(cell(grid, 0, 0)) & Qt.ItemFlag.ItemIsEditable


def test_a_cell_is_typed_over_and_told_with_its_row_s_number(grid: BulkMend, qtbot: QtBot) -> None:
    told: list[tuple[int, int, str]] = []
    grid.mended.connect(lambda *given: told.append(given))
    grid.view.setCurrentIndex(cell(grid, 2, 2))
    QTest.keyClick(grid.view, Qt.Key.Key_Return)
    editor = grid.view.findChild(QLineEdit)
    assert editor is not None
    assert editor.text() == "13"
    editor.selectAll()
    QTest.keyClicks(editor, "+381641234569")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: told == [(9_001, 1, "+381641234569")])


def test_a_mended_cell_is_marked_and_says_what_the_file_holds(grid: BulkMend) -> None:
    state = shown()
    grid.show_mending(state)
    state.rows.show({5: {1: "+381641234567"}})
    grid.show_mending(replace(state, revision=1, undo="row 5, Mobile", touched=(5, 1)))
    cells, at = grid.view.cells, cell(grid, 0, 2)
    assert cells.data(at, Qt.ItemDataRole.BackgroundRole) is not None
    assert "In the file: 12" in str(cells.data(at, Qt.ItemDataRole.ToolTipRole))
    assert cells.data(at, Qt.ItemDataRole.AccessibleTextRole) == "+381641234567, mended"
    assert grid.note.text == "Row 5: Nothing is wrong with it now; the next check counts it."
    assert grid.view.currentIndex() == at


def test_steps_are_undone_and_redone_by_key_and_by_button(grid: BulkMend) -> None:
    told: list[str] = []
    grid.undone.connect(lambda: told.append("undo"))
    grid.redone.connect(lambda: told.append("redo"))
    control, shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(grid.view, Qt.Key.Key_Z, control)
    QTest.keyClick(grid.view, Qt.Key.Key_Z, control | shift)
    QTest.keyClick(grid.view, Qt.Key.Key_Y, control)
    assert told == ["undo", "redo", "redo"]
    undo = next(e for e in grid.findChildren(QPushButton) if e.accessibleName() == "Undo mending")
    assert not undo.isEnabled()
    grid.show_mending(replace(shown(), undo="row 5, Mobile"))
    undo.click()
    assert told[3:] == ["undo"]
    assert "Undo: row 5, Mobile" in undo.toolTip()


def test_a_fix_is_taken_by_key_and_by_button(grid: BulkMend) -> None:
    told: list[int] = []
    grid.fix_taken.connect(told.append)
    QTest.keyClick(grid.view, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert told == [], "this row has none"
    grid.view.setCurrentIndex(cell(grid, 1, 1))
    QTest.keyClick(grid.view, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    fix = next(e for e in grid.findChildren(QPushButton) if e.text() == "Use +381641234567")
    fix.click()
    assert told == [7, 7]


def test_another_check_waits_until_what_is_being_typed_is_done(grid: BulkMend, qtbot: QtBot) -> None:
    told: list[str] = []
    grid.mended.connect(lambda _number, _column, text: told.append(text))
    grid.view.setCurrentIndex(cell(grid, 0, 2))
    QTest.keyClick(grid.view, Qt.Key.Key_F2)
    editor = grid.view.findChild(QLineEdit)
    assert editor is not None
    later = shown()
    grid.show_mending(later)
    QTest.keyClicks(editor, "34")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: grid.view._shown is later)
    assert told == ["34"], "what was typed was told before the rows became others"


def test_nothing_is_mended_while_a_job_is_stored(grid: BulkMend) -> None:
    grid.show_mending(replace(shown(), locked="Storing the job…"))
    assert not grid.view.cells.flags(cell(grid, 0, 2)) & Qt.ItemFlag.ItemIsEditable


def test_without_excluded_rows_there_is_no_grid(grid: BulkMend) -> None:
    grid.show_mending(None)
    assert not grid.isVisible()


def test_the_reason_has_the_room_that_the_columns_leave(grid: BulkMend) -> None:
    view = grid.view
    assert view.horizontalHeader().length() == view.viewport().width()
    assert view.columnWidth(0) > max(view.columnWidth(1), view.columnWidth(2))
    before = view.columnWidth(0)
    grid.resize(1_000, 400)
    assert view.columnWidth(0) == before + 200


def test_all_rows_are_seen_where_they_are_few(grid: BulkMend) -> None:
    assert not grid.view.verticalScrollBar().maximum()
    assert not any(each.isVisible() for each in grid.view.findChildren(QAbstractButton))
