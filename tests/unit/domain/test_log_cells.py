from __future__ import annotations

import pytest

from vox_console.domain.log_cells import masked_numbers_in, other_bases


@pytest.mark.parametrize(
    ("ids", "others"),
    [
        ("4096", "1000"),
        ("1a0", "416"),
        ("00ff; 10", "255; a"),
        ("0c6a-11", ""),
        ("0c6a-11; ff", "; 255"),
        ("ffffffffffffffff", "18446744073709551615"),
        ("fffffffffffffffff", ""),  # more than 64 bits: opaque
        ("", ""),
    ],
)
def test_ids_are_given_in_the_base_they_are_not_in(ids: str, others: str) -> None:
    assert other_bases(ids) == others


def test_numbers_in_words_are_masked_and_codes_are_not() -> None:
    words = "no route to +381641234567 (code 1234; ref 00AF)"
    assert masked_numbers_in(words) == "no route to +381 64 *** **67 (code 1234; ref 00AF)"
