"""Times in words: local for the eye, UTC for the record."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache

ToLocal = Callable[[int], datetime]


def system_local(us: int) -> datetime:
    """Give UTC microseconds as local time of this machine."""
    return datetime.fromtimestamp(us / 1_000_000, tz=UTC).astimezone()


def clock_time(us: int, to_local: ToLocal, *, today_us: int) -> str:
    """Give "12:03:11" today, "21 Nov 12:03" on another day of this year, else "2025-11-21"."""
    return _clock_time(us // 1_000_000, to_local, today_us // 60_000_000)


@lru_cache(maxsize=1024)  # the rows of a burst share their second, and a day begins with a minute
def _clock_time(second: int, to_local: ToLocal, today_minute: int) -> str:
    then, today = to_local(second * 1_000_000), to_local(today_minute * 60_000_000)
    if then.date() == today.date():
        return then.strftime("%H:%M:%S")
    if then.year == today.year:
        return f"{then.day} {then.strftime('%b %H:%M')}"
    return then.strftime("%Y-%m-%d")


def day(us: int, to_local: ToLocal) -> str:
    """Give "22 Nov 2026", local."""
    then = to_local(us)
    return f"{then.day} {then.strftime('%b %Y')}"


def full_time(us: int, to_local: ToLocal) -> str:
    """Give "2026-11-22 12:03:11.402", local."""
    return to_local(us).strftime("%Y-%m-%d %H:%M:%S.%f")[:-3]


def utc_time(us: int) -> str:
    """Give "2026-11-22 11:03:11.402 UTC"."""
    return datetime.fromtimestamp(us / 1_000_000, tz=UTC).strftime("%Y-%m-%d %H:%M:%S.%f")[:-3] + " UTC"


def at_hour(moment: datetime, hour: int, to_local: ToLocal) -> datetime:
    """Give an hour of a local day by the clock on the wall, whose offset may be another then."""
    wanted = moment.replace(hour=hour, minute=0, second=0, microsecond=0)
    seen = to_local(int(wanted.timestamp() * 1_000_000))
    return wanted + (wanted.replace(tzinfo=None) - seen.replace(tzinfo=None))
