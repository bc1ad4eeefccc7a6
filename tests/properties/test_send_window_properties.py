"""Windows in any places at any moment: what is said to be the next opening is open, and nothing before it."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st
from phonenumbers.tzdata import TIMEZONE_DATA

from vox_console.domain.errors import FieldProblem
from vox_console.domain.send_window import FARTHEST_S, OpenHours, SendWindow, next_opening, read_window
from vox_console.domain.weekdays import EVERY_DAY
from vox_console.domain.zone_offset import moments_of, zone_offset

ZONES = sorted({each for zones in TIMEZONE_DATA.values() for each in zones})
MOMENTS = st.integers(1_262_304_000, 2_524_608_000)  # 2010 to 2050
MINUTES = st.integers(0, 1_439)
DAYS = st.sets(st.sampled_from(EVERY_DAY), min_size=1).map(lambda days: tuple(sorted(days)))
SOME_DAYS = DAYS.filter(lambda days: days != EVERY_DAY)
HOURS = st.tuples(MINUTES, MINUTES).filter(lambda each: each[0] != each[1])
SPANS = st.one_of(
    st.builds(lambda hours, days: OpenHours(hours[0], hours[1], days), HOURS, SOME_DAYS),
    st.builds(lambda days: OpenHours(0, 0, days), SOME_DAYS),
)
WINDOWS = st.one_of(
    st.builds(lambda hours: SendWindow.daily(*hours), HOURS),
    st.builds(SendWindow, st.lists(SPANS, min_size=1, max_size=3).map(tuple)),
)


def is_open(window: SendWindow, names: list[str], moment_s: int) -> bool:
    there = (datetime.fromtimestamp(moment_s, tz=UTC).astimezone(ZoneInfo(name)) for name in names)
    return all(window.holds(each.weekday(), each.hour * 60 + each.minute) for each in there)


@given(WINDOWS, st.lists(st.sampled_from(ZONES), min_size=1, max_size=4), MOMENTS, st.data())
def test_the_next_opening_is_open_and_nothing_before_it(
    window: SendWindow, names: list[str], now_s: int, data: st.DataObject
) -> None:
    places = [place for name in names if (place := zone_offset(name)) is not None]
    assert len(places) == len(names)
    found = next_opening(window, places, now_s * 1_000_000)
    last_s = now_s + FARTHEST_S if found is None else found // 1_000_000
    if found is not None:
        assert is_open(window, names, last_s)
    if last_s > now_s:
        assert not is_open(window, names, last_s - 1)
        for moment_s in data.draw(st.lists(st.integers(now_s, last_s - 1), max_size=50)):
            assert not is_open(window, names, moment_s)


@given(WINDOWS)
def test_a_window_is_read_as_it_is_written(window: SendWindow) -> None:
    assert read_window(str(window)) == window


@given(WINDOWS)
def test_a_window_is_kept_as_it_is(window: SendWindow) -> None:
    assert SendWindow.from_kept(json.loads(json.dumps(asdict(window)))) == window


@given(st.text(alphabet="monfrisatu0123456789:-,; ", max_size=40))
def test_whatever_is_typed_is_a_window_or_words(typed: str) -> None:
    found = read_window(typed)
    assert isinstance(found, FieldProblem) or read_window(str(found)) == found


@given(st.sampled_from(ZONES), MOMENTS)
def test_a_moment_is_among_those_at_which_its_clock_shows_what_it_shows(name: str, moment_s: int) -> None:
    place = zone_offset(name)
    assert place is not None
    assert moment_s in moments_of(moment_s + place(moment_s), place)
