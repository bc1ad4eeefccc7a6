"""Lag of the window's loop while a list is checked, and while it is stored: Qt offscreen, real threads."""

from __future__ import annotations

import argparse
import asyncio
import json
import time
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QApplication

from tests.bench.machine import scratch
from tests.bench.programs.import_run import TEXT
from tests.bench.programs.import_steps import judge_of, new_job, open_list
from tests.bench.programs.window import LagMeter
from vox_console.domain.address import international
from vox_console.presenters.bulk_check import ListCheck
from vox_console.services.bulk_import import judged, store
from vox_console.storage.database import Database
from vox_console.storage.schema import STEPS
from vox_console.ui.bridge import run_on_qt
from vox_console.ui.collector import MainThreadCollector

_IDLE_S = 1.0


async def _run(source: Path, target: Path) -> dict[str, Any]:
    await asyncio.to_thread(international, "381640000000")  # as the program does while it opens
    told: dict[str, Any] = {}
    lag = LagMeter()
    lag.start()
    await asyncio.sleep(_IDLE_S)
    told["idle"] = lag.stop()

    table, order = await asyncio.to_thread(open_list, source, TEXT)
    check = ListCheck(table, judge_of(order), {})
    lag = LagMeter()
    lag.start()
    start_s = time.perf_counter()
    await check.run(told=lambda _rows: None, wanted=lambda: True)
    told["check"] = lag.stop() | {"rate": check.books.rows / (time.perf_counter() - start_s)}

    database = Database.open(target, STEPS, post=asyncio.get_running_loop().call_soon_threadsafe)
    lag = LagMeter()
    lag.start()
    start_s = time.perf_counter()
    await store(database, new_job(table), judged(table, judge_of(order)), now_us=1)
    told["store"] = lag.stop() | {"rate": check.books.rows / (time.perf_counter() - start_s)}
    await asyncio.to_thread(database.close)
    return told


def main() -> None:
    """Run once and print the result."""
    parser = argparse.ArgumentParser()
    parser.add_argument("source", type=Path)
    asked = parser.parse_args()
    app = QApplication([])
    with scratch() as place, MainThreadCollector():
        told = run_on_qt(app, lambda: _run(asked.source, Path(place) / "journal.db"))
    print(json.dumps(told))


if __name__ == "__main__":
    main()
