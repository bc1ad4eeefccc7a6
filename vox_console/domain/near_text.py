"""Whether two texts are nearly the same, so that the same news is not sent to a person twice unseen.

The rule. Both texts are levelled first: case is folded, compatible characters are written alike (NFKC), every
run of digits becomes one 0 and every run of blanks one space, because codes, amounts and dates differ where
the message is the same. Texts that are then equal are nearly the same. So are those of which at least four
fifths of the trigrams (each three characters in a row, with the ends marked by blanks) are shared: twice the
trigrams in common against all of both (Dice's coefficient). Nothing is learnt, and no word weighs more than
another, so the answer can be worked out on paper.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from typing import Final

__all__ = ["MOST_LEVELLED_KEPT", "levelled", "nearly_same"]

MOST_LEVELLED_KEPT: Final = 1_000  # a list with one text asks about it for every row
_DIGITS = re.compile(r"\d+")
_BLANKS = re.compile(r"\s+")


def nearly_same(one: str, other: str) -> bool:
    """Tell whether two texts are nearly the same; who is asked about which makes no difference."""
    left, right = levelled(one), levelled(other)
    if left == right:
        return True
    mine, theirs = _trigrams(left), _trigrams(right)
    return 5 * len(mine & theirs) >= 2 * (len(mine) + len(theirs))


@functools.lru_cache(maxsize=MOST_LEVELLED_KEPT)
def levelled(text: str) -> str:
    """Give a text without what may differ between two of the same: case, digits, blanks."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return _BLANKS.sub(" ", _DIGITS.sub("0", folded)).strip()


def _trigrams(text: str) -> set[str]:
    marked = f"  {text} "
    return {marked[at : at + 3] for at in range(len(marked) - 2)}
