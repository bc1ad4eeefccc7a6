"""The notice bar: one line, one action, the others waiting behind a count."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget  # noqa: TID251 - looked for, not made
from pytestqt.qtbot import QtBot

from tests.support.on_screen import button
from tests.support.window_scene import DISK, RING, Notices
from vox_console.presenters.notice import Notice
from vox_console.ui.notice_bar import NoticeBar
from vox_console.ui.theme import Theme

# The offscreen platform says what it cannot do whenever a window is shown.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

Open = Callable[..., tuple[NoticeBar, Notices]]


@pytest.fixture(name="open_bar")
def _open_bar(qtbot: QtBot) -> Open:
    homes: list[QWidget] = []

    def build(*notices: Notice) -> tuple[NoticeBar, Notices]:
        presenter = Notices(*notices)
        home = QWidget()
        homes.append(home)
        qtbot.addWidget(home)
        bar = NoticeBar(Theme(scheme="light"), presenter, parent=home)
        QVBoxLayout(home).addWidget(bar)
        home.resize(900, 60)
        with qtbot.waitExposed(home):
            home.show()
        return bar, presenter

    return build


def shown(bar: NoticeBar) -> set[str]:
    return {label.text() for label in bar.findChildren(QLabel) if label.isVisible()}


def test_without_notices_it_takes_no_room(open_bar: Open) -> None:
    bar, presenter = open_bar()
    assert not bar.isVisible()
    presenter.show(DISK)
    assert bar.isVisible()
    presenter.show()
    assert not bar.isVisible()


def test_the_first_notice_shows_with_its_action(open_bar: Open) -> None:
    bar, presenter = open_bar(DISK, RING)
    assert {"The disk is full", "Nothing is sent."} <= shown(bar)
    button(bar, "Try again").click()
    assert presenter.acted == ["disk"]


def test_the_others_wait_behind_a_count(open_bar: Open) -> None:
    bar, _presenter = open_bar(DISK, RING)
    button(bar, "1 more notices").click()
    assert "The keyring is locked" in shown(bar)
    button(bar, "1 more notices").click()
    assert "The disk is full" in shown(bar)


def test_dismissing_brings_the_next_one(open_bar: Open) -> None:
    bar, presenter = open_bar(DISK, RING)
    button(bar, "Dismiss notice").click()
    assert presenter.notices == (RING,)
    assert "The keyring is locked" in shown(bar)
    button(bar, "Dismiss notice").click()
    assert not bar.isVisible()


def test_the_keyboard_goes_back_to_where_it_was(open_bar: Open) -> None:
    bar, _presenter = open_bar(DISK)
    field = QLineEdit("text", bar.parentWidget())
    field.show()
    field.setFocus()
    field.setCursorPosition(2)
    button(bar, "Dismiss notice").setFocus()
    button(bar, "Dismiss notice").click()
    assert (field.hasFocus(), field.hasSelectedText(), field.cursorPosition()) == (True, False, 2)


def test_a_notice_without_action_has_no_button_for_it(open_bar: Open) -> None:
    bar, _presenter = open_bar(RING)
    visible = [each.accessibleName() for each in bar.findChildren(QPushButton) if each.isVisible()]
    assert visible == ["Dismiss notice"]


def test_a_repeated_notice_is_counted_not_stacked(open_bar: Open) -> None:
    bar, presenter = open_bar(DISK)
    presenter.show(replace(DISK, count=3))
    assert "The disk is full (3 times)" in shown(bar)


def test_what_one_reads_stays_while_its_fellows_change(open_bar: Open) -> None:
    bar, presenter = open_bar(DISK, RING)
    button(bar, "1 more notices").click()
    presenter.show(replace(DISK, count=2), RING)
    assert "The keyring is locked" in shown(bar)
