"""What a list costs by the rates that were told."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vox_console.domain.preflight import CountryRows
from vox_console.domain.rates import (
    CostRange,
    Rate,
    RateRange,
    SeenRate,
    cost_of,
    rate_ranges,
    read_rate,
)

RS = CountryRows("RS", 100, (), 150)
DE = CountryRows("DE", 10, (), 10)


@pytest.mark.parametrize(
    ("text", "rate"),
    [
        ("0.0250", Rate(Decimal("0.0250"), "")),
        ("0,025", Rate(Decimal("0.025"), "")),
        (" 0.03 eur ", Rate(Decimal("0.03"), "EUR")),
        ("USD 1", Rate(Decimal(1), "USD")),
        ("0", Rate(Decimal(0), "")),
    ],
)
def test_a_rate_is_read_with_dot_or_comma_and_its_currency(text: str, rate: Rate) -> None:
    assert read_rate(text) == rate


@pytest.mark.parametrize("text", ["", "free", "-1", "1,234.56", "NaN", "1e9", "0.02 €", "EUR 1 EUR", "٣"])
def test_what_is_no_rate_for_sure_is_none(text: str) -> None:
    assert read_rate(text) is None


@given(st.text(max_size=20))
def test_no_text_of_a_provider_breaks_the_reading(text: str) -> None:
    rate = read_rate(text)
    assert rate is None or (rate.amount.is_finite() and rate.amount >= 0)


def test_a_region_has_the_lowest_and_the_highest_of_its_rates() -> None:
    seen = [
        SeenRate("RS", "0.02", 5),
        SeenRate("RS", "0,05", 2),
        SeenRate("RS", "?", 9),
        SeenRate("", "1", 1),
    ]
    assert rate_ranges(seen) == {"RS": RateRange(Decimal("0.02"), Decimal("0.05"), "", 7)}


def test_of_several_currencies_the_one_that_was_told_most_often_counts() -> None:
    seen = [SeenRate("RS", "0.02 EUR", 5), SeenRate("RS", "2 RSD", 6)]
    assert rate_ranges(seen)["RS"].unit == "RSD"
    assert rate_ranges(reversed(seen))["RS"].unit == "RSD"


def test_a_cost_lies_between_each_message_at_the_lowest_and_each_part_at_the_highest() -> None:
    ranges = rate_ranges([SeenRate("RS", "0.02", 5), SeenRate("RS", "0.05", 2)])
    cost = cost_of([RS, DE], ranges)
    assert cost is not None
    assert cost.ranges == (CostRange(Decimal("2.00"), Decimal("7.50"), "", 100, 150, 7),)
    assert cost.unknown_rows == 10


def test_each_unit_has_a_sum_of_its_own() -> None:
    cost = cost_of([RS, DE], rate_ranges([SeenRate("RS", "2 RSD", 5), SeenRate("DE", "0.07 EUR", 2)]))
    assert cost is not None
    assert [(each.unit, each.low, each.rows) for each in cost.ranges] == [
        ("RSD", Decimal(200), 100),
        ("EUR", Decimal("0.70"), 10),
    ]
    assert cost.unknown_rows == 0


def test_nothing_is_told_when_nothing_is_known() -> None:
    assert cost_of([RS, DE], {}) is None
    assert cost_of([], rate_ranges([SeenRate("RS", "0.02", 5)])) is None
