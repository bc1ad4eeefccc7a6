"""Where a character stands: code points (the presenters' count) against UTF-16 units (Qt's count).

Qt counts document positions in UTF-16 units, so every character beyond U+FFFF (most emoji) takes two.
Texts between Qt and the presenters end their lines with a line feed and keep everything else as typed:
Qt's own plain text would turn no-break spaces into spaces, and the counter would then count a text that
is not the one on the screen.
"""

from __future__ import annotations

import re
from bisect import bisect_left

_BEYOND_BMP = re.compile("[\U00010000-\U0010ffff]")
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")


class TextPositions:
    """Converts positions of one text, both ways, in logarithmic time."""

    def __init__(self, text: str) -> None:
        wide = [] if text.isascii() else [match.start() for match in _BEYOND_BMP.finditer(text)]
        self._wide = wide
        self._wide_units = [index + before for before, index in enumerate(wide)]

    def to_units(self, index: int) -> int:
        """Give the UTF-16 position of the code point at index."""
        return index + bisect_left(self._wide, index)

    def to_index(self, units: int) -> int:
        """Give the code point index of a UTF-16 position; the middle of a pair counts as its beginning."""
        return units - bisect_left(self._wide_units, units)


def text_of_document(raw: str) -> str:
    """Give the text behind QTextDocument.toRawText(), character for character."""
    return raw.replace("\u2029", "\n").replace("\u2028", "\n")


def pasted_text(text: str) -> str:
    """Give foreign text with line feeds as its only line ends and without NUL characters."""
    return _LINE_ENDS.sub("\n", text).replace("\0", "")
