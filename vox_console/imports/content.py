"""What a file is by its first octets, so that a wrong one is named in words instead of read as rubbish."""

from __future__ import annotations

import codecs
import re
from enum import StrEnum

from vox_console.imports.faults import ImportFault

HEAD_SIZE = 65_536  # octets that are enough to tell

_AS_WORKBOOK = "Open it in your spreadsheet program and save it as an Excel workbook (.xlsx) or as CSV."
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_MARKUP = re.compile(
    rb"\s*(?:<\?xml\b|<!doctype\s+html|<!--|<html\b|<head\b|<body\b|<table\b|<meta\b)", re.IGNORECASE
)
_OTHERS = (
    (b"%PDF-", "a PDF document", "Copy the table out of it and paste it here."),
    (b"\x1f\x8b", "a gzip archive", "Unpack it first."),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", "Unpack it first."),
    (b"Rar!\x1a\x07", "a RAR archive", "Unpack it first."),
    (b"\x89PNG\r\n", "a picture", "Numbers cannot be read from a picture."),
    (b"\xff\xd8\xff", "a picture", "Numbers cannot be read from a picture."),
    (b"{\\rtf", "a rich text document", _AS_WORKBOOK),
    (b"SQLite format 3\x00", "a database", "Export the table as CSV."),
)
# C0 controls that no text has: not NUL (UTF-16), TAB, LF, VT, FF, CR, SUB (old end of file), ESC, FS..US.
_CONTROLS = bytes(range(1, 9)) + bytes(range(14, 26))


class Content(StrEnum):
    """What can be read."""

    TEXT = "text"
    ZIP = "zip"


def recognise(head: bytes, *, tail: bytes = b"") -> Content:
    """Say how to read a file from its first octets. tail: more of it, to tell a protected workbook.

    Raises ImportFault, in words, for what is empty or neither text nor a zip archive.
    """
    if not head:
        raise ImportFault("The file is empty", hint="Check that it was saved, and choose it again.")
    if head.startswith(b"PK\x03\x04"):
        return Content.ZIP
    if head.startswith(b"PK\x05\x06"):
        raise ImportFault("This is an empty archive", hint=_AS_WORKBOOK)
    if head.startswith(_OLE):
        raise _old_workbook(protected=_ENCRYPTED in head or _ENCRYPTED in tail)
    for start, what, hint in _OTHERS:
        if head.startswith(start):
            raise ImportFault(f"This is {what}, not a table", hint=hint)
    if _MARKUP.match(head.removeprefix(codecs.BOM_UTF8)):
        raise ImportFault(
            "This is a web page or an XML file, not a table",
            detail="Some programs save one under a name that ends in .xls.",
            hint=_AS_WORKBOOK,
        )
    return Content.TEXT


def _old_workbook(*, protected: bool) -> ImportFault:
    if protected:
        return ImportFault(
            "The workbook is protected with a password",
            hint="Open it in your spreadsheet program, save a copy without a password, and choose that.",
        )
    return ImportFault(
        "This is a workbook of the old kind (Excel 97-2003), or another old Office document",
        hint=_AS_WORKBOOK,
    )


def refuse_binary(head: bytes) -> None:
    """Raise ImportFault for octets that are no text in any encoding of one octet, nor in UTF-8."""
    controls = len(head) - len(head.translate(None, _CONTROLS))
    if controls * 50 > len(head) or head.count(0) * 3 > len(head):
        raise ImportFault(
            "This is not a text file",
            detail=f"Of its first {len(head)} octets, {controls + head.count(0)} are control characters.",
            hint=_AS_WORKBOOK,
        )
