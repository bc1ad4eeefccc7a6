from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from vox_console.domain.errors import FieldProblem, Severity
from vox_console.presenters.composing_state import Chip
from vox_console.ui.recipient_field import RecipientField
from vox_console.ui.theme import Theme


class Desk(QWidget):
    """A field, somebody who answers it as the presenter does, and another field to go to."""

    def __init__(self) -> None:
        super().__init__()
        self.raws: list[str] = []
        self.before: list[str] = []
        self.field = RecipientField(Theme(scheme="light"))
        self.other = QLineEdit()
        column = QVBoxLayout(self)
        column.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)  # offscreen windows know no limits
        column.addWidget(self.field)
        column.addWidget(self.other)
        self.field.added.connect(self._add)
        self.field.removed.connect(self._remove)
        self.field.restored.connect(self._restore)
        self.field.replaced.connect(self._replace)

    def _add(self, text: str) -> None:
        for mark in (";", "\n", "\t"):
            text = text.replace(mark, ",")
        self.raws += [each.strip() for each in text.split(",") if each.strip()]
        self.show_all()

    def _remove(self, indexes: list[int]) -> None:
        self.before = list(self.raws)
        self.raws = [raw for index, raw in enumerate(self.raws) if index not in indexes]
        self.show_all()

    def _restore(self) -> None:
        self.raws = self.before
        self.show_all()

    def _replace(self, index: int, text: str) -> None:
        self.raws[index] = text
        self.show_all()

    def show_all(self) -> None:
        chips = tuple(_chip(raw) for raw in self.raws)
        self.field.show_recipients(chips, problem=None, duplicates_merged=0)


def _chip(raw: str) -> Chip:
    problem = None
    if raw.startswith("bad"):
        problem = FieldProblem("to", "bad", f"{raw} is no number.", fix="+381632000000")
    elif raw.startswith("odd"):
        problem = FieldProblem("to", "odd", f"{raw} looks odd.", severity=Severity.WARNING)
    return Chip(raw, raw, raw, "RS", problem)


@pytest.fixture
def desk(qtbot: QtBot) -> Desk:
    desk = Desk()
    qtbot.addWidget(desk)
    desk.resize(420, 300)
    desk.show()
    desk.field.entry.setFocus()
    qtbot.waitUntil(desk.field.entry.hasFocus)
    return desk


def _fill(desk: Desk, *raws: str) -> None:
    desk.raws = list(raws)
    desk.show_all()


