"""Octets read as a person says: for a message whose declared coding was wrong, or was guessed wrongly.

Nothing is changed by it; the octets stay as they arrived and any reading can follow any other. Packed septets
stand here and not in decoding.py, because nothing in the octets tells them from others: a few gateways pack,
as the radio interface does (23.038 §6.1.2.1), and do not say so. A user data header stays packed in octets,
and the septets begin at the next multiple of seven bits after it (23.040 §9.2.3.24).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from vox_console.domain.alphabet import gsm7_text
from vox_console.domain.decoding import Decoded
from vox_console.domain.national_tables import national_text
from vox_console.domain.user_data_header import UserDataHeader, read_header

__all__ = ["DECODINGS", "Decoding", "decode_as", "unpacked_septets"]


@dataclass(frozen=True, slots=True)
class Decoding:
    """One way to read octets. word: its stable key. words: what a person calls it."""

    word: str
    words: str


DECODINGS: tuple[Decoding, ...] = (
    Decoding("gsm7", "GSM 7-bit"),
    Decoding("gsm7_packed", "GSM 7-bit, packed"),
    Decoding("ucs2", "Unicode (UTF-16)"),
    Decoding("utf16le", "Unicode, little-endian"),
    Decoding("utf8", "UTF-8"),
    Decoding("latin1", "Western (Latin-1)"),
    Decoding("ascii", "ASCII"),
    Decoding("iso8859_5", "Cyrillic (ISO-8859-5)"),
    Decoding("iso8859_8", "Hebrew (ISO-8859-8)"),
    Decoding("iso2022_jp", "Japanese (ISO-2022-JP)"),
    Decoding("iso2022_jp_1", "Japanese (ISO-2022-JP-1)"),
    Decoding("shift_jis", "Japanese (Shift JIS)"),
    Decoding("euc_jp", "Japanese (EUC)"),
    Decoding("euc_kr", "Korean (EUC)"),
    Decoding("hex", "Octets"),
)
"""Every way there is, the likeliest first."""

_CODECS = {
    "ucs2": "utf-16-be",
    "utf16le": "utf-16-le",
    "latin1": "latin-1",
    "utf8": "utf-8",
    "euc_kr": "cp949",
}


def decode_as(octets: bytes, word: str, *, esm_class: int = 0) -> Decoded:
    """Read the octets of a short_message or message_payload in one of DECODINGS.

    What does not fit becomes U+FFFD, and the note says so. Raises KeyError for another word.
    """
    if word not in _WORDS:
        raise KeyError(word)
    header = read_header(octets, esm_class=esm_class)
    taken = header.octets if header else b""
    body = octets[len(taken) :]
    match word:
        case "hex":
            read = Decoded(body.hex(" ").upper(), "hex")
        case "gsm7":
            read = _septets(body, header)
        case "gsm7_packed":
            fill = -len(taken) * 8 % 7
            read = _septets(unpacked_septets(body, fill_bits=fill), header)
        case _:
            read = _marked(body.decode(_CODECS.get(word, word), "replace"))
    return replace(read, encoding=word, header=taken)


_WORDS = frozenset(each.word for each in DECODINGS)


def unpacked_septets(octets: bytes, *, fill_bits: int = 0) -> bytes:
    """Give one septet an octet out of packed ones (23.038 §6.1.2.1.1), without `fill_bits` at the beginning.

    Seven bits that are left over are a septet, except zeros or a carriage return, with which senders fill up.
    """
    bits = int.from_bytes(octets, "little") >> fill_bits
    count = max(len(octets) * 8 - fill_bits, 0) // 7
    septets = bytes(bits >> 7 * index & 0x7F for index in range(count))
    whole = (len(octets) * 8 - fill_bits) % 7 == 0
    return septets[:-1] if whole and septets[-1:] in {b"\x00", b"\x0d"} else septets


def _septets(octets: bytes, header: UserDataHeader | None) -> Decoded:
    if header and (header.single_shift or header.locking_shift):
        return _marked(national_text(octets, locking=header.locking_shift, single=header.single_shift))
    return _marked(gsm7_text(octets))


def _marked(text: str) -> Decoded:
    return Decoded(text, "", note="some octets do not fit" if "\ufffd" in text else "")
