"""Rounds, medians and ratios: how a group of measurements is kept and judged.

Theory of operation. Machines drift (by a factor of two within minutes on a shared one), so an absolute
figure proves nothing. Every case runs once per round, all cases of a group in turn; what is reported as a
finding is the median over the rounds of *ratios inside one round*, each to a named peer or floor.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from typing import Final

LARGER_IS_BETTER: Final = frozenset({"1/s"})


@dataclass(frozen=True, slots=True)
class Options:
    """How much to measure. quick: smallest sizes, for a look; its figures are no findings."""

    rounds: int
    quick: bool

    def pick(self, full: float, quick: float) -> float:
        """Give the size for this run."""
        return quick if self.quick else full


@dataclass(frozen=True, slots=True)
class Comparison:
    """A case against its peer, or against the target alone when `peer` is "".

    At most one of the two targets is set; none when the ratio is only shown.
    """

    case: str
    peer: str
    at_least: float | None
    at_most: float | None


class Sheet:
    """The measurements of one group."""

    def __init__(self, group: str) -> None:
        self.group = group
        self._units: dict[str, str] = {}
        self._values: dict[str, list[float]] = {}
        self._comparisons: list[Comparison] = []
        self.facts: dict[str, object] = {}
        self.notes: list[str] = []

    def add(self, case: str, value: float, unit: str) -> None:
        """Enter what a case gave in this round; the n-th value of every case belongs to round n."""
        self._units[case] = unit
        self._values.setdefault(case, []).append(value)

    def compare(
        self, case: str, peer: str, *, at_least: float | None = None, at_most: float | None = None
    ) -> None:
        """Ask for the ratio of `case` to `peer`; a target says which side of it is good."""
        self._comparisons.append(Comparison(case, peer, at_least, at_most))

    def judge(self, case: str, *, at_least: float | None = None, at_most: float | None = None) -> None:
        """Hold the median of `case` itself against a target that the specification gives in its unit."""
        self._comparisons.append(Comparison(case, "", at_least, at_most))

    def median(self, case: str) -> float:
        """Give the median of a case over its rounds."""
        return median(self._values[case])

    def to_json(self) -> dict[str, object]:
        """Give the whole sheet as JSON values."""
        return {
            "cases": {
                case: {
                    "unit": self._units[case],
                    "median": _rounded(self.median(case)),
                    "rounds": [*map(_rounded, values)],
                }
                for case, values in self._values.items()
            },
            "ratios": [ratio for comparison in self._comparisons if (ratio := self._ratio(comparison))],
            "facts": self.facts,
            "notes": self.notes,
        }

    def _ratio(self, comparison: Comparison) -> dict[str, object] | None:
        ours = self._values.get(comparison.case)
        theirs = self._values.get(comparison.peer) if comparison.peer else [1.0] * len(ours or ())
        if not ours or not theirs:
            return None  # the peer is not on this machine, or the run was a quick one; a note says so
        ratio = median(mine / other for mine, other in zip(ours, theirs, strict=True) if other)
        met = None
        if comparison.at_least is not None:
            met = ratio >= comparison.at_least
        elif comparison.at_most is not None:
            met = ratio <= comparison.at_most
        return {
            "case": comparison.case,
            "peer": comparison.peer,
            "ratio": _rounded(ratio),
            "at_least": comparison.at_least,
            "at_most": comparison.at_most,
            "met": met,
        }


def seconds(work: Callable[[], object]) -> float:
    """Give how long `work` takes, without the garbage collector's turn falling into it."""
    gc.collect()
    gc.disable()
    try:
        start_s = time.perf_counter()
        work()
        return time.perf_counter() - start_s
    finally:
        gc.enable()


def percentile(values: list[float], share: float) -> float:
    """Give the value below which `share` (0..1) of the sorted values lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def _rounded(value: float) -> float:
    return float(f"{value:.4g}")
