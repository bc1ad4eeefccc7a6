"""A list of painted rows shows its ring to the keyboard alone, and its ends are the ends of the list."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QSize, QStringListModel, Qt
from PySide6.QtGui import QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView

from vox_console.ui.row_delegate import RowDelegate
from vox_console.ui.row_view import RowView
from vox_console.ui.theme import Theme

pytestmark = pytest.mark.usefixtures("qapp")


class Marks(RowDelegate):
    """Draws nothing, and notes which rows it was to draw."""

    def __init__(self) -> None:
        super().__init__(Theme(scheme="light"))
        self.drawn: set[int] = set()

    def draw_row(self, _painter: QPainter, index: int, _width: int) -> None:
        self.drawn.add(index)


class Rows:
    """A view of five rows with the keyboard in it."""

    def __init__(self) -> None:
        self.delegate = Marks()
        self.view = RowView(self.delegate, name="marks", title="Marks")
        self.view.setModel(QStringListModel(["one", "two", "three", "four", "five"], self.view))
        self.view.resize(QSize(300, 200))
        self.view.show()
        self.view.setFocus(Qt.FocusReason.TabFocusReason)


def test_every_row_is_drawn_by_its_delegate() -> None:
    rows = Rows()
    rows.view.grab()
    assert rows.delegate.drawn == {0, 1, 2, 3, 4}


def test_a_mouse_puts_the_ring_away_and_a_key_brings_it_back() -> None:
    rows = Rows()
    QTest.mouseClick(rows.view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(20, 5))
    assert not rows.delegate.ring_shown
    QTest.keyClick(rows.view, Qt.Key.Key_Down)
    assert rows.delegate.ring_shown


def test_home_and_end_go_to_the_ends_of_the_list_and_letters_go_nowhere() -> None:
    rows = Rows()
    QTest.keyClick(rows.view, Qt.Key.Key_End)
    assert rows.view.currentIndex().row() == 4
    QTest.keyClick(rows.view, Qt.Key.Key_T)
    assert rows.view.currentIndex().row() == 4
    QTest.keyClick(rows.view, Qt.Key.Key_Home)
    assert rows.view.currentIndex().row() == 0
    assert rows.view.selectionMode() is QAbstractItemView.SelectionMode.SingleSelection
