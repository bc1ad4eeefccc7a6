"""Which way a stranger's text is read, to draw it at the side where it begins."""

from __future__ import annotations

import unicodedata
from typing import Final

_STRONG: Final = frozenset({"L", "R", "AL"})
_MOST_CHARACTERS: Final = 400
"""What is looked at; a direction is shown by then."""


def reads_right_to_left(text: str) -> bool:
    """Tell by the first strongly directed character (Unicode Bidirectional Algorithm, rule P2)."""
    if text.isascii():
        return False
    kinds = (unicodedata.bidirectional(character) for character in text[:_MOST_CHARACTERS])
    return next((kind for kind in kinds if kind in _STRONG), "L") != "L"
