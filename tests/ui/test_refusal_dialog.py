"""The dialog of the review tray: one message at a time, literally, and no decision by mistake."""

from __future__ import annotations

from array import array
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from tests.support.on_screen import ToldPresenter, button, said, show
from vox_console.domain.errors import FieldProblem
from vox_console.presenters.errands import Errand
from vox_console.presenters.refusals_state import RefusalDetail, RefusalsState
from vox_console.presenters.two_line_rows import TwoLineRow, TwoLineRows
from vox_console.ui.refusal_dialog import RefusalDialog
from vox_console.ui.theme import Theme

# The offscreen platform says what it cannot do whenever a window is shown.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

STATE = RefusalsState(found="3 messages to review, the oldest first")


def detail_of(refusal_id: int) -> RefusalDetail:
    return RefusalDetail(
        refusal_id,
        f"number {refusal_id}",
        "2026-11-24 10:00, to 38164000",
        "<b>wrong</b> number",
        "Sounds like a refusal: “wrong number”.",
    )


class Tray(ToldPresenter[RefusalsState]):
    """A presenter that remembers what it was told, and shows what is chosen."""

    def __init__(self) -> None:
        super().__init__(STATE)
        self.rows = TwoLineRows(self._want)

    def _want(self, ids: list[int]) -> None:
        self.rows.loaded(TwoLineRow(each, f"number {each}", "24 Nov 2026", "wrong number") for each in ids)

    def wait(self, *ids: int) -> None:
        self.rows.reset(array("q", reversed(ids)))

    def chosen(self, refusal_id: int) -> None:
        self.told.append(f"chosen {refusal_id}")
        self.show(replace(self.state, detail=detail_of(refusal_id)))

    def number_edited(self, text: str) -> None:
        self.told.append(f"number {text}")

    def opt_out_pressed(self) -> None:
        self.told.append("opt out")

    def opt_in_pressed(self) -> None:
        self.told.append("opt in")

    def dismiss_pressed(self) -> None:
        self.told.append("dismiss")

    def reopen_pressed(self) -> None:
        self.told.append("reopen")

    def decided_chosen(self, shown: bool) -> None:
        self.told.append(f"decided {shown}")
        self.show(replace(self.state, decided=shown))


Opened = tuple[RefusalDialog, Tray]


@pytest.fixture(name="opened")
def _opened(qtbot: QtBot) -> Opened:
    """Give an open dialog into which three messages have come."""
    tray = Tray()
    dialog = RefusalDialog(Theme(scheme="light"), tray, None)
    show(qtbot, dialog)
    tray.wait(1, 2, 3)
    return dialog, tray


def test_the_oldest_is_chosen_first_and_shown_literally(opened: Opened) -> None:
    dialog, tray = opened
    assert tray.told == ["chosen 1"]
    assert {"number 1", "<b>wrong</b> number", "Sounds like a refusal: “wrong number”."} <= said(dialog)
    assert dialog.list.model().index(0, 0).data() == "number 1, since 24 Nov 2026. wrong number"


def test_the_three_ways_on(opened: Opened) -> None:
    dialog, tray = opened
    button(dialog, "Opt the number out").click()
    button(dialog, "Not a refusal").click()
    for _ in range(3):
        button(dialog, "Later").click()
    assert tray.told == ["chosen 1", "opt out", "dismiss", "chosen 2", "chosen 3", "chosen 1"]


