"""``make bench``: runs groups of measurements, writes one JSON document and prints a short table.

Each group is a module with a function ``measure(sheet, options)``. Nothing here asserts a time: the
figures are for reading, and the machine they came from stands beside them.
"""

from __future__ import annotations

import argparse
import importlib
import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))  # so that it starts as a plain script

from tests.bench import machine
from tests.bench.measure import Options, Sheet

GROUPS = {
    "codec": "encode and decode against smpplib and smpp34",
    "throughput": "submits a second over a socket against smpplib, smpp34 and node-smpp",
    "rest": "one text to many over REST against one request per number with bare httpx",
    "lag": "event-loop lag of the whole program under load",
    "bulk": "numbers of a list, filled texts, and whole imports of a list against the plain way",
    "counter": "key press to counter in the compose pane",
    "start": "first paint and idle memory against a bare window",
    "journal": "durable rows a second, receipts a second",
    "export": "CSV against the csv module, workbooks against libraries, and the room it takes",
    "search": "first page of a search in a million messages against LIKE, and the index being built",
    "log": "first page of every kind of query in a million messages, and what its indexes cost",
    "list": "repaint and jump of the delivery list",
    "inbox": "a hundred thousand conversations against a bare list of strings",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the groups that were asked for; give the exit code."""
    asked = _parser().parse_args(arguments)
    options = Options(rounds=asked.rounds or (2 if asked.quick else 5), quick=asked.quick)
    report: dict[str, object] = {
        "machine": machine.describe(),
        "rounds": options.rounds,
        "quick": options.quick,
    }
    groups: dict[str, dict[str, object]] = {}
    report["groups"] = groups
    for name in asked.groups or GROUPS:
        start_s = time.perf_counter()
        sheet = Sheet(name)
        importlib.import_module(f"tests.bench.{name}").measure(sheet, options)
        groups[name] = {**sheet.to_json(), "took_s": round(time.perf_counter() - start_s, 1)}
        _print_group(name, groups[name])
    asked.out.parent.mkdir(parents=True, exist_ok=True)
    asked.out.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    print(f"\n{asked.out}")
    return 0


def _parser() -> argparse.ArgumentParser:
    listing = "\n".join(f"  {name:11} {what}" for name, what in GROUPS.items())
    parser = argparse.ArgumentParser(
        prog="make bench",
        description=f"Measure.\n\n{listing}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("groups", nargs="*", choices=[*GROUPS, []], metavar="GROUP", help="default: all")
    parser.add_argument("--quick", action="store_true", help="smallest sizes, two rounds: only a look")
    parser.add_argument("--rounds", type=int, default=0, metavar="N", help="default 5")
    parser.add_argument(
        "--out", type=Path, default=machine.OUT / "bench.json", metavar="FILE", help="the JSON document"
    )
    return parser


def _print_group(name: str, group: dict[str, object]) -> None:
    print(f"\n{name}  ({group['took_s']} s)")
    cases = group["cases"]
    assert isinstance(cases, dict)
    for case, told in cases.items():
        print(f"  {case:58} {told['median']:>12,.4g} {told['unit']}")
    ratios = group["ratios"]
    assert isinstance(ratios, list)
    for ratio in ratios:
        print(f"  {_ratio_words(ratio)}")
    for fact, value in dict(group["facts"]).items():  # type: ignore[call-overload]  # a dict by Sheet.to_json
        print(f"  {fact}: {value}")
    for note in list(group["notes"]):  # type: ignore[call-overload]  # a list by Sheet.to_json
        print(f"  note: {note}")
    sys.stdout.flush()


def _ratio_words(ratio: dict[str, object]) -> str:
    goal = ""
    if ratio["at_least"] is not None:
        goal = f"target >= {ratio['at_least']:g}"
    elif ratio["at_most"] is not None:
        goal = f"target <= {ratio['at_most']:g}"
    verdict = {None: "", True: "met", False: "MISSED"}[ratio["met"]]  # type: ignore[index]  # bool or None
    against = f"x  {ratio['case']}  /  {ratio['peer']}" if ratio["peer"] else f"   {ratio['case']}"
    return f"{ratio['ratio']:>9,.3g} {against}   {goal} {verdict}".rstrip()


if __name__ == "__main__":
    sys.exit(main())
