"""The dates in HTTP callbacks: those of receipts, ISO 8601 and seconds since 1970 (provider_interface §5.1).

Theory of operation. Format and zone are given nowhere, so each spelling that can be told apart is read. Ten
digits cannot always: they are YYMMDDhhmm or seconds since 1970, and a few months of every ten years are both.
The later reading that is not in the future is taken, because a report is about what happened lately.
"""

from __future__ import annotations

import re
from typing import Final

from vox_console.domain.receipt_date import parse_receipt_date

_TWO_DAYS_US: Final = 2 * 24 * 3600 * 1_000_000

# Fixed widths, as with receipts; 2000-01-01T00:00:00.5+02:00 with its usual variations. A blank before the
# zone is a plus that nobody had escaped.
_ISO: Final = re.compile(
    r"(\d{4})[-/.](\d\d)[-/.](\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,]\d{1,9})?)?"
    r"(?: ?(Z|UTC|GMT)| ?([+-])(\d\d):?(\d\d)| (\d\d):?(\d\d))?",
    re.ASCII | re.IGNORECASE,
)
_EPOCH: Final = re.compile(r"(\d{10})(?:[.,]\d{1,9}|\d{3})?", re.ASCII)  # 13 digits are milliseconds


def parse_callback_date(raw: str, *, utc_offset_min: int = 0, now_us: int | None = None) -> int | None:
    """Give microseconds since 1970 UTC, or None when `raw` tells no credible moment. Never raises.

    Read to the second. utc_offset_min: how far the provider's clock is ahead of UTC, for what names no zone.
    now_us: moments more than two days after it are not believed; without it nothing is refused for being
    late, and ten digits that are a calendar date are read as one.
    """
    iso = _ISO.fullmatch(raw)
    if iso is not None:
        digits = "".join(iso.group(1, 2, 3, 4, 5)) + (iso[6] or "00")
        return parse_receipt_date(digits, utc_offset_min=_offset_min(iso, utc_offset_min), now_us=now_us)
    calendar_us = parse_receipt_date(raw, utc_offset_min=utc_offset_min, now_us=now_us)
    epoch_us = _epoch_us(raw, now_us)
    if calendar_us is None or epoch_us is None:
        return epoch_us if calendar_us is None else calendar_us
    return calendar_us if now_us is None else max(calendar_us, epoch_us)


def _offset_min(iso: re.Match[str], otherwise_min: int) -> int:
    zulu, sign, hours, minutes, blank_hours, blank_minutes = iso.group(7, 8, 9, 10, 11, 12)
    if zulu:
        return 0
    if sign:
        ahead_min = int(hours) * 60 + int(minutes)
        return -ahead_min if sign == "-" else ahead_min
    return int(blank_hours) * 60 + int(blank_minutes) if blank_hours else otherwise_min


def _epoch_us(raw: str, now_us: int | None) -> int | None:
    match = _EPOCH.fullmatch(raw)
    if match is None or match[1].startswith("0"):
        return None
    moment_us = int(match[1]) * 1_000_000
    return None if now_us is not None and moment_us > now_us + _TWO_DAYS_US else moment_us
