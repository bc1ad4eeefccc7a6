from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vox_console.ui.character_words import character_words, replacement_words
from vox_console.ui.message_text import TextPositions, pasted_text, text_of_document

TEXTS = st.text(st.characters(codec="utf-8"), max_size=60)


@given(TEXTS)
def test_positions_agree_with_utf16(text: str) -> None:
    positions = TextPositions(text)
    for index in range(len(text) + 1):
        units = len(text[:index].encode("utf-16-le")) // 2
        assert positions.to_units(index) == units
        assert positions.to_index(units) == index


def test_the_middle_of_a_pair_counts_as_its_beginning() -> None:
    assert TextPositions("a😀b").to_index(2) == 1


def test_line_ends_of_the_document_become_line_feeds_and_the_rest_stays() -> None:
    assert text_of_document("a\u2029b\u2028c\u00a0d") == "a\nb\nc\u00a0d"


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n", "\u2028", "\u2029", "\x85", "\x0b", "\x0c"])
def test_every_foreign_line_end_is_pasted_as_one_line_feed(end: str) -> None:
    assert pasted_text(f"one{end}two") == "one\ntwo"


def test_nul_characters_are_not_pasted() -> None:
    assert pasted_text("a\0b") == "ab"


@pytest.mark.parametrize(
    ("character", "name", "words"),
    [
        ("“", "LEFT DOUBLE QUOTATION MARK", "“ (left double quotation mark)"),
        ("\u00a0", "NO-BREAK SPACE", "U+00A0 (no-break space)"),
        ("\u200b", "ZERO WIDTH SPACE", "U+200B (zero width space)"),
        ("x", "", "x"),
    ],
)
def test_a_character_is_shown_where_it_can_be_seen_and_coded_where_not(
    character: str, name: str, words: str
) -> None:
    assert character_words(character, name) == words


def test_a_space_and_nothing_are_told_in_words() -> None:
    assert [replacement_words(each) for each in (" ", "", "...")] == ["a space", "nothing", "..."]
