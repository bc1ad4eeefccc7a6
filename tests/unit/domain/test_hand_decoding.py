"""Octets read as a person says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vox_console.domain.alphabet import gsm7_octets, gsm7_text
from vox_console.domain.hand_decoding import DECODINGS, decode_as, unpacked_septets

WORDS = [each.word for each in DECODINGS]


def packed(septets: bytes, *, fill_bits: int = 0) -> bytes:
    bits = sum(septet << 7 * index for index, septet in enumerate(septets)) << fill_bits
    return bits.to_bytes(-(-(7 * len(septets) + fill_bits) // 8), "little")


@pytest.mark.parametrize(
    ("word", "octets", "text"),
    [
        ("gsm7", b"\x00\x1be", "@€"),
        ("gsm7_packed", bytes.fromhex("E8329BFD4697D9EC37"), "hellohello"),
        ("ucs2", b"\x04\x16", "Ж"),
        ("utf16le", b"\x16\x04", "Ж"),
        ("utf8", "žena".encode(), "žena"),
        ("latin1", b"\xe9", "é"),
        ("ascii", b"a", "a"),
        ("iso8859_5", b"\xb6", "Ж"),
        ("iso8859_8", b"\xe0", "א"),
        ("iso2022_jp", b"\x1b$B$\x22\x1b(B", "あ"),
        ("iso2022_jp_1", b"\x1b$B$\x22\x1b(B", "あ"),
        ("shift_jis", b"\x82\xa0", "あ"),
        ("euc_jp", b"\xa4\xa2", "あ"),
        ("euc_kr", b"\xb0\xa1", "가"),
        ("hex", b"\x01\xff", "01 FF"),
    ],
)
def test_every_way_reads_its_own(word: str, octets: bytes, text: str) -> None:
    read = decode_as(octets, word)
    assert (read.text, read.encoding, read.guessed, read.note) == (text, word, False, "")


def test_the_table_of_cases_is_all_ways() -> None:
    assert len(set(WORDS)) == len(WORDS) == 15
    assert len({each.words for each in DECODINGS}) == len(DECODINGS)


def test_another_word_is_refused() -> None:
    with pytest.raises(KeyError):
        decode_as(b"a", "ebcdic")


def test_what_does_not_fit_is_told() -> None:
    read = decode_as(b"a\xff", "utf8")
    assert (read.text, read.note) == ("a\ufffd", "some octets do not fit")


@pytest.mark.parametrize("word", ["gsm7", "gsm7_packed"])
def test_the_header_is_taken_off_and_its_tables_are_used(word: str) -> None:
    header, septets = b"\x03\x24\x01\x01", b"\x1bS\x1bca"
    body = packed(septets, fill_bits=-len(header) * 8 % 7) if word == "gsm7_packed" else septets
    read = decode_as(header + body, word, esm_class=0x40)
    assert (read.text, read.header) == ("Şça", header)


@given(st.text(alphabet="aé@€ Ω", max_size=60), st.integers(0, 6))
def test_packed_septets_come_back(text: str, fill_bits: int) -> None:
    septets = gsm7_octets(text) or b""
    read = unpacked_septets(packed(septets, fill_bits=fill_bits), fill_bits=fill_bits)
    if (7 * len(septets) + fill_bits) % 8 == 0 and septets[-1:] == b"\x00":
        assert read == septets[:-1]  # an "@" there cannot be told from filling
    else:
        assert read == septets
        assert gsm7_text(read) == text


@given(st.binary(max_size=60), st.sampled_from(WORDS), st.integers(0, 255))
def test_no_octets_stop_a_reading(octets: bytes, word: str, esm_class: int) -> None:
    read = decode_as(octets, word, esm_class=esm_class)
    assert octets.startswith(read.header)
    read.text.encode()
