"""The dates in delivery receipts: three lengths, no zone, and sometimes nonsense (provider_interface §7.4).

Fixed positions are sliced, because general date parsers accept one-digit fields and shift what follows.
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache

_TWO_DAYS_US = 2 * 24 * 3600 * 1_000_000
_CENTURY = "20"


def parse_receipt_date(raw: str, *, utc_offset_min: int = 0, now_us: int | None = None) -> int | None:
    """Give microseconds since 1970 UTC, or None when `raw` tells no credible moment.

    10 digits are YYMMDDhhmm, 14 YYYYMMDDhhmmss, 12 YYMMDDhhmmss or, where that is no calendar date,
    YYYYMMDDhhmm: for every year from 2013 the wrong reading has a month above 12, so the two never clash.
    utc_offset_min: how far the provider's clock is ahead of UTC. now_us: moments more than two days after it
    are not believed; without it nothing is refused for being late.
    """
    if not (raw.isascii() and raw.isdigit()) or not raw.strip("0"):
        return None
    readings = {10: [_CENTURY + raw + "00"], 12: [_CENTURY + raw, raw + "00"], 14: [raw]}
    for digits in readings.get(len(raw), []):
        local_us = _calendar_us(digits)
        if local_us is not None:
            moment_us = local_us - utc_offset_min * 60 * 1_000_000
            return None if now_us is not None and moment_us > now_us + _TWO_DAYS_US else moment_us
    return None


@lru_cache(maxsize=256)  # thousands of receipts come within the same second
def _calendar_us(digits: str) -> int | None:
    """Read YYYYMMDDhhmmss as UTC; None when it is not in the calendar."""
    try:
        moment = datetime(
            int(digits[:4]),
            int(digits[4:6]),
            int(digits[6:8]),
            int(digits[8:10]),
            int(digits[10:12]),
            int(digits[12:]),
            tzinfo=UTC,
        )
    except ValueError:
        return None
    return int(moment.timestamp()) * 1_000_000
