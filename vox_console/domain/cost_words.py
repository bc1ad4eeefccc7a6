"""A cost in words: a range, what it was made of, and what it leaves out. Never more exact than the rates."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from vox_console.domain.rates import Cost, CostRange

__all__ = ["cost_words"]

NO_UNIT: Final = "units of your account"
_WHOLE_FROM = 1_000


def cost_words(cost: Cost, *, days: int) -> str:
    """Give "about 41.20 to 55.10 EUR, from 1,204 rates seen in the last 30 days". days: how far back."""
    sums = " and ".join(_range_words(each) for each in cost.ranges)
    seen = sum(each.seen for each in cost.ranges)
    words = f"about {sums}, from {seen:,} rate{'' if seen == 1 else 's'} seen in the last {days} days"
    if any(each.parts > each.rows for each in cost.ranges):
        words += "; whether a rate is for a message or for a part is not told"
    if cost.unknown_rows:
        rows = f"{cost.unknown_rows:,} row{'' if cost.unknown_rows == 1 else 's'}"
        words += f"; not counted: {rows} to countries without a known rate"
    return words


def _range_words(each: CostRange) -> str:
    low, high = _amount(each.low), _amount(each.high)
    amount = low if low == high else f"{low} to {high}"
    return f"{amount} {each.unit or NO_UNIT}"


def _amount(amount: Decimal) -> str:
    """Give an amount with as many digits as one would say."""
    if amount and amount < 1:
        return f"{amount.quantize(Decimal('0.0001'), ROUND_HALF_UP).normalize():f}"
    step = Decimal(1) if amount >= _WHOLE_FROM else Decimal("0.01")
    return f"{amount.quantize(step, ROUND_HALF_UP):,}"
