"""What a customer's message says about being written to: stop, start, help, something unclear, or nothing.

Theory of operation. Only a message that consists of an opt-out word and nothing else is one: spelling of
letters, accents, punctuation, quotes, symbols and blanks apart. Within a sentence the same word proves
nothing ("the bus stop is closed"), and what is suppressed by mistake is a customer lost without a sound. What
sounds like a refusal without being that word ("wrong number", "please stop", "STOP 12345") is unclear, and a
person decides; nothing is suppressed by it. So does a person about a word that is an ordinary one in another
language, unless the number is of a country where it is none (:func:`is_certain`).

Scripts that write without spaces are searched for phrases as they are.

Sources: refusal_words.py; product §2 row 26 and the refusal tray of §3.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from vox_console.domain.refusal_words import (
    AMBIGUOUS,
    COURTESY,
    HELP_WORDS,
    START_WORDS,
    STOP_WORDS,
    UNCLEAR_PHRASES,
)

__all__ = ["Intent", "Verdict", "is_ambiguous", "is_certain", "verdict"]

_LONGEST_READ = 2_000  # characters; longer ones are no refusals, and cost time
_SPACELESS = frozenset({"zh", "ja", "ko", "th"})
# Apostrophes, which people leave out, and the stroke that draws Arabic words long.
_LEFT_OUT = frozenset("'\u2018\u2019\u02bc\uff07`\u00b4\u0640")
_MARKS_OF_LETTERS_END = 0x0900  # above it marks are vowels
_DOTLESS_I = "\u0131"  # whose capital is that of "i" everywhere but in Turkish


class Intent(StrEnum):
    """What is meant."""

    STOP = "stop"
    START = "start"
    HELP = "help"
    UNCLEAR = "unclear"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a message says. word: what was recognised, folded; language: of that word; "" for nothing.

    ambiguous: it is an ordinary word too, but in these countries (calling codes) no answer.
    """

    intent: Intent
    word: str = ""
    language: str = ""
    ambiguous: bool = False
    countries: tuple[str, ...] = ()


_NOTHING = Verdict(Intent.NONE)


def verdict(text: str) -> Verdict:
    """Judge the whole text of one message."""
    if len(text) > _LONGEST_READ:
        return _NOTHING
    said = folded(text)
    if not said:
        return _NOTHING
    return _whole().get(said) or _padded(said) or _phrase(said) or _NOTHING


def is_certain(said: Verdict, number: str) -> bool:
    """Say whether a word of refusal or return can mean nothing else. number: its digits, "" for unknown."""
    return not said.ambiguous or number.startswith(said.countries)


def is_ambiguous(word: str) -> bool:
    """Say whether a word that was recognised is an ordinary one in another language."""
    found = _whole().get(word)
    return found is not None and found.ambiguous


def folded(text: str) -> str:
    """Bring a text to what is compared: small letters without accents, single blanks, no punctuation."""
    kept: list[str] = []
    for character in unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold()):
        category = unicodedata.category(character)
        if character in _LEFT_OUT or category in {"Cf", "Cn", "Co"}:
            continue
        if category in {"Mn", "Me"} and (ord(character) < _MARKS_OF_LETTERS_END or character == "\ufe0f"):
            continue
        kept.append(" " if category[0] in "PSZC" else character)
    return unicodedata.normalize("NFC", " ".join("".join(kept).replace(_DOTLESS_I, "i").split()))


def _entries(words: dict[str, str]) -> list[tuple[str, str]]:
    """Give (folded word, language) in the order they stand."""
    return [(folded(word), language) for language, line in words.items() for word in line.split("|")]


@functools.cache
def _whole() -> dict[str, Verdict]:
    """Map whole messages to verdicts; of two languages the first one stands."""
    found: dict[str, Verdict] = {}
    ambiguous = {folded(word): countries for word, countries in AMBIGUOUS.items()}
    lists = ((Intent.STOP, STOP_WORDS), (Intent.START, START_WORDS), (Intent.HELP, HELP_WORDS))
    for intent, words in lists:
        for word, language in _entries(words):
            unsure, countries = word in ambiguous, ambiguous.get(word, ())
            found.setdefault(word, Verdict(intent, word, language, unsure, countries))
    return found


@functools.cache
def _padding() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Match a message of opt-out words, courtesies and numbers, a blank after each; find an opt-out word.

    Atomic, with the longest words first, so that no message takes longer than its length.
    """
    words = [word for word, _ in _entries(STOP_WORDS)]
    beside = [word for word, _ in _entries(COURTESY)]
    stop = "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
    either = "|".join(map(re.escape, sorted({*words, *beside}, key=len, reverse=True)))
    return re.compile(rf"(?:(?>{either}|\d+) )+"), re.compile(rf"(?<= )(?:{stop})(?= )")


def _padded(said: str) -> Verdict | None:
    padding, stop = _padding()
    if not padding.fullmatch(f"{said} "):
        return None
    found = stop.search(f" {said} ")
    return Verdict(Intent.UNCLEAR, found[0], _whole()[found[0]].language) if found else None


@functools.cache
def _phrases() -> tuple[tuple[str, str, str], ...]:
    """Give (what is looked for, phrase, language); words are looked for between blanks."""
    return tuple(
        (phrase if language in _SPACELESS else f" {phrase} ", phrase, language)
        for phrase, language in _entries(UNCLEAR_PHRASES)
    )


def _phrase(said: str) -> Verdict | None:
    between_blanks = f" {said} "
    for wanted, phrase, language in _phrases():
        if wanted in between_blanks:
            return Verdict(Intent.UNCLEAR, phrase, language)
    return None
