"""What the search shows."""

from __future__ import annotations

from dataclasses import dataclass

from vox_console.domain.plain_text import one_line
from vox_console.domain.search_snippet import Snippet
from vox_console.storage.search import Hit

__all__ = ["MarkedLine", "SearchRow", "SearchState", "marked_line"]


@dataclass(frozen=True, slots=True)
class MarkedLine:
    """A stranger's text on one line, with everything hidden made visible. marks: (start, end), in order."""

    text: str
    marks: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class SearchRow:
    """One finding. side: who wrote it, or how it was found. sentence: all of it, to be read aloud.

    name: what the contact is called whose number party is, "" for none.
    """

    hit: Hit
    party: MarkedLine
    text: MarkedLine
    side: str
    time: str
    sentence: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class SearchState:
    """The whole of it. words: what there is to say of the findings, "" for nothing. more: there are older."""

    typed: str = ""
    rows: tuple[SearchRow, ...] = ()
    words: str = ""
    more: bool = False


def marked_line(snippet: Snippet) -> MarkedLine:
    """Bring a piece of a message on one line, and its marks with it."""
    text, marks, seen = "", [], 0
    for start, end in snippet.marks:
        text += one_line(snippet.text[seen:start])
        marked = one_line(snippet.text[start:end])
        marks.append((len(text), len(text) + len(marked)))
        text, seen = text + marked, end
    return MarkedLine(text + one_line(snippet.text[seen:]), tuple(marks))
