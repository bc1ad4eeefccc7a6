"""A PDU in the window: a field and its octets are marked together."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from vox_console.domain.text_encoding import DefaultAlphabet
from vox_console.presenters.evidence_lines import pdu_shown
from vox_console.smpp.fast_codec import encode_submit_sm_resp
from vox_console.ui.pdu_view import PduView
from vox_console.ui.theme import Theme

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)

OCTETS = encode_submit_sm_resp(7, 0, "1A2B")


@pytest.fixture(name="view")
def _view(qtbot: QtBot) -> PduView:
    view = PduView(Theme(scheme="light"), pdu_shown(OCTETS, "As it came.", DefaultAlphabet.GSM7))
    qtbot.addWidget(view)
    view.resize(620, 400)
    with qtbot.waitExposed(view):
        view.show()
    return view


def _chosen(view: PduView) -> str:
    item = view.fields.item(view.fields.currentRow(), 0)
    assert item is not None
    return item.text()


def test_every_field_stands_in_a_row(view: PduView) -> None:
    names = [item.text() for row in range(view.fields.rowCount()) if (item := view.fields.item(row, 0))]
    assert names == ["command_length", "command_id", "command_status", "sequence_number", "message_id"]
    told = view.fields.item(4, 1)
    assert told is not None
    assert told.data(Qt.ItemDataRole.AccessibleTextRole) == "message_id: 1A2B, octets 16 to 20"


def test_a_field_that_is_chosen_marks_its_octets(view: PduView) -> None:
    view.fields.selectRow(0)
    view.fields.setFocus()
    QTest.keyClick(view.fields, Qt.Key.Key_Down)
    assert view.octets._marked == range(4, 8)


def test_an_octet_that_is_pressed_chooses_its_field(view: PduView) -> None:
    left, letter = view.octets._places(1, 16)
    below = QPoint(left + 2, view.octets._line_height + 2)  # octet 17
    QTest.mouseClick(view.octets, Qt.MouseButton.LeftButton, pos=below)
    assert _chosen(view) == "message_id"
    QTest.mouseClick(view.octets, Qt.MouseButton.LeftButton, pos=QPoint(letter + 2, 2))  # octet 1, its letter
    assert _chosen(view) == "command_length"


def test_beside_the_octets_nothing_is_chosen(view: PduView) -> None:
    QTest.mouseClick(view.octets, Qt.MouseButton.LeftButton, pos=QPoint(2, 2))
    assert view.fields.selectedItems() == []


def test_where_it_is_narrow_a_line_has_eight_octets(view: PduView) -> None:
    wide = view.octets.height_for(620)
    assert view.octets.height_for(view.octets.minimumSizeHint().width()) == wide // 2 * 3


def test_the_table_is_as_high_as_its_rows_at_any_width(view: PduView, qtbot: QtBot) -> None:
    for width in (320, 700, 420):
        view.resize(width, 900)
        qtbot.waitUntil(lambda: view.fields.height() == view.fields.verticalHeader().length())


def test_the_octets_can_be_copied(view: PduView) -> None:
    (button,) = view.findChildren(QPushButton)
    button.click()
    assert QGuiApplication.clipboard().text() == OCTETS.hex(" ")
