"""What people put before a number inside their country, and how it comes off ("0" in 064 123 45 67).

Theory of operation. phonenumbers' metadata says for each region what may stand before a national number
(`national_prefix_for_parsing`, an expression), what a match is to be replaced by
(`national_prefix_transform_rule`, only where digits move: Argentina's 15, seven local digits on an island of
the North American plan) and which lengths numbers have. The prefix is not taken off where that would make a
number of the region into none, nor where too little would be left. These are the rules of phonenumbers' own
parse, over the same data, without its normalising of text: here numbers are ASCII digits already.

Sources: phonenumbers' PhoneMetadata and its `parse`; number_plan.py and home_region.py call this.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from phonenumbers import PhoneMetadata
    from phonenumbers.phonemetadata import PhoneNumberDesc

__all__ = ["Fit", "TrunkPrefix", "fit", "general", "never_matches"]


class Fit(StrEnum):
    """How a number of so many digits stands to the lengths that a region knows."""

    FITS = "fits"
    LOCAL_ONLY = "local_only"
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    BETWEEN = "between"


_LEAVES_TOO_LITTLE = frozenset({Fit.TOO_SHORT, Fit.LOCAL_ONLY, Fit.BETWEEN})


def general(region: PhoneMetadata) -> PhoneNumberDesc:
    """Give what all numbers of a region have in common."""
    assert region.general_desc is not None, "every region has one"  # noqa: S101 - for the type checker
    return region.general_desc


def fit(length: int, known: PhoneNumberDesc) -> Fit:
    """Compare a length with those of a region's general description."""
    if length in known.possible_length_local_only:
        return Fit.LOCAL_ONLY
    if length in known.possible_length:
        return Fit.FITS
    if length < known.possible_length[0]:
        return Fit.TOO_SHORT
    return Fit.TOO_LONG if length > known.possible_length[-1] else Fit.BETWEEN


def never_matches(expression: str, opening: str) -> bool:
    """Say whether an expression certainly matches no number that opens with these digits.

    Only of nothing at all, of digits, and of a choice between digits it is known; most are of these kinds.
    """
    choices = expression.split("|") if expression else ()
    return all(
        each.isdecimal() and not each.startswith(opening) and not opening.startswith(each) for each in choices
    )


class TrunkPrefix:
    """The prefix of one region."""

    def __init__(self, region: PhoneMetadata) -> None:
        self._general = general(region)
        self._is_general = re.compile(self._general.national_number_pattern or "(?!)").fullmatch
        self._expression = region.national_prefix_for_parsing or ""
        # None where a region has no prefix; "0" alone, as most have it, needs no expression.
        self._match = re.compile(self._expression or "(?!)").match
        self._zero_alone = self._expression in {"", "0"}
        self._rule = region.national_prefix_transform_rule

    def is_general(self, number: str) -> bool:
        """Say whether the region's general expression describes the whole number, at whatever length."""
        return self._is_general(number) is not None

    def fit(self, number: str) -> Fit:
        """Compare the number's length with those of the region."""
        return fit(len(number), self._general)

    def length_fits(self, length: int) -> bool:
        """Say whether the region has whole numbers of so many digits."""
        return fit(length, self._general) is Fit.FITS

    def is_zero_of(self, opening: str) -> bool:
        """Say whether all of the prefix is a zero, and a number that opens so has it."""
        return self._expression == "0" and opening.startswith("0")

    def spares(self, opening: str) -> bool:
        """Say whether nothing comes off any number that opens with these digits."""
        return never_matches(self._expression, opening)

    def significant(self, number: str) -> str:
        """Give the national significant number: without prefix, if enough is left without it."""
        if self._zero_alone and number[:1] != "0":
            return number
        stripped = self.removed_from(number)
        if stripped != number and self.fit(stripped) in _LEAVES_TOO_LITTLE:
            return number
        return stripped

    def removed_from(self, number: str) -> str:
        """Take the prefix off unless a number of the region would be none afterwards."""
        found = self._match(number)
        if found is None:
            return number
        groups = found.groups()
        if self._rule and groups and groups[-1] is not None:
            stripped = found.expand(self._rule) + number[found.end() :]
        else:
            stripped = number[found.end() :]
        if self.is_general(number) and not self.is_general(stripped):
            return number
        return stripped
