"""What every measuring client is told on its command line and tells on its standard output."""

from __future__ import annotations

import argparse
import json
import time
from dataclasses import dataclass
from typing import Final

from tests.bench.machine import CLIENT_CORE, pin

TEXT: Final = b"Your parcel 4711 arrives today between 14 and 16 h. Reply STOP to end."
SENDER: Final = "Vox SMS"


def recipient(number: int) -> str:
    """Give the digits of a number whose last four ask the practice provider for nothing special."""
    return f"3816{number:07}9999"


@dataclass(frozen=True, slots=True)
class ClientRun:
    """port: of the server on 127.0.0.1. receipts: ask for one per message, and count them too."""

    port: int
    window: int
    seconds: float
    receipts: bool
    loop: str

    @classmethod
    def from_command_line(cls) -> ClientRun:
        """Read the arguments and move to the clients' core."""
        parser = argparse.ArgumentParser()
        parser.add_argument("--port", type=int, required=True)
        parser.add_argument("--window", type=int, default=100)
        parser.add_argument("--seconds", type=float, default=1.0)
        parser.add_argument("--receipts", action="store_true")
        parser.add_argument("--loop", choices=("asyncio", "qasync"), default="asyncio")
        pin(CLIENT_CORE)
        return cls(**vars(parser.parse_args()))


class Meter:
    """Counts from the first answer after a tenth of the time: connecting and warming up do not count."""

    def __init__(self, run: ClientRun) -> None:
        self.done = 0
        self._from_s = time.perf_counter() + run.seconds / 10
        self._until_s = self._from_s + run.seconds
        self._started: tuple[int, float, float] | None = None

    def add(self, count: int) -> bool:
        """Count finished messages; give whether to go on."""
        self.done += count
        now_s = time.perf_counter()
        if self._started is None and now_s >= self._from_s:
            self._started = self.done, now_s, time.process_time()
        return now_s < self._until_s

    def tell(self, **more: object) -> None:
        """Print the result."""
        done, start_s, start_cpu_s = self._started or (0, self._from_s, 0.0)
        wall_s = time.perf_counter() - start_s
        messages = self.done - done
        used_s = time.process_time() - start_cpu_s
        print(
            json.dumps(
                {
                    "rate": messages / wall_s,
                    "cpu_us": used_s / max(1, messages) * 1e6,
                    "cpu_share": used_s / wall_s,
                }
                | more
            ),
            flush=True,
        )
