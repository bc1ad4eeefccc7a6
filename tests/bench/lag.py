"""Lag: how late the window's thread is while messages stream through the whole program.

Lateness of a precise 5 ms timer on the window's thread, offscreen, with the real window showing every
message live and every step durable. The floor is the same window idle: what the machine itself is late.
"""

from __future__ import annotations

from typing import Final

from tests.bench.measure import Options, Sheet
from tests.bench.processes import OFFSCREEN, ask, lean_server

_RATES: Final = (1_000, 10_000)
_RECEIPTS_AFTER_S: Final = 0.05
_WINDOW: Final = 500  # at 10,000 a second, 50 ms of unanswered messages


def measure(sheet: Sheet, options: Options) -> None:
    """Run the group."""
    seconds = options.pick(3.0, 1.0)
    with lean_server(receipts_after_s=_RECEIPTS_AFTER_S) as server:
        for _ in range(options.rounds):
            told = ask("window", "--port", server.port, "--seconds", seconds, environment=OFFSCREEN)
            _enter(sheet, "idle", told)
            for rate in _RATES:
                told = ask(
                    "window",
                    *("--port", server.port, "--window", _WINDOW),
                    *("--rate", rate, "--count", int(rate * seconds)),
                    environment=OFFSCREEN,
                )
                case = f"{rate:,} messages/s"
                _enter(sheet, case, told)
                sheet.add(f"{case}: kept up", told["receipt_rate"] / rate, "of the rate")
                sheet.add(f"{case}: processor", told["cpu_us"], "us/message")
                sheet.add(f"{case}: processor, window's thread", told["window_thread_cpu_us"], "us/message")
    for rate in _RATES:
        for figure in ("p99", "max"):
            sheet.compare(f"{rate:,} messages/s: lag {figure}", f"idle: lag {figure}")
    sheet.judge("10,000 messages/s: lag p99", at_most=10)
    sheet.judge("10,000 messages/s: lag max", at_most=20)
    sheet.judge("10,000 messages/s: kept up", at_least=0.95)


def _enter(sheet: Sheet, case: str, told: dict[str, float]) -> None:
    for figure in ("p50", "p99", "max"):
        sheet.add(f"{case}: lag {figure}", told[f"lag_{figure}"], "ms")
