"""What a column decides about numbers, and what it leaves to the reader of single ones."""

from __future__ import annotations

import pytest

from vox_console.domain.number_column import NumberColumn


@pytest.mark.parametrize(
    ("cell", "region"),
    [
        ("0641234567", "RS"),
        ("(064) 123/45-67", "RS"),
        ("+381641234567", "RS"),
        ("00381 64 1234567", "RS"),
        ("381641234567", "RS"),
        ("641234567", "RS"),
        ("+44 7400 123456", "GB"),
        ("+12125550123", "US"),
    ],
)
def test_a_plain_number_is_decided(cell: str, region: str) -> None:
    ((digits, found),) = NumberColumn("RS").read([cell]) or [None]  # type: ignore[misc] # it is decided
    assert digits.endswith(("641234567", "7400123456", "2125550123"))
    assert found == region


@pytest.mark.parametrize(
    "cell",
    [
        "",
        " ",
        "n/a",
        "12345",
        "+381641234567.0",
        "'0641234567",
        "2026-11-24",
        "+44 (0) 7400 123456",
        "+999123456789",
    ],
)
def test_all_else_is_left_to_who_reads_single_numbers(cell: str) -> None:
    assert NumberColumn("RS").read([cell]) == [None]


def test_a_cell_says_nothing_about_the_others() -> None:
    column = NumberColumn("RS")
    assert column.read(["0641234567", "1,2", "\u00a00641234567", "0641234568"]) == [
        ("381641234567", "RS"),
        None,
        None,
        ("381641234568", "RS"),
    ]
    assert column.read([]) == []
