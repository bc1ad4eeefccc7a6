"""Addresses of contacts as people type them, and names to look for them by."""

from __future__ import annotations

import pytest

from vox_console.domain.contact import fold_name, party_of_digits, party_words, read_parties, read_party


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("064/123-45-67", "+381641234567"),
        ("+44 7400 123456", "+447400123456"),
        ("12345", "12345"),
        ("Vox  Bank", "vox bank"),
    ],
)
def test_an_address_is_read(typed: str, key: str) -> None:
    assert read_party(typed, region="RS").key == key


@pytest.mark.parametrize("typed", ["", "12", "+12", "A name that is much too long", "064 123 (home)", "—"])
def test_what_is_no_address_is_told(typed: str) -> None:
    found = read_party(typed, region="RS")
    assert found.key == ""
    assert found.problem is not None
    assert found.problem.text


def test_several_are_read_out_of_one_cell() -> None:
    typed = "064 1234567; +44 7400 123456 ::: Vox,\n 1x2"
    assert [each.key for each in read_parties(typed, region="RS")][:3] == [
        "+381641234567",
        "+447400123456",
        "vox",
    ]


def test_keys_are_shown_as_numbers_are_written() -> None:
    assert [party_words(key) for key in ("+381641234567", "12345", "vox")] == [
        "+381 64 1234567",
        "12345",
        "vox",
    ]
    assert [party_of_digits(digits) for digits in ("381641234567", "12345")] == ["+381641234567", "12345"]


def test_names_are_compared_without_capitals_and_blanks() -> None:
    assert fold_name(" ANA  Anić\n") == fold_name("ana anić")
