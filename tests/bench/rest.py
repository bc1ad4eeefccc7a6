"""REST: one text to many, in requests of a hundred numbers, against one request per number with bare httpx.

All against the practice provider in the same round, which is the limit for ours: it looks at every number
anyway. The whole program stores each message, its attempt and its answer durably on the way.
"""

from __future__ import annotations

from typing import Any, Final

from tests.bench.measure import Options, Sheet
from tests.bench.processes import ask, practice_server

BARE: Final = "bare httpx, one request per number"
TRANSPORT: Final = "our transport, one text to many"
WHOLE: Final = "whole program, one text to many"


def measure(sheet: Sheet, options: Options) -> None:
    """Run the group."""
    count = int(options.pick(5_000, 500))
    with practice_server() as server:
        for _ in range(options.rounds):
            for case, module, more in (
                (BARE, "httpx_client", ()),
                (TRANSPORT, "ours_rest", ()),
                (WHOLE, "ours_rest", ("--whole",)),
            ):
                told: dict[str, Any] = ask(module, "--port", server.rest_port, "--count", count, *more)
                if told["accepted"] != count:
                    raise RuntimeError(f"{case}: {told['accepted']} of {count} accepted")
                sheet.add(case, told["rate"], "1/s")
                sheet.add(f"{case}: processor", told["cpu_us"], "us/message")
    sheet.compare(TRANSPORT, BARE, at_least=10)
    sheet.compare(WHOLE, BARE, at_least=3)
