"""SIGTERM and Ctrl-C end the program by the same path as the close button."""

from __future__ import annotations

import asyncio
import os
import signal

import pytest
from PySide6.QtWidgets import QApplication, QDialog

from vox_console.ui.bridge import run_on_qt
from vox_console.ui.entry_dialogs import ended
from vox_console.ui.exit_requests import ExitRequests


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_is_heard_by_an_idle_loop(number: signal.Signals, qapp: QApplication) -> None:
    async def main() -> bool:
        heard = asyncio.get_running_loop().create_future()
        with ExitRequests() as exits:
            exits.when_requested(lambda: heard.set_result(None))
            os.kill(os.getpid(), number)
            async with asyncio.timeout(20):
                await heard  # no timer runs: only the notifier can wake the loop
            return exits.requested

    assert run_on_qt(qapp, main)


def test_who_asks_later_is_told_at_once(qapp: QApplication) -> None:
    told: list[str] = []

    async def main() -> None:
        with ExitRequests() as exits:
            exits.when_requested(lambda: told.append("first"))
            os.kill(os.getpid(), signal.SIGTERM)
            async with asyncio.timeout(20):
                while not exits.requested:  # noqa: ASYNC110 - a signal is what is waited for
                    await asyncio.sleep(0)
            exits.when_requested(lambda: told.append("second"))

    run_on_qt(qapp, main)
    assert told == ["first", "second"]


def test_a_second_signal_asks_again_and_does_no_harm(qapp: QApplication) -> None:
    told: list[str] = []

    async def main() -> None:
        with ExitRequests() as exits:
            exits.when_requested(lambda: told.append("asked"))
            for _ in range(3):
                os.kill(os.getpid(), signal.SIGTERM)
                await asyncio.sleep(0.01)

    run_on_qt(qapp, main)
    assert told == ["asked"] * 3


def test_an_open_dialog_is_cancelled(qapp: QApplication) -> None:
    async def main() -> bool:
        with ExitRequests():
            dialog = QDialog()
            asyncio.get_running_loop().call_later(0, os.kill, os.getpid(), signal.SIGTERM)
            async with asyncio.timeout(20):
                return await ended(dialog)

    assert not run_on_qt(qapp, main)


@pytest.mark.usefixtures("qapp")
def test_the_handlers_that_were_there_before_are_back_afterwards() -> None:
    def state() -> tuple[object, object, int]:
        wakeup = signal.set_wakeup_fd(-1)
        signal.set_wakeup_fd(wakeup)
        return signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGINT), wakeup

    before = state()
    with ExitRequests() as exits:
        assert state() != before
        assert not exits.requested
    assert state() == before
