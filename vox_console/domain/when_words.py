"""Moments and spans as one speaks of them: "25 Nov 09:00 (in 14 hours)"."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from vox_console.domain.zone_offset import OffsetAt

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def moment_words(at_us: int, *, now_us: int, here: OffsetAt) -> str:
    """Give "09:00" for a moment of today, "25 Nov 09:00" for one of another day, by this computer's clock.

    at_us, now_us: microseconds since 1970, UTC.
    """
    then, now = _clock(at_us, here), _clock(now_us, here)
    if then.date() == now.date():
        return f"{then:%H:%M}"
    year = "" if then.year == now.year else f" {then.year}"
    return f"{then.day} {then:%b}{year} {then:%H:%M}"


def until_words(at_us: int, *, now_us: int) -> str:
    """Give "in 14 hours", or "in less than a minute" for what is near or over."""
    minutes = (at_us - now_us) // 60_000_000
    if minutes < 1:
        return "in less than a minute"
    if minutes < 60:
        return f"in {_count(minutes, 'minute')}"
    if minutes < 48 * 60:
        hours, rest = divmod(minutes, 60)
        return f"in {_count(hours, 'hour')}" + (f" {rest} min" if rest and hours < 10 else "")
    return f"in {_count(minutes // (24 * 60), 'day')}"


def _clock(us: int, here: OffsetAt) -> datetime:
    second = us // 1_000_000
    return _EPOCH + timedelta(seconds=second + here(second))


def _count(number: int, one: str) -> str:
    return f"{number} {one}{'' if number == 1 else 's'}"
