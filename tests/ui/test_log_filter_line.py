"""The line above the delivery log: Return asks, Escape ends it, and what is wrong is marked."""

from __future__ import annotations

from array import array
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.support.delivery_scene import Desk
from tests.support.on_screen import said
from vox_console.domain.errors import FieldProblem
from vox_console.presenters.log_filter import LogFilterShown
from vox_console.ui.delivery_pane import DeliveryPane
from vox_console.ui.log_filter_line import LogFilterLine
from vox_console.ui.theme import Theme

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


class Filter:
    """A presenter that remembers what it was told; what is asked for stands."""

    def __init__(self) -> None:
        self.on_state: Callable[[LogFilterShown], None] = lambda _state: None
        self.state = LogFilterShown()
        self.told: list[str] = []

    def show(self, state: LogFilterShown) -> None:
        self.state = state
        self.on_state(state)

    def asked(self, typed: str) -> None:
        self.told.append(f"asked {typed}")
        self.show(LogFilterShown(typed, "3 messages" if typed else ""))

    def edited(self) -> None:
        self.told.append("edited")

    def tick(self) -> None:
        self.told.append("tick")


Opened = tuple[LogFilterLine, Filter]


@pytest.fixture(name="opened")
def _opened(qtbot: QtBot) -> Opened:
    asked = Filter()
    line = LogFilterLine(Theme(scheme="light"), asked)
    qtbot.addWidget(line)
    with qtbot.waitExposed(line):
        line.show()
    return line, asked


def test_return_asks_and_escape_shows_all_messages(opened: Opened) -> None:
    line, asked = opened
    line.field.setFocus()
    QTest.keyClicks(line.field, "state:failed")
    QTest.keyClick(line.field, Qt.Key.Key_Return)
    assert asked.told[-1] == "asked state:failed"
    assert "3 messages" in said(line)
    assert (line.asks, line.everything.isVisible()) == (True, True)
    QTest.keyClick(line.field, Qt.Key.Key_Escape)
    assert (asked.told[-1], line.field.text(), line.asks) == ("asked ", "", False)
    assert not line.everything.isVisible()


def test_what_is_wrong_is_told_and_marked_and_stays_as_typed(opened: Opened) -> None:
    line, asked = opened
    line.field.setText("state:deliverd")
    asked.show(
        LogFilterShown(problem=FieldProblem("query", "query", "There is no such state."), place=(6, 14))
    )
    assert "There is no such state." in said(line)
    assert (line.field.text(), line.field.selectedText()) == ("state:deliverd", "deliverd")
    QTest.keyClick(line.field, Qt.Key.Key_End)
    QTest.keyClicks(line.field, "x")
    assert asked.told[-1] == "edited"


def test_news_are_asked_for_while_it_is_seen(opened: Opened, qtbot: QtBot) -> None:
    line, asked = opened
    qtbot.waitUntil(lambda: "tick" in asked.told)
    line.hide()
    assert not line._ticking.isActive()


def test_a_list_of_nothing_that_was_asked_for_does_not_say_that_nothing_was_sent(qtbot: QtBot) -> None:
    asked, desk = Filter(), Desk(3)
    theme = Theme(scheme="light")
    pane = DeliveryPane(desk, theme, line=LogFilterLine(theme, asked))
    qtbot.addWidget(pane)
    with qtbot.waitExposed(pane):
        pane.show()
    assert pane.line is not None
    pane.line.ask("state:failed")
    desk.log.reset(array("q"))
    assert "No message is found." in said(pane)
    assert "Nothing sent yet" not in said(pane)
    pane.line.ask_for_all()
    desk.log.reset(array("q"))
    assert "Nothing sent yet" in said(pane)


def test_a_message_that_was_not_asked_for_is_opened_among_all(qtbot: QtBot) -> None:
    asked, desk = Filter(), Desk(3)
    theme = Theme(scheme="light")
    pane = DeliveryPane(desk, theme, line=LogFilterLine(theme, asked))
    qtbot.addWidget(pane)
    with qtbot.waitExposed(pane):
        pane.show()
    assert pane.line is not None
    pane.line.ask("state:failed")
    desk.log.reset(array("q", [1]))
    pane.open_message(3)
    assert asked.told[-1] == "asked "
    assert ("opened", 3) not in desk.told
    desk.log.reset(array("q", [1, 2, 3]))
    assert desk.told[-1] == ("opened", 3)
    desk.log.reset(array("q", [1, 2, 3]))
    assert desk.told.count(("opened", 3)) == 1
