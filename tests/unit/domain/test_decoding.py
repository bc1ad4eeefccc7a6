"""Inbound octets to text: what was declared, and what is guessed when that cannot be."""

from __future__ import annotations

import pytest

from vox_console.domain.decoding import decode, is_ucs2
from vox_console.domain.text_encoding import DefaultAlphabet
from vox_console.domain.user_data_header import read_header


@pytest.mark.parametrize(
    ("data_coding", "octets", "text", "encoding"),
    [
        (0, b"a\x00\x1be", "a@€", "gsm7"),
        (1, b"a@", "a@", "ascii"),
        (3, b"\xe9", "é", "latin1"),
        (3, b"\x80", "\x80", "latin1"),
        (6, b"\xb6", "Ж", "iso8859_5"),
        (7, b"\xe0", "א", "iso8859_8"),
        (8, b"\x04\x16", "Ж", "ucs2"),
        (8, b"\xd8\x3d\xde\x00", "😀", "ucs2"),
        (8, b"\xfe\xff\x04\x16", "Ж", "ucs2"),
        (10, b"\x1b$B$\x22\x1b(B", "あ", "iso2022_jp"),
        (14, b"\xb0\xa1", "가", "euc_kr"),
        (2, b"\x01\xff", "01 FF", "hex"),
        (4, b"\x01\xff", "01 FF", "hex"),
        (0xF0, b"\x00", "@", "gsm7"),
        (0xF1, b"\x00", "@", "gsm7"),
        (0xF4, b"\x00", "00", "hex"),
        (0x10, b"\x00", "@", "gsm7"),
        (0x14, b"\x00", "00", "hex"),
        (0x18, b"\x04\x16", "Ж", "ucs2"),
        (0x30, b"\x00", "00", "hex"),
        (0xC8, b"\x00", "@", "gsm7"),
        (0xD8, b"\x00", "@", "gsm7"),
        (0xE8, b"\x04\x16", "Ж", "ucs2"),
        (0x80, b"\x04", "04", "hex"),
    ],
)
def test_what_was_declared_is_read_as_such(data_coding: int, octets: bytes, text: str, encoding: str) -> None:
    read = decode(octets, data_coding)
    assert (read.text, read.encoding, read.guessed) == (text, encoding, False)


@pytest.mark.parametrize(
    ("data_coding", "octets", "text", "encoding"),
    [
        (0, "žena".encode(), "žena", "utf8"),
        (0, b"caf\xe9", "café", "latin1"),
        (1, b"caf\xe9", "café", "latin1"),
        (1, b"a\x00", "a@", "gsm7"),
        (8, b"\x04\x16\x04", "Ж", "ucs2"),
        (8, b"H\0i\0", "Hi", "ucs2"),
        (8, b"\xff\xfe\x16\x04", "Ж", "ucs2"),
        (8, b"\xd8\x3d", "\ufffd", "ucs2"),
        (5, b"\x82\xa0", "あ", "shift_jis"),
        (7, b"\xff", "\ufffd", "iso8859_8"),
    ],
)
def test_what_cannot_be_as_declared_is_guessed(
    data_coding: int, octets: bytes, text: str, encoding: str
) -> None:
    read = decode(octets, data_coding)
    assert (read.text, read.encoding, read.guessed) == (text, encoding, True)
    assert read.note


@pytest.mark.parametrize(
    ("alphabet", "octets", "text"),
    [
        (DefaultAlphabet.LATIN1, b"@\xe9", "@é"),
        (DefaultAlphabet.ASCII, b"@", "@"),
        (DefaultAlphabet.UTF8, b"\xc3\xa9", "é"),
    ],
)
def test_data_coding_0_is_what_the_profile_says(alphabet: DefaultAlphabet, octets: bytes, text: str) -> None:
    assert decode(octets, 0, default_alphabet=alphabet).text == text


def test_the_header_is_taken_off() -> None:
    read = decode(b"\x05\x00\x03\x01\x02\x01hi", 0, esm_class=0x40)
    assert (read.header, read.text) == (b"\x05\x00\x03\x01\x02\x01", "hi")


@pytest.mark.parametrize(
    ("octets", "esm_class"), [(b"", 0x40), (b"\x05\x00", 0x40), (b"\x01\x00hi", 0x00), (b"\xff" * 9, 0x40)]
)
def test_a_flag_without_a_header_is_no_header(octets: bytes, esm_class: int) -> None:
    assert read_header(octets, esm_class=esm_class) is None
    assert decode(octets, 0, esm_class=esm_class).header == b""


TURKISH = b"\x03\x24\x01\x01"


def test_a_header_asks_for_national_tables() -> None:
    read = decode(TURKISH + b"\x1bS\x1bc", 0, esm_class=0x40)
    assert (read.text, read.encoding, read.guessed, read.note) == ("Şç", "gsm7", False, "Turkish")
    assert read.header == TURKISH


def test_both_tables_of_a_header_are_used() -> None:
    read = decode(b"\x06\x25\x01\x0d\x24\x01\x06" + b"\x00\x1b\x24", 0, esm_class=0x40)
    assert (read.text, read.note) == ("\u0627\u096e", "Urdu; Hindi")


def test_a_language_without_a_table_is_told() -> None:
    read = decode(b"\x03\x25\x01\x02a", 0, esm_class=0x40)
    assert (read.text, read.guessed, read.note) == ("a", True, "no table for Spanish")


def test_national_tables_are_no_matter_of_unicode() -> None:
    assert decode(TURKISH + b"\x04\x16", 8, esm_class=0x40).text == "Ж"


def test_octets_above_7f_are_not_read_by_national_tables() -> None:
    read = decode(TURKISH + "ж".encode(), 0, esm_class=0x40)
    assert (read.text, read.encoding, read.guessed) == ("ж", "utf8", True)


def test_what_is_for_an_application_is_shown_as_octets() -> None:
    read = decode(b"\x06\x05\x04\x0b\x84\x23\xf0hi", 0, esm_class=0x40)
    assert (read.text, read.encoding, read.note) == ("68 69", "hex", "for an application, port 2948")


def test_a_header_that_does_not_add_up_is_shown_as_text() -> None:
    assert decode(b"\x05Hi", 0, esm_class=0x40).text == "éHi"


@pytest.mark.parametrize(("data_coding", "expected"), [(8, True), (0x18, True), (0, False), (4, False)])
def test_utf16_is_told_from_the_data_coding(data_coding: int, *, expected: bool) -> None:
    assert is_ucs2(data_coding) is expected
