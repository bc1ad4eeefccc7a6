"""Texts as they are searched in: every script, and the way back to what was written."""

# ruff: noqa: RUF001 - letters of other scripts are what is tested

from __future__ import annotations

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vox_console.domain.search_text import find_marks, fold

FOLDED = {
    "Čuvaj se, Đorđe!": " cuvaj se dorde ",
    "C\u030cuvaj": " cuvaj ",
    "ЋИРИЋ Ёж": " ћирић еж ",
    "السَّلامُ عليـكم أحمد ١٢٣": " السلام عليكم احمد 123 ",
    "你好ok": " 你 好 ok ",
    "한국": " 한 국 ",
    "한": " 한 ",
    "สวย": " ส ว ย ",
    "👍🏽ok 👨\u200d👩\u200d👧 ❤\ufe0f": " 👍 ok 👨 👩 👧 ❤ ",
    "Straße ﬁn İstanbul": " strasse fin istanbul ",
    "ｆｕｌｌ": " full ",
    "to  be\r\nor\u200b not": " to be or not ",
    "€5 100% $5": " € 5 100 5 ",
    "a\x00b": " a b ",
    "": " ",
    "...": " ",
}


@pytest.mark.parametrize(("text", "folded"), FOLDED.items())
def test_what_people_leave_out_when_they_type_is_left_out(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_a_folded_text_has_single_blanks_and_folds_to_itself(text: str) -> None:
    folded = fold(text)
    assert folded == " " or folded == f" {folded.strip()} "
    assert "  " not in folded
    assert fold(folded) == folded


@given(st.text())
def test_every_spelling_of_the_same_text_folds_alike(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)) == fold(text)


@given(st.text(min_size=1), st.data())
def test_whatever_stands_in_the_folded_text_is_found_in_the_text(text: str, data: st.DataObject) -> None:
    whole = unicodedata.normalize("NFC", text)
    folded = fold(whole)
    start = data.draw(st.integers(0, len(folded) - 1))
    needle = folded[start : data.draw(st.integers(start + 1, len(folded)))]
    marks = find_marks(whole, [needle])
    assert all(0 <= first < last <= len(whole) for first, last in marks)
    assert all(before[1] < after[0] for before, after in pairwise(marks))
    if needle.strip():
        assert any(needle.strip() in fold(whole[first:last]) for first, last in marks)
    else:
        assert marks == []


def test_marks_are_where_the_eye_expects_them() -> None:
    text = "Čuvaj se, čuvaj! 你好吗"
    assert [text[a:b] for a, b in find_marks(text, ["cuvaj", "你 好"])] == ["Čuvaj", "čuvaj", "你好"]
    assert find_marks("aaaa", ["aa"]) == [(0, 4)]
    assert find_marks("abc", ["", "x"]) == []
    accented = "q\u0302x"  # no letter of its own exists for it
    assert find_marks(accented, ["q"]) == [(0, 2)]
