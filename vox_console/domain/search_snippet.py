"""The piece of a message that shows why it was found, with what was found marked."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from vox_console.domain.grapheme import is_border
from vox_console.domain.search_query import Term
from vox_console.domain.search_text import find_marks

__all__ = ["SNIPPET_CHARACTERS", "Snippet", "number_marks", "snippet"]

SNIPPET_CHARACTERS = 160
_BEFORE = 30  # characters of context before the first mark
_CUT = "…"


@dataclass(frozen=True, slots=True)
class Snippet:
    """A piece of a text, in NFC. marks: (start, end) in its characters, in order, not overlapping."""

    text: str
    marks: tuple[tuple[int, int], ...] = ()


def snippet(text: str, terms: tuple[Term, ...]) -> Snippet:
    """Give the piece around the first thing that was found; the beginning when nothing was."""
    whole = unicodedata.normalize("NFC", text)
    marks = find_marks(whole, (term.words for term in terms))
    first = marks[0][0] if marks else 0
    start = _border(whole, first - _BEFORE) if first + _BEFORE > SNIPPET_CHARACTERS else 0
    end = _border(whole, start + SNIPPET_CHARACTERS)
    lead = _CUT if start else ""
    moved = len(lead) - start
    inside = ((max(a, start) + moved, min(b, end) + moved) for a, b in marks if a < end and b > start)
    return Snippet(lead + whole[start:end] + (_CUT if end < len(whole) else ""), tuple(inside))


def number_marks(number: str, terms: tuple[Term, ...]) -> Snippet:
    """Give a number or a name with what was found in it."""
    whole = unicodedata.normalize("NFC", number)
    needles = [needle for term in terms for needle in (term.words, term.digits)]
    return Snippet(whole, tuple(find_marks(whole, needles)))


def _border(text: str, index: int) -> int:
    """Give the nearest place at or before an index that tears no character."""
    while not is_border(text, index):
        index -= 1
    return max(0, min(index, len(text)))
