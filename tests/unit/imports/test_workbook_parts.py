from __future__ import annotations

import io
import zipfile

import pytest

from tests.unit.imports.workbook_file import HEAD, MAIN, Sheet, workbook
from vox_console.imports.faults import ImportFault
from vox_console.imports.workbook_parts import WorkbookParts, forbid_doctype, read_parts

ENTITIES = '<!DOCTYPE a [<!ENTITY b "bbbbbbbb"><!ENTITY c "&b;&b;&b;&b;">]>'


def read(octets: bytes) -> WorkbookParts:
    with zipfile.ZipFile(io.BytesIO(octets)) as archive:
        return read_parts(archive)


def changed(octets: bytes, **parts: bytes) -> bytes:
    """Write the archive anew with other parts, named by the last word of their path."""
    box = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(octets)) as old, zipfile.ZipFile(box, "w") as new:
        for name in old.namelist():
            word = name.rpartition("/")[2].partition(".")[0]
            if parts.get(word) != b"gone":
                new.writestr(name, parts.get(word, old.read(name)))
    return box.getvalue()


def test_sheets_are_found_by_their_names() -> None:
    parts = read(workbook(Sheet(name="One"), Sheet(name='Č & "2"')))
    assert parts.members == {"One": "xl/worksheets/sheet1.xml", 'Č & "2"': "xl/worksheets/sheet2.xml"}


def test_only_styles_that_show_digits_are_kept() -> None:
    parts = read(workbook(Sheet(), formats=["yyyy-mm-dd", "0000000000", "0.00", "+0"]))
    assert list(parts.styles) == [2, 4]
    assert parts.styles[2].show(5) == "0000000005"


@pytest.mark.parametrize("part", ["workbook", "styles"])
def test_a_document_type_is_refused_in_every_part(part: str) -> None:
    evil = f'{HEAD}{ENTITIES}<workbook xmlns="{MAIN}">&c;</workbook>'.encode()
    with pytest.raises(ImportFault, match="document type"):
        read(changed(workbook(Sheet()), **{part: evil}))


@pytest.mark.parametrize("text", [b"", b"<", b"\xff\xfe\xff", b"<a></b>"])
def test_a_part_that_is_no_xml_is_told(text: bytes) -> None:
    with pytest.raises(ImportFault, match="broken"):
        read(changed(workbook(Sheet()), workbook=text))


def test_a_part_that_is_missing_is_told() -> None:
    with pytest.raises(ImportFault, match=r"xl/styles\.xml"):
        read(changed(workbook(Sheet()), styles=b"gone"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be"])
def test_a_document_type_is_seen_in_octets(encoding: str) -> None:
    with pytest.raises(ImportFault):
        forbid_doctype(f"<?xml?>{ENTITIES}".encode(encoding))
    forbid_doctype(HEAD.encode(encoding))
