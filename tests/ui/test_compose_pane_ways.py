"""The compose pane of an account with two ways: which one it takes, and what leaves."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from tests.support.compose_desk import Desk, compose_desk, focused
from vox_console.domain.link import Bound, Offline
from vox_console.domain.transport_name import TransportRule
from vox_console.services.events import LinkChanged


@pytest.fixture
def desk(qtbot: QtBot) -> Desk:
    return compose_desk(qtbot)


@pytest.fixture
def both(qtbot: QtBot) -> Desk:
    """A pane of an account with both ways, both of them up."""
    return compose_desk(qtbot, rest=Bound("provider", "2", 0, encrypted=True))


def test_which_way_it_goes_is_told_beside_send_and_follows_the_link(both: Desk) -> None:
    assert (both.pane.way.text(), both.pane.way.isVisible()) == ("Goes over SMPP", True)
    both.backend.link = Offline()
    both.presenter.heard(LinkChanged(Offline()))
    assert both.pane.way.text() == "Goes over REST: SMPP is not bound"
    assert both.pane.blocked.text() == "Add a recipient"
    bar, way = both.pane.undo_bar, both.pane.way
    both.type_message("Hello")
    both.type_recipient("+381632000000")
    both.pane.send_button.click()
    assert bar.isVisible()
    assert way.isVisible(), "the undo bar does not cover it"
    assert bar.geometry().bottom() < way.mapTo(both.pane, QPoint(0, 0)).y()


def test_an_account_with_one_way_is_told_nothing_about_ways(desk: Desk) -> None:
    assert not desk.pane.way.isVisible()
    desk.pane.options.set_open(open_=True)
    assert not any(each.accessibleName() == "Send over" for each in _combos(desk))


def test_the_way_is_chosen_in_the_options_and_goes_along_with_the_order(both: Desk) -> None:
    both.pane.options.set_open(open_=True)
    [way] = [each for each in _combos(both) if each.accessibleName() == "Send over"]
    way.setCurrentIndex(2)
    assert both.state.transport == "rest"
    [method] = [each for each in _combos(both) if each.accessibleName() == "Long message method"]
    assert not method.isEnabled()
    both.type_message("Hello")
    both.type_recipient("+381632000000")
    both.pane.send_button.click()
    [order] = both.backend.orders
    assert order.transport is TransportRule.REST
    assert '"transport": "rest"' not in "".join(both.backend.drafts), "a blank draft keeps nothing"


def _combos(desk: Desk) -> list[QComboBox]:
    return [each for each in desk.pane.options.findChildren(QComboBox) if each.isVisible()]


def test_what_leaves_is_shown_when_asked_for_and_follows_the_text(both: Desk) -> None:
    pane = both.pane
    both.type_message("Hi")
    assert not pane.truth.isVisible()
    assert not pane.truth.smpp.wells, "nothing is worked out for nobody"
    pane.truth_disclosure.button.setFocus()
    QTest.keyClick(pane.truth_disclosure.button, Qt.Key.Key_Space)
    assert pane.truth.isVisible()
    assert list(pane.truth.smpp.wells) == ["48 69"]
    both.type_message("!")
    assert list(pane.truth.smpp.wells) == ["48 69 21"]
    assert '"message":"Hi!"' in pane.truth.rest.json.toPlainText()
    QTest.keyClick(pane.truth_disclosure.button, Qt.Key.Key_Space)
    both.type_message("?")
    assert list(pane.truth.smpp.wells) == ["48 69 21"]


def test_cutting_is_agreed_to_beneath_the_loss_and_told_on_the_button(both: Desk) -> None:
    pane = both.pane
    both.presenter.way_chosen("rest")
    both.paste_message("a" * 141)
    both.type_recipient("+381632000000")
    pane.truth_disclosure.button.click()
    assert pane.truth.rest.loss.offer == "Send only what fits: drop the last character"
    pane.truth.rest.loss.choice.setFocus()
    QTest.keyClick(focused(), Qt.Key.Key_Space)
    assert pane.send_button.text() == "Send message, cut"
    both.type_message("b")
    assert pane.send_button.text() == "Send message"
    assert not pane.truth.rest.loss.choice.isChecked()
    pane.truth.rest.loss.choice.click()
    pane.send_button.click()
    assert [order.cut for order in both.backend.orders] == [True]


def test_the_opened_panel_comes_into_sight(both: Desk, qtbot: QtBot) -> None:
    both.window.resize(460, 500)
    both.pane.resize(460, 500)
    both.paste_message("a" * 200)
    both.pane.truth_disclosure.button.click()
    smpp = both.pane.truth.smpp  # bound, so taken, so first
    qtbot.waitUntil(lambda: smpp.visibleRegion().boundingRect().height() > 100)