def _press(desk: Desk, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(desk.field.entry, key)


@pytest.mark.parametrize("end", [Qt.Key.Key_Comma, Qt.Key.Key_Semicolon, Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_a_separator_or_enter_makes_a_chip(desk: Desk, end: Qt.Key) -> None:
    QTest.keyClicks(desk.field.entry, "+381 63 200 0000")
    if end in (Qt.Key.Key_Comma, Qt.Key.Key_Semicolon):
        QTest.keyClicks(desk.field.entry, chr(end))
    else:
        QTest.keyClick(desk.field.entry, end)
    assert (desk.raws, desk.field.entry.text()) == (["+381 63 200 0000"], "")
    assert desk.field.entry.hasFocus()


def test_tab_makes_a_chip_and_goes_on(desk: Desk) -> None:
    QTest.keyClicks(desk.field.entry, "123")
    _press(desk, Qt.Key.Key_Tab)
    assert desk.raws == ["123"]
    assert desk.other.hasFocus()


def test_leaving_the_field_keeps_what_was_typed(desk: Desk) -> None:
    QTest.keyClicks(desk.field.entry, "123")
    desk.other.setFocus(Qt.FocusReason.MouseFocusReason)
    assert desk.raws == ["123"]


def test_looking_at_another_window_does_not_end_the_typing(desk: Desk) -> None:
    QTest.keyClicks(desk.field.entry, "123")
    desk.other.setFocus(Qt.FocusReason.ActiveWindowFocusReason)
    assert (desk.raws, desk.field.entry.text()) == ([], "123")


def test_text_put_in_by_assistive_technology_becomes_a_chip_by_itself(desk: Desk, qtbot: QtBot) -> None:
    desk.field.entry.setText("+381632000000")
    qtbot.waitUntil(lambda: desk.raws == ["+381632000000"])


def test_a_pasted_list_is_added_whole_with_what_was_typed_before(desk: Desk) -> None:
    QTest.keyClicks(desk.field.entry, "1")
    QGuiApplication.clipboard().setText("2\n3;4\t5\n")
    QTest.keyClick(desk.field.entry, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert desk.raws == ["1", "2", "3", "4", "5"]


@pytest.mark.parametrize(
    ("pasted", "raws", "left"),
    [("+381 63 200 0000", [], "+381 63 200 0000"), ("+381 63 200 0000\n", ["+381 63 200 0000"], "")],
)
def test_one_pasted_number_can_be_corrected_unless_its_line_is_whole(
    desk: Desk, pasted: str, raws: list[str], left: str
) -> None:
    QGuiApplication.clipboard().setText(pasted)
    QTest.keyClick(desk.field.entry, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert (desk.raws, desk.field.entry.text()) == (raws, left)


def test_a_list_from_the_context_menu_is_split_as_well(desk: Desk) -> None:
    QGuiApplication.clipboard().setText("1\n2")
    desk.field.entry.paste()
    assert desk.raws == ["1", "2"]


def test_a_very_long_list_loses_nothing(desk: Desk) -> None:
    data = QMimeData()
    data.setText("\n".join(f"+38163{number:07}" for number in range(5_000)))
    QGuiApplication.clipboard().setMimeData(data)
    desk.field.entry.paste()
    assert len(desk.raws) == 5_000


def test_arrows_move_over_the_chips_and_back_into_the_entry(desk: Desk) -> None:
    _fill(desk, "1", "2", "3")
    _press(desk, Qt.Key.Key_Left, Qt.Key.Key_Left)
    assert desk.field.area.current == 1
    _press(desk, Qt.Key.Key_Home)
    assert desk.field.area.current == 0
    _press(desk, Qt.Key.Key_Left)
    assert desk.field.area.current == 0
    _press(desk, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Right)
    assert desk.field.area.current == -1
    QTest.keyClicks(desk.field.entry, "4")
    assert desk.field.entry.text() == "4"


def test_up_and_down_move_between_rows(desk: Desk) -> None:
    _fill(desk, *[f"+381 63 200 00{number:02}" for number in range(6)])
    _press(desk, Qt.Key.Key_Home, Qt.Key.Key_Left, Qt.Key.Key_Up)
    above = desk.field.area.chip_place(desk.field.area.current)
    _press(desk, Qt.Key.Key_Down)
    below = desk.field.area.chip_place(desk.field.area.current)
    assert (above.left(), above.top() < below.top()) == (below.left(), True)


def test_backspace_chooses_the_last_chip_first_and_then_removes(desk: Desk) -> None:
    _fill(desk, "1", "2", "3")
    _press(desk, Qt.Key.Key_Backspace)
    assert (desk.raws, desk.field.area.current) == (["1", "2", "3"], 2)
    _press(desk, Qt.Key.Key_Backspace)
    assert (desk.raws, desk.field.area.current) == (["1", "2"], 1)


def test_delete_removes_and_stays_at_the_gap(desk: Desk) -> None:
    _fill(desk, "1", "2", "3")
    _press(desk, Qt.Key.Key_Left, Qt.Key.Key_Home, Qt.Key.Key_Delete)
    assert (desk.raws, desk.field.area.current) == (["2", "3"], 0)
    _press(desk, Qt.Key.Key_Delete, Qt.Key.Key_Delete)
    assert (desk.raws, desk.field.area.current) == ([], -1)


@pytest.mark.parametrize("key", [Qt.Key.Key_F2, Qt.Key.Key_Return])
def test_a_chip_is_edited_in_its_place(desk: Desk, key: Qt.Key) -> None:
    _fill(desk, "1", "2", "3")
    _press(desk, Qt.Key.Key_Left, Qt.Key.Key_Left, key)
    assert (desk.field.area.editing, desk.field.entry.text()) == (1, "2")
    assert desk.field.entry.selectedText() == "2"
    QTest.keyClicks(desk.field.entry, "22")
    _press(desk, Qt.Key.Key_Return)
    assert (desk.raws, desk.field.area.editing, desk.field.entry.text()) == (["1", "22", "3"], -1, "")


def test_escape_leaves_the_chip_as_it_was(desk: Desk) -> None:
    _fill(desk, "1", "2")
    desk.field.area.edit(0)
    QTest.keyClicks(desk.field.entry, "999")
    _press(desk, Qt.Key.Key_Escape)
    assert (desk.raws, desk.field.area.current) == (["1", "2"], 0)


def test_an_emptied_chip_is_removed(desk: Desk) -> None:
    _fill(desk, "1", "2")
    desk.field.area.edit(0)
    _press(desk, Qt.Key.Key_Backspace, Qt.Key.Key_Return)
    assert desk.raws == ["2"]


def test_a_double_click_edits_and_the_cross_removes(desk: Desk) -> None:
    _fill(desk, "111", "222")
    viewport = desk.field.area.viewport()
    place = desk.field.area.chip_place(1)
    QTest.mouseDClick(viewport, Qt.MouseButton.LeftButton, pos=place.center() - QPoint(10, 0))
    assert desk.field.area.editing == 1
    _press(desk, Qt.Key.Key_Escape)
    cross = QPoint(place.right() - 8, place.center().y())
    QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=cross)
    assert desk.raws == ["111"]


def test_what_is_typed_survives_other_chips(desk: Desk) -> None:
    QTest.keyClicks(desk.field.entry, "+381 6")
    desk.field.entry.setCursorPosition(2)
    _fill(desk, "1", "2")
    assert (desk.field.entry.text(), desk.field.entry.cursorPosition()) == ("+381 6", 2)


def test_the_note_tells_the_first_fault_and_the_one_the_keyboard_is_on(desk: Desk) -> None:
    _fill(desk, "odd1", "bad2", "bad3")
    assert "bad2 is no number." in desk.field.note.text
    assert "1 more" in desk.field.note.text
    _press(desk, Qt.Key.Key_Left)
    assert "bad3 is no number." in desk.field.note.text
    _press(desk, Qt.Key.Key_Home)
    assert "odd1 looks odd." in desk.field.note.text


def test_the_fault_under_the_pointer_is_a_tooltip_and_the_note_stays_as_it_is(desk: Desk) -> None:
    _fill(desk, "bad1", "bad2")
    before = (desk.field.note.text, desk.field.height())
    QTest.mouseMove(desk.field.area.viewport(), desk.field.area.chip_place(1).center())
    assert "bad2 is no number." in desk.field.area.viewport().toolTip()
    assert (desk.field.note.text, desk.field.height()) == before


def test_the_note_keeps_its_height_from_chip_to_chip(desk: Desk) -> None:
    _fill(desk, "odd" + " and long" * 30, "bad2")
    _press(desk, Qt.Key.Key_Left)
    height = desk.field.note.height()
    _press(desk, Qt.Key.Key_Left)
    assert "odd" in desk.field.note.text
    assert desk.field.note.height() == height


@pytest.mark.parametrize("way", ["pointer", "keys"])
def test_the_note_of_a_removed_chip_goes_with_it(desk: Desk, way: str) -> None:
    _fill(desk, "1", "bad2")
    if way == "pointer":
        place = desk.field.area.chip_place(1)
        cross = QPoint(place.right() - 8, place.center().y())
        QTest.mouseMove(desk.field.area.viewport(), cross)
        QTest.mouseClick(desk.field.area.viewport(), Qt.MouseButton.LeftButton, pos=cross)
    else:
        _press(desk, Qt.Key.Key_Backspace, Qt.Key.Key_Backspace)
    assert (desk.raws, desk.field.note.text, desk.field.note.isHidden()) == (["1"], "", True)
    assert desk.field.area.viewport().toolTip() == ""


def test_all_chips_are_removed_and_brought_back_with_the_usual_keys(desk: Desk) -> None:
    _fill(desk, "1", "2", "3")
    QTest.keyClick(desk.field.entry, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert desk.field.area.all_selected
    QTest.keyClick(desk.field.entry, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "1\n2\n3"
    _press(desk, Qt.Key.Key_Delete)
    assert (desk.raws, desk.field.area.all_selected) == ([], False)
    QTest.keyClick(desk.field.entry, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert desk.raws == ["1", "2", "3"]


def test_ctrl_a_and_ctrl_z_are_about_the_text_while_there_is_some(desk: Desk) -> None:
    _fill(desk, "1")
    QTest.keyClicks(desk.field.entry, "22")
    QTest.keyClick(desk.field.entry, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert (desk.field.area.all_selected, desk.field.entry.selectedText()) == (False, "22")
    QTest.keyClick(desk.field.entry, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert (desk.raws, desk.field.entry.text()) == (["1"], "")


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_Left, Qt.Key.Key_5])
def test_any_other_key_ends_the_selection_of_all(desk: Desk, key: Qt.Key) -> None:
    _fill(desk, "1", "2")
    QTest.keyClick(desk.field.entry, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    _press(desk, key)
    assert (desk.raws, desk.field.area.all_selected) == (["1", "2"], False)


def test_two_faulty_ones_can_be_removed_together(desk: Desk) -> None:
    _fill(desk, "bad1", "2")
    remove = desk.field.findChildren(QPushButton)[-1]
    assert not remove.isVisible()
    _fill(desk, "bad1", "2", "odd3", "bad4")
    assert (remove.isVisible(), remove.accessibleName()) == (True, "Remove the 2 faulty ones")
    QTest.mouseClick(remove, Qt.MouseButton.LeftButton)
    assert (desk.raws, remove.isVisible(), desk.field.entry.hasFocus()) == (["2", "odd3"], False, True)


def test_the_fix_replaces_the_chip_the_note_tells_of(desk: Desk) -> None:
    _fill(desk, "1", "bad2")
    [fix] = desk.field.note.findChildren(QPushButton)
    assert fix.accessibleName() == "Use +381632000000"
    QTest.mouseClick(fix, Qt.MouseButton.LeftButton)
    assert desk.raws == ["1", "+381632000000"]
    assert desk.field.note.text == ""


def test_merged_duplicates_are_told(desk: Desk) -> None:
    desk.field.show_recipients((_chip("1"),), problem=None, duplicates_merged=2)
    assert desk.field.merged_note == "2 duplicates merged"
    desk.field.show_recipients((_chip("1"),), problem=None, duplicates_merged=0)
    assert desk.field.merged_note == ""


def test_five_hundred_chips_scroll_within_four_rows(desk: Desk) -> None:
    one_row = desk.field.area.height()
    _fill(desk, *[f"+381 63 200 {number:04}" for number in range(500)])
    assert desk.field.area.height() < one_row * 5
    assert desk.field.area.verticalScrollBar().maximum() > 0
    _press(desk, Qt.Key.Key_Left, Qt.Key.Key_Home)
    assert desk.field.area.chip_place(0).top() == 0


def test_a_screen_reader_hears_how_many_and_which(desk: Desk) -> None:
    _fill(desk, "1", "bad2")
    assert desk.field.entry.accessibleName() == "To"
    assert desk.field.entry.accessibleDescription() == "2 recipients, 1 cannot be used: RS 1, RS bad2"


def test_other_chips_from_elsewhere_end_the_editing_of_one_that_is_gone(desk: Desk) -> None:
    _fill(desk, "1", "2")
    desk.field.area.edit(1)
    _fill(desk, "7")
    assert (desk.field.area.editing, desk.field.entry.text(), desk.raws) == (-1, "", ["7"])
