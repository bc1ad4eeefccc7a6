"""A whole import, from the file to the stored job: rows a second, memory, and how late the window's loop is.

The peer reads and stores a sample of the list, in each round beside ours of the same sample; what it does is
the same for each row, so its rate does not depend on how many there are. Ours reads the whole list as well.
Neither is charged for loading its modules. Ours accepts a few more, numbers that a spreadsheet damaged in
ways that can be undone, and does more: it cuts each text into parts, keeps all cells and counts what the
sheet before the start shows.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from tests.bench.machine import scratch
from tests.bench.measure import Options, Sheet
from tests.bench.processes import OFFSCREEN, ask

_CITIES: Final = ("Novi Sad", "Beograd", "Nis", "Subotica")
_LARGEST_PEAK_MB: Final = 300
_LARGEST_LAG_MS: Final = 25


def measure_import(sheet: Sheet, options: Options, numbers: Sequence[str]) -> None:
    """Enter the figures. numbers: as they stand in the list, one a row."""
    sample = numbers[: int(options.pick(50_000, 5_000))]
    whole = f"import {len(numbers):,} rows, ours"
    with scratch() as place:
        part, full = Path(place) / "part.csv", Path(place) / "full.csv"
        _write(part, sample)
        _write(full, numbers)
        accepted: dict[str, int] = {}
        for _ in range(options.rounds):
            for way in ("ours", "plain"):
                told = ask("import_run", way, part, "--rows", len(sample))
                sheet.add(f"import {len(sample):,} rows, {way}", told["rate"], "1/s")
                accepted[way] = told["accepted"]
        for _ in range(min(options.rounds, 2)):
            told = ask("import_run", "ours", full, "--rows", len(numbers))
            sheet.add(whole, told["rate"], "1/s")
            sheet.add(f"{whole}: peak memory", told["peak_mb"], "MB")
            sheet.add(f"{whole}: of it for the rows", told["peak_mb"] - told["loaded_mb"], "MB")
            _enter_lag(sheet, len(numbers), ask("import_window", full, environment=OFFSCREEN))
    names = (f"import {len(sample):,} rows, ours", f"import {len(sample):,} rows, plain")
    sheet.compare(*names, at_least=5)
    sheet.judge(f"{whole}: peak memory", at_most=_LARGEST_PEAK_MB)
    for step in ("check", "store"):
        sheet.judge(f"{step} {len(numbers):,} rows: lag max", at_most=_LARGEST_LAG_MS)
    sheet.facts["accepted of the sample, ours and plain"] = [accepted["ours"], accepted["plain"]]


def _enter_lag(sheet: Sheet, rows: int, told: dict[str, Any]) -> None:
    for figure in ("p99", "max"):
        sheet.add(f"window idle: lag {figure}", told["idle"][f"lag_{figure}"], "ms")
    for step in ("check", "store"):
        case = f"{step} {rows:,} rows"
        sheet.add(case, told[step]["rate"], "1/s")
        for figure in ("p50", "p99", "max"):
            sheet.add(f"{case}: lag {figure}", told[step][f"lag_{figure}"], "ms")


def _write(path: Path, numbers: Sequence[str]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("Name", "Phone", "City", "Parcel"))
        for row, number in enumerate(numbers):
            writer.writerow((f"Ana {row}", number, _CITIES[row % 4], f"{row:07}"))
