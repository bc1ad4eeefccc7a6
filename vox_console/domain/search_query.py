"""What somebody types to find a message, as what is looked for: words, numbers in any spelling, ids.

Theory of operation. Every word that was typed has to be found, each anywhere; words between quotation marks
only together. Three characters are found in the middle of a word too, two only at its beginning; one letter
is too little to look for and is left out. What looks like a number is looked for in texts as it stands and in
numbers by its digits, so "+381 63 200", "063/200" and "63200" are one fragment.

The index does the finding; :meth:`SearchQuery.matches` says the same of one message, so that what the index
still holds of a text that has changed is never shown.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from vox_console.domain.plain_text import is_text
from vox_console.domain.search_text import fold, is_word_alone

__all__ = ["LEAST_CHARACTERS", "LEAST_DIGITS", "SearchQuery", "Term", "read_query"]

LEAST_CHARACTERS = 2
LEAST_DIGITS = 3
_NUMBER = re.compile(r"[+(]?[\d\s()./+\-\u2010-\u2015\u00a0]*")
_PIECES = re.compile(r'"([^"]*)"|(\S+)')
_OWN_NUMBER = re.compile(r"#([0-9]{1,15})")
_MOST_TERMS = 12


@dataclass(frozen=True, slots=True)
class Term:
    """One thing that must be found. words: folded, in a text. digits: of a number, "" when it is none."""

    words: str
    digits: str = ""

    def is_in(self, number: str, body: str) -> bool:
        """Say whether it stands in a message. number, body: folded."""
        return self.words in body or self.words in number or bool(self.digits and self.digits in number)


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """What is looked for. provider_id: as typed, "" when it can be none. message_id: 0 for none."""

    terms: tuple[Term, ...]
    provider_id: str = ""
    message_id: int = 0

    @property
    def looks_for_something(self) -> bool:
        """Whether enough was typed to look for anything."""
        return bool(self.terms or self.provider_id or self.message_id)

    def matches(self, number: str, body: str) -> bool:
        """Say whether a message has every word. number, body: as written."""
        folded = fold(number), fold(body)
        return bool(self.terms) and all(term.is_in(*folded) for term in self.terms)


def read_query(typed: str, *, digits_of: Callable[[str], str]) -> SearchQuery:
    """Read what was typed. digits_of: gives the digits of a number, or of a fragment of one. Never raises."""
    typed = typed.strip()
    if not typed or not is_text(typed):
        return SearchQuery(())
    own = _OWN_NUMBER.fullmatch(typed)
    if own:
        return SearchQuery((), message_id=int(own[1]))
    pieces = [typed] if _is_number(typed) else [quoted or word for quoted, word in _PIECES.findall(typed)]
    terms = dict.fromkeys(term for piece in pieces if (term := _term(piece, digits_of)))
    return SearchQuery(tuple(terms)[:_MOST_TERMS], provider_id=typed if terms and " " not in typed else "")


def _term(piece: str, digits_of: Callable[[str], str]) -> Term | None:
    folded = fold(piece)
    words = folded.strip()
    if len(words) == LEAST_CHARACTERS:
        words = f" {words}"
    elif len(words) < LEAST_CHARACTERS:
        if not is_word_alone(words):
            return None
        words = folded
    digits = digits_of(piece.replace("(0)", "")) if _is_number(piece) else ""
    return Term(words, digits if len(digits) >= LEAST_DIGITS else "")


def _is_number(typed: str) -> bool:
    compatible = unicodedata.normalize("NFKC", typed)
    return bool(_NUMBER.fullmatch(compatible)) and sum(map(str.isdecimal, compatible)) >= LEAST_DIGITS
