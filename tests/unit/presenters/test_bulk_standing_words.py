"""What a job waits for, in words."""

from __future__ import annotations

import pytest

from tests.support.fake_clocks import START_US
from vox_console.presenters.bulk_standing_words import (
    STANDING_LOOKS,
    parked_words,
    standing_words,
    start_words,
)
from vox_console.services.bulk_turns import Standing, Waits
from vox_console.storage.job_feed import Parked

NINE = START_US + 20 * 3_600_000_000


def here(_utc_s: int) -> int:
    return 3_600


@pytest.mark.parametrize(
    ("standing", "words"),
    [
        (
            Standing(Waits.TIME, until_us=NINE),
            "Waits until 23 Nov 09:00 (in 20 hours). Nothing of it has left.",
        ),
        (
            Standing(Waits.HOURS, until_us=NINE),
            "All that is left waits for open hours: the first at 23 Nov 09:00 (in 20 hours).",
        ),
        (Standing(Waits.TURN, place=2), "Waits for its turn: 2nd in the line."),
        (Standing(Waits.TURN, place=3), "Waits for its turn: 3rd in the line."),
        (Standing(Waits.TURN, place=12), "Waits for its turn: 12th in the line."),
        (Standing(Waits.TURN, place=21), "Waits for its turn: 21st in the line."),
    ],
)
def test_what_a_job_waits_for_is_told(standing: Standing, words: str) -> None:
    assert standing_words(standing, now_us=START_US, here=here) == words
    assert STANDING_LOOKS[standing.waits].word.startswith("Waiting for its ")


@pytest.mark.parametrize(
    ("start_at_us", "words"),
    [
        (0, ""),
        (NINE, "When it goes on it waits until 23 Nov 09:00 (in 20 hours)."),
        (START_US - 60_000_000, "Its time, 12:59, passed before it could start."),
    ],
)
def test_the_time_of_a_job_that_stands_still_is_told(start_at_us: int, words: str) -> None:
    assert start_words(start_at_us, now_us=START_US, here=here) == words


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        (0, ""),
        (1, "1 row waits for open hours, the first at 23 Nov 09:00 (in 20 hours)."),
        (1_200, "1,200 rows wait for open hours, the first at 23 Nov 09:00 (in 20 hours)."),
    ],
)
def test_rows_that_wait_for_their_hours_are_counted(rows: int, words: str) -> None:
    assert parked_words(Parked(rows, NINE), now_us=START_US, here=here) == words
