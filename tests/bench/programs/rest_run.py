"""What every measuring REST client is told on its command line and tells on its standard output."""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from tests.bench.machine import CLIENT_CORE, pin


@dataclass(frozen=True, slots=True)
class RestRun:
    """port: of the provider's REST side on 127.0.0.1. count: how many numbers get the text."""

    port: int
    count: int

    @property
    def url(self) -> str:
        """Where to post."""
        return f"http://127.0.0.1:{self.port}/api"

    @classmethod
    def from_command_line(cls, *, pinned: bool = True) -> RestRun:
        """Read the arguments and move to the clients' core."""
        parser = argparse.ArgumentParser()
        parser.add_argument("--port", type=int, required=True)
        parser.add_argument("--count", type=int, required=True)
        if pinned:
            pin(CLIENT_CORE)
        return cls(**vars(parser.parse_args()))


@contextmanager
def tell(run: RestRun) -> Iterator[dict[str, object]]:
    """Time the block and print the result with whatever else it puts into the object."""
    more: dict[str, object] = {}
    start_s, start_cpu_s = time.perf_counter(), time.process_time()
    yield more
    wall_s, used_s = time.perf_counter() - start_s, time.process_time() - start_cpu_s
    print(
        json.dumps({"rate": run.count / wall_s, "cpu_us": used_s / run.count * 1e6} | more),
        flush=True,
    )
