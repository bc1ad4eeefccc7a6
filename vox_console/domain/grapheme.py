"""Where a text may be cut without tearing what a reader sees as one character.

The rule is a compact form of Unicode's extended grapheme clusters (UAX #29, GB3 to GB13) on the standard
library alone, which has no Grapheme_Cluster_Break property. It differs from the annex by joining a little
too much, never too little, in two places: nothing is cut off after a zero width joiner, and any virama joins
the letter after it. A cut refused in vain costs a few units; a torn family emoji is seen.
"""

from __future__ import annotations

import unicodedata

_ZERO_WIDTH_JOINER = "\u200d"
_ZERO_WIDTH_NON_JOINER = "\u200c"
_REGIONAL_INDICATORS = "".join(map(chr, range(0x1F1E6, 0x1F200)))
_VIRAMA_CLASS = 9
_MARKS = frozenset({"Mn", "Me", "Mc"})


def is_border(text: str, index: int) -> bool:
    """Say whether ``text[:index]`` and ``text[index:]`` are whole clusters each (ends always are)."""
    if index <= 0 or index >= len(text):
        return True
    before, after = text[index - 1], text[index]
    if after < "\u0300" and before != _ZERO_WIDTH_JOINER:  # ASCII and Latin: nothing joins but CR LF
        return not (before == "\r" and after == "\n")
    return not (
        before == _ZERO_WIDTH_JOINER
        or _extends(after)
        or _is_conjunct(before, after)
        or _is_one_syllable(before, after)
        or _is_half_flag(text, index)
    )


def _extends(character: str) -> bool:
    return (
        unicodedata.category(character) in _MARKS  # accents, vowel signs, variation selectors, keycaps
        or character in {_ZERO_WIDTH_JOINER, _ZERO_WIDTH_NON_JOINER}
        or "\U0001f3fb" <= character <= "\U0001f3ff"  # skin tones
        or "\U000e0020" <= character <= "\U000e007f"  # tags: the flags of England, Scotland and Wales
    )


def _is_conjunct(before: str, after: str) -> bool:
    return unicodedata.combining(before) == _VIRAMA_CLASS and unicodedata.category(after) == "Lo"


def _is_one_syllable(before: str, after: str) -> bool:
    """Tell Hangul jamo that make one syllable (GB6, GB7, GB8)."""
    left, right = _jamo(before), _jamo(after)
    return right in {"L": "LVS", "V": "VT", "S": "VT", "T": "T"}.get(left, "") if left and right else False


def _jamo(character: str) -> str:
    """Give L, V or T for a leading, vowel or trailing jamo, S for a whole syllable, "" for the rest.

    A syllable that already ends in a consonant takes no vowel, but is not told apart here: the two never
    meet in real text, and joining them is the harmless mistake.
    """
    if "\uac00" <= character <= "\ud7a3":
        return "S"
    if "\u1100" <= character <= "\u115f" or "\ua960" <= character <= "\ua97c":
        return "L"
    if "\u1160" <= character <= "\u11a7" or "\ud7b0" <= character <= "\ud7c6":
        return "V"
    if "\u11a8" <= character <= "\u11ff" or "\ud7cb" <= character <= "\ud7fb":
        return "T"
    return ""


def _is_half_flag(text: str, index: int) -> bool:
    """Tell a cut between the two letters of a flag: an odd number of them stands before it."""
    if text[index] not in _REGIONAL_INDICATORS:
        return False
    head = text[:index]
    return (index - len(head.rstrip(_REGIONAL_INDICATORS))) % 2 == 1
