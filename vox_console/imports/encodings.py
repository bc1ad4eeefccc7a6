"""Which encoding a text is in, with the reason: marks first, then what can be proved, then what is likely.

A byte order mark settles it. NULs in every other octet are UTF-16 without its mark. Text that holds
throughout as UTF-8 *is* UTF-8: other encodings do not do so by chance. A few broken characters among many
good ones are damage, not another encoding. The rest is one of the code pages, judged by the letters of
languages (``code_pages``), and what no European language has goes to charset-normalizer.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from vox_console.imports.code_pages import find_code_page
from vox_console.imports.content import HEAD_SIZE, refuse_binary
from vox_console.imports.faults import ImportFault

# Python's name of each encoding that can be chosen, to what people call it.
ENCODINGS = {
    "utf-8": "Unicode (UTF-8)",
    "utf-16-le": "Unicode (UTF-16 little-endian)",
    "utf-16-be": "Unicode (UTF-16 big-endian)",
    "utf-32-le": "Unicode (UTF-32 little-endian)",
    "utf-32-be": "Unicode (UTF-32 big-endian)",
    "cp1250": "Central European (Windows-1250)",
    "cp1251": "Cyrillic (Windows-1251)",
    "cp1252": "Western European (Windows-1252)",
    "cp1253": "Greek (Windows-1253)",
    "cp1254": "Turkish (Windows-1254)",
    "cp1255": "Hebrew (Windows-1255)",
    "cp1256": "Arabic (Windows-1256)",
    "cp1257": "Baltic (Windows-1257)",
    "cp1258": "Vietnamese (Windows-1258)",
    "cp874": "Thai (Windows-874)",
    "iso8859_2": "Central European (ISO 8859-2)",
    "iso8859_15": "Western European (ISO 8859-15)",
    "koi8_r": "Cyrillic (KOI8-R)",
    "cp437": "DOS United States (437)",
    "cp850": "DOS Western European (850)",
    "cp852": "DOS Central European (852)",
    "cp866": "DOS Cyrillic (866)",
    "mac_roman": "Macintosh Western European",
    "mac_latin2": "Macintosh Central European",
    "cp932": "Japanese (Shift-JIS)",
    "gb18030": "Chinese, simplified (GB 18030)",
    "big5": "Chinese, traditional (Big5)",
    "cp949": "Korean (EUC-KR)",
}
_GUESSED = (
    "cp932",
    "gb18030",
    "big5",
    "cp949",
    "cp1256",
    "cp874",
    "koi8_r",
    "cp866",
    "mac_roman",
    "mac_latin2",
)
_MARKS = (  # UTF-32 before UTF-16, which its little-endian mark begins with
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SCAN_OCTETS = 64 << 20  # a file is proved to be UTF-8 up to here; 0.1 s
_BLOCK = 1 << 20
_SAMPLE_OCTETS = 64 << 10  # of lines with letters beyond ASCII
_GOOD_PER_BAD = 20
_LINE_END = re.compile(rb"[\r\n]+")
_BEYOND_ASCII = re.compile(rb"[\x80-\xff]")


@dataclass(frozen=True, slots=True)
class EncodingFinding:
    """encoding: a key of ENCODINGS. reason: one sentence."""

    encoding: str
    reason: str


def find_encoding(file: BinaryIO, *, wanted: str | None = None) -> EncodingFinding:
    """Find the encoding of a file that stands at its start. Raises ImportFault for what is no text."""
    if wanted is not None:
        if wanted not in ENCODINGS:
            raise ImportFault("There is no such encoding", detail=wanted, hint="Choose one of the list.")
        return EncodingFinding(wanted, "Chosen.")
    head = file.read(HEAD_SIZE)
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return EncodingFinding(encoding, "The file begins with the mark of this encoding.")
    wide = _without_mark(head)
    if wide is not None:
        return wide
    refuse_binary(head)
    return _narrow(file, head)


def _without_mark(head: bytes) -> EncodingFinding | None:
    """Tell UTF-16 by its NULs: ASCII has one in each pair, always on the same side."""
    pairs = len(head) // 2
    if pairs < 2:
        return None
    nuls = {"utf-16-be": head[: 2 * pairs : 2].count(0), "utf-16-le": head[1 : 2 * pairs : 2].count(0)}
    encoding = max(nuls, key=nuls.__getitem__)
    if nuls[encoding] * 5 < pairs or min(nuls.values()) * 50 > pairs:
        return None
    try:
        codecs.getincrementaldecoder(encoding)().decode(head)
    except UnicodeDecodeError:
        return None
    return EncodingFinding(encoding, "Every other octet is zero, as in this encoding; the mark is missing.")


def _narrow(file: BinaryIO, head: bytes) -> EncodingFinding:
    """Choose between UTF-8 and the encodings of one octet, by all of the file up to a limit."""
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    good = bad = read = 0
    sample = bytearray()
    block = head
    while block:
        read += len(block)
        text = decoder.decode(block)
        if not text.isascii():
            broken = text.count("\ufffd")
            bad += broken
            good += len(text) - len(text.encode("ascii", "ignore")) - broken
        if len(sample) < _SAMPLE_OCTETS and not block.isascii():
            sample += b"\n".join(_words_beyond_ascii(block))
        block = file.read(_BLOCK) if read < _SCAN_OCTETS else b""
    if read < _SCAN_OCTETS:
        bad += decoder.decode(b"", final=True).count("\ufffd")
    if not bad:
        return EncodingFinding(
            "utf-8",
            "All characters hold as this encoding."
            if good
            else "Only plain letters and digits: any would do.",
        )
    if good >= _GOOD_PER_BAD * bad:
        return EncodingFinding("utf-8", f"{good} characters hold as this encoding, and {bad} are damaged.")
    return _code_page(bytes(sample[:_SAMPLE_OCTETS]))


def _words_beyond_ascii(block: bytes) -> Iterator[bytes]:
    """Give what is around the first letter beyond ASCII in each line that has one."""
    for line in _LINE_END.split(block):
        found = _BEYOND_ASCII.search(line)
        if found:
            yield line[max(0, found.start() - 100) : found.start() + 1_000]


def _code_page(sample: bytes) -> EncodingFinding:
    page = find_code_page(sample)
    if page is not None:
        return EncodingFinding(page.encoding, f"Not UTF-8; the letters are those of {page.language}.")
    from charset_normalizer import from_bytes  # noqa: PLC0415 - 50 ms, for a case in a hundred

    best = from_bytes(sample, cp_isolation=list(_GUESSED), threshold=0.3).best()
    if best is not None and best.encoding in ENCODINGS:
        return EncodingFinding(best.encoding, "Not UTF-8; read so, it looks most like a language. A guess.")
    return EncodingFinding("cp1252", "Not UTF-8, and like no language we know; the most common one is taken.")
