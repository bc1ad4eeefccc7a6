"""What nobody caught, from slots, tasks and threads, brought to one place while a window is up."""

from __future__ import annotations

import asyncio
import logging
import sys
import threading
from collections.abc import Callable
from types import TracebackType

_log = logging.getLogger(__name__)


class SessionHooks:
    """In its block, calls `bug` with what was tried and what came of it."""

    def __init__(self, bug: Callable[[str, BaseException], None]) -> None:
        self._bug = bug
        self._loop = asyncio.get_running_loop()

    def __enter__(self) -> None:
        self._before = sys.excepthook, threading.excepthook, self._loop.get_exception_handler()
        sys.excepthook = self._from_slot
        threading.excepthook = self._from_thread
        self._loop.set_exception_handler(self._from_task)

    def __exit__(self, *_: object) -> None:
        sys.excepthook, threading.excepthook, handler = self._before
        self._loop.set_exception_handler(handler)

    def _from_slot(
        self, _kind: type[BaseException], fault: BaseException, _trace: TracebackType | None
    ) -> None:
        self._bug("handle that", fault)

    def _from_thread(self, told: threading.ExceptHookArgs) -> None:
        if told.exc_value is not None:
            self._loop.call_soon_threadsafe(self._bug, "finish work in the background", told.exc_value)

    def _from_task(self, _loop: asyncio.AbstractEventLoop, context: dict[str, object]) -> None:
        fault = context.get("exception")
        if isinstance(fault, BaseException):
            self._bug(str(context.get("message", "go on")), fault)
        else:
            _log.error("%s", context.get("message"))
