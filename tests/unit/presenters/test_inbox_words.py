"""Names, rows and times to sleep, in words."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from tests.support.inbox_scene import utc
from vox_console.domain.conversation import ConversationKey
from vox_console.presenters.inbox_words import (
    EMPTY,
    TRAYS,
    our_name,
    party,
    short_time,
    snooze_choices,
    their_address,
    thread_row,
)
from vox_console.storage.threads import Thread, Tray

NOON_US = 1_795_348_800_000_000  # Sunday 2026-11-22 12:00 UTC
HOUR_US = 3_600_000_000


def thread(
    *,
    theirs: str = "+381641234567",
    unread: int = 0,
    preview: str = "Hello",
    address: str = "381641234567",
    snoozed_until_us: int = 0,
) -> Thread:
    key = ConversationKey(theirs, "+381600000000")
    return Thread(
        1, "work", key, address, "381600000000", NOON_US, unread, Tray.OPEN, snoozed_until_us, preview, 0
    )


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("+381641234567", "+381 64 1234567"),
        ("381641234567", "+381 64 1234567"),
        ("12345", "12345"),
        ("Vox\u202eBank", "Vox⟨202E⟩Bank"),
    ],
)
def test_an_address_is_read_by_a_person(address: str, words: str) -> None:
    assert party(address) == words


def test_a_name_keeps_its_capitals_and_a_number_its_country() -> None:
    assert their_address(thread(theirs="vox bank", address="Vox Bank")) == "Vox Bank"
    assert their_address(thread(address="0641234567")) == "+381 64 1234567"
    assert our_name(thread()) == "+381 60 0000000"


def test_a_row_says_all_in_one_sentence() -> None:
    row = thread_row(thread(unread=2, preview="One\nTwo"), utc, now_us=NOON_US)
    assert row.sentence == "+381 64 1234567, 2 unread, at 12:00, One⏎Two"
    assert (row.count, row.preview) == ("2", "One⏎Two")
    assert thread_row(thread(unread=1234), utc, now_us=NOON_US).count == "99+"
    assert thread_row(thread(), utc, now_us=NOON_US).count == ""


def test_what_sleeps_says_until_when() -> None:
    row = thread_row(thread(snoozed_until_us=NOON_US + HOUR_US), utc, now_us=NOON_US)
    assert row.aside == "until 13:00"


@pytest.mark.parametrize(
    ("hours", "words"), [(1, "13:00"), (24, "Mon 12:00"), (24 * 10, "2 Dec 2026"), (-24, "Sat 12:00")]
)
def test_a_time_is_as_short_as_it_can_be(hours: int, words: str) -> None:
    assert short_time(NOON_US + hours * HOUR_US, utc, now_us=NOON_US) == words


def test_times_to_sleep_are_in_the_future_and_in_order() -> None:
    for hour in range(24 * 8):
        now_us = NOON_US + hour * HOUR_US
        times = [until_us for _, until_us in snooze_choices(now_us, utc)]
        assert times == sorted(set(times))
        assert times[0] > now_us
    assert [label for label, _ in snooze_choices(NOON_US + 24 * HOUR_US, utc)] == [
        "In one hour, Mon 13:00",
        "This evening, Mon 18:00",
        "Tomorrow morning, Tue 09:00",
        "Monday morning, Mon 09:00",
    ]


def test_the_morning_after_the_clocks_change_is_by_the_clock_on_the_wall() -> None:
    zone = ZoneInfo("Europe/Belgrade")

    def to_local(us: int) -> datetime:
        there = datetime.fromtimestamp(us / 1_000_000, tz=zone)
        offset = there.utcoffset() or timedelta(0)
        return (there.astimezone(UTC).replace(tzinfo=None) + offset).replace(tzinfo=timezone(offset))

    saturday = int(datetime(2026, 10, 24, 20, tzinfo=zone).timestamp() * 1_000_000)
    tomorrow = next(us for label, us in snooze_choices(saturday, to_local) if label.startswith("Tomorrow"))
    assert datetime.fromtimestamp(tomorrow / 1_000_000, tz=zone).hour == 9


def test_every_list_has_words_for_being_empty() -> None:
    assert set(EMPTY) == {value for value, _ in TRAYS}
