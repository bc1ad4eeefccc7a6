"""Many numbers in little room: eight octets each, made once and asked often."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable


class NumberSet:
    """A set of E.164 numbers, given and asked for as digits. A million of them take 8 MB."""

    def __init__(self, numbers: Iterable[str] = ()) -> None:
        self._sorted = array("Q", sorted(map(int, numbers)))

    def __contains__(self, digits: object) -> bool:
        if not isinstance(digits, str) or not digits:
            return False
        wanted = int(digits)
        at = bisect_left(self._sorted, wanted)
        return at < len(self._sorted) and self._sorted[at] == wanted
