"""The truth panel, by itself and in the compose pane."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from vox_console.presenters.delivery_state import Fact
from vox_console.presenters.truth_state import Loss, PartOctets, RestTruth, SmppTruth, TruthState
from vox_console.ui.theme import Theme
from vox_console.ui.truth_panel import SIDE_BY_SIDE, TruthPanel
from vox_console.ui.truth_rest import COPIED
from vox_console.ui.truth_well import TruthWell

LOSS = Loss(
    "The last 3 would be lost:", "end", "Some hosts keep more.", "Send only what fits: drop the last 3"
)
REST = RestTruth(
    taken=False,
    facts=(Fact("Segments", "2, expected"),),
    why="It is long.",
    loss=LOSS,
    body='{"a":1}',
    shown='{"a":1}',
    remarks="The password is masked.",
    curl="curl it",
)
PARTS = tuple(
    PartOctets(f"Part {number} of 3 · sm_length 8", f"05 00 03 rr 03 0{number}", "48 69")
    for number in (1, 2, 3)
)
SMPP = SmppTruth(taken=True, facts=(Fact("Parts", "3"),), parts=PARTS)


@pytest.fixture
def host(qtbot: QtBot) -> QWidget:
    host = QWidget()
    qtbot.addWidget(host)
    host.resize(SIDE_BY_SIDE + 200, 900)
    host.show()
    return host


@pytest.fixture
def panel(host: QWidget) -> TruthPanel:
    panel = TruthPanel(Theme(scheme="light"))
    panel.setParent(host)
    panel.show_truth(TruthState(REST, SMPP))
    panel.resize(400, 900)
    panel.show()
    return panel


def test_the_columns_stand_beside_each_other_where_there_is_room(panel: TruthPanel) -> None:
    assert not panel.side_by_side
    panel.resize(SIDE_BY_SIDE, 900)
    layout = panel.layout()
    assert layout is not None
    layout.activate()
    assert panel.side_by_side
    assert (panel.smpp.y(), panel.rest.y()) == (0, 0)
    assert panel.smpp.x() > panel.rest.geometry().right()
    panel.resize(SIDE_BY_SIDE - 1, 900)
    assert not panel.side_by_side


@pytest.mark.parametrize("smpp_taken", [True, False])
def test_one_below_the_other_the_way_that_is_taken_comes_first(
    panel: TruthPanel, *, smpp_taken: bool
) -> None:
    panel.show_truth(TruthState(replace(REST, taken=not smpp_taken), replace(SMPP, taken=smpp_taken)))
    layout = panel.layout()
    assert layout is not None
    layout.activate()
    first, second = (panel.smpp, panel.rest) if smpp_taken else (panel.rest, panel.smpp)
    assert second.y() > first.geometry().bottom()


def test_the_way_that_is_taken_is_marked_in_words(panel: TruthPanel) -> None:
    assert (panel.rest.mark, panel.smpp.mark) == ("Not this way now", "It goes this way")
    assert panel.smpp.accessibleName() == "Over SMPP. It goes this way"
    panel.show_truth(TruthState(replace(REST, taken=True), replace(SMPP, taken=False)))
    assert (panel.rest.mark, panel.smpp.mark) == ("It goes this way", "Not this way now")


def test_one_way_alone_needs_no_mark(panel: TruthPanel) -> None:
    panel.show_truth(TruthState(smpp=SMPP))
    assert (panel.rest.isHidden(), panel.smpp.isHidden(), panel.smpp.mark) == (True, False, "")
    panel.show_truth(TruthState())
    assert panel.smpp.isHidden()


def test_each_part_has_a_well_with_its_header_first(panel: TruthPanel) -> None:
    assert panel.smpp.wells[0] == "05 00 03 rr 03 01  UDH\n48 69"
    first = panel.smpp.findChildren(TruthWell)[0]
    panel.show_truth(TruthState(REST, replace(SMPP, parts=PARTS[:1])))
    assert len(panel.smpp.wells) == 1
    assert panel.smpp.findChildren(TruthWell)[0] is first, "what did not change is not built anew"
    tlvs = (Fact("message_payload", "04 24 00 02 and then"),)
    panel.show_truth(TruthState(REST, replace(SMPP, parts=(PartOctets("One part", "", "48 69", tlvs),))))
    assert panel.smpp.wells == ("04 24 00 02 and then  message_payload\n48 69",)


def test_what_cannot_be_sent_says_why_instead(panel: TruthPanel) -> None:
    panel.show_truth(TruthState(RestTruth(taken=True, trouble="There is no text to send."), SMPP))
    assert not panel.rest.content.isVisible()
    assert panel.smpp.content.isVisible()
    panel.show_truth(TruthState(REST, SMPP))
    assert panel.rest.content.isVisible()


def test_the_loss_stands_above_the_choice_to_accept_it(panel: TruthPanel, qtbot: QtBot) -> None:
    loss = panel.rest.loss
    assert (loss.well.toPlainText(), loss.offer) == ("end", LOSS.offer)
    assert loss.well.font().strikeOut()
    assert loss.choice.mapTo(loss, QPoint(0, 0)).y() > loss.well.geometry().bottom()
    with qtbot.waitSignal(panel.cut_chosen) as told:
        QTest.keyClick(loss.choice, Qt.Key.Key_Space)
    assert told.args == [True]
    words = loss.choice.parentWidget()
    assert words is not None
    with qtbot.waitSignal(panel.cut_chosen) as told:
        QTest.mouseClick(words, Qt.MouseButton.LeftButton, pos=QPoint(words.width() - 5, words.height() // 2))
    assert told.args == [False]


def test_showing_the_choice_does_not_make_it(panel: TruthPanel) -> None:
    told: list[bool] = []
    panel.cut_chosen.connect(told.append)
    panel.show_truth(TruthState(replace(REST, loss=replace(LOSS, chosen=True)), SMPP))
    assert panel.rest.loss.choice.isChecked()
    panel.show_truth(TruthState(replace(REST, loss=replace(LOSS, offer="")), SMPP))
    assert panel.rest.loss.offer == ""
    panel.show_truth(TruthState(replace(REST, loss=None), SMPP))
    assert panel.rest.loss.isHidden()
    assert told == []


def test_the_curl_line_is_copied_and_said_to_be(panel: TruthPanel) -> None:
    QGuiApplication.clipboard().setText("before")
    QTest.mouseClick(panel.rest.copy_button, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == "curl it"
    assert panel.rest.copied == COPIED
    panel.show_truth(TruthState(REST, SMPP))
    assert panel.rest.copied == COPIED
    panel.show_truth(TruthState(replace(REST, curl="curl another"), SMPP))
    assert panel.rest.copied == "", "what was copied is not what is shown now"


def test_a_strangers_text_is_never_markup(panel: TruthPanel) -> None:
    evil = '{"message":"<img src=x> <b>bold</b> &amp;"}'
    panel.show_truth(TruthState(replace(REST, shown=evil, loss=replace(LOSS, text="<b>x</b>")), SMPP))
    assert panel.rest.json.toPlainText() == evil
    assert panel.rest.loss.well.toPlainText() == "<b>x</b>"


def test_a_well_is_as_high_as_its_text_and_breaks_what_has_no_spaces(host: QWidget) -> None:
    well = TruthWell(Theme(scheme="light"), "JSON body", solid=True)
    well.setParent(host)
    well.resize(200, 50)
    well.show()
    well.show_text("a")
    one = well.height()
    well.show_text("a" * 400)
    assert well.height() > 5 * one
    assert well.verticalScrollBar().maximum() == 0
    high = well.height()
    well.resize(400, well.height())
    assert well.height() < high
    assert well.toPlainText() == "a" * 400, "nothing is put in to break the lines"


def test_octets_run_from_left_to_right_and_a_lost_text_as_it_is_read(host: QWidget) -> None:
    theme = Theme(scheme="light")
    for struck, alignment in ((False, Qt.AlignmentFlag.AlignLeft), (True, Qt.AlignmentFlag.AlignRight)):
        well = TruthWell(theme, "Text", struck=struck)
        well.setParent(host)
        well.show_text("مرحبا")
        assert well.document().defaultTextOption().alignment() == alignment


def test_a_well_can_be_read_with_the_keyboard_and_tab_leads_on(panel: TruthPanel) -> None:
    wells = panel.findChildren(TruthWell)
    assert len(wells) == 5
    for well in wells:
        assert well.isReadOnly()
        assert well.tabChangesFocus()
        assert well.accessibleName()
        assert well.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByKeyboard


def test_the_panel_follows_the_scheme(host: QWidget) -> None:
    theme = Theme(scheme="light")
    panel = TruthPanel(theme)
    panel.setParent(host)
    panel.show_truth(TruthState(REST, SMPP))
    before = panel.rest.json.styleSheet()
    theme.set_scheme("dark")
    assert panel.rest.json.styleSheet() != before
    theme.set_scheme("light")
    assert panel.rest.json.styleSheet() == before


def test_the_wheel_scrolls_what_the_well_stands_in(panel: TruthPanel) -> None:
    where = QPointF(10, 10)
    down = QWheelEvent(
        where, where, QPoint(0, 0), QPoint(0, -120), Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase, False,  # noqa: FBT003 - Qt takes it by position only
    )  # fmt: skip
    panel.rest.json.wheelEvent(down)
    assert not down.isAccepted()
