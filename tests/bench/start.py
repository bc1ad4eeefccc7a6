"""Start: process start to first paint, and memory when idle, against a bare window of the same widgets.

Fresh processes, warm disk cache. The console is started as by ``make run``: with its practice provider,
which is a process of its own and starts in the same time. Its first paint is the opening frame; how long
until one can type is told beside it.
"""

from __future__ import annotations

import time
from typing import Any

from tests.bench.machine import scratch
from tests.bench.measure import Options, Sheet
from tests.bench.processes import OFFSCREEN, ask


def measure(sheet: Sheet, options: Options) -> None:
    """Run the group."""
    ask("first_paint", "bare", "--started", 0, environment=OFFSCREEN)  # fills the disk cache
    with scratch() as folder:
        console = ("console", "--practice", "--data-dir", folder)
        for case, arguments in (("bare window", ("bare",)), ("console", console)):
            told = _start(*arguments, "--idle")
            if told["rss_mib"] is not None:
                sheet.add(f"idle memory, {case}", told["rss_mib"], "MiB")
        for _ in range(options.rounds):
            for case, arguments in (("bare window", ("bare",)), ("console", console)):
                told = _start(*arguments)
                sheet.add(f"first paint, {case}", told["frame_ms"], "ms")
                sheet.add(f"message editor painted, {case}", told["editor_ms"], "ms")
    sheet.compare("first paint, console", "first paint, bare window", at_most=1.25)
    sheet.compare("message editor painted, console", "message editor painted, bare window")
    sheet.compare("idle memory, console", "idle memory, bare window")


def _start(*arguments: str) -> dict[str, Any]:
    return ask("first_paint", *arguments, "--started", time.monotonic(), environment=OFFSCREEN)
