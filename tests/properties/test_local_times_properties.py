"""Zones of numbers against phonenumbers' own: never a place that it excludes, and every one it is sure of.

phonenumbers answers for a landline by its opening and for a mobile number by its country. Ours may be
narrower than the latter where the opening is an area code or another country of the same code.
"""

from __future__ import annotations

import phonenumbers
from hypothesis import given
from hypothesis import strategies as st
from phonenumbers import PhoneNumberFormat, PhoneNumberType
from phonenumbers.timezone import UNKNOWN_TIMEZONE, time_zones_for_number
from phonenumbers.tzdata import TIMEZONE_DATA

from vox_console.domain.local_times import local_times, zone_opening, zones_of

MOBILE = {PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE}
NARROWER = {"1", "7"}
WIDER = {"62", "691"}  # where phonenumbers takes mobile numbers of these islands for landlines of one


def mobile_numbers() -> list[tuple[str, set[str]]]:
    """An example of every region's mobile numbers, with the zones that phonenumbers gives."""
    found = []
    for region in sorted(phonenumbers.SUPPORTED_REGIONS):
        for kind in PhoneNumberType.values():
            number = phonenumbers.example_number_for_type(region, kind)
            if number is not None and phonenumbers.number_type(number) in MOBILE:
                digits = phonenumbers.format_number(number, PhoneNumberFormat.E164)[1:]
                found.append((digits, set(time_zones_for_number(number)) - {UNKNOWN_TIMEZONE}))
    return found


def test_mobile_numbers_of_every_region_stand_where_phonenumbers_says() -> None:
    examples = mobile_numbers()
    assert len(examples) > 240
    for digits, theirs in examples:
        ours = set(zones_of(digits))
        code = str(phonenumbers.parse("+" + digits).country_code)
        assert ours, digits
        if code in WIDER:
            assert ours > theirs, digits
        elif code in NARROWER:
            assert ours <= theirs, digits
        else:
            assert ours == theirs, digits


@given(st.from_regex(r"[1-9][0-9]{6,14}", fullmatch=True))
def test_any_number_has_an_opening_of_the_table_or_none(digits: str) -> None:
    opening = zone_opening(digits)
    assert digits.startswith(opening)
    assert zones_of(digits) == TIMEZONE_DATA.get(opening, ()) == zones_of(opening)


@given(
    st.sets(
        st.sampled_from(sorted({each for zones in TIMEZONE_DATA.values() for each in zones})), min_size=1
    ),
    st.integers(1_000_000_000, 4_000_000_000),
)
def test_every_zone_is_known_and_stands_within_the_range(zones: set[str], now_s: int) -> None:
    there = local_times(zones, now_s * 1_000_000)
    assert there is not None
    assert there.earliest == there.latest  # the same moment
    for name in zones:
        alone = local_times([name], now_s * 1_000_000)
        assert alone is not None
        clock = alone.earliest.replace(tzinfo=None)
        assert there.earliest.replace(tzinfo=None) <= clock <= there.latest.replace(tzinfo=None)
