"""The Qt model keeps Qt's rules over a log of any size, and says each row as one sentence."""

from __future__ import annotations

from array import array

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from tests.support.delivery_scene import Desk, row, rows
from vox_console.domain.message import MessageState
from vox_console.ui.delivery_model import LOADING, DeliveryModel

pytestmark = pytest.mark.usefixtures("qapp")


def checked(desk: Desk) -> tuple[DeliveryModel, QAbstractItemModelTester]:
    """Give a model whose every signal is checked by Qt's own tester."""
    model = DeliveryModel(desk.log)
    return model, QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)


def test_a_row_reads_aloud_as_one_sentence() -> None:
    desk = Desk()
    model, _tester = checked(desk)
    desk.queue([row(1, state=MessageState.DELIVERED)])
    index = model.index(0)
    sentence = "Delivered, message 1 to +381 63 200 0000"
    assert model.data(index, Qt.ItemDataRole.AccessibleTextRole) == sentence
    assert model.data(index, Qt.ItemDataRole.DisplayRole) == sentence
    assert model.data(index, Qt.ItemDataRole.DecorationRole) is None
    assert model.data(QModelIndex()) is None


def test_new_changed_held_and_released_rows_keep_the_rules_of_qt(qtbot: QtBot) -> None:
    desk = Desk()
    model, _tester = checked(desk)
    with qtbot.waitSignal(model.rowsInserted):
        desk.queue(rows([1, 2, 3]))
    desk.log.hold()
    desk.queue(rows([4, 5]))
    assert model.rowCount() == 3
    with qtbot.waitSignal(model.rowsInserted) as inserted:
        desk.log.release()
    assert inserted.args is not None
    assert inserted.args[1:] == [0, 1]
    assert model.rowCount() == 5
    with qtbot.waitSignal(model.dataChanged) as changed:
        desk.log.changed([row(5, state=MessageState.SENDING), row(4, state=MessageState.SENDING)])
    assert changed.args is not None
    assert [index.row() for index in changed.args[:2]] == [0, 1]
    with qtbot.waitSignals([model.modelAboutToBeReset, model.modelReset]):
        desk.log.reset(array("q", [7]))
    assert model.rowCount() == 1
    assert model.rowCount(model.index(0)) == 0


def test_a_hundred_thousand_messages_are_read_a_page_at_a_time() -> None:
    desk = Desk(100_000, slow=True)
    model, _tester = checked(desk)
    desk.wanted.clear()
    assert model.rowCount() == 100_000
    assert model.index(50_000).data() == LOADING
    assert [len(ids) for ids in desk.wanted] == [16]
    desk.answer()
    assert model.index(50_000).data() == "Queued, message 50000 to +381 63 200 0000"
    desk.queue(rows(range(100_001, 102_001)))
    desk.answer()
    assert model.rowCount() == 102_000
    assert desk.log.cached <= 64 * 128
