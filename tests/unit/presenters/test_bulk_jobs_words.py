"""The list's sentences."""

from __future__ import annotations

import pytest

from tests.support.bulk_scene import JOB
from vox_console.domain.message import MessageState
from vox_console.presenters.bulk_job_words import lines
from vox_console.presenters.bulk_jobs_words import ordinal, summary, waiting_words
from vox_console.presenters.wall_time import clock_time, system_local
from vox_console.services.bulk_turns import Standing, Waits
from vox_console.storage.job_progress import Progress
from vox_console.storage.jobs import JobState


def test_a_job_is_summed_up() -> None:
    assert summary(JOB.lines, rows=4_200) == "4,200 rows: 65 delivered, 23 sending, 4,112 held"
    every = lines(Progress(1, 1, 1, 1, dict.fromkeys(MessageState, 1)), JobState.PAUSED)
    words = summary(every, rows=len(every))
    assert words.count("1 ") == len(every), "every row is told of"
    bad = "1 refused, 1 undeliverable, 1 rejected, 1 expired, 1 deleted, 1 unknown, 1 no longer known"
    told = words.removeprefix(f"{len(every)} rows: ").split(", ")
    assert sorted(told[: len(bad.split(", "))]) == sorted(bad.split(", ")), "what went wrong comes first"
    assert summary((), rows=0) == "0 rows"


@pytest.mark.parametrize(
    ("place", "words"),
    [(1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (11, "11th"), (22, "22nd"), (112, "112th")],
)
def test_places_have_their_endings(place: int, words: str) -> None:
    assert ordinal(place) == words


def test_what_it_waits_for_is_told() -> None:
    assert waiting_words(Standing(Waits.TURN, place=2), now_us=0) == "2nd in the line"
    at_us = 1_800_000_000_000_000
    until = clock_time(at_us, system_local, today_us=0)
    assert waiting_words(Standing(Waits.TIME, until_us=at_us), now_us=0) == f"until {until}"
