from __future__ import annotations

import pytest

from vox_console.domain.bulk_mapping import columns_to_try, guess_number_columns, match_fields
from vox_console.domain.merge_fields import parse

SAMPLE = [("Ana", "+381 64 123 4567", "17", "2026"), ("Bo", "0641234568", "4", "2027")]


def test_the_column_that_is_called_so_and_holds_numbers_is_first() -> None:
    first, *_ = guess_number_columns(("name", "Mobile phone", "seats", "year"), SAMPLE)
    assert first.index == 1
    assert "Mobile phone" in first.reason
    assert "100%" in first.reason


def test_without_a_header_what_stands_there_decides() -> None:
    assert [guess.index for guess in guess_number_columns((), SAMPLE)] == [1]


@pytest.mark.parametrize("name", ["Broj telefona", "Téléphone", "MSISDN", "Handynummer", "to"])
def test_names_in_several_languages(name: str) -> None:
    assert [guess.index for guess in guess_number_columns(("x", name), [("a", "0641234567")])] == [1]


def test_a_name_alone_is_not_enough_when_the_cells_speak_against_it() -> None:
    assert guess_number_columns(("number of seats",), [("seventeen",), ("4",)]) == []


def test_a_mobile_goes_before_a_landline() -> None:
    rows = [("0111234567", "0641234567")]
    assert [guess.index for guess in guess_number_columns(("phone", "mobile"), rows)] == [1, 0]


def test_an_empty_file_gives_no_guess() -> None:
    assert guess_number_columns((), []) == []
    assert [guess.index for guess in guess_number_columns(("phone",), [])] == [0]


def test_fields_are_matched_whatever_their_case_and_blanks() -> None:
    header = ("First name", "Město č.", "code")
    fields = parse("{first_name} {MĚSTO Č.} {code} {other}").fields
    assert match_fields(fields, header) == {"first_name": 0, "MĚSTO Č.": 1, "code": 2}


def test_of_two_columns_with_one_name_the_first_counts() -> None:
    assert match_fields(parse("{name}").fields, ("Name", "name")) == {"name": 0}


def test_after_the_likeliest_only_a_telephone_is_tried() -> None:
    rows = [("0641234567", "0111234567", "10012345"), ("0641234568", "", "10012346")]
    guesses = guess_number_columns(("mobile", "home phone", "customer number"), rows)
    assert [guess.index for guess in guesses] == [0, 1, 2]
    assert columns_to_try(guesses) == (0, 1)
    assert columns_to_try(guess_number_columns(("customer number",), [("10012345",)])) == (0,)
    assert columns_to_try([]) == ()
