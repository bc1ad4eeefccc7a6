"""What a query means at a moment and a place."""

from __future__ import annotations

import pytest

from vox_console.domain.log_query import LogQuery
from vox_console.domain.log_query_fields import STATE_SETS
from vox_console.domain.log_query_filter import Label, LogFilter, filter_of
from vox_console.domain.log_query_reading import read_log_query
from vox_console.domain.log_query_times import FOREVER_US, Span
from vox_console.domain.message import MessageState

NOW_US = 1_795_000_000_000_000
DAY_US = 86_400_000_000


def digits_of(typed: str) -> str:
    return "".join(filter(str.isdecimal, typed)).lstrip("0")


def meant(typed: str) -> LogFilter:
    query = read_log_query(typed)
    assert isinstance(query, LogQuery)
    return filter_of(query, now_us=NOW_US, here=lambda _: 3_600, digits_of=digits_of)


@pytest.mark.parametrize(
    ("typed", "states"),
    [
        ("", set(MessageState) - {MessageState.DRAFT}),
        ("-state:failed", set(MessageState) - {MessageState.DRAFT} - STATE_SETS["failed"]),
        ("state:failed,withdrawn", STATE_SETS["failed"] | {MessageState.DRAFT}),
        ("state:failed state:refused,unknown", {MessageState.REFUSED}),
        ("state:failed -state:refused", STATE_SETS["failed"] - {MessageState.REFUSED}),
        ("state:failed state:waiting", set()),
    ],
)
def test_terms_about_the_state_come_together_and_what_was_taken_back_is_asked_for(
    typed: str, states: set[MessageState]
) -> None:
    assert meant(typed).states == states


def test_the_span_is_what_all_times_have_in_common() -> None:
    both = meant("since:2d until:1d")
    assert both.span == Span(NOW_US - 2 * DAY_US, NOW_US - DAY_US)
    assert meant("-sent:today").span == Span(-FOREVER_US, FOREVER_US)
    midnight_us = NOW_US // DAY_US * DAY_US
    assert meant("sent:today zone:UTC").span == Span(midnight_us, midnight_us + DAY_US)
    assert meant("sent:today").span.from_us == midnight_us - 3_600_000_000


@pytest.mark.parametrize(
    ("typed", "accepted"),
    [
        ("from:VOX", True),
        ("from:Vo", False),
        ("-from:vox", False),
        ("country:rs", True),
        ("country:none,DE", False),
        ("via:rest", False),
        ("account:WORK", True),
        ("account:Work,other -via:rest", True),
        ("account:work country:DE", False),
    ],
)
def test_labels_are_accepted_whatever_their_capitals(typed: str, accepted: bool) -> None:
    label = Label("Work", "smpp", "Vox", "RS")
    assert all(test.accepts(label) for test in meant(typed).labels) == accepted


def test_a_sender_that_is_a_number_is_the_same_in_every_spelling_and_no_country_is_none() -> None:
    label = Label("Work", "smpp", "381641234567", "001")
    for typed in ("from:+381641234567", 'from:"+381 64 123-4567"', "from:381641234567", "country:none"):
        assert all(test.accepts(label) for test in meant(typed).labels), typed


def test_codes_jobs_numbers_and_ids_are_as_they_are_asked_for() -> None:
    found = meant('code:034,34,any job:3,any to:"063 200" id:#17,0xAB,17')
    assert (found.codes[0].keys, found.codes[0].any_code, found.codes[0].no_code) == (("34",), True, False)
    assert (found.jobs[0].jobs, found.jobs[0].any_job) == ((3,), True)
    assert found.numbers[0].digits == ("63200",)
    assert [(each.provider_id, each.message_id) for each in found.ids[0].queries] == [
        ("", 17),
        ("AB", 0),
        ("17", 17),
    ]


@pytest.mark.parametrize(
    ("typed", "fits"),
    [
        ("parcel", True),
        ("PARCEL 0632", True),
        ('"your parcel"', True),
        ('"parcel your"', False),
        ("text:632", False),
        ("text:parcel,letter", True),
        ("-text:parcel", False),
        ("-letter", True),
        ("parcel -today", True),
    ],
)
def test_words_are_looked_for_as_the_search_does(typed: str, fits: bool) -> None:
    tests = meant(typed).words
    found = [test.accepts("381632000000", "Your Parcel") != test.negated for test in tests]
    assert all(found) == fits
