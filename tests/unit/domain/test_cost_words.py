"""A cost in words."""

from __future__ import annotations

from decimal import Decimal

import pytest

from vox_console.domain.cost_words import cost_words
from vox_console.domain.rates import Cost, CostRange


def range_of(low: str, high: str, *, unit: str = "EUR", rows: int = 10, parts: int = 10) -> CostRange:
    return CostRange(Decimal(low), Decimal(high), unit, rows, parts, seen=1_204)


def words(*ranges: CostRange, unknown_rows: int = 0) -> str:
    return cost_words(Cost(ranges, unknown_rows), days=30)


SEEN = "from 1,204 rates seen in the last 30 days"


@pytest.mark.parametrize(
    ("low", "high", "amount"),
    [
        ("41.2", "55.099", "41.20 to 55.10"),
        ("41", "41", "41.00"),
        ("1234.5", "20000", "1,235 to 20,000"),
        ("0.0250", "0.5", "0.025 to 0.5"),
        ("0", "1", "0.00 to 1.00"),
    ],
)
def test_a_range_is_told_as_exactly_as_one_would_say_it(low: str, high: str, amount: str) -> None:
    assert words(range_of(low, high)) == f"about {amount} EUR, {SEEN}"


def test_a_unit_that_was_not_told_is_not_made_up() -> None:
    assert words(range_of("4", "5", unit="")) == f"about 4.00 to 5.00 units of your account, {SEEN}"


def test_rows_without_a_rate_and_the_doubt_about_parts_are_told() -> None:
    assert words(range_of("4", "5", parts=15), unknown_rows=312) == (
        f"about 4.00 to 5.00 EUR, {SEEN}; whether a rate is for a message or for a part is not told; "
        "not counted: 312 rows to countries without a known rate"
    )


def test_several_units_stand_beside_each_other() -> None:
    told = words(range_of("4", "4"), range_of("2", "3", unit="RSD"))
    assert told == "about 4.00 EUR and 2.00 to 3.00 RSD, from 2,408 rates seen in the last 30 days"
