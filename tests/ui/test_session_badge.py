"""The badge tells the session's state in words, colour and icon; its card says everything and acts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.support.window_scene import BOUND, WAITING, Session
from vox_console.presenters.session_state import SessionState, WayState
from vox_console.presenters.tone import Tone
from vox_console.ui.plain_label import PlainLabel
from vox_console.ui.session_badge import SessionBadge, _fitting
from vox_console.ui.session_card import SessionCard
from vox_console.ui.theme import Theme

# The offscreen platform says what it cannot do whenever a window or a pop-up is shown.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

Open = Callable[..., tuple[SessionBadge, Session]]


@pytest.fixture(name="open_badge")
def _open_badge(qtbot: QtBot) -> Open:
    def build(state: SessionState = BOUND) -> tuple[SessionBadge, Session]:
        session = Session(state)
        badge = SessionBadge(Theme(scheme="light"), session)
        session.on_state = badge.show_state
        qtbot.addWidget(badge)
        badge.resize(172, badge.sizeHint().height())
        with qtbot.waitExposed(badge):
            badge.show()
        badge.activateWindow()
        return badge, session

    return build


def card(badge: SessionBadge) -> SessionCard:
    found = badge.findChild(SessionCard)
    assert isinstance(found, SessionCard)
    return found


def texts(widget: QWidget) -> list[str]:
    return [label.text() for label in widget.findChildren(PlainLabel) if label.isVisible()]


def test_the_state_is_spoken_in_words(open_badge: Open) -> None:
    badge, session = open_badge()
    assert badge.accessibleName() == "Session: Bound"
    assert "12 ms" in badge.accessibleDescription()
    session.show(WAITING)
    assert badge.accessibleName() == "Session: Waiting"
    assert "Next try in 12 s" in badge.accessibleDescription()


def test_word_icon_lock_numbers_and_window_are_drawn(open_badge: Open) -> None:
    badge, session = open_badge()
    seen = badge.grab().toImage()
    for other in (
        replace(BOUND, word="Bonds"),
        replace(BOUND, icon="clock"),
        replace(BOUND, encrypted=False),
        replace(BOUND, round_trip="13 ms"),
        replace(BOUND, window_used=4),
        replace(BOUND, account="Other"),
    ):
        session.show(other)
        assert badge.grab().toImage() != seen
    session.show(BOUND)
    assert badge.grab().toImage() == seen


def test_its_height_does_not_depend_on_the_state(open_badge: Open) -> None:
    badge, session = open_badge()
    height = badge.sizeHint().height()
    session.show(WAITING)
    assert badge.sizeHint().height() == height


def test_seconds_are_counted_only_while_a_countdown_shows(open_badge: Open, qtbot: QtBot) -> None:
    badge, session = open_badge(WAITING)
    badge._seconds.setInterval(1)
    qtbot.waitUntil(lambda: "tick" in session.told)
    session.show(BOUND)
    assert not badge._seconds.isActive()


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, None])
def test_the_card_opens_by_key_and_by_click_and_tells_everything(
    open_badge: Open, key: Qt.Key | None
) -> None:
    badge, session = open_badge()
    if key is None:
        badge.click()
    else:
        badge.setFocus()
        QTest.keyClick(badge, key)
    assert card(badge).isVisible()
    told = texts(card(badge))
    for expected in ("Bound", "smpp.example:2876", "Bound since", "12 ms", "3 of 10 in flight", "TLS"):
        assert expected in told
    session.show(WAITING)
    told = texts(card(badge))
    assert "The connection was refused." in told
    assert "in 12 s" in told
    assert "12 ms" not in told
    QTest.keyClick(card(badge), Qt.Key.Key_Escape)
    assert not card(badge).isVisible()


def test_the_enter_key_opens_the_card(open_badge: Open) -> None:
    badge, _session = open_badge()
    badge.setFocus()
    QTest.keyClick(badge, Qt.Key.Key_Return)
    assert card(badge).isVisible()
    card(badge).hide()


def test_binding_and_unbinding_are_passed_on(open_badge: Open) -> None:
    badge, session = open_badge()
    badge.open_card()
    assert not card(badge).bind.isEnabled()
    assert card(badge).unbind.hasFocus()
    card(badge).unbind.click()
    session.show(WAITING)
    card(badge).bind.click()
    assert session.told == ["unbind", "bind"]
    card(badge).hide()


def test_a_long_reason_ends_in_an_ellipsis_and_the_tooltip_has_all_of_it(open_badge: Open) -> None:
    short, long = "Bind refused.", "Bind refused: the password is wrong, said the provider (0x0E)."
    badge, session = open_badge(replace(WAITING, retry_in_s=None, detail=short))
    room = QRect(0, 0, 148, 2 * badge.fontMetrics().lineSpacing())
    assert _fitting(short, room, badge.fontMetrics()) == short
    assert _fitting(long, room, badge.fontMetrics()).endswith("…")
    session.show(replace(WAITING, retry_in_s=None, detail=long))
    assert "said the provider (0x0E)." in badge.toolTip()


ONE_LEFT = replace(
    BOUND,
    word="REST only",
    tone=Tone.UNKNOWN,
    detail="SMPP is down: The connection was refused.",
    brief="SMPP down, next try in 12 s",
    retry_in_s=12,
    window_limit=0,
    facts=(("Account", "Acme"),),
    ways=(
        WayState("SMPP", "Waiting", "clock", Tone.UNKNOWN, (("Last error", "The connection was refused."),)),
        WayState(
            "REST", "Ready", "link", Tone.DELIVERED, (("Address", "https://provider.example:8002/api"),)
        ),
    ),
)


def test_while_one_way_is_left_the_badge_says_why_and_counts_down(open_badge: Open) -> None:
    badge, _session = open_badge(ONE_LEFT)
    assert badge.accessibleName() == "Session: REST only"
    assert "SMPP down, next try in 12 s" in badge.accessibleDescription()
    assert badge._seconds.isActive()


def test_the_card_has_a_section_for_each_way(open_badge: Open) -> None:
    badge, session = open_badge(ONE_LEFT)
    badge.open_card()
    told = texts(card(badge))
    for expected in ("SMPP", "Waiting", "The connection was refused.", "REST", "Ready"):
        assert expected in told
    assert ONE_LEFT.detail not in told  # its section says it
    assert "10/s" not in told  # of which way would that be?
    session.show(BOUND)
    told = texts(card(badge))
    assert "SMPP" not in told
    assert "10/s" in told
    card(badge).hide()


def test_no_line_of_the_card_is_cut(open_badge: Open) -> None:
    reason = "The user name or the password is not accepted, or this address is not allowed. " * 3
    facts = (("Reason", reason), ("To do", "Enter the password again."))
    stopped = replace(ONE_LEFT, ways=(replace(ONE_LEFT.ways[0], facts=facts), ONE_LEFT.ways[1]))
    badge, _session = open_badge(stopped)
    badge.open_card()
    for label in card(badge).findChildren(PlainLabel):
        if label.isVisible() and label.wordWrap():
            assert label.height() >= label.heightForWidth(label.width())
    card(badge).hide()
