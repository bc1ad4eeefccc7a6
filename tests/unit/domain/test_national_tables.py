"""National language tables: cells that are well known, and those that the specification prints wrong."""

from __future__ import annotations

import unicodedata

import pytest

from vox_console.domain.alphabet import BASIC, ESCAPE, EXTENSION, gsm7_text
from vox_console.domain.national_tables import LANGUAGES, LOCKING, SINGLE, language_name, national_text


@pytest.mark.parametrize(
    ("language", "position", "character"),
    [
        (1, 0x04, "€"),
        (1, 0x07, "\u0131"),
        (1, 0x0C, "ğ"),
        (1, 0x40, "İ"),
        (3, 0x08, "ó"),
        (3, 0x15, "∞"),
        (3, 0x18, "€"),
        (3, 0x60, "~"),
        (3, 0x7D, "`"),
        (4, 0x00, "\u0981"),
        (4, 0x50, "\u09be"),
        (5, 0x7F, "\u0af1"),
        (6, 0x15, "\u0915"),
        (6, 0x7F, "\u097f"),
        (7, 0x24, "\u0ca1"),  # printed U+0CAA
        (7, 0x3D, "\u0caa"),
        (8, 0x60, "\u0d57"),
        (9, 0x60, "\u0b56"),
        (10, 0x7C, "\u0a71"),
        (11, 0x3C, "\u0ba9"),
        (12, 0x7B, "\u0c56"),
        (13, 0x00, "\u0627"),
        (13, 0x7F, "\u0670"),
    ],
)
def test_locking_cells(language: int, position: int, character: str) -> None:
    assert LOCKING[language][position] == character


@pytest.mark.parametrize(
    ("language", "position", "character"),
    [
        (1, 0x53, "Ş"),
        (2, 0x09, "ç"),
        (2, 0x75, "ú"),
        (3, 0x05, "ê"),
        (3, 0x12, "Φ"),
        (3, 0x7F, "â"),
        (4, 0x19, "\u09e6"),
        (4, 0x24, "\u09df"),
        (5, 0x19, "\u0964"),
        (6, 0x3A, "\u0971"),
        (8, 0x34, "\u0d7f"),
        (9, 0x20, "\u0b6a"),
        (11, 0x24, "\u0bee"),  # printed U+0BEF
        (11, 0x25, "\u0bef"),
        (12, 0x22, "\u0c6c"),  # printed U+06CC
        (12, 0x23, "\u0c6d"),  # printed U+06CD
        (12, 0x65, "€"),
        (13, 0x3F, "\u06d4"),
    ],
)
def test_single_shift_cells(language: int, position: int, character: str) -> None:
    assert SINGLE[language][position] == character


def test_the_languages_are_all_there() -> None:
    assert set(SINGLE) == set(LANGUAGES)
    assert set(LOCKING) == set(LANGUAGES) - {2}  # Spanish has no locking table
    assert language_name(13) == "Urdu"
    assert language_name(14) == "language 14"


@pytest.mark.parametrize("table", [*LOCKING.values(), *SINGLE.values()])
def test_a_table_holds_assigned_characters_and_never_the_escape(table: dict[int, str]) -> None:
    assert ESCAPE not in table
    assert all(0 <= code < 128 for code in table)
    assert all(
        len(each) == 1 and (each in "\n\r\f" or unicodedata.category(each) != "Cn") for each in table.values()
    )


@pytest.mark.parametrize("table", LOCKING.values())
def test_a_locking_table_keeps_line_ends_digits_and_letters(table: dict[int, str]) -> None:
    for code in (0x0A, 0x0D, 0x20, *range(0x30, 0x3C), 0x3F, *range(0x61, 0x7B)):
        assert table[code] == BASIC[code]
    assert len(set(table.values())) == len(table)


@pytest.mark.parametrize("table", SINGLE.values())
def test_a_single_shift_table_holds_the_extension_table(table: dict[int, str]) -> None:
    assert table.items() >= EXTENSION.items()


def test_without_a_language_the_gsm_table_is_read() -> None:
    every = bytes(code for code in range(128) if code != ESCAPE)
    pairs = b"".join(bytes([ESCAPE, code]) for code in range(128))
    for octets in (every, pairs, pairs + b"\x1b"):
        assert national_text(octets, locking=0, single=0) == gsm7_text(octets)
        assert national_text(octets, locking=2, single=99) == gsm7_text(octets)


def test_what_the_single_shift_table_lacks_is_read_by_the_locking_table() -> None:
    assert national_text(b"\x1b\x00\x1b\x24", locking=13, single=1) == "\u0627\u0630"


def test_a_second_escape_and_one_at_the_end_are_spaces() -> None:
    assert national_text(b"a\x1b\x1bb\x1b", locking=1, single=1) == "a b "


def test_an_empty_position_and_an_octet_above_7f_are_seen() -> None:
    assert national_text(b"\x00\x80", locking=7, single=0) == "\ufffd\ufffd"
