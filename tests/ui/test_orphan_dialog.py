"""The dialog of receipts without a message: what is shown literally, and nothing given by mistake."""

from __future__ import annotations

from array import array
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.support.on_screen import ToldPresenter, button, said, show
from vox_console.presenters.errands import Errand
from vox_console.presenters.orphans_state import MeantShown, OrphanDetail, OrphansState
from vox_console.presenters.two_line_rows import TwoLineRow, TwoLineRows
from vox_console.ui.orphan_dialog import OrphanDialog
from vox_console.ui.theme import Theme

# The offscreen platform says what it cannot do whenever a window is shown.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

MEANT = MeantShown(257, "Message 1", "<b>Hello</b>", "same sender")


class Bench(ToldPresenter[OrphansState]):
    """A presenter that remembers what it was told, and shows what is chosen."""

    def __init__(self) -> None:
        super().__init__(OrphansState(found="2 receipts without a message"))
        self.rows = TwoLineRows(self._want)

    def _want(self, ids: list[int]) -> None:
        self.rows.loaded(TwoLineRow(each, f"number {each}", "24 Nov 2026", "DELIVRD") for each in ids)

    def chosen(self, receipt_id: int) -> None:
        super().chosen(receipt_id)
        meant = (MEANT,) if receipt_id == 2 else ()
        detail = OrphanDetail(receipt_id, f"number {receipt_id}", "stat DELIVRD", "receipt", meant, raw="{}")
        self.show(replace(self.state, detail=detail))

    def meant_pressed(self, part_id: int) -> None:
        self.told.append(f"meant {part_id}")


Opened = tuple[OrphanDialog, Bench]


@pytest.fixture(name="opened")
def _opened(qtbot: QtBot) -> Opened:
    bench = Bench()
    dialog = OrphanDialog(Theme(scheme="light"), bench, None)
    show(qtbot, dialog)
    bench.rows.reset(array("q", [1, 2]))
    return dialog, bench


def test_nothing_is_chosen_until_somebody_does(opened: Opened) -> None:
    dialog, bench = opened
    bench.show(bench.state)
    assert bench.told == []
    assert "Choose a receipt to see what it may be about." in said(dialog)


def test_a_receipt_is_given_to_the_message_that_is_pressed(opened: Opened) -> None:
    dialog, bench = opened
    dialog.list.setFocus()
    QTest.keyClick(dialog.list, Qt.Key.Key_Down)
    QTest.keyClick(dialog.list, Qt.Key.Key_Home)
    assert bench.told[-1] == "chosen 2"
    assert {"It may be about", "<b>Hello</b>", "same sender"} <= said(dialog)
    button(dialog, "It is about Message 1").click()
    assert bench.told[-1] == "meant 257"


def test_one_that_fits_nothing_says_so(opened: Opened) -> None:
    dialog, bench = opened
    bench.chosen(1)
    assert "It fits no message" in said(dialog)


def test_while_something_goes_on_nothing_can_be_given(opened: Opened) -> None:
    dialog, bench = opened
    bench.chosen(2)
    bench.show(replace(bench.state, errand=Errand(busy="Giving it to the message…")))
    assert not button(dialog, "It is about Message 1").isEnabled()
    bench.show(replace(bench.state, errand=Errand(note="Done.", can_undo=True)))
    assert button(dialog, "It is about Message 1").isEnabled()
    QTest.keyClick(dialog, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert bench.told[-1] == "undo"


def test_the_chosen_one_stays_chosen_when_the_list_changes(opened: Opened) -> None:
    dialog, bench = opened
    bench.chosen(1)
    bench.rows.reset(array("q", [1, 2, 3]))
    assert dialog.list.currentIndex().row() == 2
