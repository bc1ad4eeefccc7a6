"""Qt objects in cycles die on the main thread, whoever allocates."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from vox_console.ui.collector import MainThreadCollector


@pytest.fixture
def collecting(qapp: QApplication) -> Iterator[MainThreadCollector]:
    assert qapp is not None
    collector = MainThreadCollector()
    with collector:
        yield collector


class Ring:
    """A cycle with a Qt object in it."""

    def __init__(self, died_in: list[int]) -> None:
        self.me = self
        self.timer = QTimer()
        weakref.finalize(self, lambda: died_in.append(threading.get_ident()))


def test_a_worker_that_allocates_does_not_collect(collecting: MainThreadCollector) -> None:
    assert collecting is not None
    died_in: list[int] = []
    Ring(died_in)
    worker = threading.Thread(target=lambda: [[] for _ in range(200_000)])
    worker.start()
    worker.join()
    assert died_in == []
    gc.collect()
    assert died_in == [threading.get_ident()]


def test_cycles_are_collected_by_the_timer(collecting: MainThreadCollector, qtbot: QtBot) -> None:
    collecting._timer.setInterval(1)
    died_in: list[int] = []
    Ring(died_in)
    clutter = [[object()] for _ in range(gc.get_threshold()[0] + 1)]
    qtbot.waitUntil(lambda: died_in == [threading.get_ident()])
    assert clutter


def test_nothing_is_collected_that_is_not_due(collecting: MainThreadCollector) -> None:
    gc.collect()
    assert collecting.collect_due() == -1


@pytest.mark.parametrize("on", [True, False])
def test_afterwards_python_collects_as_before(qapp: QApplication, on: bool) -> None:
    assert qapp is not None
    before = gc.isenabled()
    try:
        (gc.enable if on else gc.disable)()
        with MainThreadCollector():
            assert not gc.isenabled()
        assert gc.isenabled() is on
    finally:
        (gc.enable if before else gc.disable)()
