"""The first frame, and what happens behind it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from vox_console.settings.folders import Folders
from vox_console.ui.opening import OpeningWindow, Stage
from vox_console.ui.theme import Theme


@pytest.fixture
def opening(qapp: QApplication, tmp_path: Path) -> Iterator[OpeningWindow]:
    folders = Folders.choose(tmp_path)
    folders.make()
    window = OpeningWindow(Stage(qapp, Theme(scheme="light"), folders))
    yield window
    if isValid(window):
        window.leave()


def test_the_window_shows_and_lives_while_the_work_is_done_in_another_thread(opening: OpeningWindow) -> None:
    turned = threading.Event()
    QTimer.singleShot(0, turned.set)

    def work() -> tuple[bool, bool]:
        return turned.wait(10), threading.current_thread() is threading.main_thread()

    assert opening.read_meanwhile(work) == (True, False)
    assert opening.isVisible()


def test_what_the_work_raises_is_raised_and_the_window_goes(opening: OpeningWindow) -> None:
    def work() -> None:
        raise OSError("no such file")

    with pytest.raises(OSError, match="no such file"):
        opening.read_meanwhile(work)
    assert not opening.isVisible()


def test_it_cannot_be_closed_before_there_is_something_to_close(opening: OpeningWindow) -> None:
    opening.read_meanwhile(lambda: None)
    assert not opening.close()
    assert opening.isVisible()


def test_it_hides_when_another_window_shows(opening: OpeningWindow, qtbot: QtBot) -> None:
    opening.read_meanwhile(lambda: None)
    real = QWidget()
    qtbot.addWidget(real)
    real.show()
    qtbot.waitUntil(lambda: not opening.isVisible())
    assert real.isVisible()


def test_it_comes_back_with_words_while_no_other_window_shows(opening: OpeningWindow, qtbot: QtBot) -> None:
    opening.say("Checking…")
    assert opening.isVisible()
    real = QWidget()
    qtbot.addWidget(real)
    real.show()
    qtbot.waitUntil(lambda: not opening.isVisible())

    opening.say("Opening the history…")
    assert not opening.isVisible()  # the other one shows

    real.hide()
    opening.say("Checking…")
    assert opening.isVisible()
    assert opening.accessibleDescription() == "Checking…"


def test_the_words_are_drawn(opening: OpeningWindow) -> None:
    opening.say("Checking…")
    before = opening.grab().toImage()
    opening.say("Bringing the history up to date…")
    assert opening.grab().toImage() != before
