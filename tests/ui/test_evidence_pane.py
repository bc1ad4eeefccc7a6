"""The opened message: what is known, who said so, and the octets behind it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from tests.support.delivery_scene import evidence, line
from vox_console.domain.message import MessageState
from vox_console.presenters.delivery_state import Fact
from vox_console.ui.evidence_line import EvidenceLineView
from vox_console.ui.evidence_pane import EvidencePane
from vox_console.ui.plain_label import PlainLabel
from vox_console.ui.theme import Theme

# The offscreen platform says this whenever a window is shown; it has no window manager to tell.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)


@pytest.fixture(name="pane")
def _pane(qtbot: QtBot) -> EvidencePane:
    pane = EvidencePane(Theme(scheme="light"))
    qtbot.addWidget(pane)
    pane.resize(420, 700)
    with qtbot.waitExposed(pane):
        pane.show()
    return pane


def texts(pane: EvidencePane) -> list[str]:
    QApplication.processEvents()  # widgets put into a visible layout show themselves a moment later
    return [label.text() for label in pane.findChildren(PlainLabel) if label.isVisible()]


def entries(pane: EvidencePane) -> list[EvidenceLineView]:
    found = [view for view in pane.findChildren(EvidenceLineView) if view in pane._lines]
    return sorted(found, key=lambda view: view.y())


def titles(pane: EvidencePane) -> list[str]:
    QApplication.processEvents()
    return [view.accessibleName().split(" ", 1)[1] for view in entries(pane)]


def tool(pane: EvidencePane, name: str) -> QToolButton:
    return next(each for each in pane.findChildren(QToolButton) if each.accessibleName() == name)


def test_everything_that_is_known_is_shown(pane: EvidencePane) -> None:
    pane.show_state(evidence(7, lines=(line("En route"),)))
    shown = texts(pane)
    for text in (
        "+381 63 200 0000",
        "En route",
        "The network has it.",
        "Hello, this is Vox",
        "Provider ids",
        "9be2c0, 9be2c1",
        "12:03:14",
        "Vox, by receipt",
    ):
        assert text in shown
    assert pane.message_id == 7


def test_a_strangers_text_is_shown_as_it_is(pane: EvidencePane) -> None:
    hostile = '<img src="file:///etc/hostname"> <b>bank</b>\u202e'
    pane.show_state(evidence(1, text=hostile, lines=(line(hostile, raw=hostile, said_by=hostile),)))
    shown = [label for label in pane.findChildren(PlainLabel) if label.text() == hostile]
    assert len(shown) == 4
    assert all(label.textFormat() is Qt.TextFormat.PlainText for label in shown)


def test_the_newest_entry_is_on_top_and_news_enter_above_what_is_read(pane: EvidencePane) -> None:
    old = (line("Accepted", raw="00 01"), line("Queued"))
    pane.show_state(evidence(1, lines=old))
    tool(pane, "Raw answer").click()
    kept = entries(pane)
    pane.show_state(evidence(1, lines=(line("Delivered"), *old)))
    assert titles(pane) == ["Delivered Vox, by receipt", "Accepted Vox, by receipt", "Queued Vox, by receipt"]
    assert entries(pane)[1:] == kept
    assert "00 01" in texts(pane)


def test_another_message_replaces_everything(pane: EvidencePane) -> None:
    lines = (line("Accepted", raw="00 01"),)
    pane.show_state(evidence(1, lines=lines))
    tool(pane, "Raw answer").click()
    pane.show_state(evidence(2, lines=lines, state=MessageState.DELIVERED))
    assert "00 01" not in texts(pane)
    assert "Delivered" in texts(pane)
    assert len(entries(pane)) == 1


def test_raw_octets_are_behind_a_disclosure(pane: EvidencePane) -> None:
    pane.show_state(evidence(1, lines=(line("Delivered", raw="00 00 00 05"), line("Queued"))))
    assert "00 00 00 05" not in texts(pane)
    assert len([each for each in pane.findChildren(QToolButton) if each.text() == "Raw answer"]) == 1
    disclosure = tool(pane, "Raw answer")
    disclosure.setFocus()
    QTest.keyClick(disclosure, Qt.Key.Key_Space)
    assert "00 00 00 05" in texts(pane)
    QTest.keyClick(disclosure, Qt.Key.Key_Space)
    assert "00 00 00 05" not in texts(pane)


def test_utc_is_in_the_tooltip_of_the_local_time(pane: EvidencePane) -> None:
    pane.show_state(evidence(1, lines=(line("Delivered"),)))
    tips = [label.toolTip() for label in pane.findChildren(PlainLabel) if label.text() == "12:03:14"]
    assert len(tips) == 1
    assert "2026-10-03 10:03:14.310 UTC" in tips[0]


def test_identifiers_are_copied_with_one_press(pane: EvidencePane) -> None:
    pane.show_state(evidence(1))
    tool(pane, "Copy Provider ids").click()
    assert QGuiApplication.clipboard().text() == "9be2c0, 9be2c1"


def test_only_what_is_marked_as_an_identifier_can_be_copied(pane: EvidencePane) -> None:
    pane.show_state(replace(evidence(1), facts=(Fact("Message id", "17"), Fact("Key", "k", copyable=True))))
    QApplication.processEvents()
    names = [each.accessibleName() for each in pane.findChildren(QToolButton) if each.isVisible()]
    assert names == ["Copy Key"]


def test_facts_follow_the_message(pane: EvidencePane) -> None:
    pane.show_state(evidence(1))
    pane.show_state(replace(evidence(1), facts=(Fact("Message id", "17"),)))
    QApplication.processEvents()
    assert "9be2c0, 9be2c1" not in texts(pane)
    assert "17" in texts(pane)


def test_values_can_be_selected_with_the_keyboard(pane: EvidencePane) -> None:
    pane.show_state(evidence(1))
    label = next(each for each in pane.findChildren(PlainLabel) if each.text() == "9be2c0, 9be2c1")
    label.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keySequence(label, "Ctrl+A")
    assert label.selectedText() == "9be2c0, 9be2c1"


def test_message_text_is_no_wider_than_on_a_handset(pane: EvidencePane) -> None:
    pane.resize(1600, 700)
    pane.show_state(evidence(1, text="word " * 100))
    QApplication.processEvents()
    label = next(each for each in pane.findChildren(PlainLabel) if each.accessibleName() == "Text")
    assert label.width() <= label.fontMetrics().averageCharWidth() * 64


def test_a_new_scheme_recolours_the_icons(pane: EvidencePane) -> None:
    pane.show_state(evidence(1, lines=(line("Delivered"),)))
    light = pane.grab().toImage()
    pane._theme.set_scheme("dark")
    assert pane.grab().toImage() != light


def test_how_it_stands_with_asking_is_told_and_one_may_ask(pane: EvidencePane) -> None:
    asked: list[int] = []
    pane.ask_now.connect(asked.append)
    state = evidence(7)
    pane.show_state(state)
    assert "Ask now" not in buttons(pane)
    pane.show_state(replace(state, clock="Vox knows it for another 21 h 14 min.", can_ask_now=True))
    assert "Vox knows it for another 21 h 14 min." in texts(pane)
    next(each for each in pane.findChildren(QPushButton) if each.text() == "Ask now").click()
    assert asked == [7]


def test_time_moves_on_only_while_somebody_sees_it(pane: EvidencePane, qtbot: QtBot) -> None:
    pane._ageing.setInterval(1)
    pane.show_state(evidence(7))
    assert not pane._ageing.isActive()
    pane.show_state(replace(evidence(7), clock="Asked once."))
    with qtbot.waitSignal(pane.aged):
        pass
    pane.hide()
    assert not pane._ageing.isActive()
    pane.show()
    assert pane._ageing.isActive()
    pane.show_state(evidence(7))
    assert not pane._ageing.isActive()


def test_witnesses_that_disagree_are_listed(pane: EvidencePane) -> None:
    pane.show_state(evidence(7))
    assert "Witnesses disagree" not in texts(pane)
    told = "Receipt: Delivered 12:03 · Callback: Undeliverable 12:04"
    pane.show_state(replace(evidence(7), disagreement=told))
    shown = {text.replace("\u00a0", " ") for text in texts(pane)}
    assert {"Witnesses disagree", told} <= shown


def test_what_came_over_http_is_called_an_answer(pane: EvidencePane) -> None:
    pane.show_state(evidence(1, lines=(replace(line("Accepted", raw="{}"), raw_label="Raw answer"),)))
    tool(pane, "Raw answer").click()
    assert "{}" in texts(pane)


def buttons(pane: EvidencePane) -> list[str]:
    return [each.text() for each in pane.findChildren(QPushButton) if each.isVisible()]


def test_a_long_name_stands_over_the_number_and_widens_nothing(pane: EvidencePane) -> None:
    pane.show_state(replace(evidence(1), contact="Ana"))
    assert texts(pane)[:2] == ["Ana", "+381 63 200 0000"]
    width = pane.minimumSizeHint().width()
    pane.show_state(replace(evidence(1), contact="Maximilian" * 20))
    assert texts(pane)[:2] == ["Maximilian" * 20, "+381 63 200 0000"]
    assert pane.minimumSizeHint().width() == width
    pane.show_state(evidence(1))
    assert texts(pane)[0] == "+381 63 200 0000"


def test_what_the_provider_needs_is_copied_and_told(pane: EvidencePane) -> None:
    pane.show_state(evidence(1))
    pane.ticket.wanted.connect(lambda: pane.ticket.copy("About message 1"))
    pane.ticket.button.click()
    assert QGuiApplication.clipboard().text() == "About message 1"
    assert "Copied; the text of the message is not in it." in texts(pane)
    pane.show_state(evidence(2))
    assert "Copied; the text of the message is not in it." not in texts(pane)
