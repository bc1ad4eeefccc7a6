"""User data headers: what is read, what is passed over, and what is no header."""

from __future__ import annotations

import pytest

from vox_console.domain.user_data_header import Concatenation, UserDataHeader, read_header

UDHI = 0x40


def read(text: str, *, body: bytes = b"hi") -> UserDataHeader:
    header = read_header(bytes.fromhex(text) + body, esm_class=UDHI)
    assert header is not None
    return header


@pytest.mark.parametrize(
    ("text", "concatenation"),
    [
        ("05 00 03 AB 03 02", Concatenation(8, 0xAB, 3, 2)),
        ("06 08 04 AB CD 03 02", Concatenation(16, 0xABCD, 3, 2)),
        ("05 00 03 AB 00 09", Concatenation(8, 0xAB, 0, 9)),
    ],
)
def test_concatenation_is_read_as_it_says(text: str, concatenation: Concatenation) -> None:
    header = read(text)
    assert header.concatenation == concatenation
    assert header.octets == bytes.fromhex(text)


def test_several_elements_are_all_read() -> None:
    header = read("0E 05 04 0B 84 23 F0 24 01 01 25 01 03 70 00")
    assert header.ports == (0x0B84, 0x23F0)
    assert (header.single_shift, header.locking_shift) == (1, 3)
    assert header.elements[-1] == (0x70, b"")


def test_ports_of_one_octet_are_ports() -> None:
    assert read("04 04 02 F5 F4").ports == (0xF5, 0xF4)


def test_of_a_repeated_element_the_last_counts() -> None:
    assert read("0A 00 03 01 02 01 00 03 02 02 02").concatenation == Concatenation(8, 2, 2, 2)
    assert read("0B 08 04 00 01 02 01 00 03 02 02 02").concatenation == Concatenation(8, 2, 2, 2)


def test_an_element_of_a_wrong_length_is_passed_over() -> None:
    header = read("08 00 02 01 02 24 02 01 01")
    assert header.concatenation is None
    assert header.single_shift == 0


def test_a_header_may_be_all_there_is() -> None:
    assert read("05 00 03 AB 03 02", body=b"").concatenation == Concatenation(8, 0xAB, 3, 2)


@pytest.mark.parametrize(
    "octets",
    [
        b"",
        b"\x00hello",
        b"\x05\x00\x03\x01",
        b"\x05\x00\x04\x01\x02\x01hi",
        b"\x01\x00hi",
        b"\x06\x00\x03\x01\x02\x01\x70hi",
        b"Hello, this is no header",
    ],
)
def test_what_does_not_add_up_is_no_header(octets: bytes) -> None:
    assert read_header(octets, esm_class=UDHI) is None


def test_without_the_flag_there_is_no_header() -> None:
    assert read_header(b"\x05\x00\x03\x01\x02\x01hi", esm_class=0) is None
