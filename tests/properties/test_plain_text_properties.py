"""Hostile text: whatever comes in, what goes out is harmless."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from vox_console.domain.decoding import decode
from vox_console.domain.plain_text import contained, for_terminal, has_hidden, one_line

DIRECTION = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
NASTY = DIRECTION + "\n\r\t\x1b\x00\x9b\u200b\u200c\u200d\u200e\u2028\u2029\x85\ufeffab אب😀"
TEXTS = st.text(alphabet=st.sampled_from(NASTY), max_size=40) | st.text(
    alphabet=st.characters(codec=None), max_size=40
)


@given(TEXTS)
def test_one_line_is_one_line_and_hides_nothing(text: str) -> None:
    shown = one_line(text)
    assert len(shown.splitlines()) <= 1
    assert not has_hidden(shown)
    assert not any(unicodedata.category(character) in {"Cc", "Cs"} for character in shown)
    assert not any(character in shown for character in DIRECTION)


@given(TEXTS)
def test_one_line_of_a_harmless_text_is_the_text(text: str) -> None:
    if not has_hidden(text) and len(text.splitlines()) <= 1 and not set(text) & set("\t\n\r\u2028\u2029\x85"):
        assert one_line(text) == text


def isolates_left_open(line: str) -> int:
    """Read a line as UAX #9 does; a PDI that closes nothing counts as a breach."""
    depth = 0
    for character in line:
        if character in "\u2066\u2067\u2068":
            depth += 1
        elif character == "\u2069":
            depth -= 1
            assert depth >= 0
    return depth


@given(TEXTS)
def test_contained_leaves_nothing_open_and_loses_only_stray_ends(text: str) -> None:
    wrapped = contained(text)
    for line in wrapped.replace("\r\n", "\n").splitlines():
        assert isolates_left_open(line) == 0
        if line:
            assert line[0] == "\u2068"
            assert line[-1] == "\u2069"
            assert isolates_left_open(line[:-1]) == 1  # the first is closed by the last, not before
    strip = str.maketrans("", "", DIRECTION)
    assert wrapped.translate(strip) == text.translate(strip)


@given(TEXTS)
def test_a_terminal_gets_nothing_to_obey(text: str) -> None:
    shown = for_terminal(text)
    assert not any(unicodedata.category(c) in {"Cc", "Cs"} and c not in "\t\n" for c in shown)
    shown.encode()


@given(st.binary(max_size=100), st.integers(0, 255), st.integers(0, 255))
def test_no_octets_stop_the_decoder(octets: bytes, data_coding: int, esm_class: int) -> None:
    read = decode(octets, data_coding, esm_class=esm_class)
    assert octets.startswith(read.header)
    read.text.encode("utf-8")
