"""Texts of several parts: joined octets, gaps, and codings that change on the way."""

from __future__ import annotations

import pytest

from tests.support.inbound_parts import plain_part
from vox_console.domain.assembled_text import AssembledText, Gap, read_assembled
from vox_console.domain.concatenation import PartPlace, StoredPart, assemble
from vox_console.domain.decoding import Decoded


def read(*bodies: bytes | None, data_coding: int = 0) -> AssembledText:
    total = len(bodies)
    parts = [
        plain_part(number, body, at_us=number, row=number, total=total, data_coding=data_coding)
        for number, body in enumerate(bodies, 1)
        if body is not None
    ]
    (message,) = assemble(parts)
    return read_assembled(message)


@pytest.mark.parametrize(
    ("data_coding", "bodies", "text"),
    [
        (0, (b"costs 5\x1b", b"e"), "costs 5€"),
        (0, ("ž".encode()[:1], "ž".encode()[1:]), "ž"),
        (8, (b"\xd8\x3d", b"\xde\x00"), "😀"),
        (8, (b"\x04", b"\x16"), "Ж"),
        (14, (b"\xb0", b"\xa1"), "가"),
        (10, (b"\x1b$B$\x22", b"$\x24\x1b(B"), "あい"),
        (4, (b"\x01", b"\xff"), "01 FF"),
    ],
)
def test_what_was_cut_in_two_is_whole_again(data_coding: int, bodies: tuple[bytes, ...], text: str) -> None:
    assert read(*bodies, data_coding=data_coding).text == text


def test_a_lost_octet_spoils_no_other_part() -> None:
    whole = read(b"\x04\x16\x04", b"\x04\x16\x04\x17", data_coding=8)
    assert (whole.text, whole.guessed, whole.note) == ("ЖЖЗ", True, "an odd octet at the end was dropped")


def test_gaps_stand_where_parts_are_missing() -> None:
    whole = read(None, b"b", None, None, b"e", None)
    assert whole.text == "[part 1 is missing] b [parts 3 to 4 are missing] e [part 6 is missing]"
    assert whole.passages[2] == Gap((3, 4))
    assert whole.readings == (Decoded("b", "gsm7"), Decoded("e", "gsm7"))
    assert (whole.guessed, whole.note) == (False, "")


def test_parts_of_different_codings_are_read_each_for_itself() -> None:
    parts = [
        plain_part(1, b"a\x00", at_us=1, row=1, total=3),
        plain_part(2, b"\x04\x16", at_us=2, row=2, total=3, data_coding=8),
        plain_part(3, b"\x00", at_us=3, row=3, total=3),
    ]
    (message,) = assemble(parts)
    assert read_assembled(message).text == "a@Ж@"


def test_each_part_may_ask_for_its_tables() -> None:
    turkish = b"\x08\x00\x03\x01\x02%c\x24\x01\x01"
    parts = [
        StoredPart(number, 0, turkish % number + body, PartPlace(8, 1, 2, number), 0, 0x40)
        for number, body in enumerate((b"\x1b", b"S"), 1)
    ]
    (message,) = assemble(parts)
    assert (read_assembled(message).text, read_assembled(message).note) == ("Ş", "Turkish")
