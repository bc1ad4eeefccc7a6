"""National language tables of the GSM alphabet (3GPP TS 23.038 Annex A): for reading, never for sending.

Theory of operation. A user data header may ask for a locking shift table, which takes the place of the basic
table, and for a single shift table, which takes the place of the extension table behind ESC. Septets travel
unpacked, one in an octet, as in alphabet.py. A code that the single shift table does not know shows the
character of the main table, and a second ESC a space (23.038 §6.2.1.2.2); a position that the locking table
leaves empty shows U+FFFD.

The nine locking tables of India have one shape: the signs of the script's Unicode block in their order, with
punctuation and digits in between, and gaps where Unicode 5.1 had no sign. So a table is its block, its gaps
and its last signs. Their single shift tables agree in all but what stands at ``_OWN``.

Two publications of the tables that do not depend on each other were compared cell by cell, and a third one
asked where they differ. Misprints of the specification (V9.1.1) are not followed:

* Kannada locking 0x24 is printed U+0CAA, which stands at 0x3D already; it is U+0CA1, as the order wants.
* Tamil single shift 0x24 is printed U+0BEF, which stands at 0x25 already; it is U+0BEE.
* Telugu single shift 0x22 and 0x23 are printed U+06CC and U+06CD; they are U+0C6C and U+0C6D.

What one of the three has alone is taken for its own slip: an apostrophe for the comma at 0x2C, U+0BEA among
the digits of Oriya, U+0CE6 among those of Telugu, no "€" in Telugu, no "ê" in Portuguese.

Sources: 23.038 §6.2.1.2.4 (identifiers), Annex A.2 (single shift tables), Annex A.3 (locking shift tables).
"""

from __future__ import annotations

import functools
import re
from types import MappingProxyType

from vox_console.domain.alphabet import BASIC, ESCAPE, EXTENSION

__all__ = ["LANGUAGES", "LOCKING", "SINGLE", "language_name", "national_text"]

LANGUAGES = MappingProxyType(
    {
        1: "Turkish",
        2: "Spanish",
        3: "Portuguese",
        4: "Bengali",
        5: "Gujarati",
        6: "Hindi",
        7: "Kannada",
        8: "Malayalam",
        9: "Oriya",
        10: "Punjabi",
        11: "Tamil",
        12: "Telugu",
        13: "Urdu",
    }
)
"""National language identifiers, with the specification's own names."""

_NOTHING = "\ufffd"
_Table = dict[int, str]


def _changed(table: _Table, changes: dict[int, str]) -> _Table:
    """Lay runs of characters over a table, each from its position on."""
    return table | {start + index: each for start, run in changes.items() for index, each in enumerate(run)}


def _signs(base: int, offsets: str) -> list[str]:
    """Give the signs at two-digit hexadecimal offsets, "" for each "--"."""
    return ["" if offset == "--" else chr(base + int(offset, 16)) for offset in offsets.split()]


# Offsets into a script's block, by position; what is no number stands for itself.
_INDIAN_LAYOUT = (
    "01 02 03 05 06 07 08 09 0A 0B LF 0C 0D CR 0E 0F 10 11 12 13 14 15 16 17 18 19 1A -- 1B 1C 1D 1E "
    "SP ! 1F 20 21 22 23 24 ) ( 25 26 , 27 . 28 d0 d1 d2 d3 d4 d5 d6 d7 d8 d9 : ; 29 2A 2B ? "
    "2C 2D 2E 2F 30 31 32 33 34 35 36 37 38 39 3C 3D 3E 3F 40 41 42 43 44 45 46 47 48 49 4A 4B 4C 4D"
)
_WORDS = {"LF": "\n", "CR": "\r", "SP": " "} | {f"d{digit}": str(digit) for digit in range(10)}
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def _indian(base: int, *, gaps: str, last: str) -> _Table:
    """Make a locking table. gaps: offsets without a sign. last: those of 0x60 and of 0x7B to 0x7F."""
    empty = {*gaps.split(), "--"}
    table: _Table = {}
    for position, word in enumerate(_INDIAN_LAYOUT.split()):
        if len(word) == 2 and word not in _WORDS:
            if word not in empty:
                table[position] = chr(base + int(word, 16))
        else:
            table[position] = _WORDS.get(word, word)
    first, *rest = _signs(base, last)
    return _changed(table | {0x60: first}, {0x61: _LETTERS, 0x7B: "".join(rest)})