def test_letters_in_the_list_decide_and_nowhere_else(opened: Opened) -> None:
    dialog, tray = opened
    for key in (Qt.Key.Key_O, Qt.Key.Key_N, Qt.Key.Key_L):
        QTest.keyClick(dialog.list, key)
    QTest.keyClick(dialog.list, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert tray.told == ["chosen 1", "opt out", "dismiss", "chosen 2", "undo"]
    tray.show(replace(STATE, detail=replace(detail_of(2), asks_number=True)))
    dialog.detail.number.setFocus()
    QTest.keyClicks(dialog.detail.number.control, "On")
    assert tray.told[5:] == ["number O", "number On"]


def test_who_asks_for_messages_again_is_answered_by_other_buttons_and_letters(opened: Opened) -> None:
    dialog, tray = opened
    tray.show(replace(STATE, detail=replace(detail_of(1), returns=True)))
    assert not button(dialog, "Opt the number out").isVisible()
    button(dialog, "Send to it again").click()
    button(dialog, "It stays out").click()
    QTest.keyClick(dialog.list, Qt.Key.Key_S)
    assert tray.told == ["chosen 1", "opt in", "dismiss", "opt in"]
    tray.show(replace(STATE, detail=detail_of(1)))
    assert button(dialog, "Not a refusal").isVisible()
    assert not button(dialog, "Send to it again").isVisible()


def test_what_was_decided_is_shown_and_taken_back(opened: Opened) -> None:
    dialog, tray = opened
    QTest.keyClick(dialog.decided, Qt.Key.Key_Space)
    tray.show(replace(tray.state, detail=replace(detail_of(2), verdict="Opted out on 2026-11-24 10:00.")))
    assert "Opted out on 2026-11-24 10:00." in said(dialog)
    assert not button(dialog, "Opt the number out").isVisible()
    button(dialog, "Undo this decision").click()
    assert tray.told == ["chosen 1", "decided True", "reopen"]
    tray.show(replace(STATE, detail=detail_of(3)))
    assert not button(dialog, "Undo this decision").isVisible()
    assert not dialog.decided.isChecked()


def test_after_a_decision_nothing_is_chosen_by_itself(opened: Opened) -> None:
    dialog, tray = opened
    tray.show(replace(STATE, errand=Errand(note="It wants no messages.", can_undo=True)))
    tray.wait(2, 3)
    assert tray.told == ["chosen 1"]
    assert not button(dialog, "Opt the number out").isVisible()
    assert {"Choose a message to decide about it.", "It wants no messages."} <= said(dialog)
    button(dialog, "Undo").click()
    QTest.keyClick(dialog.list, Qt.Key.Key_Down)
    assert tray.told == ["chosen 1", "undo", "chosen 2"]


def test_what_comes_meanwhile_does_not_move_the_choice(opened: Opened) -> None:
    dialog, tray = opened
    dialog.list.setCurrentIndex(dialog.list.model().index(2, 0))
    tray.wait(1, 3, 4, 5)
    assert dialog.list.currentIndex().row() == 1
    assert tray.state.detail == detail_of(3)


def test_whose_number_it_is_is_typed_where_it_is_asked(opened: Opened) -> None:
    dialog, tray = opened
    number = dialog.detail.number
    assert not number.isVisible()
    tray.show(replace(STATE, detail=replace(detail_of(1), asks_number=True)))
    assert isinstance(number.control, QLineEdit)
    QTest.keyClicks(number.control, "1")
    QTest.keyClick(number.control, Qt.Key.Key_Return)
    assert tray.told == ["chosen 1", "number 1", "opt out"]
    problem = FieldProblem("number", "too_short", "Too short.")
    tray.show(
        replace(STATE, detail=replace(detail_of(1), asks_number=True, number="1", number_problem=problem))
    )
    assert number.note.text == "Too short."


def test_while_something_goes_on_nothing_is_pressed(opened: Opened) -> None:
    dialog, tray = opened
    tray.show(replace(STATE, detail=detail_of(1), errand=Errand(busy="Opting out…")))
    for name in ("Opt the number out", "Not a refusal", "Later"):
        assert not button(dialog, name).isEnabled()


def test_an_empty_tray_says_what_it_is_for(opened: Opened) -> None:
    dialog, tray = opened
    tray.show(RefusalsState(found="Nothing to review"))
    tray.wait()
    tray.show(tray.state)
    assert any(words.startswith("What may be a refusal waits here") for words in said(dialog))
