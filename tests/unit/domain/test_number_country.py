"""Whose number it is, held against the rule for numbers that are typed."""

from __future__ import annotations

import phonenumbers
import pytest

from vox_console.domain.address import parse_recipient
from vox_console.domain.number_country import country_of


@pytest.mark.parametrize("region", sorted(phonenumbers.SUPPORTED_REGIONS))
def test_a_number_of_every_region_is_of_the_country_that_the_rule_says(region: str) -> None:
    example = phonenumbers.example_number(region)
    assert example is not None
    recipient = parse_recipient(phonenumbers.format_number(example, phonenumbers.PhoneNumberFormat.E164))
    assert country_of(recipient.digits) == recipient.region


@pytest.mark.parametrize(
    ("digits", "country"), [("12345", ""), ("", ""), ("80012345678", "001"), ("999", "")]
)
def test_what_is_of_no_country_says_so(digits: str, country: str) -> None:
    assert country_of(digits) == country
