"""The GSM 7-bit default alphabet (3GPP TS 23.038 §6.2.1): to octets, from octets, and what to type instead.

Theory of operation. In SMPP each septet travels in an octet of its own (unpacked). The basic table has
128 positions, of which 0x1B announces a character of the extension table, so ten characters cost two.

Encoding must keep up with typing, so it is done in one pass of the C charmap codec and no Python loop:
every character becomes one octet first, those of the extension table with the high bit set, and only
when a high bit is found are those octets opened into their escape pairs. The charmap codec is fast only
when position 0 of its table is NUL, so "@", which GSM has there, is parked at the unused position 0x1B.

ESC itself is not text here: a typed U+001B would swallow the character after it, so it does not fit.
"""

from __future__ import annotations

import codecs
import functools
import re
import unicodedata
from collections.abc import Iterator

from gsm0338.charset import BASIC_CHARACTER_SET, BASIC_CHARACTER_SET_EXTENSION

ESCAPE = 0x1B
_UNDEFINED = "\ufffe"  # the charmap codec's own mark for an empty position

BASIC: dict[int, str] = {
    code: unicodedata.lookup(name) for code, name in BASIC_CHARACTER_SET.items() if code != ESCAPE
}
"""Septet to character, 127 positions (0x1B is not a character)."""

EXTENSION: dict[int, str] = {
    code: unicodedata.lookup(name) for code, name in BASIC_CHARACTER_SET_EXTENSION.items() if code != ESCAPE
}
"""Second septet of an escape pair to character, ten positions."""

ALPHABET: frozenset[str] = frozenset(BASIC.values()) | frozenset(EXTENSION.values())


def _encoding_map() -> object:
    row = [_UNDEFINED] * 256
    for code, character in BASIC.items():
        row[code] = character
    row[ESCAPE] = row[0]
    row[0] = "\0"
    for code, character in EXTENSION.items():
        row[0x80 | code] = character
    return codecs.charmap_build("".join(row))


_ENCODING_MAP = _encoding_map()
_OPENED = tuple((bytes([0x80 | code]), bytes([ESCAPE, code])) for code in EXTENSION)
_DECODING_MAP = "".join("\x1b" if code == ESCAPE else BASIC[code] for code in range(128))
_ESCAPE_PAIR = re.compile("\x1b(.?)", re.DOTALL)
# Keyed by the basic character at the same position. A second ESC is reserved for a further extension
# table, and a phone that knows none shows a space (23.038 §6.2.1.1).
_AFTER_ESCAPE = {BASIC[code]: character for code, character in EXTENSION.items()} | {"\x1b": " ", "": " "}


def gsm7_octets(text: str) -> bytes | None:
    """Encode unpacked, one septet per octet; None when some character is not in the alphabet."""
    try:
        octets: bytes = codecs.charmap_encode(text, "strict", _ENCODING_MAP)[0]  # type: ignore[arg-type] # typeshed knows dicts only
    except UnicodeEncodeError:
        return None
    if 0 in octets:  # a typed NUL: parked at 0 by the trick above, but no character of GSM
        return None
    octets = octets.replace(b"\x1b", b"\x00")
    if not octets.isascii():
        for closed, pair in _OPENED:
            octets = octets.replace(closed, pair)
    return octets


def gsm7_text(octets: bytes) -> str:
    """Decode unpacked septets; never raises.

    An unknown extension code shows the character of the basic table, a lone or doubled ESC a space
    (23.038 §6.2.1.1). An octet above 0x7F, which GSM cannot contain, becomes U+FFFD.
    """
    text = codecs.charmap_decode(octets, "replace", _DECODING_MAP)[0]
    if "\x1b" not in text:
        return text
    return _ESCAPE_PAIR.sub(lambda pair: _AFTER_ESCAPE.get(pair[1], pair[1]), text)


def fits_gsm7(text: str) -> bool:
    """Say whether every character is in the basic or extension table."""
    return gsm7_octets(text) is not None


def septets(text: str) -> int | None:
    """Count what `text` costs: two for each extension character; None when it does not fit."""
    octets = gsm7_octets(text)
    return None if octets is None else len(octets)


def character_name(character: str) -> str:
    """Name a character for a person: Unicode's name, or what it is and its number."""
    name = unicodedata.name(character, "")
    if name:
        return name
    kind = {"Cc": "control character ", "Cs": "unpaired surrogate ", "Co": "private character "}
    return f"{kind.get(unicodedata.category(character), '')}U+{ord(character):04X}"


_SPELLINGS = {
    **dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u02bc\u02b9\u00b4`\u2039\u203a\uff07", "'"),
    **dict.fromkeys("\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb\u301d\u301e\uff02", '"'),
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2043\ufe58\ufe63\uff0d", "-"),
    **dict.fromkeys("\u2022\u2023\u25cf\u25aa\u00b7\u2219", "*"),
    **dict.fromkeys("\u2028\u2029\u0085\u000b", "\n"),
    **dict.fromkeys("\u2044\u2215\u00f7", "/"),
    "\t": " ",
    "\u2026": "...",
    "\u00d7": "x",
    "\u2192": "->",
    "\u2190": "<-",
    "\u2264": "<=",
    "\u2265": ">=",
    "\u00a9": "(c)",
    "\u00ae": "(R)",
    "\u0142": "l",
    "\u0141": "L",
    "\u0111": "d",
    "\u0110": "D",
    "\u00f0": "d",
    "\u00d0": "D",
    "\u00fe": "th",
    "\u00de": "Th",
    "\u0127": "h",
    "\u0126": "H",
    "\u0131": "i",
    "\u0153": "oe",
    "\u0152": "OE",
    "\u014b": "n",
    "\u014a": "N",
    "\u1e9e": "SS",
}
"""What people type instead, where Unicode's own decompositions do not say."""


def spellings(character: str) -> Iterator[str]:
    """Give plainer texts for one character, nearest first; nothing for those that have none.

    Sources: the table above, then Unicode compatibility decomposition without its accents.
    """
    if character in _SPELLINGS:
        yield _SPELLINGS[character]
    letters = (c for c in unicodedata.normalize("NFKD", character) if not unicodedata.combining(c))
    plain = "".join(_SPELLINGS.get(c, c) for c in letters)
    # A free-standing accent decomposes into a space and the accent; a space is no spelling of it.
    if plain and plain != character and (plain.strip() or unicodedata.category(character) == "Zs"):
        yield plain


@functools.cache
def suggestion_for(character: str) -> str:
    """Give the nearest text inside the alphabet, "" when there is none or none is needed.

    Never a question mark: what cannot be spelled is for a person to decide.
    """
    if character in ALPHABET:
        return ""
    return next((text for text in spellings(character) if fits_gsm7(text)), "")
