"""The whole program in one process, driven from outside: real window, real journal, real link.

Two kinds of load. With a rate, messages are sent by the controller as a person's or a program's would be,
a chunk every 20 ms, so that new rows enter the live list all the time. Without one, all are stored first and
then released, so that the window of the link alone sets the pace. The measured phase ends when every
receipt is stored. Rates are read from the journal's own times, lag from a timer on the window's thread.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import time
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

from PySide6.QtCore import QSettings, Qt, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from tests.bench.machine import scratch
from tests.bench.measure import percentile
from tests.bench.programs.client_run import SENDER, TEXT, recipient
from vox_console.domain.address import international
from vox_console.domain.secret import Secret
from vox_console.presenters.session_passwords import SessionPasswords
from vox_console.services.clocks import SystemClocks
from vox_console.services.controller import DATABASE_NAME, Controller
from vox_console.services.orders import SendOrder, to_messages
from vox_console.services.transport_choice import smpp_transport
from vox_console.settings.folders import Folders
from vox_console.settings.profiles import Profile
from vox_console.settings.vault import MemoryVault
from vox_console.storage import outbox
from vox_console.storage.database import Database
from vox_console.storage.rows import one_row
from vox_console.storage.schema import STEPS
from vox_console.ui.bridge import run_on_qt
from vox_console.ui.collector import MainThreadCollector
from vox_console.ui.exit_requests import ExitRequests
from vox_console.ui.session_window import SessionWindow
from vox_console.ui.theme import Theme

TICK_MS = 5
_FEED_EVERY_S = 0.02
_PATIENCE_S = 60.0
_SECRET = Secret("practice")


class LagMeter:
    """Lateness of a precise 5 ms timer on the thread it is made on."""

    def __init__(self) -> None:
        self.late_ms: list[float] = []
        self._due_s = 0.0
        self._timer = QTimer(timerType=Qt.TimerType.PreciseTimer, interval=TICK_MS)
        self._timer.timeout.connect(self._rang)

    def start(self) -> None:
        """Begin."""
        self._due_s = time.perf_counter() + TICK_MS / 1000
        self._timer.start()

    def stop(self) -> dict[str, float]:
        """End; give the milliseconds by name."""
        self._timer.stop()
        late = self.late_ms
        return {
            "lag_p50": percentile(late, 0.5),
            "lag_p99": percentile(late, 0.99),
            "lag_max": max(late),
            "ticks": len(late),
        }

    def _rang(self) -> None:
        now_s = time.perf_counter()
        self.late_ms.append(max(0.0, (now_s - self._due_s) * 1000))
        self._due_s = now_s + TICK_MS / 1000


def _profile(asked: argparse.Namespace) -> Profile:
    return Profile(
        name="Bench",
        host="127.0.0.1",
        port=asked.port,
        system_id="practice",
        default_sender=SENDER,
        window=asked.window,
        parts_per_s=100_000,
        hold_s=0,
        plain_text_accepted=True,
    )


def _fill(path: Path, profile: Profile, count: int) -> None:
    """Store what is to be sent, as a run that ended before it could leave."""
    transport = smpp_transport(profile, _SECRET, SystemClocks())
    database = Database.open(path, STEPS, post=lambda answers: answers())
    numbers = tuple(recipient(number) for number in range(count))
    order = SendOrder(sender=SENDER, recipients=numbers, text=TEXT.decode())
    now_us = SystemClocks().now_us()
    messages = to_messages(order, profile, transport.capabilities, now_us=now_us, rng=Random(1))  # noqa: S311 - numbers parts
    database.write(partial(outbox.enqueue, messages=messages, now_us=now_us), lambda _: None)
    database.close()


async def _run(asked: argparse.Namespace, folders: Folders, theme: Theme) -> dict[str, Any]:
    profile = _profile(asked)
    settings = QSettings(str(folders.state / "window.ini"), QSettings.Format.IniFormat)
    vault = MemoryVault()
    async with Controller.open(folders, program="window", vault=vault) as controller:
        window = SessionWindow(
            controller, theme, settings, vault=vault, passwords=SessionPasswords(), ask_account=_ask_nobody
        )
        with ExitRequests() as exits:
            async with asyncio.TaskGroup() as tasks:
                running = tasks.create_task(window.run(profile, _SECRET, exits))
                told = await _measure(asked, controller)
                os.kill(os.getpid(), 15)
                await running
    window.close()
    return told


async def _ask_nobody(_over: QWidget, _open_profile: Profile) -> None:
    """Nobody is there to choose another account."""


async def _measure(asked: argparse.Namespace, controller: Controller) -> dict[str, Any]:
    await asyncio.to_thread(international, recipient(0))  # as the program does while it opens
    await asyncio.sleep(1.0)  # the window paints, binds and comes to rest
    lag = LagMeter()
    if not asked.count:
        lag.start()
        start_cpu_s = time.process_time()
        await asyncio.sleep(asked.seconds)
        return lag.stop() | {"cpu_share": (time.process_time() - start_cpu_s) / asked.seconds}
    start_cpu_s, start_thread_s, start_s = time.process_time(), time.thread_time(), time.perf_counter()
    if asked.rate:
        lag.start()
        await _feed(controller, asked)
    else:
        await controller.release(controller.awaiting_consent)
        lag.start()
    await _until_all_delivered(controller, asked.count)
    wall_s = time.perf_counter() - start_s
    used_s, own_s = time.process_time() - start_cpu_s, time.thread_time() - start_thread_s
    return lag.stop() | {
        "cpu_us": used_s / asked.count * 1e6,
        "window_thread_cpu_us": own_s / asked.count * 1e6,
        "cpu_share": used_s / wall_s,
    }


async def _feed(controller: Controller, asked: argparse.Namespace) -> None:
    """Send at the asked rate; a chunk that is late is followed by the next one at once."""
    chunk = max(1, round(asked.rate * _FEED_EVERY_S))
    start_s = time.perf_counter()
    async with asyncio.TaskGroup() as tasks:
        for number in range(0, asked.count, chunk):
            numbers = tuple(recipient(each) for each in range(number, min(number + chunk, asked.count)))
            order = SendOrder(sender=SENDER, recipients=numbers, text=TEXT.decode())
            tasks.create_task(controller.send(order))
            await asyncio.sleep(start_s + (number + chunk) / asked.rate - time.perf_counter())


async def _until_all_delivered(controller: Controller, count: int) -> None:
    async with asyncio.timeout(_PATIENCE_S):
        while True:
            row = await controller._database.read(lambda db: one_row(db, "SELECT max(id) FROM receipts"))
            if row and (row[0] or 0) >= count:
                return
            await asyncio.sleep(0.05)


def _rates(path: Path) -> dict[str, float]:
    """Read from the journal how fast answers and receipts were stored, and that none is missing."""
    told: dict[str, Any] = {}

    def read(db: Any) -> None:  # noqa: ANN401 - a connection, which only storage names
        span = one_row(db, "SELECT min(reserved_at_us), max(answered_at_us), count(*) FROM attempts")
        pushed = one_row(db, "SELECT min(received_at_us), max(received_at_us), count(*) FROM receipts")
        states = one_row(db, "SELECT count(*) FROM messages WHERE state = 'delivered'")
        if span and pushed and states:
            told["rate"] = span[2] / max(1, span[1] - span[0]) * 1e6
            told["receipt_rate"] = pushed[2] / max(1, pushed[1] - pushed[0]) * 1e6
            told["delivered"] = states[0]

    database = Database.open(path, STEPS, post=lambda answers: answers())
    database.write(read, lambda _: None)
    database.close()
    return told


def main() -> None:
    """Run once and print the result."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--window", type=int, default=100)
    parser.add_argument("--rate", type=float, default=0, help="messages a second; 0: as fast as it goes")
    parser.add_argument("--count", type=int, default=0, help="messages; 0: stay idle for --seconds")
    parser.add_argument("--seconds", type=float, default=2.0)
    asked = parser.parse_args()
    app = QApplication([])
    app.setQuitOnLastWindowClosed(False)
    theme = Theme(scheme="light")
    theme.apply(app)
    with scratch() as place:
        folders = Folders.choose(Path(place))
        folders.make()
        journal = folders.data / DATABASE_NAME
        if asked.count and not asked.rate:
            _fill(journal, _profile(asked), asked.count)
        with MainThreadCollector():
            told = run_on_qt(app, lambda: _run(asked, folders, theme))
        if asked.count:
            told |= _rates(journal)
    print(json.dumps(told))


if __name__ == "__main__":
    main()
