"""Cards out of a vCard file, as address books write it: 2.1, 3.0 and 4.0; names, numbers, notes.

Theory of operation. Octets are taken apart into lines first, because a folded line may be cut inside a
character; then continued lines are joined, by the blank they begin with or, in quoted-printable, by the "="
the line before ends with. A card is what stands between BEGIN and END; one that is never ended, or holds a
line beyond all measure, is damaged and told, and the next begins anew. Pictures and everything else that is
not asked for are passed over without being decoded.

Sources: RFC 6350 §3.2-§3.4 and §6.4.1, RFC 2426 §5, vCard 2.1 §2.1.3.
"""

from __future__ import annotations

import quopri
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from vox_console.imports.encodings import find_encoding
from vox_console.imports.faults import ImportFault
from vox_console.imports.source_file import SourceFile

MOST_LINE_OCTETS = 1 << 20
_HEAD_OCTETS = 1_000
_NEVER_ENDED = "The card is never ended."
_BEGIN = re.compile(rb"(?:\xef\xbb\xbf)?\s*BEGIN:VCARD\s", re.IGNORECASE)
_PROPERTY = re.compile(
    r"(?:[A-Z0-9-]+\.)?(?P<name>[A-Z0-9-]+)(?P<parameters>(?:;(?:\"[^\"]*\"|[^\":;])*)*):", re.IGNORECASE
)
_WANTED = frozenset({"FN", "N", "ORG", "TEL", "NOTE"})
_CHARSET = re.compile(r"CHARSET=\"?([A-Z0-9_-]+)")
_TEL_URI = re.compile(r"tel:([^;]*)", re.IGNORECASE)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)


@dataclass(slots=True)
class Card:
    """One card. number: of its first line, from 1. damage: why it cannot be trusted, or ""."""

    number: int
    name: str = ""
    numbers: list[str] = field(default_factory=list)
    note: str = ""
    damage: str = ""


def is_vcard(path: Path) -> bool:
    """Say whether a file begins like a vCard. Raises ImportFault when it cannot be read."""
    with SourceFile.at(path).opened() as file:
        return bool(_BEGIN.match(file.read(200)))


def read_cards(path: Path) -> Iterator[Card]:
    """Give the cards of a file in order. Blocking. Raises ImportFault when it cannot be read (on)."""
    source = SourceFile.at(path)
    with source.opened() as file:
        finding = find_encoding(file)
        if finding.encoding.startswith(("utf-16", "utf-32")):
            raise ImportFault(
                "This vCard is in UTF-16", detail=path.name, hint="Save it as UTF-8 and open it again."
            )
        file.seek(0)
        yield from cards_of(file, encoding=finding.encoding)


def cards_of(file: BinaryIO, *, encoding: str = "utf-8") -> Iterator[Card]:
    """Give the cards of an open file. encoding: of what names none itself."""
    card: Card | None = None
    parts: dict[str, str] = {}
    for number, line in _lines(file):
        if _says(line, b"BEGIN:VCARD"):
            if card is not None:
                yield _damaged(card, _NEVER_ENDED)
            card, parts = Card(number), {}
        elif card is not None and _says(line, b"END:VCARD"):
            yield _finished(card, parts)
            card = None
        elif card is not None and not card.damage:
            _read(card, parts, line, encoding)
    if card is not None:
        yield _damaged(card, _NEVER_ENDED)


def _lines(file: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Give whole lines, continued ones joined, each with the number it begins at; too long ones cut."""
    start, joined = 0, bytearray()
    for number, line in enumerate(_written_lines(file), 1):
        soft = joined.endswith(b"=") and b"QUOTED-PRINTABLE" in joined[:_HEAD_OCTETS].upper()
        if start and (soft or line[:1] in {b" ", b"\t"}):
            if soft:
                del joined[-1:]
            if len(joined) <= MOST_LINE_OCTETS:
                joined += line if soft else line[1:]
            continue
        if start:
            yield start, bytes(joined)
        start, joined = number, bytearray(line)
    if start:
        yield start, bytes(joined)


def _written_lines(file: BinaryIO) -> Iterator[bytes]:
    """Give the lines as they stand; of one that is too long its beginning, which is too long too."""
    while line := file.readline(MOST_LINE_OCTETS + 1):
        rest = line
        while len(rest) > MOST_LINE_OCTETS and not rest.endswith(b"\n"):
            rest = file.readline(MOST_LINE_OCTETS + 1)
        yield line.rstrip(b"\r\n")


def _says(line: bytes, word: bytes) -> bool:
    return line.removeprefix(b"\xef\xbb\xbf").strip().upper() == word


def _read(card: Card, parts: dict[str, str], line: bytes, encoding: str) -> None:
    """Take one line of a card."""
    found = _PROPERTY.match(line[:_HEAD_OCTETS].decode("latin-1"))  # a character is an octet there
    if found is None or (name := found["name"].upper()) not in _WANTED:
        return
    if len(line) > MOST_LINE_OCTETS:
        _damaged(card, f"Its {name} is longer than any of a person.")
        return
    parameters = found["parameters"].upper()
    octets = line[found.end() :]
    if "QUOTED-PRINTABLE" in parameters:
        octets = quopri.decodestring(octets)
    charset = _CHARSET.search(parameters)
    text = _decoded(octets, charset[1] if charset else encoding)
    if name == "TEL":
        number = _plain(text).strip()
        uri = _TEL_URI.match(number)
        number = uri[1] if uri else number
        if number:
            card.numbers.append(number)
    elif name == "NOTE":
        card.note = "\n".join(filter(None, (card.note, _plain(text).strip())))
    else:
        parts.setdefault(name, text)


def _decoded(octets: bytes, charset: str) -> str:
    try:
        return octets.decode(charset, "replace")
    except (LookupError, ValueError):  # no such encoding, or one that is none of texts
        return octets.decode("utf-8", "replace")


def _finished(card: Card, parts: dict[str, str]) -> Card:
    """Give the card its name: as it is written out, else out of its parts, else the firm's."""
    whole = _plain(parts.get("FN", ""))
    if not whole.strip():
        pieces = [_plain(each) for each in _split(parts.get("N", ""))] + [""] * 3
        family, given, middle = pieces[:3]
        whole = " ".join(filter(str.strip, (given, middle, family)))
    if not whole.strip():
        whole = ", ".join(filter(str.strip, map(_plain, _split(parts.get("ORG", "")))))
    card.name = " ".join(whole.split())
    return card


def _damaged(card: Card, words: str) -> Card:
    card.damage = card.damage or words
    return card


def _split(text: str) -> list[str]:
    """Take a value apart at its semicolons, but for those that are written with a backslash."""
    pieces = [""]
    escaped = False
    for character in text:
        if character == ";" and not escaped:
            pieces.append("")
            continue
        pieces[-1] += character
        escaped = character == "\\" and not escaped
    return pieces


def _plain(text: str) -> str:
    """Give a value as it was before it was escaped."""
    return _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], text)
