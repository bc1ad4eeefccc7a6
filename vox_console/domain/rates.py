"""What messages cost by the rates that the provider told, as a range: nothing here is a price list.

Theory of operation. A callback or an answer may carry a rate: decimal text, with dot or comma, mostly without
a currency, and it is not told whether it is for a message or for each of its parts (provider_interface §11,
U18). So the lowest rate that was seen for a country counts once for each message, the highest once for each
part, and what lies between is as much as can be said. A country without a rate is left out and counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from vox_console.domain.preflight import CountryRows

__all__ = ["Cost", "CostRange", "Rate", "RateRange", "SeenRate", "cost_of", "rate_ranges", "read_rate"]

_RATE = re.compile(r"(?:([A-Z]{3})\s*)?(\d{1,9}(?:[.,]\d{1,9})?)(?:\s*([A-Z]{3}))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate as told. unit: a currency's three letters, "" when none was told."""

    amount: Decimal
    unit: str


@dataclass(frozen=True, slots=True)
class SeenRate:
    """How often a rate was told for numbers of a region. text: as the provider wrote it."""

    region: str
    text: str
    times: int


@dataclass(frozen=True, slots=True)
class RateRange:
    """The lowest and the highest rate of a region. seen: how many messages or parts they were told of."""

    low: Decimal
    high: Decimal
    unit: str
    seen: int


@dataclass(frozen=True, slots=True)
class CostRange:
    """What some rows cost together. rows, parts: of how many. seen: from how many rates."""

    low: Decimal
    high: Decimal
    unit: str
    rows: int
    parts: int
    seen: int


@dataclass(frozen=True, slots=True)
class Cost:
    """The cost of a list, one range for each unit. unknown_rows: to countries without a known rate."""

    ranges: tuple[CostRange, ...]
    unknown_rows: int


def read_rate(text: str) -> Rate | None:
    """Read a rate, None when it cannot be told what it is ("1,234.56", "-1", "free")."""
    match = _RATE.fullmatch(text.strip().upper())
    if match is None or (match[1] and match[3]):
        return None
    return Rate(Decimal(match[2].replace(",", ".")), match[1] or match[3] or "")


def rate_ranges(seen: Iterable[SeenRate]) -> dict[str, RateRange]:
    """Give the range of each region; of several units the one that was told most often."""
    found: dict[tuple[str, str], RateRange] = {}
    for each in seen:
        rate = read_rate(each.text)
        if rate is None or not each.region:
            continue
        key = each.region, rate.unit
        known = found.get(key, RateRange(rate.amount, rate.amount, rate.unit, 0))
        low, high = min(known.low, rate.amount), max(known.high, rate.amount)
        found[key] = RateRange(low, high, rate.unit, known.seen + each.times)
    chosen: dict[str, RateRange] = {}
    for (region, _), each_range in sorted(found.items(), key=lambda item: (item[1].seen, item[0])):
        chosen[region] = each_range  # the last is the one that was seen most
    return chosen


def cost_of(countries: Iterable[CountryRows], ranges: Mapping[str, RateRange]) -> Cost | None:
    """Give what rows cost; None when no rate is known for any of them."""
    sums: dict[str, CostRange] = {}
    unknown = 0
    for country in countries:
        known = ranges.get(country.region)
        if known is None:
            unknown += country.rows
            continue
        so_far = sums.get(known.unit, CostRange(Decimal(0), Decimal(0), known.unit, 0, 0, 0))
        sums[known.unit] = CostRange(
            so_far.low + known.low * country.rows,
            so_far.high + known.high * country.parts,
            known.unit,
            so_far.rows + country.rows,
            so_far.parts + country.parts,
            so_far.seen + known.seen,
        )
    ranges_found = sorted(sums.values(), key=lambda each: (-each.rows, each.unit))
    return Cost(tuple(ranges_found), unknown) if ranges_found else None
