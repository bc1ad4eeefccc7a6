"""What the rule of nearly equal texts promises for any texts."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from vox_console.domain.near_text import levelled, nearly_same

TEXTS = st.text(max_size=60) | st.text(alphabet="abAB 12\u00a0ž", max_size=12)


@given(TEXTS)
def test_every_text_is_nearly_itself(text: str) -> None:
    assert nearly_same(text, text)


@given(TEXTS, TEXTS)
def test_which_is_asked_about_makes_no_difference(one: str, other: str) -> None:
    assert nearly_same(one, other) is nearly_same(other, one)


@given(TEXTS, TEXTS)
def test_texts_that_share_no_character_are_never_nearly_the_same(one: str, other: str) -> None:
    left, right = levelled(one), levelled(other)
    if left != right and not set(left) & set(right):
        assert not nearly_same(one, other)


@given(TEXTS, st.lists(st.sampled_from([" ", "\n", "\u00a0"]), max_size=3).map("".join))
def test_blanks_around_a_text_make_no_difference(text: str, blanks: str) -> None:
    assert nearly_same(text, blanks + text + blanks)
