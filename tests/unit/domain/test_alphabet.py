"""The GSM 7-bit alphabet against a table of our own, and the suggestions."""

from __future__ import annotations

import sys

import gsm0338.codec
import pytest

from vox_console.domain.alphabet import (
    ALPHABET,
    BASIC,
    EXTENSION,
    character_name,
    fits_gsm7,
    gsm7_octets,
    gsm7_text,
    septets,
    spellings,
    suggestion_for,
)

# 3GPP TS 23.038 §6.2.1, typed by hand, row by row of sixteen; "." stands for ESC.
TABLE = (
    "@£$¥èéùìòÇ\nØø\rÅå"
    "Δ_ΦΓΛΩΠΨΣΘΞ.ÆæßÉ"
    " !\"#¤%&'()*+,-./"
    "0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNO"
    "PQRSTUVWXYZÄÖÑÜ§"
    "¿abcdefghijklmno"
    "pqrstuvwxyzäöñüà"
)
EXTENSION_TABLE = {
    0x0A: "\f",
    0x14: "^",
    0x28: "{",
    0x29: "}",
    0x2F: "\\",
    0x3C: "[",
    0x3D: "~",
    0x3E: "]",
    0x40: "|",
    0x65: "€",
}


class TestTables:
    def test_basic_table_is_that_of_23_038(self) -> None:
        assert {code: character for code, character in enumerate(TABLE) if code != 0x1B} == BASIC

    def test_extension_table_is_that_of_23_038(self) -> None:
        assert EXTENSION_TABLE == EXTENSION


class TestEncoding:
    def test_every_character_of_the_alphabet_has_its_octet(self) -> None:
        for code, character in BASIC.items():
            assert gsm7_octets(character) == bytes([code])
        for code, character in EXTENSION.items():
            assert gsm7_octets(character) == bytes([0x1B, code])

    def test_no_other_character_of_unicode_fits(self) -> None:
        for number in range(sys.maxunicode + 1):
            assert fits_gsm7(chr(number)) == (chr(number) in ALPHABET), hex(number)

    def test_at_sign_is_octet_zero_and_a_typed_nul_or_escape_is_refused(self) -> None:
        assert gsm7_octets("a@b") == b"a\x00b"
        assert gsm7_octets("a\0b") is None
        assert gsm7_octets("a\x1bb") is None

    def test_extension_characters_cost_two_septets(self) -> None:
        assert septets("1€") == 3
        assert septets("ç") is None

    def test_agrees_with_the_table_package_on_a_mixed_text(self) -> None:
        text = TABLE.replace(".", "") + "".join(EXTENSION_TABLE.values())
        assert gsm7_octets(text) == gsm0338.codec.Codec().encode(text)[0]


class TestDecoding:
    def test_every_pair_of_the_alphabet_comes_back(self) -> None:
        for one in ALPHABET:
            for other in ALPHABET:
                octets = gsm7_octets(one + other)
                assert octets is not None
                assert gsm7_text(octets) == one + other

    def test_unknown_extension_code_shows_the_basic_character(self) -> None:
        assert gsm7_text(b"\x1bA") == "A"

    @pytest.mark.parametrize("octets", [b"a\x1b", b"a\x1b\x1b"])
    def test_lone_or_doubled_escape_is_a_space(self, octets: bytes) -> None:
        assert gsm7_text(octets) == "a "

    def test_an_octet_that_gsm_cannot_hold_is_a_replacement_character(self) -> None:
        assert gsm7_text(b"a\x80b") == "a\ufffdb"
        assert gsm7_text(b"a\x1b\xffb") == "a\ufffdb"


class TestSuggestions:
    @pytest.mark.parametrize(
        ("character", "text"),
        [
            ("“", '"'),
            ("”", '"'),
            ("„", '"'),
            ("\u2019", "'"),
            ("`", "'"),
            ("\u2013", "-"),
            ("—", "-"),
            ("…", "..."),
            ("\u00a0", " "),
            ("\u202f", " "),
            ("\t", " "),
            ("ç", "c"),
            ("á", "a"),
            ("Ő", "O"),
            ("š", "s"),
            ("đ", "d"),
            ("ł", "l"),
            ("œ", "oe"),
            ("½", "1/2"),
            ("ﬁ", "fi"),
            ("•", "*"),
        ],
    )
    def test_common_characters_have_a_plain_spelling(self, character: str, text: str) -> None:
        assert suggestion_for(character) == text

    @pytest.mark.parametrize("character", ["a", "€", "é", "😀", "ж", "中", "\u0301", "¨", "\x07", "\ud800"])
    def test_none_where_none_is_needed_or_known(self, character: str) -> None:
        assert not suggestion_for(character)

    def test_every_suggestion_fits_and_none_is_a_question_mark(self) -> None:
        for number in range(0x3000):
            suggestion = suggestion_for(chr(number))
            assert fits_gsm7(suggestion), hex(number)
            assert "?" not in suggestion.replace(spellings_of_question_marks(chr(number)), ""), hex(number)


def spellings_of_question_marks(character: str) -> str:
    """Question marks that Unicode itself decomposes into one (U+2047, "??") are no way out."""
    return next((text for text in spellings(character) if "?" in text), "\0")


class TestNames:
    def test_names_are_unicodes_own(self) -> None:
        assert character_name("“") == "LEFT DOUBLE QUOTATION MARK"

    def test_what_has_no_name_has_its_kind_and_number(self) -> None:
        assert character_name("\x07") == "control character U+0007"
        assert character_name("\ud83d") == "unpaired surrogate U+D83D"
        assert character_name("\ue000") == "private character U+E000"
