"""The only place where asyncio and Qt meet. Three duties: the loop, actions, events.

* **Loop.** :func:`run_on_qt` runs a coroutine under ``asyncio.Runner`` with qasync's loop.
* **Actions.** :meth:`Bridge.run` starts a coroutine in the program's task group; a failure becomes a
  notice. Nobody else starts tasks from the window.
* **Events.** :meth:`Bridge.publish` collects; a single-shot timer hands the whole batch over, 30 times
  a second at most. A signal per message would starve the window (one repaint costs milliseconds).
"""

from __future__ import annotations

import asyncio
import gc
import sys
from collections.abc import Awaitable, Callable, Coroutine, Iterable
from typing import TypeVar

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication
from qasync import QEventLoop

from vox_console.services.events import Event, GaugeChanged, MessagesChanged, MessagesQueued

T = TypeVar("T")

FLUSH_MS = 33
SWITCH_S = 0.0005  # the usual 5 ms are a third of a frame, and two threads may stand in line


def run_on_qt(app: QApplication, main: Callable[[], Coroutine[object, object, T]]) -> T:
    """Run `main` on Qt's event loop until it returns.

    The journal's threads must not hold the window up: the interpreter is handed over more often than
    usual, and what was imported until now, which lives as long as the program, is never searched for garbage.
    """
    sys.setswitchinterval(SWITCH_S)
    gc.freeze()
    with asyncio.Runner(loop_factory=lambda: QEventLoop(app)) as runner:
        return runner.run(main())


class Bridge(QObject):
    """Carries actions from the window to the loop and events from the loop to the window.

    on_failure: called with what was tried and what it raised. on_events: called with each batch.
    """

    def __init__(
        self,
        tasks: asyncio.TaskGroup,
        *,
        on_failure: Callable[[str, Exception], None],
        on_events: Callable[[list[Event]], None],
    ) -> None:
        super().__init__()
        self._tasks = tasks
        self._on_failure = on_failure
        self._on_events = on_events
        self._batch: list[Event] = []
        self._closed = False
        self._timer = QTimer(self, singleShot=True, interval=FLUSH_MS)
        self._timer.timeout.connect(self._flush)

    def run(self, action: Callable[[], Awaitable[object]], *, name: str) -> None:
        """Start `action`; its failure is told in words, with `name` as what was tried."""
        if self._closed:
            return  # a widget's last timer or a focus change, while the window goes
        self._tasks.create_task(self._guarded(action, name), name=name)

    def publish(self, event: Event) -> None:
        """Take an event of the controller; it reaches the window with the next batch."""
        self._batch.append(event)
        if not self._timer.isActive():
            self._timer.start()

    def close(self) -> None:
        """Hand over nothing more and start nothing more: the task group has ended."""
        self._timer.stop()
        self._batch.clear()
        self._closed = True

    async def _guarded(self, action: Callable[[], Awaitable[object]], name: str) -> None:
        try:
            await action()
        except Exception as fault:  # noqa: BLE001 - the one place where every failure of an action ends
            self._on_failure(name, fault)

    def _flush(self) -> None:
        batch, self._batch = self._batch, []
        self._on_events(merged(batch))


def merged(events: Iterable[Event]) -> list[Event]:
    """Fold a burst: one event for all queued ids, one for all changed ids, the last gauge of each way.

    What else there is stays in order. Queued ids come first, because the changes that follow speak of them.
    """
    queued: list[int] = []
    changed: dict[int, None] = {}
    gauges: dict[str, GaugeChanged] = {}
    others: list[Event] = []
    for event in events:
        match event:
            case MessagesQueued(ids):
                queued.extend(ids)
            case MessagesChanged(ids):
                changed.update(dict.fromkeys(ids))
            case GaugeChanged():
                gauges[event.transport] = event
            case _:
                others.append(event)
    folded: list[Event] = []
    if queued:
        folded.append(MessagesQueued(tuple(sorted(queued))))
    if changed:
        folded.append(MessagesChanged(tuple(changed)))
    folded.extend(others)
    return [*folded, *gauges.values()]
