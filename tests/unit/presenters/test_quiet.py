"""Until when it is quiet: the next morning by the clock on the wall, and how it is said."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from vox_console.presenters.quiet import FOR_GOOD_US, held_words, morning, quiet_words

BELGRADE = ZoneInfo("Europe/Belgrade")


def local(us: int) -> datetime:
    return datetime.fromtimestamp(us / 1_000_000, tz=UTC).astimezone(BELGRADE)


def us(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=BELGRADE).timestamp() * 1_000_000)


@pytest.mark.parametrize(
    ("now", "words", "until"),
    [
        ("2026-11-24T20:15", "tomorrow 8:00", "2026-11-25T08:00"),
        ("2026-11-24T08:00", "tomorrow 8:00", "2026-11-25T08:00"),
        ("2026-11-24T02:15", "8:00 this morning", "2026-11-24T08:00"),
        ("2027-03-27T21:00", "tomorrow 8:00", "2027-03-28T08:00"),
        ("2027-10-31T01:30", "8:00 this morning", "2027-10-31T08:00"),
    ],
    ids=["evening", "at eight", "night", "before summer time", "before winter time"],
)
def test_the_next_morning_is_at_eight_by_the_clock_on_the_wall(now: str, words: str, until: str) -> None:
    assert morning(us(now), local) == (words, us(until))


def test_until_when_it_is_quiet_is_said() -> None:
    now_us = us("2026-11-24T20:15")
    assert quiet_words(us("2026-11-24T21:15"), local, now_us=now_us) == "Quiet till 21:15"
    assert quiet_words(us("2026-11-25T08:00"), local, now_us=now_us) == "Quiet till Wed 08:00"
    assert quiet_words(FOR_GOOD_US, local, now_us=now_us) == "Quiet till you say"


def test_what_was_held_back_is_told_in_one_line() -> None:
    assert held_words(1, 1) == "While it was quiet: 1 message in 1 conversation"
    assert held_words(1_200, 9) == "While it was quiet: 1,200 messages in 9 conversations"
