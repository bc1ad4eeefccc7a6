"""One expression for a country code and a length gives what phonenumbers finds with dozens."""

from __future__ import annotations

import subprocess
import sys

import pytest

from vox_console.domain.number_plan import NumberPlan, plan_for, plan_of
from vox_console.domain.trunk_prefix import Fit


def plan(country_code: int) -> NumberPlan:
    found = plan_of(country_code)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("country_code", "number", "region", "code"),
    [
        (381, "641234567", "RS", ""),
        (381, "112345678", "RS", "not_mobile"),
        (44, "7400123456", "GB", ""),
        (44, "7624123456", "IM", ""),  # known by its leading digits
        (44, "1624756789", "IM", "not_mobile"),
        (44, "7700900123", "GB", "not_assigned"),  # Ofcom's numbers for drama
        (44, "740012345", "GB", "not_assigned"),
        (44, "74001234", "GB", "too_short"),
        (44, "74001234567", "GB", "too_long"),
        (1, "2025550100", "US", ""),  # fixed or mobile, nobody can tell
        (1, "6045550100", "CA", ""),
        (1, "8765550100", "JM", ""),
        (1, "8761110100", "JM", "not_assigned"),  # its leading digits alone make it Jamaica's
        (1, "8005550100", "US", "not_mobile"),
        (1, "1115550100", "US", "not_assigned"),
        (7, "7012345678", "KZ", ""),
        (800, "12345678", "001", "not_mobile"),
    ],
)
def test_a_number_has_a_region_and_maybe_a_problem(
    country_code: int, number: str, region: str, code: str
) -> None:
    verdict = plan(country_code).judge(number)
    assert (verdict.region, verdict.code) == (region, code)
    assert verdict.refused == (code in {"too_short", "too_long"})


def test_the_same_number_has_the_same_verdict_the_second_time() -> None:
    assert plan(381).judge("641234567") == plan(381).judge("641234568")


def test_validity_and_length_are_two_questions() -> None:
    """Canada has numbers of seven digits, and the main region of +1 calls that a missing area code."""
    verdict = plan(1).judge("3101234")
    assert verdict.valid
    assert verdict.possible
    assert verdict.fit is Fit.LOCAL_ONLY
    assert verdict.refused


@pytest.mark.parametrize(
    ("digits", "code"),
    [("12025550100", "1"), ("381641234567", "381"), ("4474", "44"), ("80012345678", "800")],
)
def test_a_plan_is_found_by_how_the_number_begins(digits: str, code: str) -> None:
    found = plan_for(digits)
    assert found is not None
    assert found.code == code


@pytest.mark.parametrize("digits", ["999123456789", "0381641234567", "", "21"])
def test_a_code_of_no_country_has_no_plan(digits: str) -> None:
    assert plan_for(digits) is None


def test_a_plan_is_made_once() -> None:
    assert plan_of(381) is plan_for("381641234567")
    assert plan_of(999) is None


def test_importing_it_does_not_load_the_numbering_plans() -> None:
    check = "import sys, vox_console.domain.bulk_number; sys.exit('phonenumbers' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", check], check=False).returncode == 0
