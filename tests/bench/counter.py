"""Counter: from the key press to the counter, in the compose pane as it is, and the count alone.

The pane does more than the peer: part marks, underlined characters, notes, the label of Send. The largest
size is the largest text the editor takes; the count alone is also measured at 100,000 characters.
"""

from __future__ import annotations

from typing import Final

from tests.bench.measure import Options, Sheet, seconds
from tests.bench.processes import OFFSCREEN, ask
from tests.bench.smpplib_peer import count_parts
from vox_console.domain.segmentation import segment

_LENGTHS: Final = (10, 1_000, 100_000)


def measure(sheet: Sheet, options: Options) -> None:
    """Run the group."""
    sizes: list[str] = []
    for _ in range(options.rounds):
        told = ask("counter_window", environment=OFFSCREEN)
        sizes = [*told]
        for size, cases in told.items():
            for case, took_ms in cases.items():
                sheet.add(f"key to counter at {size} characters, {case}", took_ms, "ms")
        for length in _LENGTHS:
            _count_alone(sheet, length)
    for size, limit in zip(sizes, (None, 0.4, 0.01), strict=True):
        ours = f"key to counter at {size} characters, ours"
        sheet.compare(ours, f"key to counter at {size} characters, smpplib", at_most=limit)
        sheet.compare(ours, f"key to counter at {size} characters, no counter", at_most=2.5)
    for length in _LENGTHS:
        sheet.compare(f"count alone of {length}, ours", f"count alone of {length}, smpplib")


def _count_alone(sheet: Sheet, size: int) -> None:
    text = ("Your parcel 4711 arrives today. " * (size // 32 + 1))[:size]
    repeats = max(1, 20_000 // size)
    ours = seconds(lambda: [segment(text) for _ in range(repeats)]) / repeats
    theirs = seconds(lambda: [count_parts(text) for _ in range(repeats)]) / repeats
    sheet.add(f"count alone of {size}, ours", ours * 1000, "ms")
    sheet.add(f"count alone of {size}, smpplib", theirs * 1000, "ms")
