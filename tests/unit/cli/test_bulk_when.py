"""When a job of the command line runs, as it is given and as it is told."""

from __future__ import annotations

from argparse import Namespace

import pytest

from vox_console.cli.bulk_when import When, waits_words, when_of
from vox_console.domain.errors import SettingsError
from vox_console.domain.send_window import SendWindow
from vox_console.domain.start_time import StartTime
from vox_console.storage.jobs import NewJob

HOUR_US = 3_600_000_000


@pytest.mark.parametrize("at", [None, "now"])
def test_without_a_time_it_starts_at_once(at: str | None) -> None:
    new = NewJob("work", "a.csv", (), "{}")
    found = when_of(Namespace(at=at, between=None))
    assert found == When(None, None)
    assert found.on(new) == new


def test_a_time_and_hours_are_read_and_stand_in_the_job() -> None:
    found = when_of(Namespace(at="00:00+01:00", between="9:00-20:00"))
    assert found.window == SendWindow.daily(9 * 60, 20 * 60)
    assert found.start is not None
    assert (found.start.at_us + HOUR_US) % (24 * HOUR_US) == 0
    new = found.on(NewJob("work", "a.csv", (), "{}"))
    assert (new.start_at_us, new.start_zone) == (found.start.at_us, "+01:00")


@pytest.mark.parametrize(
    ("at", "between", "words"),
    [("noon", None, "--at cannot be understood"), (None, "noon", "--between cannot be understood")],
)
def test_what_cannot_be_read_is_refused_in_words(at: str | None, between: str | None, words: str) -> None:
    with pytest.raises(SettingsError, match=words):
        when_of(Namespace(at=at, between=between))


def test_what_a_job_waits_for_is_told() -> None:
    start = StartTime(3 * HOUR_US, "+00:00")
    assert "(in 3 hours); Ctrl-C pauses it" in waits_words(start.at_us, now_us=0)
