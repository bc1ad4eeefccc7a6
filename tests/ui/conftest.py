"""No test of the interface may leave a window, a running timer or thread, or the application dressed."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QThread, QTimer
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from tests.support.session_stage import Sessions


def _living() -> dict[int, QObject]:
    """Give every top-level window, running timer and running thread, by identity."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    windows: list[QObject] = [widget for widget in QApplication.topLevelWidgets() if isValid(widget)]
    at_work = [
        thing for thing in gc.get_objects() if isinstance(thing, (QTimer, QThread)) and _at_work(thing)
    ]
    return {id(thing): thing for thing in (*windows, *at_work)}


def _at_work(thing: QTimer | QThread) -> bool:
    if not isValid(thing):
        return False
    return thing.isActive() if isinstance(thing, QTimer) else thing.isRunning()


@pytest.fixture(autouse=True)
def _nothing_left_behind(request: pytest.FixtureRequest) -> Iterator[None]:
    if "qapp" not in request.fixturenames:
        yield  # no application, nothing to leave behind
        return
    before = set(_living())
    yield
    if not set(_living()) <= before:
        gc.collect()  # what only a cycle kept alive is not left behind
    left = [repr(thing) for identity, thing in _living().items() if identity not in before]
    assert not left, f"left behind: {left}"


@pytest.fixture
def bare_app(qapp: QApplication) -> Iterator[QApplication]:
    """Give the application, and undress it afterwards: a style sheet outlives the theme it came from."""
    palette, font = qapp.palette(), qapp.font()
    yield qapp
    qapp.setStyleSheet("")
    qapp.setPalette(palette)
    qapp.setFont(font)


@pytest.fixture
def sessions(qapp: QApplication, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> Iterator[Sessions]:
    """Give sessions; afterwards no task was left, destroyed pending, or failed without a word."""
    stays = qapp.quitOnLastWindowClosed()
    qapp.setQuitOnLastWindowClosed(False)
    sessions = Sessions(qapp, tmp_path)
    yield sessions
    qapp.setQuitOnLastWindowClosed(stays)
    assert sessions.complaints == []
    assert [record.getMessage() for record in caplog.records] == []
