from __future__ import annotations

from collections.abc import Callable

import pytest

from vox_console.practice.behaviours import Stat
from vox_console.practice.fields import Fields, OrderFault


def test_each_kind_of_field_is_read() -> None:
    fields = Fields(
        {"t": "x", "n": 1.5, "i": 3, "h": "0x58", "s": True, "o": "00ff", "l": [1, 2], "w": "EXPIRED"}
    )
    assert fields.text("t") == "x"
    assert fields.number("n") == 1.5
    assert fields.integer("i") == 3
    assert fields.integer("h") == 0x58
    assert fields.switch("s", default=False) is True
    assert fields.octets("o") == b"\x00\xff"
    assert fields.integers("l") == [1, 2]
    assert fields.word("w", Stat, Stat.DELIVRD) is Stat.EXPIRED
    fields.finish()


def test_absent_fields_have_their_defaults() -> None:
    fields = Fields({})
    assert fields.text("t", "d") == "d"
    assert fields.optional_integer("i") is None
    assert fields.octets("o") is None
    assert fields.integers("l") == []
    assert fields.word("w", Stat, Stat.DELIVRD) is Stat.DELIVRD


@pytest.mark.parametrize(
    "read",
    [
        lambda fields: fields.text("missing"),
        lambda fields: fields.text("number"),
        lambda fields: fields.number("text"),
        lambda fields: fields.number("switch"),
        lambda fields: fields.number("number", high=6),
        lambda fields: fields.integer("text"),
        lambda fields: fields.integer("switch"),
        lambda fields: fields.integer("fraction"),
        lambda fields: fields.switch("number", default=True),
        lambda fields: fields.octets("text"),
        lambda fields: fields.integers("number"),
        lambda fields: fields.integers("switches"),
        lambda fields: fields.word("text", Stat, Stat.DELIVRD),
        lambda fields: fields.finish(),
    ],
)
def test_what_makes_no_sense_is_refused_by_name(read: Callable[[Fields], object]) -> None:
    content = {"number": 7, "text": "no", "switch": True, "fraction": 1.5, "switches": [True]}
    with pytest.raises(OrderFault, match=r"\w"):
        read(Fields(content))


def test_a_body_that_is_no_object_is_refused() -> None:
    with pytest.raises(OrderFault, match="object"):
        Fields([])
