"""The lists of words: no word means two things, and every entry can be met."""

from __future__ import annotations

import re

import pytest

from vox_console.domain.refusal import Intent, folded, verdict
from vox_console.domain.refusal_words import (
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
