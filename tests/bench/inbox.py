"""Inbox: a hundred thousand conversations opened, scrolled and jumped through; one of them opened.

The floor is a bare QListView over a list of strings in memory, on the same screen in the same process. Ours
ends when the rows are read out of the journal and painted; the window's thread is only held for the part told
apart.
"""

from __future__ import annotations

from tests.bench.measure import Options, Sheet
from tests.bench.processes import OFFSCREEN, ask

_A_FRAME_MS = 16


def measure(sheet: Sheet, options: Options) -> None:
    """Run the group."""
    count = int(options.pick(100_000, 5_000))
    for _ in range(options.rounds):
        told = ask("inbox_window", "--count", count, "--pages", 30, environment=OFFSCREEN)
        for name, value in told.items():
            sheet.add(name, value, "ms")
    sheet.facts["conversations"] = count
    for case in ("first paint", "jump to the end", "scroll by a page"):
        sheet.compare(f"inbox: {case}", f"bare: {case}")
        sheet.judge(f"inbox: {case}", at_most=_A_FRAME_MS)
    sheet.judge("inbox: a conversation opened", at_most=_A_FRAME_MS)
