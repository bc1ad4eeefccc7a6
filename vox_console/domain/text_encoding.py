"""The ways text can become octets in a short message, with what one part of each can hold.

Capacities are those of 23.040 and provider_interface §8.4: (single, with 6 octets of header, with 7).
latin1 and ascii are counted like GSM, 160/153/152, because the provider counts data codings 0, 1 and 3
alike (its rule, not the handset's: eight-bit text on the air holds 140). A network that converts them
may therefore cut again; the count is an estimate there, and exact for all the others.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from vox_console.domain.alphabet import gsm7_octets


class DefaultAlphabet(StrEnum):
    """What data_coding 0 means to a provider: SMPP 3.4 leaves it to the SMSC (§5.2.19)."""

    GSM7 = "gsm7"
    LATIN1 = "latin1"
    ASCII = "ascii"
    UTF8 = "utf8"


@dataclass(frozen=True, slots=True)
class TextEncoding:
    """One encoding: `octets` gives the bytes of a text, or None when it cannot hold it.

    unit: octets per counted unit (2 for UTF-16 units, else 1). widest: the most units that one more
    character can add. single, part8, part16: units that fit alone, and beside an 8-bit or 16-bit
    concatenation header.
    """

    word: str
    octets: Callable[[str], bytes | None]
    widest: int
    single: int
    part8: int
    part16: int
    unit: int = 1

    def units(self, octets: bytes) -> int:
        """Count the units that these octets are."""
        return len(octets) // self.unit

    def unencodable(self, text: str) -> frozenset[str]:
        """Give the distinct characters of `text` that this encoding has no octets for."""
        return frozenset(character for character in set(text) if self.octets(character) is None)


def _strict(codec: str) -> Callable[[str], bytes | None]:
    def octets(text: str) -> bytes | None:
        try:
            return text.encode(codec)
        except UnicodeEncodeError:
            return None

    return octets


_iso2022_jp = _strict("iso2022_jp")
_euc_kr = _strict("euc_kr")


def _iso2022_jp_octets(text: str) -> bytes | None:
    # ESC, SO and SI are the encoding's own switches; as text they would change what follows.
    if "\x1b" in text or "\x0e" in text or "\x0f" in text:
        return None
    return _iso2022_jp(text)


def _euc_kr_octets(text: str) -> bytes | None:
    octets = _euc_kr(text)
    # Python spells a syllable that KS C 5601 lacks as eight octets behind a filler (KS X 1001 annex 3);
    # no handset reads that. Characters of the standard itself are one octet (ASCII) or two.
    if octets is not None and b"\xa4\xd4" in octets and any(len(c.encode("euc_kr")) > 2 for c in set(text)):
        return None
    return octets


GSM7 = TextEncoding("gsm7", gsm7_octets, 2, 160, 153, 152)
LATIN1 = TextEncoding("latin1", _strict("latin-1"), 1, 160, 153, 152)
ASCII = TextEncoding("ascii", _strict("ascii"), 1, 160, 153, 152)
UTF8 = TextEncoding("utf8", _strict("utf-8"), 4, 140, 134, 133)
ISO8859_5 = TextEncoding("iso8859_5", _strict("iso8859_5"), 1, 140, 134, 133)
ISO8859_8 = TextEncoding("iso8859_8", _strict("iso8859_8"), 1, 140, 134, 133)
UCS2 = TextEncoding("ucs2", _strict("utf-16-be"), 2, 70, 67, 66, unit=2)
# One more character can bring a switch to its set, itself, and the switch back: 3 + 2 + 3 octets.
ISO2022_JP = TextEncoding("iso2022_jp", _iso2022_jp_octets, 8, 140, 134, 133)
EUC_KR = TextEncoding("euc_kr", _euc_kr_octets, 2, 140, 134, 133)

ENCODINGS: dict[str, TextEncoding] = {
    each.word: each for each in (GSM7, LATIN1, ASCII, UTF8, ISO8859_5, ISO8859_8, UCS2, ISO2022_JP, EUC_KR)
}

# SMPP 3.4 §5.2.19; 0 is the profile's choice.
_BY_DATA_CODING = {1: ASCII, 3: LATIN1, 6: ISO8859_5, 7: ISO8859_8, 8: UCS2, 10: ISO2022_JP, 14: EUC_KR}

DATA_CODINGS: frozenset[int] = frozenset({0, *_BY_DATA_CODING})
"""The data codings this program sends text in, which are those the provider accepts."""


def encoding_for(data_coding: int, default_alphabet: DefaultAlphabet) -> TextEncoding:
    """Give the encoding a data_coding stands for. Raises ValueError for one outside DATA_CODINGS."""
    if data_coding == 0:
        return ENCODINGS[default_alphabet]
    if data_coding not in _BY_DATA_CODING:
        raise ValueError(f"no text is sent with data_coding {data_coding}")
    return _BY_DATA_CODING[data_coding]
