"""When a list is sent to: what is typed is understood or told as wrong, and what it means for numbers."""

from __future__ import annotations

import pytest

from tests.support.fake_clocks import START_US
from vox_console.domain.preflight import NO_COUNTRY, Preflight
from vox_console.domain.send_window import SendWindow
from vox_console.domain.start_time import StartTime
from vox_console.presenters.bulk_when import (
    AT,
    NOW,
    WhenDraft,
    WhenShown,
    start_of,
    when_facts,
    when_shown,
    window_of,
)
from vox_console.presenters.delivery_state import Fact

HOUR_US = 3_600_000_000
DAY = SendWindow.daily(9 * 60, 20 * 60)


def here(_utc_s: int) -> int:
    return 3_600


def shown(draft: WhenDraft) -> WhenShown:
    return when_shown(draft, now_us=START_US, here=here)


def sheet() -> Preflight:
    found = Preflight()
    for row, (digits, region) in enumerate(
        [("381641234567", "RS"), ("381641234568", "RS"), ("12125550100", "US"), ("14155550100", "US")], 2
    ):
        found.accept(row, digits, region, parts=1, coding="gsm7", forced="")
    return found


def test_nothing_is_wrong_with_now_and_all_hours() -> None:
    found = shown(WhenDraft())
    assert (found.fault, found.at_note, found.hours_note) == ("", "", "")
    assert start_of(WhenDraft(at="09:00"), now_us=START_US, here=here) is None, "it is not chosen"
    assert window_of(WhenDraft()) is None


def test_what_was_understood_is_told() -> None:
    draft = WhenDraft(AT, "2026-11-23 09:00", "9:00-20:00")
    found = shown(draft)
    assert found.at_note == "23 Nov 09:00 by this computer's clock, in 20 hours"
    assert found.hours_note.startswith("09:00-20:00 where each number lives")
    assert found.fault == ""
    assert start_of(draft, now_us=START_US, here=here) == StartTime(START_US + 20 * HOUR_US, "+01:00")
    assert window_of(draft) == DAY


@pytest.mark.parametrize(
    ("draft", "words"),
    [
        (WhenDraft(AT), "Give the time"),
        (WhenDraft(AT, "noon"), "2026-11-25 09:00"),
        (WhenDraft(AT, "2026-11-22 12:59"), "has passed"),
        (WhenDraft(NOW, "noon", "all day"), "two times of day"),
    ],
)
def test_what_is_wrong_is_told_and_what_was_typed_stays(draft: WhenDraft, words: str) -> None:
    found = shown(draft)
    assert words in found.fault
    assert (found.at, found.hours) == (draft.at, draft.hours)
    assert start_of(draft, now_us=START_US, here=here) is None
    assert window_of(draft) is None


def test_the_times_where_numbers_live_are_told_with_the_night() -> None:
    assert when_facts(sheet(), at_us=START_US, window=None) == (
        Fact("Local time", "RS 13:00 · US 04:00\u201307:00"),
        Fact("Night", "21:00 to 08:00 for some or all of 2 rows: give hours, or another time"),
    )
    (only,) = when_facts(sheet(), at_us=START_US + 5 * HOUR_US, window=None)
    assert only == Fact("Local time", "RS 18:00 · US 09:00\u201312:00")


def test_hours_are_told_instead_of_the_night_with_whose_clock_counts() -> None:
    found = sheet()
    found.accept(9, "881612345678", NO_COUNTRY, parts=1, coding="gsm7", forced="")
    times, hours, unknown = when_facts(found, at_us=START_US, window=DAY)
    assert times.value.endswith("no country not known")
    assert hours == Fact("Hours", "09:00-20:00 where each number lives; what is closed leaves when it opens")
    assert unknown.value == "1 row of no known zone by this computer's clock"


def test_where_nobody_is_sent_to_there_are_no_times() -> None:
    assert when_facts(Preflight(), at_us=START_US, window=DAY) == ()


def test_many_countries_are_counted() -> None:
    found = Preflight()
    for row, digits in enumerate(
        ["381641", "4915112", "4366412", "3361212", "3931212", "4479112", "4851212"]
    ):
        found.accept(row, digits + "34567", digits[:2], parts=1, coding="gsm7", forced="")
    (times, *_) = when_facts(found, at_us=START_US, window=None)
    assert times.value.endswith(" · and 1 more")
