"""The encodings texts travel in."""

from __future__ import annotations

import pytest

from vox_console.domain.text_encoding import (
    DATA_CODINGS,
    ENCODINGS,
    EUC_KR,
    ISO2022_JP,
    UCS2,
    DefaultAlphabet,
    encoding_for,
)


def test_the_data_codings_are_those_the_provider_accepts() -> None:
    assert frozenset({0, 1, 3, 6, 7, 8, 10, 14}) == DATA_CODINGS


@pytest.mark.parametrize(
    ("data_coding", "word"),
    [
        (0, "gsm7"),
        (1, "ascii"),
        (3, "latin1"),
        (6, "iso8859_5"),
        (7, "iso8859_8"),
        (8, "ucs2"),
        (10, "iso2022_jp"),
        (14, "euc_kr"),
    ],
)
def test_each_data_coding_has_its_encoding(data_coding: int, word: str) -> None:
    assert encoding_for(data_coding, DefaultAlphabet.GSM7).word == word


@pytest.mark.parametrize("alphabet", list(DefaultAlphabet))
def test_data_coding_0_is_what_the_profile_says(alphabet: DefaultAlphabet) -> None:
    assert encoding_for(0, alphabet).word == alphabet.value


def test_another_data_coding_is_refused() -> None:
    with pytest.raises(ValueError, match="data_coding 4"):
        encoding_for(4, DefaultAlphabet.GSM7)


@pytest.mark.parametrize(
    ("word", "text", "octets"),
    [
        ("gsm7", "@€", b"\x00\x1be"),
        ("latin1", "@é", b"@\xe9"),
        ("ascii", "@", b"@"),
        ("utf8", "é", b"\xc3\xa9"),
        ("iso8859_5", "Ж", b"\xb6"),
        ("iso8859_8", "א", b"\xe0"),
        ("ucs2", "é😀", b"\x00\xe9\xd8\x3d\xde\x00"),
        ("iso2022_jp", "aあ", b"a\x1b$B$\x22\x1b(B"),
        ("euc_kr", "a가", b"a\xb0\xa1"),
    ],
)
def test_octets_are_those_of_the_standard(word: str, text: str, octets: bytes) -> None:
    assert ENCODINGS[word].octets(text) == octets


@pytest.mark.parametrize("word", list(ENCODINGS))
def test_half_a_character_fits_no_encoding(word: str) -> None:
    assert ENCODINGS[word].octets("a\ud83d") is None


def test_the_switches_of_iso2022_are_no_text() -> None:
    for switch in "\x1b\x0e\x0f":
        assert ISO2022_JP.octets(f"あ{switch}a") is None


def test_a_syllable_outside_ks_c_5601_is_not_spelled_out() -> None:
    assert EUC_KR.octets("가") == b"\xb0\xa1"
    assert EUC_KR.octets("뷁뢔") is None
    assert EUC_KR.octets("\u3164") == b"\xa4\xd4"  # the filler itself is a character of the standard


def test_units_of_ucs2_are_utf16_units() -> None:
    assert UCS2.units(b"\0a\0b") == 2


def test_unencodable_names_each_stranger_once() -> None:
    assert ENCODINGS["ascii"].unencodable("aéé😀") == {"é", "😀"}
