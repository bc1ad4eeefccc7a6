"""List: a full repaint of the delivery list and a jump into a million messages, against a usual table.

The usual table is a QTableView over a model that makes its texts in ``data()`` and reads pages by LIMIT and
OFFSET on the window's thread. Same journal, same size in pixels, offscreen. A jump of ours ends when the
rows are painted; the window's thread is only held for the part told apart.
"""

from __future__ import annotations

from tests.bench.measure import Options, Sheet
from tests.bench.processes import OFFSCREEN, ask


def measure(sheet: Sheet, options: Options) -> None:
    """Run the group."""
    count = int(options.pick(1_000_000, 20_000))
    for _ in range(min(options.rounds, 3)):  # each makes its own million
        told = ask("list_window", "--count", count, "--jumps", 20, environment=OFFSCREEN)
        for name, value in told.items():
            sheet.add(name, value, "rows" if name.endswith("rows shown") else "ms")
    sheet.facts["messages"] = count
    sheet.compare("ours: repaint", "usual: repaint", at_most=0.4)
    sheet.compare("ours: jump", "usual: jump", at_most=0.3)
    sheet.judge("ours: jump", at_most=16)
