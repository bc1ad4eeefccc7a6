from __future__ import annotations

import pytest

from vox_console.imports.content import Content, recognise, refuse_binary
from vox_console.imports.faults import ImportFault

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


@pytest.mark.parametrize(
    "head", [b"a,b\n", b"\xff\xfea\x00", b"\xef\xbb\xbfa", b"<Ana>,1\n", b"PK,1\n", b"\n\n"]
)
def test_what_may_be_text_is_text(head: bytes) -> None:
    assert recognise(head) is Content.TEXT


def test_a_zip_archive_is_known_by_its_content() -> None:
    assert recognise(b"PK\x03\x04rest") is Content.ZIP


@pytest.mark.parametrize(
    ("head", "title"),
    [
        (b"", "empty"),
        (b"PK\x05\x06" + bytes(18), "empty archive"),
        (OLE, "old kind"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b"%PDF-1.7", "PDF"),
        (b"\x1f\x8b\x08", "gzip"),
        (b"\x89PNG\r\n\x1a\n", "picture"),
        (b"\r\n <HTML><table>", "web page"),
        (b"\xef\xbb\xbf<?xml version='1.0'?>", "XML"),
    ],
)
def test_what_is_no_table_is_named(head: bytes, title: str) -> None:
    with pytest.raises(ImportFault) as told:
        recognise(head)
    assert title in told.value.title


def test_a_protected_workbook_is_told_by_a_name_near_its_end() -> None:
    with pytest.raises(ImportFault, match="password"):
        recognise(OLE, tail="EncryptedPackage".encode("utf-16-le"))


@pytest.mark.parametrize("head", [bytes(range(1, 9)) * 10, b"a\0\0" * 50])
def test_octets_of_no_text_are_refused(head: bytes) -> None:
    with pytest.raises(ImportFault, match="not a text file"):
        refuse_binary(head)


def test_a_few_control_characters_make_no_binary_file() -> None:
    refuse_binary(b"Name,Phone\n" * 20 + b"\x01\x0c\x1a\0")
