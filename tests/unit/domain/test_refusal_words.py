"""The lists of words: no word means two things, and every entry can be met."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vox_console.domain.refusal import Intent, folded, is_certain, verdict
from vox_console.domain.refusal_words import (
    AMBIGUOUS,
    COURTESY,
    HELP_WORDS,
    START_WORDS,
    STOP_WORDS,
    UNCLEAR_PHRASES,
)


def entries(words: dict[str, str]) -> list[str]:
    return [word for line in words.values() for word in line.split("|")]


def test_no_word_means_two_things() -> None:
    lists = [{folded(word) for word in entries(words)} for words in (STOP_WORDS, START_WORDS, HELP_WORDS)]
    assert sum(map(len, lists)) == len(set.union(*lists))
    assert not any({folded(word) for word in entries(COURTESY)} & words for words in lists)


def test_every_entry_can_be_met() -> None:
    for words, intent in ((START_WORDS, Intent.START), (HELP_WORDS, Intent.HELP)):
        assert {verdict(word).intent for word in entries(words)} == {intent}
    assert {verdict(f"Abc {phrase} xyz").intent for phrase in entries(UNCLEAR_PHRASES)} == {Intent.UNCLEAR}


@pytest.mark.parametrize("words", [STOP_WORDS, START_WORDS, HELP_WORDS, COURTESY, UNCLEAR_PHRASES])
def test_languages_are_named_by_their_codes_and_no_entry_is_empty(words: dict[str, str]) -> None:
    assert all(re.fullmatch("[a-z]{2}", language) for language in words)
    assert all(folded(word) for word in entries(words))


def test_what_is_ambiguous_is_a_word_of_refusal_or_return() -> None:
    for word in AMBIGUOUS:
        said = verdict(word)
        assert said.intent in {Intent.STOP, Intent.START}
        assert said.ambiguous


@pytest.mark.parametrize(
    ("answer", "number", "home"),
    [
        ("Seis", "34600123456", "358401234567"),  # how many of you? Spanish
        ("Bašta", "381641234567", "393331234567"),  # inside or outside? Serbian
        ("Pare", "381641234567", "5511912345678"),  # what do you want? Serbian
        ("Dur.", "33612345678", "905321234567"),  # how was it? French
        ("ret", "4520123456", "905321234567"),  # is that so? Danish
        ("Alto", "393331234567", "34600123456"),  # how tall? Italian
        ("Baja", "381641234567", "5215512345678"),  # who are you? Serbian
        ("TD", "447700900123", "8613912345678"),  # which bank? English
        ("şair", "905321234567", "351912345678"),  # what is he? Turkish
        ("Отказ", "79161234567", "359881234567"),  # shall we deliver? Russian
        ("alta", "393331234567", "34600123456"),  # is she tall? Italian
    ],
)
def test_an_ordinary_answer_of_another_language_is_for_a_person(answer: str, number: str, home: str) -> None:
    said = verdict(answer)
    assert said.ambiguous
    assert not is_certain(said, number)
    assert not is_certain(said, ""), "of digits of no country nothing is certain"
    assert is_certain(said, home)


@pytest.mark.parametrize("word", ["बंद", "หยุด"])
@given(number=st.from_regex(r"[1-9][0-9]{6,14}", fullmatch=True))
def test_an_ordinary_answer_of_the_same_language_is_for_a_person_everywhere(word: str, number: str) -> None:
    assert not is_certain(verdict(word), number)


def test_all_other_words_are_certain_everywhere() -> None:
    certain = {*entries(STOP_WORDS), *entries(START_WORDS)} - set(AMBIGUOUS)
    assert all(is_certain(verdict(word), "") for word in certain)
