"""What is typed, as what is looked for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vox_console.domain.search_query import SearchQuery, Term, read_query

HOME = "0"


def digits_of(typed: str) -> str:
    return "".join(filter(str.isdecimal, typed)).lstrip(HOME)


def read(typed: str) -> SearchQuery:
    return read_query(typed, digits_of=digits_of)


TERMS = {
    "Čuvaj": [Term("cuvaj")],
    "your parcel": [Term("your"), Term("parcel")],
    '"your parcel" today': [Term("your parcel"), Term("today")],
    '"your parcel': [Term("your"), Term("parcel")],
    "don't": [Term("don t")],
    "da": [Term(" da")],
    "你": [Term(" 你 ")],
    "你好": [Term("你 好")],
    "👍🏽": [Term(" 👍 ")],
    "a parcel": [Term("parcel")],
    "parcel PARCEL": [Term("parcel")],
    "63 200": [Term("63 200", "63200")],
    "+381 (0)63 200": [Term("381 0 63 200", "38163200")],
    "0632000000": [Term("0632000000", "632000000")],
    "parcel 0632": [Term("parcel"), Term("0632", "632")],
    "63": [Term(" 63")],
    "00": [Term(" 00")],
    "a": [],
    "...": [],
    "": [],
    "\ud800": [],
}


@pytest.mark.parametrize(("typed", "terms"), TERMS.items())
def test_what_was_typed_is_what_is_looked_for(typed: str, terms: list[Term]) -> None:
    assert list(read(typed).terms) == terms


def test_one_word_may_be_an_id_and_a_number_behind_a_hash_is_ours() -> None:
    assert read("00ab-1").provider_id == "00ab-1"
    assert read("two words").provider_id == ""
    assert read(" #123 ") == SearchQuery((), message_id=123)
    assert read("#12345678901234567").message_id == 0


def test_too_little_looks_for_nothing() -> None:
    assert not any(read(typed).looks_for_something for typed in ("  ", "x", "7", "..."))
    assert not SearchQuery(()).matches("", "")
    assert read("ab").looks_for_something


def test_a_message_matches_when_every_word_is_in_it() -> None:
    query = read("parcel 0632")
    assert query.matches("381632000000", "Your PARCEL")
    assert not query.matches("381632000000", "Your letter")
    assert not query.matches("381640000000", "Your parcel")
    assert query.matches("381640000000", "Parcel 0632")
    assert read("vox ban").matches("vox bank", "Hello")
    assert read("da").matches("", "Da, može")
    assert not read("da").matches("", "Soda")


@given(st.text())
def test_whatever_is_typed_is_read_and_a_long_enough_text_is_found_by_itself(text: str) -> None:
    query = read(text)
    assert len(query.terms) <= 12
    if query.terms and '"' not in text:
        assert query.matches("", text)
