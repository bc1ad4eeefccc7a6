"""Which way a text is read."""

from __future__ import annotations

import pytest

from vox_console.ui.reading_direction import reads_right_to_left


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Hello", False), ("שלום", True), ("12 مرحبا", True), ("é שלום", False), ("123 ·", False), ("", False)],
)
def test_the_first_strong_character_decides_the_direction(text: str, *, expected: bool) -> None:
    assert reads_right_to_left(text) is expected
