"""Phone numbers by the column: what most cells of a list are, read without a step of their own.

Theory of operation. The punctuation of a whole column is dropped in one translation. What is left of a number
is then known by its length and its *opening*, a plus or "00", three digits of a country code and one more:
these tell where the national significant number begins and which expression of which plan judges it, for
every number that has them. So the way to a number is worked out once for each opening, and a number costs
one look-up and one expression.

Only numbers in a known range, that nothing is wrong with and no spreadsheet has touched, are decided here.
All else (points and dates, which may be damage, rare characters, a country code without a plus, a trunk
prefix of more than a zero, and whatever is not valid) is left to `bulk_number.NumberReader`, which stays the
rule; tests/properties/test_number_column_properties.py holds both to each other.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from vox_console.domain.address import MAX_DIGITS, MIN_DIGITS
from vox_console.domain.home_region import HomeRegion, home_region
from vox_console.domain.number_plan import NumberPlan, plan_for

__all__ = ["Known", "NumberColumn", "column_of"]

Known = tuple[str, str]
"""E.164 digits without plus, and their region. A bare tuple: there are millions."""

_MOST_OPENINGS: Final = 20_000  # a hostile file could bring millions
_BETWEEN: Final = ","  # no part of a number's punctuation
_DATE: Final = re.compile(r"(?:19|20)[0-9]{2}-[01][0-9]-[0-3][0-9]")
_DATE_END: Final = re.compile(r"-[01][0-9]-[0-3]")  # what is looked for first, for it is found out faster
_NOT_A_DASH: Final = bytes([*range(0x21), 0x7F, *b"()[]/"])
_DROPPED: Final = _NOT_A_DASH + b"-"


class _Way(NamedTuple):
    """How numbers with an opening are read. start: of the national number. regions: by the group, or None."""

    match: Callable[[str], re.Match[str] | None]
    start: int
    code: str
    regions: tuple[str | None, ...]


class _Ways(dict[tuple[str, int], "_Way | None"]):
    """The ways by opening and length, each worked out by `find` when it is asked for first."""

    def __init__(self, find: Callable[[str, int], _Way | None]) -> None:
        super().__init__()
        self._find = find

    def __missing__(self, opening: tuple[str, int]) -> _Way | None:
        if len(self) >= _MOST_OPENINGS:
            self.clear()
        found = self[opening] = self._find(*opening)
        return found


class NumberColumn:
    """Reads columns of one default region, "" for none."""

    def __init__(self, region: str) -> None:
        self._region = region
        self._home = home_region(region) if region else None
        self._ways = _Ways(self._way)

    def read(self, column: Sequence[str]) -> list[Known | None]:
        """Read each cell; None for what is not decided here."""
        cells = _compacted(column)
        openings = [(cell[:6] if cell[:2] == "00" else cell[:5], len(cell)) for cell in cells]
        known: list[Known | None] = []
        for cell, way in zip(cells, map(self._ways.__getitem__, openings), strict=True):
            if way is not None:
                match, start, code, regions = way
                number = cell[start:]
                found = match(number)
                region = regions[found.lastindex or 0] if found else None
                known.append((code + number, region) if region else None)
            else:
                known.append(None)
        return known

    def _way(self, opening: str, length: int) -> _Way | None:
        begin = 1 if opening[:1] == "+" else 2 if opening[:2] == "00" else 0
        digits, count = opening[begin:], length - begin
        if not (digits.isascii() and digits.isdecimal() and MIN_DIGITS <= count <= MAX_DIGITS):
            return None
        if begin == 0 and self._home is not None:
            return self._at_home(self._home, digits, count)
        plan = plan_for(digits)
        if plan is None or not plan.trunk.spares(digits[len(plan.code) :]):
            return None
        return _judged(plan, begin + len(plan.code), length)

    def _at_home(self, home: HomeRegion, digits: str, count: int) -> _Way | None:
        start = home.start_of(digits, count)
        if start is None:
            return None
        way = _judged(home.plan, start, count, only=self._region)
        if not digits.startswith(home.plan.code):
            return way
        return way._replace(match=lambda rest: None if home.general(way.code + rest) else way.match(rest))


def _judged(plan: NumberPlan, start: int, length: int, *, only: str = "") -> _Way:
    """Give the way of a plan. only: the region whose numbers alone are decided, "" for all."""
    match, verdicts = plan.judge_of(length - start)
    regions = tuple(
        each.region if each and each.valid and not each.refused and only in {"", each.region} else None
        for each in verdicts
    )
    return _Way(match, start, plan.code, regions)


def _compacted(column: Sequence[str]) -> list[str]:
    """Give what is left of each cell without punctuation; of some cells more is left, none is another."""
    whole = _BETWEEN.join(column)
    if not whole.isascii() or whole.count(_BETWEEN) != len(column) - 1:
        return [_alone(cell) for cell in column]
    dropped = _NOT_A_DASH if _DATE_END.search(whole) and _DATE.search(whole) else _DROPPED
    return whole.encode().translate(None, dropped).decode().split(_BETWEEN)


def _alone(cell: str) -> str:
    if not cell.isascii() or _DATE.search(cell):
        return ""
    return cell.encode().translate(None, _DROPPED).decode()


@functools.lru_cache(maxsize=256)
def column_of(region: str) -> NumberColumn:
    """Give who reads the columns of a region, which keeps the openings it has seen."""
    return NumberColumn(region)
