"""Digits without a plus, read inside one country."""

from __future__ import annotations

import pytest

from vox_console.domain.home_region import HomeRegion, home_region


def home(region: str) -> HomeRegion:
    found = home_region(region)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("region", "digits", "number"),
    [
        ("RS", "0641234567", "641234567"),
        ("RS", "641234567", "641234567"),
        ("RS", "381641234567", "641234567"),
        ("RS", "3810641234567", "641234567"),
        ("US", "12025550100", "2025550100"),
        ("GG", "225644", "1481225644"),
        ("DE", "4912345678", "4912345678"),  # Leer's area code is 491, and no country code is missed
    ],
)
def test_the_national_number_is_found(region: str, digits: str, number: str) -> None:
    assert home(region).national(digits) == number


@pytest.mark.parametrize(("region", "digits"), [("US", "011381641234567"), ("JP", "010381641234567")])
def test_the_way_out_of_the_country_is_left_undecided(region: str, digits: str) -> None:
    assert home(region).national(digits) is None


def test_a_number_too_short_after_all_is_left_undecided() -> None:
    assert home("SH").national("2900") is not None
    assert home("RS").national("0") is None


@pytest.mark.parametrize("region", ["", "XX", "rs", "001"])
def test_a_region_nobody_knows_is_none(region: str) -> None:
    assert home_region(region) is None


def test_the_plan_is_that_of_the_country_code() -> None:
    assert home("IM").plan.code == "44"
    assert home("IM").plan is home("GB").plan
