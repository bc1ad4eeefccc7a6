"""Durations by the million, kept as counts: percentiles with a known error, and what cannot be true apart.

Theory of operation. Each class ends at a power of 2**(1/4) seconds, so that a class is 19 % wide everywhere
between a quarter of a second and twelve days, and some ninety numbers stand for any number of durations. A
percentile is told as the upper end of its class: "95 % within 9.5 s" is then true of all that was counted,
and at most 19 % too careful. Durations below zero, which a provider's clock makes, have a class of their own:
they are counted and told, never hidden among the short ones.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final

PER_OCTAVE: Final = 4
SHORTEST_S: Final = 0.25
LONGEST_S: Final = 2.0**20
NEGATIVE: Final = -1
"""The class of durations that cannot be: it was told before it left."""
_LAST: Final = round(math.log2(LONGEST_S / SHORTEST_S) * PER_OCTAVE)


def class_of(duration_s: float) -> int:
    """Give the class of a duration."""
    if duration_s < 0:
        return NEGATIVE
    if duration_s <= SHORTEST_S:
        return 0
    return min(_LAST, math.ceil(math.log2(duration_s / SHORTEST_S) * PER_OCTAVE - 1e-9))


def longest_of(number: int) -> float:
    """Give the longest duration of a class, in seconds; the last class has none and gives infinity."""
    return math.inf if number >= _LAST else SHORTEST_S * 2 ** (number / PER_OCTAVE)


def within(counts: Mapping[int, int], share: float) -> float | None:
    """Give how long it took for this share of them at the longest, in seconds; None when there are none.

    share: above 0, up to 1. Durations below zero are left out.
    """
    total = sum(count for number, count in counts.items() if number != NEGATIVE)
    if not total:
        return None
    wanted = math.ceil(share * total)
    passed = 0
    for number in sorted(number for number in counts if number != NEGATIVE):
        passed += counts[number]
        if passed >= wanted:
            return longest_of(number)
    raise AssertionError("the counts add up")
