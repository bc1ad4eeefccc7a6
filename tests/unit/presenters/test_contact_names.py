"""A contact's name beside its number: one line, nothing hidden, and neither turns the other."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vox_console.presenters.contact_names import name_shown, number_end, with_name

NUMBER = "+381 64 1234567"


def test_the_name_stands_first_and_the_number_is_whole() -> None:
    assert with_name("Ana", NUMBER) == f"\u2068Ana\u2069 · \u2068{NUMBER}\u2069"
    assert with_name("", NUMBER) == NUMBER


@given(st.text(max_size=40))
def test_whatever_the_name_is_it_stays_on_its_line_and_the_number_is_whole(name: str) -> None:
    shown = with_name(name, NUMBER)
    assert shown.splitlines() == [shown]
    assert NUMBER in shown
    assert all(unicodedata.category(each) != "Cc" for each in name_shown(name))


@given(st.text(alphabet="aש\u202e\u2066\u2067\u2068\u2069\u202c", min_size=1, max_size=12))
def test_no_mark_of_direction_in_a_name_gets_out_of_it(name: str) -> None:
    shown = with_name(name, NUMBER)
    assert shown.count("\u2068") == shown.count("\u2069") == 2
    assert not set(shown) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067")


@pytest.mark.parametrize(
    ("number", "end"),
    [
        ("+381 64 1234567", "…1234567"),
        ("+971 50 123 4567", "…123 4567"),
        ("+972 52-123-4567", "…123-4567"),
        ("+44 7400 000011", "…000011"),
        ("4915123450018", "…23450018"),
        ("12345", "12345"),
        ("vox bank", "vox bank"),
    ],
)
def test_the_end_of_a_number_begins_with_a_whole_group(number: str, end: str) -> None:
    assert number_end(number) == end
