"""Moments and spans in words."""

from __future__ import annotations

import pytest

from tests.support.fake_clocks import START_US
from vox_console.domain.when_words import moment_words, until_words

MINUTE_US = 60_000_000


def here(_utc_s: int) -> int:
    return 3_600


@pytest.mark.parametrize(
    ("minutes", "moment", "until"),
    [
        (0, "13:00", "in less than a minute"),
        (-5, "12:55", "in less than a minute"),
        (1, "13:01", "in 1 minute"),
        (59, "13:59", "in 59 minutes"),
        (60, "14:00", "in 1 hour"),
        (95, "14:35", "in 1 hour 35 min"),
        (11 * 60, "23 Nov 00:00", "in 11 hours"),
        (20 * 60 + 30, "23 Nov 09:30", "in 20 hours"),
        (3 * 24 * 60, "25 Nov 13:00", "in 3 days"),
        (60 * 24 * 60, "21 Jan 2027 13:00", "in 60 days"),
    ],
)
def test_a_moment_is_told_by_the_clock_and_by_how_far_it_is(minutes: int, moment: str, until: str) -> None:
    at_us = START_US + minutes * MINUTE_US
    assert moment_words(at_us, now_us=START_US, here=here) == moment
    assert until_words(at_us, now_us=START_US) == until
