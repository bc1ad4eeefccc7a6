"""One number of a million: what parse_recipient says, and what a spreadsheet did to it.

tests/properties/test_bulk_number_properties.py compares the answers over all countries.
"""

from __future__ import annotations

import pytest

from vox_console.domain.address import parse_recipient
from vox_console.domain.bulk_number import NumberReading, Standing, read_number, reader_for

TEXTS = [
    "",
    "  ",
    "Ana",
    "+381 64 CALL 67",
    "++381641234567",
    "12345",
    "+1 212 555 01234",
    "9" * 16,
    "9" * 60,
    "+999123456789",
    "999123456789",
    "0641234567",
    "0049123",
    "000049123456789",
    "+0049123456789",
    "+381641234567 ext. 12",
    "tel:+381641234567",
    "+44 7700 900123",
    "+381 11 2345678",
    "+39 06 6981 2345",
    "+800 1234 5678",
    "+381 (0)64 1234567",
    "\u202a+381 64 1234567\u202c",
    "\u00a0+381\u00a064\u00a01234567 ",
    "\uff0b\uff13\uff18\uff11 641234567",
    "+٣٨١٦٤١٢٣٤٥٦٧",
    "381641234567",
    "447700900123",
    "2025550100",
    "011381641234567",
    "3101234",
    "4641234",
    "01115512345678",
    "٠٦٤١٢٣٤٥٦٧",
]


@pytest.mark.parametrize("region", ["", "RS", "US", "CA", "AG", "IT", "AR", "JP", "XX", "rs"])
@pytest.mark.parametrize("text", TEXTS)
def test_the_answer_is_that_of_the_rule_the_first_time_and_the_second(text: str, region: str) -> None:
    rule = parse_recipient(text, default_region=region)
    for _ in range(2):
        reading = read_number(text, region, repair=False)
        assert reading == NumberReading(rule.digits, rule.region, rule.problems)
        assert reading.ok == rule.ok


def test_a_reader_is_made_once_for_a_region() -> None:
    assert reader_for("RS") is reader_for("RS")
    assert reader_for("RS").read("0641234567") == NumberReading("381641234567", "RS")


@pytest.mark.parametrize(
    ("text", "standing"),
    [
        ("+381641234567", Standing.KNOWN),
        ("+381112345678", Standing.KNOWN),
        ("+447700900123", Standing.POSSIBLE),
        ("+44770090", Standing.NONE),
    ],
)
def test_a_number_stands_as_high_as_it_is_known(text: str, standing: Standing) -> None:
    assert read_number(text).standing is standing


class TestRepairs:
    @pytest.mark.parametrize(
        ("text", "region", "digits", "repaired"),
        [
            ("381641234567.0", "", "381641234567", "381641234567"),
            ("641234567.0", "RS", "381641234567", "641234567"),
            ("4.47400123456E+11", "", "447400123456", "447400123456"),
            ("'0641234567", "RS", "381641234567", "0641234567"),
            ('="+381641234567"', "", "381641234567", "+381641234567"),
            ("381,641,234,567", "", "381641234567", "381641234567"),
            ("447700900123.0", "", "447700900123", "447700900123"),  # possible beats too long
            ("669812345", "IT", "390669812345", "0669812345"),
            ("669812345.0", "IT", "390669812345", "0669812345"),
        ],
    )
    def test_a_damaged_number_is_read_as_it_was(
        self, text: str, region: str, digits: str, repaired: str
    ) -> None:
        reading = read_number(text, region)
        assert reading.ok
        assert reading.digits == digits
        assert reading.repaired is not None
        assert reading.repaired.text == repaired
        assert reading.repaired.reason

    @pytest.mark.parametrize(
        ("text", "region"),
        [
            ("+381641234567", ""),
            ("641234567", "RS"),  # valid without its zero: the answer would be the same
            ("381641234567", "IT"),
            ("6412345.00", "RS"),  # as it stands it is a number that exists
            ("064.123.45.67", "RS"),
            ("+381112345678", ""),
            ("447700900123", ""),
            ("447700900123", "RS"),
            ("1234567", "RS"),
            ("Ana", "RS"),
            ("", "RS"),
        ],
    )
    def test_what_is_not_damaged_is_not_repaired(self, text: str, region: str) -> None:
        reading = read_number(text, region)
        assert reading.repaired is None
        assert reading == read_number(text, region, repair=False)

    @pytest.mark.parametrize("cell", ["2026-03-01", "1999-12-31", " 2026-03-01 "])
    def test_a_date_is_no_number_although_its_digits_could_be_one(self, cell: str) -> None:
        assert read_number("20 260301", "RS").ok
        reading = read_number(cell, "RS")
        assert not reading.ok
        assert [problem.code for problem in reading.problems] == ["date"]

    @pytest.mark.parametrize("cell", ["064-123-4567", "2026-13-01", "2026-03-32", "381-64-1234567"])
    def test_a_number_with_dashes_is_no_date(self, cell: str) -> None:
        assert [problem.code for problem in read_number(cell, "RS").problems] != ["date"]

    def test_digits_that_were_cut_off_are_refused(self) -> None:
        reading = read_number("4.479E+11")
        assert not reading.ok
        assert [problem.code for problem in reading.problems] == ["cut_off"]
        assert reading.repaired is None

    def test_a_repair_that_shows_another_fault_is_told_with_it(self) -> None:
        reading = read_number("4.479123456789E+12")
        assert [problem.code for problem in reading.problems] == ["too_long"]
        assert reading.repaired is not None
        assert reading.repaired.text == "4479123456789"

    def test_a_repair_can_be_undone(self) -> None:
        assert read_number("'+381641234567").ok
        assert not read_number("'+381641234567", repair=False).ok

    def test_two_repairs_are_one_with_both_reasons(self) -> None:
        repaired = read_number("669812345.0", "IT").repaired
        assert repaired is not None
        assert "decimals" in repaired.reason
        assert "leading zero" in repaired.reason
