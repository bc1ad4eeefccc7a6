"""Octets or a string to blocks of whole lines, so that the csv module runs over lists and not over a file.

Line ends stay on their lines, because a quoted cell may hold them; LF, CR LF and a lone CR all end a line.
NULs are dropped and counted. A line longer than a megabyte is thrown away while it is read, and a line that
stands for it is put in its place (:data:`CUT_LINE`), so that a file of one endless line needs no memory and
the numbers below it are right.
"""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Generator, Iterable, Iterator
from typing import BinaryIO

FIELD_CHARACTERS = 131_072  # the csv module's own limit, the same for a cell of a workbook
LINE_CHARACTERS = 1 << 20
CHUNK = 1 << 17  # octets or characters
# No text has a NUL by now, so the mark is unmistakable; and it is too long for the csv module to take.
CUT_LINE = "\0" * (FIELD_CHARACTERS + 1) + "\n"
_LINE_END = re.compile(r"\r\n|\r|\n")


def decoded(file: BinaryIO, encoding: str) -> Generator[str]:
    """Give the text of a file in chunks; what the encoding does not have becomes U+FFFD."""
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    while octets := file.read(CHUNK):
        yield decoder.decode(octets)
    yield decoder.decode(b"", final=True)


def sliced(text: str) -> Generator[str]:
    """Give a string in chunks."""
    for at in range(0, len(text), CHUNK):
        yield text[at : at + CHUNK]


class LineBlocks:
    """Chunks of text in, lists of lines out. nuls: how many were dropped so far."""

    def __init__(self, chunks: Iterable[str]) -> None:
        self._chunks = chunks
        self.nuls = 0

    def __iter__(self) -> Iterator[list[str]]:
        """Give every line once, in lists that are not empty. Each line but the last has its end."""
        carry = ""
        endless = False  # the line that carry belongs to is being thrown away
        for chunk in self._cleaned():
            text = carry + chunk
            # A CR at the very end may be half of a CR LF.
            cut = max(text.rfind("\n"), text.rfind("\r", 0, max(0, len(text) - 1))) + 1
            carry = text[cut:]
            if cut and endless:
                text = text[_first_end(text) : cut]
                yield [CUT_LINE, *_split(text)]
                endless = False
            elif cut:
                yield _split(text[:cut])
            if endless or len(carry) > LINE_CHARACTERS:
                carry = carry[-1:] if carry.endswith("\r") else ""
                endless = True
        if endless:
            yield [CUT_LINE]
        elif carry:
            yield _split(carry)

    def _cleaned(self) -> Iterator[str]:
        first = True
        for chunk in self._chunks:
            text = chunk
            if "\0" in text:
                self.nuls += text.count("\0")
                text = text.replace("\0", "")
            if first and text:
                text = text.removeprefix("\ufeff")
                first = False
            if text:
                yield text


def _split(text: str) -> list[str]:
    return list(io.StringIO(text, newline=""))


def _first_end(text: str) -> int:
    found = _LINE_END.search(text)
    return found.end() if found else len(text)