_URDU = (
    "27 22 28 7B 80 7E A6 2A C2 7F -- 79 7D -- 7A 7C 2B 2C 81 84 83 85 86 87 2D 2E 2F -- 8C 88 89 8A "
    "-- -- 8F 8D 30 31 91 93 -- -- 99 32 -- 96 -- 98 -- -- -- -- -- -- -- -- -- -- -- -- 9A 33 34 -- "
    "35 36 37 38 39 41 42 A9 AA AB AF B3 B1 44 45 46 BA BB BC 48 C4 D5 C1 BE 21 CC D0 D2 4D 50 4F 57 "
    "54 -- -- -- -- -- -- -- -- -- -- -- -- -- -- -- -- -- -- -- -- -- -- -- -- -- -- 55 51 53 56 70"
)
_URDU_LOCKING = _changed(
    {position: sign for position, sign in enumerate(_signs(0x0600, _URDU)) if sign},
    {
        0x0A: "\n",
        0x0D: "\r",
        0x20: " !",
        0x28: ")(",
        0x2C: ",",
        0x2E: ".",
        0x30: "0123456789:;",
        0x3F: "?",
        0x61: _LETTERS,
    },
)

LOCKING: dict[int, _Table] = {
    1: _changed(
        BASIC,
        {0x04: "€", 0x07: "\u0131", 0x0B: "Ğğ", 0x1C: "Şş", 0x40: "İ", 0x60: "ç"},
    ),
    3: _changed(
        BASIC,
        {
            0x04: "êéúíóç\nÔô\rÁá",
            0x12: "ªÇÀ∞^\\€Ó|",
            0x1C: "Ââ",
            0x1E: "Ê",
            0x24: "º",
            0x40: "Í",
            0x5B: "ÃÕÚ",
            0x60: "~",
            0x7B: "ãõ`",
        },
    ),
    4: _indian(0x0980, gaps="0D 0E 11 12 29 31 33 34 35 45 46 49 4A", last="4E 57 5C 5D 70 71"),
    5: _indian(0x0A80, gaps="0E 12 29 31 34 46 4A", last="50 60 61 62 63 71"),
    6: _indian(0x0900, gaps="", last="50 72 7B 7C 7E 7F"),
    7: _indian(0x0C80, gaps="01 0D 11 29 34 45 49", last="55 56 60 61 62 63"),
    8: _indian(0x0D00, gaps="01 0D 11 29 3C 45 49", last="57 60 61 62 63 79"),
    9: _indian(0x0B00, gaps="0D 0E 11 12 29 31 34 45 46 49 4A", last="56 57 60 61 62 63"),
    10: _indian(0x0A00, gaps="0B 0C 0D 0E 11 12 29 31 34 37 3D 43 44 45 46 49 4A", last="51 70 71 72 73 74"),
    11: _indian(
        0x0B80,
        gaps="01 0B 0C 0D 11 16 17 18 1B 1D 20 21 22 25 26 27 2B 2C 2D 3C 3D 43 44 45 49",
        last="50 57 70 71 72 79",
    ),
    12: _indian(0x0C00, gaps="0D 11 29 34 3C 45 49", last="55 56 60 61 62 63"),
    13: _URDU_LOCKING,
}
"""Language to its locking shift table, septet to character; Spanish has none."""

