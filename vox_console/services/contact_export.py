"""The contacts as a file: a CSV that comes back as it was, or vCards (3.0) for an address book."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Final

from vox_console.domain.contact import Contact, StoredContact, party_words
from vox_console.services.contact_columns import EXPORT_HEADER
from vox_console.services.contacts import ContactBook
from vox_console.services.csv_file import write_rows
from vox_console.services.whole_file import whole_file
from vox_console.services.written_pages import write_pages

_LINE_OCTETS: Final = 75  # RFC 2426 §2.6
_TO_ESCAPE: Final = re.compile(r"[\\,;]")


async def export_contacts(
    book: ContactBook, path: Path, *, told: Callable[[int], None] = lambda _count: None
) -> int:
    """Write all contacts, as vCards when the file's name ends in .vcf; give how many. Raises OSError."""
    as_cards = path.suffix.casefold() == ".vcf"

    def write(contacts: Iterable[StoredContact]) -> int:
        plain = (each.what for each in contacts)
        return write_vcards(path, plain) if as_cards else write_csv(path, plain)

    return await write_pages(await book.search(), book.contacts, write, told=told)


def write_csv(path: Path, contacts: Iterable[Contact]) -> int:
    """Write contacts as CSV; give how many. Raises OSError."""
    rows = ((each.name, "; ".join(map(party_words, each.parties)), each.note) for each in contacts)
    return write_rows(path, EXPORT_HEADER, rows)


def write_vcards(path: Path, contacts: Iterable[Contact]) -> int:
    """Write contacts as vCards; give how many. Raises OSError."""
    count = 0
    with whole_file(path) as file:
        for contact in contacts:
            for line in _lines(contact):
                file.write(folded(line))
            count += 1
    return count


def folded(line: str) -> bytes:
    """Give a line as octets, cut into lines of 75 octets, never inside a character."""
    pieces, room = [bytearray()], _LINE_OCTETS
    for character in line:
        octets = character.encode("utf-8", "replace")
        if len(pieces[-1]) + len(octets) > room:
            pieces.append(bytearray(b" "))
        pieces[-1] += octets
    return b"".join(bytes(piece) + b"\r\n" for piece in pieces)


def _lines(contact: Contact) -> Iterator[str]:
    name = _escaped(contact.name)
    yield from ("BEGIN:VCARD", "VERSION:3.0", f"FN:{name}", f"N:;{name};;;")
    for party in contact.parties:
        yield f"TEL:{_escaped(party)}"
    if contact.note:
        yield f"NOTE:{_escaped(contact.note)}"
    yield "END:VCARD"


def _escaped(text: str) -> str:
    return _TO_ESCAPE.sub(lambda found: f"\\{found[0]}", text).replace("\n", "\\n")
