"""Ends the program in order on SIGTERM and Ctrl-C, by the same path as the close button.

Python runs signal handlers between bytecodes, and an idle Qt loop runs none: the interpreter's wake-up
file descriptor is watched by a QSocketNotifier, whose Python slot gives it the chance.
"""

from __future__ import annotations

import signal
import socket
from collections.abc import Callable
from types import FrameType
from typing import Self

from PySide6.QtCore import QSocketNotifier
from PySide6.QtWidgets import QApplication, QDialog

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


class ExitRequests:
    """Listens while entered. `requested` stays true once somebody asked; dialogs are cancelled then."""

    def __init__(self) -> None:
        self.requested = False
        self._ask: Callable[[], None] = lambda: None

    def when_requested(self, ask: Callable[[], None]) -> None:
        """Call `ask` when the program is asked to end; at once when it was already."""
        self._ask = ask
        if self.requested:
            ask()

    def __enter__(self) -> Self:
        self._reader, self._writer = socket.socketpair()
        self._reader.setblocking(False)
        self._writer.setblocking(False)
        self._wakeup_before = signal.set_wakeup_fd(self._writer.fileno())
        self._before = [(number, signal.signal(number, self._caught)) for number in _SIGNALS]
        self._notifier = QSocketNotifier(self._reader.fileno(), QSocketNotifier.Type.Read)
        self._notifier.activated.connect(self._drain)
        return self

    def __exit__(self, *_: object) -> None:
        self._notifier.setEnabled(False)
        for number, handler in self._before:
            signal.signal(number, handler)
        signal.set_wakeup_fd(self._wakeup_before)
        self._reader.close()
        self._writer.close()

    def _caught(self, _number: int, _frame: FrameType | None) -> None:
        self.requested = True
        for window in QApplication.topLevelWidgets():
            if isinstance(window, QDialog) and window.isVisible():
                window.reject()  # whoever waits for its answer goes on, and finds `requested`
        self._ask()

    def _drain(self) -> None:
        self._reader.recv(64)
