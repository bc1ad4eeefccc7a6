"""What a row's text is billed as: how many parts, in which coding, and for which characters.

Theory of operation. Cutting a text takes longer than all else that is asked about a row, and the texts of a
list are alike. A *plain* letter is one unit in every coding, and a text of plain letters may be cut anywhere:
such texts differ by their length alone. Texts with other letters (a "š") that fit one part differ by their
length and these letters, whatever stands between them, except in a coding with switches. Other texts are cut
one by one, and kept for those that come again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from vox_console.domain.bulk_books import RowClass
from vox_console.domain.segmentation import Segmentation
from vox_console.domain.text_encoding import ENCODINGS, ISO2022_JP

MOST_TEXTS_KEPT: Final = 1_000  # each is also walked by every search for garbage

_PLAIN: Final = bytes([*range(ord(" "), ord("Z") + 1), ord("_"), *range(ord("a"), ord("z") + 1)])
_PLAIN_LETTERS: Final = re.compile(r"[ -Z_a-z]+")


class Cut(NamedTuple):
    """What is kept of a cut. coding, forced: as :meth:`.Preflight.accept` takes them."""

    verdict: RowClass
    parts: int
    coding: str
    forced: str
    problem: str = ""


class Cutter:
    """Cuts texts by `cut`, as they are sent. most_parts: what the account sends at most."""

    def __init__(self, cut: Callable[[str], Segmentation], *, most_parts: int) -> None:
        self._segment = cut
        self._most_parts = most_parts
        self._at_home: set[str] = set()  # characters of the wanted coding, which is the same for every row
        self._abroad: set[str] = set()
        self._cut_again = lru_cache(maxsize=MOST_TEXTS_KEPT)(self._cut)
        self._plain: dict[int, Cut] = {}  # by length
        self._alike: dict[tuple[int, str], Cut] = {}  # by length and the letters that are not plain

    def cut(self, text: str) -> Cut:
        """Say of a text how many parts it needs, or why it cannot be sent."""
        letters = _PLAIN_LETTERS.sub("", text)
        if not letters:
            return self._cut_plain(len(text), text)
        kind = (len(text), letters)
        found = self._alike.get(kind)
        if found is None:
            found = self._cut_again(text)
            if found.verdict is RowClass.ACCEPTED and found.parts == 1 and found.coding != ISO2022_JP.word:
                if len(self._alike) >= MOST_TEXTS_KEPT:
                    self._alike.clear()
                self._alike[kind] = found
        return found

    def cut_all(self, texts: Sequence[str]) -> list[Cut]:
        """Say it of each text."""
        whole = "".join(texts)
        if not whole.isascii() or whole.encode().translate(None, _PLAIN):
            return list(map(self.cut, texts))
        lengths = list(map(len, texts))
        if not self._plain.keys() >= set(lengths):
            for length, text in zip(lengths, texts, strict=True):
                self._cut_plain(length, text)
        return list(map(self._plain.__getitem__, lengths))

    def _cut_plain(self, length: int, text: str) -> Cut:
        found = self._plain.get(length)
        if found is None:
            found = self._plain[length] = self._cut(text)
        return found

    def _cut(self, text: str) -> Cut:
        found = self._segment(text)
        parts, coding = len(found.pieces), found.encoding
        if found.problems:
            too_long = found.problems[0].code in {"too_long", "too_many_parts"}
            verdict = RowClass.TOO_LONG if too_long else RowClass.CANNOT_ENCODE
            return Cut(verdict, parts, coding, "", found.problems[0].text)
        if parts > self._most_parts:
            words = f"The text needs {parts} parts; this account sends at most {self._most_parts}."
            return Cut(RowClass.TOO_LONG, parts, coding, "", words)
        if coding == found.wanted:
            return Cut(RowClass.ACCEPTED, parts, coding, "")
        characters = set(text)
        if new := characters - self._at_home - self._abroad:
            self._abroad.update(ENCODINGS[found.wanted].unencodable("".join(new)))
            self._at_home.update(new - self._abroad)
        return Cut(RowClass.ACCEPTED, parts, coding, "".join(sorted(characters & self._abroad)))
