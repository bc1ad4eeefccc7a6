"""Text as it is searched in: without what people leave out when they type, and the way back to the original.

Theory of operation. The index finds any three neighbouring characters, so a text is brought into a form in
which neighbours are what a person would type. Every character is folded by itself:

* letters lose case and diacritics ("Čuvaj" is "cuvaj"), digits of every script are 0 to 9;
* what stands between words, and what cannot be seen, is one blank or nothing;
* characters that are words by themselves (Chinese, Japanese, Korean, Thai, Khmer, Burmese, and every emoji or
  other sign) stand between blanks, so that a single one is three characters and can be found.

Because each character is folded alone, a place in the folded text is a place in the original
(:func:`find_marks`).

Sources: Unicode 16 §4.5 (general categories), UAX #15 (compatibility decomposition), UTS #10 §1.1 (what is
a difference of letters in one language is none in another; a search that ignores it finds too much at most).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

__all__ = ["find_marks", "fold", "is_word_alone"]

# Letters of their own that Unicode does not take apart, as people type them without their keyboard.
_TYPED_AS = {"đ": "d", "ð": "d", "ł": "l", "ø": "o", "ħ": "h", "\u0131": "i", "æ": "ae", "œ": "oe", "þ": "th"}
_WORDS_ALONE = (
    (0x0E00, 0x0EFF),  # Thai, Lao
    (0x1000, 0x109F),  # Burmese
    (0x1780, 0x17FF),  # Khmer
    (0x2E80, 0x2FDF),  # radicals
    (0x3005, 0x30FF),  # kana
    (0x31F0, 0x31FF),
    (0x3400, 0x9FFF),  # Chinese characters
    (0xAC00, 0xD7AF),  # Hangul
    (0xF900, 0xFAFF),
    (0x20000, 0x3FFFF),
)
_SKIN_TONES = range(0x1F3FB, 0x1F400)
_DRAWN_LONG = "\u0640"  # the Arabic tatweel is no letter


class _Pieces(dict[int, str]):
    """What each character becomes, worked out when it is met first."""

    def __missing__(self, code: int) -> str:
        piece = self[code] = _piece(chr(code))
        return piece


def _piece(character: str) -> str:
    # Twice, because folding can give what is still to be decomposed and the other way round.
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", character).casefold()).casefold()
    kept = unicodedata.normalize("NFC", "".join(map(_kept, folded)))
    return f" {kept.strip()} " if any(map(is_word_alone, kept)) else kept


def _kept(character: str) -> str:
    category = unicodedata.category(character)
    if category == "Nd":
        return str(unicodedata.decimal(character))
    if category in {"Mn", "Me", "Cf"} or character == _DRAWN_LONG or ord(character) in _SKIN_TONES:
        return ""
    if category[0] in "LNM" or is_word_alone(character):
        return _TYPED_AS.get(character, character)
    return " "


_PIECES = _Pieces()


def is_word_alone(character: str) -> bool:
    """Say whether a character of a folded text is to be found by itself."""
    if character.isascii():
        return False  # "" too
    code = ord(character)
    return unicodedata.category(character) in {"So", "Sc"} or any(
        first <= code <= last for first, last in _WORDS_ALONE
    )


def fold(text: str) -> str:
    """Give a text as it is searched in: words between single blanks, one before and one after.

    " " when nothing in it can be searched. Never raises.
    """
    return " ".join(("", *unicodedata.normalize("NFC", text).translate(_PIECES).split(), ""))


def find_marks(text: str, needles: Iterable[str]) -> list[tuple[int, int]]:
    """Give where folded needles stand in a text: (start, end) in characters, in order and not overlapping.

    text: in NFC. Marks that overlap or touch become one.
    """
    folded, origins = _aligned(text)
    found: list[tuple[int, int]] = []
    for needle in needles:
        lead, length = len(needle) - len(needle.lstrip()), len(needle.strip())
        start = folded.find(needle) if length else -1
        while start >= 0:
            found.append(_original(text, origins, start + lead, length))
            start = folded.find(needle, start + 1)
    joined: list[tuple[int, int]] = []
    for first, last in sorted(found):
        if joined and first <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
        else:
            joined.append((first, last))
    return joined


def _aligned(text: str) -> tuple[str, list[int]]:
    """Fold a text and keep for each character the place in the text that it comes from."""
    characters, origins = [" "], [0]
    for index, character in enumerate(text):
        for piece in _PIECES[ord(character)]:
            if piece == " " == characters[-1]:
                continue
            characters.append(piece)
            origins.append(index)
    if characters[-1] != " ":
        characters.append(" ")
        origins.append(len(text))
    return "".join(characters), origins


def _original(text: str, origins: list[int], start: int, length: int) -> tuple[int, int]:
    last = origins[start + length - 1] + 1
    while last < len(text) and not _PIECES[ord(text[last])]:
        last += 1  # what belongs to the letter before it is marked with it
    return origins[start], last
