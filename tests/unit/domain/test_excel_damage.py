"""What a spreadsheet did to a number is undone when no digit is missing, and named in words."""

from __future__ import annotations

import pytest

from vox_console.domain.errors import FieldProblem, Severity
from vox_console.domain.excel_damage import Repair, examine, lost_zero


@pytest.mark.parametrize(
    ("damaged", "text", "word"),
    [
        ("4.47400123456E+11", "447400123456", "powers of ten"),
        ("4,47400123456e+011", "447400123456", "powers of ten"),
        ("4.479123456789E12", "4479123456789", "powers of ten"),
        ("4.4740012345600E+11", "447400123456", "powers of ten"),
        ("381641234567.0", "381641234567", "decimals"),
        ("381641234567,00", "381641234567", "decimals"),
        (" 381641234567.0 ", "381641234567", "decimals"),
        ("'0641234567", "0641234567", "apostrophe"),
        ("\u2019+381 64 1234567", "+381 64 1234567", "apostrophe"),
        ("381,641,234,567", "381641234567", "thousands"),
        ("381,641,234,567.00", "381641234567", "thousands"),
        ("381.641.234.567,00", "381641234567", "thousands"),
        ("381\u202f641\u202f234\u202f567,00", "381641234567", "thousands"),
        ("381'641'234'567", "381641234567", "thousands"),
        ("9,19,81,23,45,678", "919812345678", "thousands"),
        ('="+381641234567"', "+381641234567", "formula"),
        ('=""0641234567""', "0641234567", "formula"),
        ("=+381641234567", "+381641234567", "formula"),
    ],
)
def test_damage_is_undone_and_named(damaged: str, text: str, word: str) -> None:
    repair = examine(damaged)
    assert isinstance(repair, Repair)
    assert repair.text == text
    assert word in repair.reason


def test_damage_upon_damage_is_undone_from_the_outside_in() -> None:
    repair = examine('="\'4.47400123456E+11"')
    assert isinstance(repair, Repair)
    assert repair.text == "447400123456"
    assert [word in repair.reason for word in ("formula", "apostrophe", "powers of ten")] == [True] * 3


@pytest.mark.parametrize("damaged", ["4.479E+11", "4,479E+11", "4E+11", "4.4740012345E+11", '="4.479E+11"'])
def test_digits_that_were_cut_off_are_not_made_up(damaged: str) -> None:
    problem = examine(damaged)
    assert isinstance(problem, FieldProblem)
    assert (problem.field, problem.code, problem.fix) == ("to", "cut_off", "")
    assert problem.severity is Severity.ERROR
    assert problem.text.startswith("Excel has cut off digits")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "'",
        "=",
        '=""',
        "Ana",
        "'Ana",
        "O'Brien 0641234567",
        "0641234567",
        "+381641234567",
        "+381 64 123 45 67",
        "064.123.45.00",  # a person's grouping
        "0641234.00",  # a spreadsheet would have dropped the zero
        "641234.00",
        "381641234567.5",
        "381641234567.000",
        "38,16,41",
        "1,234",
        "381,641,234,56",
        "1E+3",  # too short for a number
        "5E+20",
        "4.47400123456E-11",
        "4.474001234567E+11",  # a fraction is left
        "A4.479E+11",
        "=A1",
        '="Ana"',
        '=HYPERLINK("+381641234567")',
    ],
)
def test_a_text_of_no_such_shape_is_left_alone(text: str) -> None:
    assert examine(text) is None


def test_a_lost_zero_is_put_before_bare_digits_only() -> None:
    repair = lost_zero(" 641234567")
    assert repair is not None
    assert (repair.text, repair.reason) == ("0641234567", "Excel had dropped its leading zero.")
    for text in ("0641234567", "+641234567", "64 1234567", "\uff16\uff14", "", "Ana"):
        assert lost_zero(text) is None
