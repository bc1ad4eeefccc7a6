"""How one character is named to a person: the character itself where it can be seen, its code, its name."""

from __future__ import annotations

import unicodedata

_INVISIBLE = frozenset({"Cc", "Cf", "Mn", "Me", "Zs", "Zl", "Zp", "Cn", "Co", "Cs"})


def character_words(character: str, name: str) -> str:
    """Give "“ (left double quotation mark)"; what cannot be seen shows its code point instead."""
    visible = unicodedata.category(character[0]) not in _INVISIBLE
    shown = character if visible else " ".join(f"U+{ord(point):04X}" for point in character)
    return f"{shown} ({name.lower()})" if name else shown


def replacement_words(suggestion: str) -> str:
    """Give a replacement as it is told: quoted, or in words where quotes would show nothing."""
    if not suggestion:
        return "nothing"
    return "a space" if suggestion == " " else suggestion
