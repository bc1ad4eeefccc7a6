"""How digits without a plus are read in one region: inside the country, or with its own country code.

Theory of operation. phonenumbers' parse takes digits for a national number unless they begin with the
region's country code and only make a number of the region without it (or are too long to be one with it).
Then the trunk prefix comes off by the rules of the region, or of the country code's main region when the
code stood there. Digits that begin with the way *out* of the country ("011" in the United States) are left
undecided; "00" does not come here, domain.address reads it everywhere as a plus.

Sources: phonenumbers' parse and PhoneMetadata (`international_prefix`, `national_prefix_for_parsing`).
"""

from __future__ import annotations

import functools
import re

from vox_console.domain.number_plan import NumberPlan, plan_of
from vox_console.domain.trunk_prefix import Fit, TrunkPrefix, never_matches

__all__ = ["HomeRegion", "home_region"]

_SHORTEST, _LONGEST = 2, 17  # what phonenumbers takes for a national significant number


class HomeRegion:
    """The region whose national numbers are meant; made by `home_region`."""

    def __init__(self, plan: NumberPlan, trunk: TrunkPrefix, way_out: str) -> None:
        self.plan = plan
        self._trunk = trunk
        self._way_out = way_out if way_out != "00" else ""
        self._leaves = re.compile(way_out).match if way_out not in {"", "00"} else None

    def start_of(self, opening: str, length: int) -> int | None:
        """Give where the national significant number begins in digits that open so, None if unknown.

        It begins there if it is valid then, and of this region and no other of its country code; and if the
        digits begin with the country code, only if they are not `general` as a whole. opening: of `length`
        digits, not beginning with "00".
        """
        code = self.plan.code
        if not never_matches(self._way_out, opening):
            return None
        if opening.startswith(code):
            rest = opening[len(code) :]
            return len(code) if self._trunk.spares(rest) and self.plan.trunk.spares(rest) else None
        if self._trunk.spares(opening):
            return 0
        # A number that is valid without the zero is one of the region, so the zero comes off.
        return 1 if self._trunk.is_zero_of(opening) and self._trunk.length_fits(length - 1) else None

    def general(self, digits: str) -> bool:
        """Say whether the region's general expression describes these digits, at whatever length."""
        return self._trunk.is_general(digits)

    def national(self, digits: str) -> str | None:
        """Give the national significant number of `plan`, None when the digits are not for us to decide.

        digits: ASCII, as many as a phone number may have, not beginning with "00".
        """
        if self._leaves and self._leaves(digits):
            return None
        code = self.plan.code
        if digits.startswith(code):
            rest = self._trunk.removed_from(digits[len(code) :])
            without = self._trunk.is_general(rest) and not self._trunk.is_general(digits)
            if without or self._trunk.fit(digits) is Fit.TOO_LONG:
                number = self.plan.trunk.significant(rest)
                return number if _SHORTEST <= len(number) <= _LONGEST else None
        number = self._trunk.significant(digits)
        return number if _SHORTEST <= len(number) <= _LONGEST else None


@functools.lru_cache(maxsize=256)
def home_region(region: str) -> HomeRegion | None:
    """Give the region of two capital letters ("RS"), None for one that phonenumbers does not know."""
    from phonenumbers import SUPPORTED_REGIONS, PhoneMetadata  # noqa: PLC0415 - as in domain.address

    metadata = PhoneMetadata.metadata_for_region(region) if region in SUPPORTED_REGIONS else None
    if metadata is None:
        return None
    plan = plan_of(metadata.country_code or 0)
    assert plan is not None, "a supported region has a country code"  # noqa: S101 - for the type checker
    return HomeRegion(plan, TrunkPrefix(metadata), metadata.international_prefix or "")
