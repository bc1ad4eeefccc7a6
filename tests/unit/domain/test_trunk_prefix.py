"""What stands before a national number comes off as phonenumbers takes it off."""

from __future__ import annotations

import pytest
from phonenumbers import PhoneMetadata

from vox_console.domain.trunk_prefix import Fit, TrunkPrefix


def prefix_of(region: str) -> TrunkPrefix:
    metadata = PhoneMetadata.metadata_for_region(region)
    assert metadata is not None
    return TrunkPrefix(metadata)


@pytest.mark.parametrize(
    ("region", "typed", "significant"),
    [
        ("RS", "0641234567", "641234567"),
        ("RS", "641234567", "641234567"),
        ("US", "12025550100", "2025550100"),
        ("HU", "06201234567", "201234567"),
        ("IT", "0669812345", "0669812345"),  # its zero is part of it
        ("ES", "0612345678", "0612345678"),  # a country without a prefix
    ],
)
def test_the_prefix_comes_off_where_the_country_has_one(region: str, typed: str, significant: str) -> None:
    assert prefix_of(region).significant(typed) == significant


@pytest.mark.parametrize(
    ("region", "typed", "significant"),
    [
        ("AR", "0111512345678", "91112345678"),  # the mobile 15 becomes a 9 in front
        ("AG", "4641234", "2684641234"),  # seven local digits of an island
        ("BR", "0151112345678", "1112345678"),  # the digits of a carrier
    ],
)
def test_digits_move_where_the_country_says_so(region: str, typed: str, significant: str) -> None:
    assert prefix_of(region).significant(typed) == significant


def test_a_prefix_stays_when_too_little_would_be_left() -> None:
    assert prefix_of("RS").significant("0641") == "0641"
    assert prefix_of("RS").removed_from("0641") == "641"


def test_a_prefix_stays_when_a_number_would_become_none() -> None:
    """Belarus takes off 8 or 80, but 800 numbers begin with it."""
    assert prefix_of("BY").removed_from("8001234567") == "8001234567"


@pytest.mark.parametrize(
    ("digits", "expected"),
    [
        ("123", Fit.TOO_SHORT),
        ("1234", Fit.LOCAL_ONLY),
        ("1234567", Fit.FITS),
        ("12345678", Fit.LOCAL_ONLY),
        ("1234567890", Fit.FITS),
        ("12345678901", Fit.TOO_LONG),
    ],
)
def test_a_length_fits_or_says_how_it_does_not(digits: str, expected: Fit) -> None:
    assert prefix_of("GB").fit(digits) is expected


def test_a_length_may_lie_between_two_known_ones() -> None:
    assert prefix_of("SE").fit("1" * 11) is Fit.BETWEEN


def test_the_general_description_is_of_the_whole_number() -> None:
    assert prefix_of("GB").is_general("7400123456")
    assert not prefix_of("GB").is_general("74001234567")