_OWN = (*range(0x19, 0x1B), *range(0x1C, 0x28), *range(0x2A, 0x2F), *range(0x30, 0x3C), 0x3F)
_SHARED = _changed(
    EXTENSION,
    {
        0x00: "@£$¥¿\"¤%&'\f*+",
        0x0E: "-/<=>¡^¡_#*",
        0x41: "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    },
)
_DANDAS = "64 65"  # in the Hindi block, which the other scripts share


def _own(base: int, offsets: str, *, before: str = "") -> _Table:
    """Make a single shift table. before: offsets of signs in the Hindi block that come first."""
    signs = _signs(0x0900, before) + _signs(base, offsets)
    return _SHARED | {position: sign for position, sign in zip(_OWN, signs, strict=False) if sign}


SINGLE: dict[int, _Table] = {
    1: EXTENSION | {0x47: "Ğ", 0x49: "İ", 0x53: "Ş", 0x63: "ç", 0x67: "ğ", 0x69: "\u0131", 0x73: "ş"},
    2: EXTENSION
    | {0x09: "ç", 0x41: "Á", 0x49: "Í", 0x4F: "Ó", 0x55: "Ú"}
    | {0x61: "á", 0x69: "í", 0x6F: "ó", 0x75: "ú"},
    3: _changed(
        EXTENSION,
        {
            0x05: "ê",
            0x09: "ç",
            0x0B: "Ôô",
            0x0E: "Áá",
            0x12: "ΦΓ^ΩΠΨΣΘ",
            0x1F: "Ê",
            0x41: "À",
            0x49: "Í",
            0x4F: "Ó",
            0x55: "Ú",
            0x5B: "ÃÕ",
            0x61: "Â",
            0x69: "í",
            0x6F: "ó",
            0x75: "ú",
            0x7B: "ãõ",
            0x7F: "â",
        },
    ),
    4: _own(
        0x0980,
        "66 67 68 69 6A 6B 6C 6D 6E 6F 5F 60 61 62 63 72 73 74 75 76 77 78 79 7A",
    ),
    5: _own(0x0A80, "66 67 68 69 6A 6B 6C 6D 6E 6F", before=_DANDAS),
    6: _own(
        0x0900,
        "66 67 68 69 6A 6B 6C 6D 6E 6F 51 52 53 54 58 59 5A 5B 5C 5D 5E 5F 60 61 62 63 70 71",
        before=_DANDAS,
    ),
    7: _own(0x0C80, "66 67 68 69 6A 6B 6C 6D 6E 6F 5E 71 72", before=_DANDAS),
    8: _own(
        0x0D00,
        "66 67 68 69 6A 6B 6C 6D 6E 6F 70 71 72 73 74 75 7A 7B 7C 7D 7E 7F",
        before=_DANDAS,
    ),
    9: _own(0x0B00, "66 67 68 69 6A 6B 6C 6D 6E 6F 5C 5D 5F 70 71", before=_DANDAS),
    10: _own(0x0A00, "66 67 68 69 6A 6B 6C 6D 6E 6F 59 5A 5B 5C 5E 75", before=_DANDAS),
    11: _own(0x0B80, "66 67 68 69 6A 6B 6C 6D 6E 6F 73 74 75 76 77 78 7A", before=_DANDAS),
    12: _own(0x0C00, "-- -- 66 67 68 69 6A 6B 6C 6D 6E 6F 58 59 78 79 7A 7B 7C 7D 7E 7F"),
    13: _own(
        0x0600,
        "00 01 F0 F1 F2 F3 F4 F5 F6 F7 F8 F9 0C 0D 0E 0F 10 11 12 13 14 1B 1F 40 52 58 6B 6C 72 73 CD D4",
    ),
}
"""Language to its single shift table: second septet of an escape pair to character."""


def language_name(identifier: int) -> str:
    """Name a national language; one that no edition of the tables knows by its number."""
    return LANGUAGES.get(identifier, f"language {identifier}")


def national_text(octets: bytes, *, locking: int, single: int) -> str:
    """Decode unpacked septets under national tables; never raises. 0 or an unknown language: the GSM table.

    An octet above 0x7F becomes U+FFFD.
    """
    main, shifted = _tables(locking, single)
    text = "".join(map(main.__getitem__, octets))
    if "\x1b" not in text:
        return text
    return _ESCAPE_PAIR.sub(lambda pair: _shown(pair[0], octets, pair.start(), shifted), text)


_ESCAPE_PAIR = re.compile("\x1b.?", re.DOTALL)


def _shown(pair: str, octets: bytes, position: int, shifted: _Table) -> str:
    code = octets[position + 1] if len(pair) == 2 else ESCAPE
    return " " if code == ESCAPE else shifted.get(code, pair[-1])


@functools.cache
def _tables(locking: int, single: int) -> tuple[list[str], _Table]:
    main = LOCKING.get(locking, BASIC)
    row = [main.get(code, _NOTHING) for code in range(128)] + [_NOTHING] * 128
    row[ESCAPE] = "\x1b"
    return row, SINGLE.get(single, EXTENSION)
