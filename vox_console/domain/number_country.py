"""Whose number it is, by its digits alone: what a filter by country needs of a million numbers."""

from __future__ import annotations

from vox_console.domain.address import SHORT_CODE_DIGITS
from vox_console.domain.number_plan import plan_for

__all__ = ["country_of"]


def country_of(digits: str) -> str:
    """Give the region ("RS") that issued a number; "001" for numbers of no country, "" when there is none.

    digits: E.164 without plus. Of a number that nobody is known to have, the main region of its code. Who
    moved with a number, or travels, is not seen.
    """
    plan = plan_for(digits) if len(digits) > SHORT_CODE_DIGITS else None
    return plan.judge(digits[len(plan.code) :]).region if plan else ""
