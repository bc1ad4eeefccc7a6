from __future__ import annotations

import io
import struct
import zipfile

import pytest

from tests.unit.imports.workbook_file import Sheet, workbook
from vox_console.imports.archive import broken, open_archive
from vox_console.imports.faults import ImportFault
from vox_console.imports.sheet_limits import SheetLimits

GOOD = workbook(Sheet([["a"]]))
LIMITS = SheetLimits()


def title(octets: bytes, limits: SheetLimits = LIMITS) -> str:
    with pytest.raises(ImportFault) as told:
        open_archive(io.BytesIO(octets), limits)
    assert told.value.hint
    return told.value.title


def archive_of(*names: str) -> bytes:
    box = io.BytesIO()
    with zipfile.ZipFile(box, "w") as archive:
        for name in names:
            archive.writestr(name, b"")
    return box.getvalue()


def test_a_workbook_is_opened() -> None:
    with open_archive(io.BytesIO(GOOD), LIMITS) as archive:
        assert "xl/workbook.xml" in archive.namelist()


@pytest.mark.parametrize("octets", [b"", b"PK\x03\x04", GOOD[:400], GOOD[:-30], GOOD[-30:]])
def test_a_broken_archive_is_told(octets: bytes) -> None:
    assert "broken" in title(octets)


def test_a_bomb_is_told_by_its_directory() -> None:
    bomb = workbook(Sheet([["a"]]), extra={"xl/media/bomb": bytes(60_000_000)})
    assert "more than we are willing" in title(bomb)


@pytest.mark.parametrize("limits", [SheetLimits(members=3), SheetLimits(expanded_octets=1000)])
def test_too_many_parts_or_octets_are_told(limits: SheetLimits) -> None:
    assert "more than we are willing" in title(GOOD, limits)


def test_an_encrypted_part_is_told() -> None:
    octets = bytearray(GOOD)
    at = octets.rindex(b"PK\x01\x02")
    struct.pack_into("<H", octets, at + 8, 1)
    assert "password" in title(bytes(octets))


@pytest.mark.parametrize(
    ("names", "words"),
    [
        (("word/document.xml", "[Content_Types].xml"), "Word"),
        (("mimetype", "content.xml"), "OpenDocument"),
        (("[Content_Types].xml", "xl/workbook.bin"), "binary workbook"),
        (("list.csv",), "archive"),
    ],
)
def test_other_kinds_of_archives_are_named(names: tuple[str, ...], words: str) -> None:
    assert words in title(archive_of(*names))


def test_what_broke_is_the_detail() -> None:
    assert broken("It ends early.").detail == "It ends early."
