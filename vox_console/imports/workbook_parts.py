"""The small XML parts of a workbook: where each sheet is, and which styles show digits the value has not.

They are read with expat, and a document type declaration is refused wherever it stands: no spreadsheet
program writes one, and entities are declared nowhere else.
"""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from xml.parsers import expat

from vox_console.imports.archive import broken
from vox_console.imports.faults import ImportFault
from vox_console.imports.number_format import DigitFormat, digit_format

_MOST_OCTETS = 32 << 20  # of one small part

Started = Callable[[str, dict[str, str]], None]


@dataclass(slots=True)
class WorkbookParts:
    """members: sheet name to the archive member of it. strings: the member of shared texts, or "".

    styles: style number (the s of a cell) to the format that shows its digits.
    """

    members: dict[str, str] = field(default_factory=dict)
    strings: str = ""
    styles: dict[int, DigitFormat] = field(default_factory=dict)


def forbid_doctype(start: bytes) -> None:
    """Raise ImportFault if an XML part declares a document type. start: the first octets of the part."""
    if (
        b"<!DOCTYPE" in start
        or "<!DOCTYPE".encode("utf-16-le") in start
        or "<!DOCTYPE".encode("utf-16-be") in start
    ):
        raise _doctype()


def _doctype(*_: object) -> ImportFault:
    return ImportFault(
        "The workbook declares a document type, which no spreadsheet program writes",
        hint="It may be made to do harm. Ask whoever made it for a CSV file.",
    )


def _parse(archive: zipfile.ZipFile, member: str, started: Started) -> None:
    """Tell the elements of a part, by local name, and their attributes."""

    def doctype(*_: object) -> None:
        raise _doctype()

    def start(name: str, attributes: dict[str, str]) -> None:
        started(name.rpartition(":")[2], attributes)

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = doctype
    parser.StartElementHandler = start
    try:
        with archive.open(member) as part:
            text = part.read(_MOST_OCTETS + 1)
        if len(text) > _MOST_OCTETS:
            raise broken(f"Its part {member} is too large.")
        parser.Parse(text, True)  # noqa: FBT003 - expat takes it by position only
    except KeyError as fault:
        raise broken(f"It has no part {member}.") from fault
    except (
        expat.ExpatError,
        zipfile.BadZipFile,
        OSError,
        EOFError,
        ValueError,
        NotImplementedError,
    ) as fault:
        raise broken(f"Its part {member} cannot be read: {fault}.") from fault
    except zlib.error as fault:
        raise broken(f"Its part {member} cannot be unpacked.") from fault


def _links(archive: zipfile.ZipFile, part: str) -> dict[str, tuple[str, str]]:
    """Give the relationships of a part: id to (kind, member)."""
    folder, name = posixpath.split(part)
    found: dict[str, tuple[str, str]] = {}

    def started(element: str, attributes: dict[str, str]) -> None:
        if element == "Relationship" and attributes.get("TargetMode") != "External":
            target = attributes.get("Target", "")
            member = posixpath.normpath(posixpath.join("/" + folder, target)).lstrip("/")
            found[attributes.get("Id", "")] = (attributes.get("Type", "").rpartition("/")[2], member)

    _parse(archive, posixpath.join(folder, "_rels", f"{name}.rels"), started)
    return found


def read_parts(archive: zipfile.ZipFile) -> WorkbookParts:
    """Read the small parts. Raises ImportFault when they are missing, broken, or declare a document type."""
    book = next(
        (at for kind, at in _links(archive, "").values() if kind == "officeDocument"), "xl/workbook.xml"
    )
    links = _links(archive, book)
    parts = WorkbookParts()

    def sheet(element: str, attributes: dict[str, str]) -> None:
        if element == "sheet":
            link = next((value for name, value in attributes.items() if name.endswith(":id")), "")
            parts.members[attributes.get("name", "")] = links.get(link, ("", ""))[1]

    _parse(archive, book, sheet)
    for kind, member in links.values():
        if kind == "sharedStrings":
            parts.strings = member
        elif kind == "styles":
            parts.styles = _styles(archive, member)
    return parts


def _styles(archive: zipfile.ZipFile, member: str) -> dict[int, DigitFormat]:
    codes: dict[str, str] = {}
    cells: list[str] = []
    inside = ""

    def started(element: str, attributes: dict[str, str]) -> None:
        nonlocal inside
        if element in {"cellXfs", "cellStyleXfs", "dxfs"}:
            inside = element
        elif element == "numFmt":
            codes.setdefault(attributes.get("numFmtId", ""), attributes.get("formatCode", ""))
        elif element == "xf" and inside == "cellXfs":
            cells.append(attributes.get("numFmtId", ""))

    _parse(archive, member, started)
    formats = {number: digit_format(codes[number]) for number in set(cells) & codes.keys()}
    return {at: shape for at, number in enumerate(cells) if (shape := formats.get(number)) is not None}
