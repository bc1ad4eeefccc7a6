"""One whole import of a CSV file in a process of its own: opened, judged, stored. Ours, or the plain way.

The plain way is what a program without ours would do for the same: csv.DictReader, phonenumbers for each
number (parse, is_valid_number, E.164), a set against repeated ones, one INSERT a row. Both store into SQLite
with synchronous=FULL, the plain way in one transaction.
"""

from __future__ import annotations

import argparse
import asyncio
import csv
import json
import resource
import sqlite3
import sys
import time
from pathlib import Path
from typing import Final

import phonenumbers

from tests.bench.machine import scratch
from tests.bench.programs.import_steps import judge_of, new_job, open_list
from vox_console.services.bulk_import import judged, store
from vox_console.storage.database import Database
from vox_console.storage.schema import STEPS

HOME: Final = "RS"
TEXT: Final = "Dear {Name}, your parcel {Parcel} arrives in {City} on Friday. Reply STOP to end."


def _ours(source: Path, target: Path) -> int:
    return asyncio.run(_import(source, target))


async def _import(source: Path, target: Path) -> int:
    database = Database.open(target, STEPS, post=asyncio.get_running_loop().call_soon_threadsafe)
    table, order = open_list(source, TEXT)
    judge = judge_of(order)
    await store(database, new_job(table), judged(table, judge), now_us=1)
    await asyncio.to_thread(database.close)
    return judge.preflight.books.accepted


def _plain(source: Path, target: Path) -> int:
    db = sqlite3.connect(target)
    db.execute("PRAGMA journal_mode = wal")
    db.execute("PRAGMA synchronous = full")
    db.execute("CREATE TABLE job_rows (id INTEGER PRIMARY KEY, name, number, text, fault)")
    seen: set[str] = set()
    with source.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            number = fault = ""
            try:
                found = phonenumbers.parse(row["Phone"], HOME)
                if phonenumbers.is_valid_number(found):
                    number = phonenumbers.format_number(found, phonenumbers.PhoneNumberFormat.E164)
                else:
                    fault = "not valid"
            except phonenumbers.NumberParseException as refusal:
                fault = str(refusal)
            if number in seen:
                fault = "repeated"
            if not fault:
                seen.add(number)
            values = (row["Name"], number, TEXT.format_map(row), fault)
            db.execute("INSERT INTO job_rows (name, number, text, fault) VALUES (?, ?, ?, ?)", values)
    db.commit()
    db.close()
    return len(seen)


def _peak_mb() -> float:
    """Give the most memory this process has had, in MB; getrusage would tell of the parent's before exec."""
    if sys.platform == "linux":
        lines = Path("/proc/self/status").read_text("ascii").splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << 20)


def main() -> None:
    """Run once and print the result."""
    parser = argparse.ArgumentParser()
    parser.add_argument("way", choices=["ours", "plain"])
    parser.add_argument("source", type=Path)
    parser.add_argument("--rows", type=int, required=True)
    asked = parser.parse_args()
    loaded_mb = _peak_mb()
    ways = {"ours": _ours, "plain": _plain}
    with scratch() as place:
        target = Path(place) / "journal.db"
        start_s = time.perf_counter()
        accepted = ways[asked.way](asked.source, target)
        took_s = time.perf_counter() - start_s
    told = {"rate": asked.rows / took_s, "accepted": accepted, "peak_mb": _peak_mb(), "loaded_mb": loaded_mb}
    print(json.dumps(told))


if __name__ == "__main__":
    main()
