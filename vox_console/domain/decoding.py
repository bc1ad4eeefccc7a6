"""Octets that arrived, to text: what the sender declared first, then what the octets themselves say.

Nothing here raises. When the declared coding cannot be true, the likeliest other reading is taken and
flagged as guessed; what is not text at all is shown in hexadecimal. A user data header may ask for national
language tables, and may address an application, whose octets are no text. A person who knows better reads
them anew with hand_decoding.py.

Sources: provider_interface §8.1 to §8.4; SMPP 3.4 §5.2.19; 23.038 §4 (data coding scheme) for values
above 15, which SMPP 3.4 reserves and gateways use all the same.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from vox_console.domain.alphabet import gsm7_text
from vox_console.domain.national_tables import LOCKING, SINGLE, language_name, national_text
from vox_console.domain.text_encoding import DefaultAlphabet
from vox_console.domain.user_data_header import UserDataHeader, read_header

_CODECS = {
    "latin1": "latin-1",
    "ascii": "ascii",
    "utf8": "utf-8",
    "iso8859_5": "iso8859_5",
    "iso8859_8": "iso8859_8",
    "iso2022_jp": "iso2022_jp",
    "shift_jis": "shift_jis",
    "euc_jp": "euc_jp",
    "iso2022_jp_1": "iso2022_jp_1",
    "euc_kr": "cp949",  # a superset that senders use under the same number
}
# Tried in this order; the first is what the number means.
_TRIED: dict[int, tuple[str, ...]] = {
    3: ("latin1",),
    5: ("iso2022_jp", "shift_jis", "euc_jp"),
    6: ("iso8859_5",),
    7: ("iso8859_8",),
    9: ("shift_jis",),
    10: ("iso2022_jp",),
    13: ("iso2022_jp_1", "euc_jp"),
    14: ("euc_kr",),
}


@dataclass(frozen=True, slots=True)
class Decoded:
    """What arrived, readable. encoding: the word used, "hex" for a view of the octets.

    guessed: the declared coding was not followed to the letter; `note` says why, in words. It also names the
    national languages that were asked for, and an application that was addressed.
    header: the user data header's octets, "" when there was none.
    """

    text: str
    encoding: str
    guessed: bool = False
    note: str = ""
    header: bytes = b""


def decode(
    octets: bytes,
    data_coding: int,
    *,
    esm_class: int = 0,
    default_alphabet: DefaultAlphabet = DefaultAlphabet.GSM7,
) -> Decoded:
    """Read the octets of a short_message or message_payload. Never raises."""
    header = read_header(octets, esm_class=esm_class)
    body = octets[len(header.octets) :] if header else octets
    return decode_body(body, data_coding, header=header, default_alphabet=default_alphabet)


def decode_body(
    body: bytes,
    data_coding: int,
    *,
    header: UserDataHeader | None = None,
    default_alphabet: DefaultAlphabet = DefaultAlphabet.GSM7,
) -> Decoded:
    """Read octets whose header was taken off. Never raises."""
    if header is None:
        return _reader(data_coding, default_alphabet)(body)
    if header.ports:
        return replace(_hex(body), note=f"for an application, port {header.ports[0]}", header=header.octets)
    read = _reader(data_coding, default_alphabet)
    if read is _gsm7 and (header.single_shift or header.locking_shift):
        return replace(_national(body, header), header=header.octets)
    return replace(read(body), header=header.octets)


def is_ucs2(data_coding: int) -> bool:
    """Say whether the octets are declared to be UTF-16 units, which cannot be read from an odd octet on."""
    return _reader(data_coding, DefaultAlphabet.GSM7) is _ucs2


def _reader(data_coding: int, default_alphabet: DefaultAlphabet) -> Callable[[bytes], Decoded]:
    if data_coding == 0:
        return _gsm7 if default_alphabet is DefaultAlphabet.GSM7 else _tried((default_alphabet.value,))
    if data_coding == 1:
        return _ascii
    if data_coding == 8:
        return _ucs2
    if data_coding in _TRIED:
        return _tried(_TRIED[data_coding])
    return {"gsm7": _gsm7, "ucs2": _ucs2}.get(_scheme_alphabet(data_coding), _hex)


def _scheme_alphabet(data_coding: int) -> str:
    """Read a value above 15 as a GSM data coding scheme (23.038 §4): "gsm7", "ucs2" or "" for octets."""
    group = data_coding >> 4
    if group in {0x1, 0x3, 0x5, 0x7}:  # class given; bit 5 set means compressed, which nobody sends
        compressed = bool(group & 0x2)
        return "" if compressed else {0: "gsm7", 2: "ucs2"}.get((data_coding >> 2) & 3, "")
    if group in {0xC, 0xD}:  # message waiting
        return "gsm7"
    if group == 0xE:
        return "ucs2"
    return "gsm7" if group == 0xF and not data_coding & 0x04 else ""


def _gsm7(octets: bytes) -> Decoded:
    if octets.isascii():
        return Decoded(gsm7_text(octets), "gsm7")
    return _eight_bit(octets, "GSM has no octets above 7F")


def _national(octets: bytes, header: UserDataHeader) -> Decoded:
    if not octets.isascii():
        return _gsm7(octets)
    locking, single = header.locking_shift, header.single_shift
    asked = [(locking, LOCKING), (single, SINGLE)]
    known = dict.fromkeys(language_name(language) for language, tables in asked if language in tables)
    unknown = dict.fromkeys(
        language_name(language) for language, tables in asked if language and language not in tables
    )
    note = "; ".join([*known, *(f"no table for {name}" for name in unknown)])
    text = national_text(octets, locking=locking, single=single)
    return Decoded(text, "gsm7", guessed=bool(unknown), note=note)


def _ascii(octets: bytes) -> Decoded:
    if not octets.isascii():
        return _eight_bit(octets, "ASCII has no octets above 7F")
    if any(octet < 0x20 and octet not in b"\t\n\r" for octet in octets):
        return Decoded(gsm7_text(octets), "gsm7", guessed=True, note="control characters suggest GSM")
    return Decoded(octets.decode("ascii"), "ascii")


def _eight_bit(octets: bytes, note: str) -> Decoded:
    try:
        return Decoded(octets.decode("utf-8"), "utf8", guessed=True, note=note)
    except UnicodeDecodeError:
        return Decoded(octets.decode("latin-1"), "latin1", guessed=True, note=note)


def _ucs2(octets: bytes) -> Decoded:
    note = ""
    if len(octets) % 2:
        octets, note = octets[:-1], "an odd octet at the end was dropped"
    codec = "utf-16-be"
    if octets.startswith(b"\xfe\xff"):
        octets = octets[2:]
    elif octets.startswith(b"\xff\xfe"):
        octets, codec, note = octets[2:], "utf-16-le", "the byte order mark says little-endian"
    # Western text the wrong way round is "x 00 x 00": zeros where big-endian has letters.
    elif octets[1::2].count(0) * 2 > len(octets[1::2]) and octets[::2].count(0) * 2 < len(octets[::2]):
        codec, note = "utf-16-le", "zeros in every second place suggest little-endian"
    try:
        text = octets.decode(codec)
    except UnicodeDecodeError:
        text, note = octets.decode(codec, "replace"), "half of a character pair is missing"
    return Decoded(text, "ucs2", guessed=bool(note), note=note)


def _tried(words: tuple[str, ...]) -> Callable[[bytes], Decoded]:
    def read(octets: bytes) -> Decoded:
        for word in words:
            try:
                text = octets.decode(_CODECS[word])
            except UnicodeDecodeError:
                continue
            guessed = word != words[0]
            return Decoded(text, word, guessed, f"not {words[0]}" if guessed else "")
        return Decoded(octets.decode(_CODECS[words[0]], "replace"), words[0], guessed=True, note="damaged")

    return read


def _hex(octets: bytes) -> Decoded:
    return Decoded(octets.hex(" ").upper(), "hex")
