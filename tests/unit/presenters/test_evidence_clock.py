"""How it stands with asking, in words that grow old."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tests.support.message_samples import message, part
from vox_console.domain.evidence import QueryClock
from vox_console.domain.message import SubmitState
from vox_console.presenters.evidence_clock import Asking, clock_words, duration, short_time

MINUTE_US = 60_000_000
HOUR_US = 60 * MINUTE_US
NOON_US = 1_795_348_800_000_000
OPEN = replace(message([part()]), transport="rest")
UNKNOWN = replace(message([part(submit=SubmitState.UNKNOWN)]), transport="rest")
ANSWERING = Asking(24 * HOUR_US, answers=True)


def utc(us: int) -> datetime:
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=us)


@pytest.mark.parametrize(
    ("next_us", "asked", "answers", "words"),
    [
        (125 * MINUTE_US, 0, True, "Vox knows it for another 24 h 0 min; not asked yet, next at 14:05."),
        (125 * MINUTE_US, 1, True, "Vox knows it for another 24 h 0 min; asked once, next at 14:05."),
        (59_000_000, 2, True, "Vox knows it for another 24 h 0 min; asked 2 times, next within a minute."),
        (0, 2, True, "Vox knows it for another 24 h 0 min; asked 2 times, being asked now."),
        (0, 2, False, "Vox knows it for another 24 h 0 min; asked 2 times, next once REST answers."),
        (25 * HOUR_US, 9, True, "Vox knows it for another 24 h 0 min; asked 9 times, next at 23 Nov 13:00."),
    ],
)
def test_it_says_how_long_how_often_and_when(next_us: int, asked: int, *, answers: bool, words: str) -> None:
    clock = QueryClock(NOON_US, NOON_US + next_us, asked)
    assert clock_words(OPEN, clock, replace(ANSWERING, answers=answers), utc, now_us=NOON_US) == words


def test_after_its_memory_the_provider_may_have_forgotten() -> None:
    clock = QueryClock(NOON_US - 25 * HOUR_US, NOON_US + HOUR_US, 12)
    assert clock_words(OPEN, clock, ANSWERING, utc, now_us=NOON_US) == (
        "Vox may have forgotten it; asked 12 times, next at 13:00."
    )


def test_of_an_unknown_message_nothing_is_claimed_to_be_known() -> None:
    clock = QueryClock(NOON_US, NOON_US, 0)
    assert clock_words(UNKNOWN, clock, ANSWERING, utc, now_us=NOON_US) == "Not asked yet, being asked now."


def test_another_accounts_message_waits_for_its_account() -> None:
    clock = QueryClock(NOON_US, NOON_US, 1)
    assert clock_words(OPEN, clock, None, utc, now_us=NOON_US) == (
        "Asked once; it goes on once the account work is open."
    )


@pytest.mark.parametrize(
    ("us", "words"),
    [
        (21 * HOUR_US + 14 * MINUTE_US, "21 h 14 min"),
        (14 * MINUTE_US + 59_000_000, "14 min"),
        (59_000_000, "less than a minute"),
    ],
)
def test_durations_are_told_in_minutes(us: int, words: str) -> None:
    assert duration(us) == words


def test_a_moment_of_another_day_has_its_date() -> None:
    assert short_time(NOON_US, utc, now_us=NOON_US + HOUR_US) == "12:00"
    assert short_time(NOON_US, utc, now_us=NOON_US + 24 * HOUR_US) == "22 Nov 12:00"
