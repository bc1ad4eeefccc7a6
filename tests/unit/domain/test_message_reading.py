"""A customer's message as text, as it declares itself or as a person says."""

from __future__ import annotations

import pytest

from tests.support.inbound_parts import plain_part
from vox_console.domain.concatenation import AssembledMessage
from vox_console.domain.message_reading import read_message
from vox_console.domain.text_encoding import DefaultAlphabet


def test_it_is_read_as_declared_unless_a_person_says_otherwise() -> None:
    message = AssembledMessage(1, {1: plain_part(1, b"\xc4\x8d", at_us=0, row=1)})
    assert read_message(message, default_alphabet=DefaultAlphabet.LATIN1).text == "Ä\x8d"
    assert read_message(message, "utf8").text == "č"
    with pytest.raises(KeyError):
        read_message(message, "klingon")


def test_by_hand_the_parts_stand_in_their_order_whatever_order_they_came_in() -> None:
    parts = {2: plain_part(2, b"B", at_us=0, row=1), 1: plain_part(1, b"A", at_us=1, row=2)}
    assert read_message(AssembledMessage(2, parts), "ascii").text == "AB"
