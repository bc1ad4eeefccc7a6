"""What a column decides about a number is what the reader of single numbers says, wherever it is read."""

from __future__ import annotations

import random
from collections.abc import Sequence

import phonenumbers
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.properties.test_bulk_number_properties import (
    EXAMPLES,
    HOMES,
    NUMBERISH,
    REGIONS,
    spellings,
    spoiled,
)
from vox_console.domain.bulk_number import read_number
from vox_console.domain.number_column import NumberColumn

DATES = st.dates().map(str)


def decided(column: Sequence[str], home: str) -> int:
    """Hold each answer of a column to the rule; give how many there were."""
    found = NumberColumn(home).read(column)
    assert len(found) == len(column)
    wrong = []
    for cell, known in zip(column, found, strict=True):
        if known is not None:
            reading = read_number(cell.strip(), home)
            if known != (reading.digits, reading.region) or reading.repaired is not None:
                wrong.append((cell, known, reading))
    assert not wrong
    return len(column) - found.count(None)


def test_every_example_in_every_spelling_and_spoiled() -> None:
    chance = random.Random(4)  # noqa: S311 - the same numbers every time
    by_home: dict[str, list[str]] = {home: [] for home in ("", *HOMES, *REGIONS)}
    for region, number in EXAMPLES:
        digits = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)[1:]
        national = "0" + phonenumbers.national_significant_number(number)
        texts = [*spellings(number), *spoiled("+" + digits, chance), *spoiled(national, chance)]
        for home in {"", region, chance.choice(HOMES)}:
            by_home[home] += [text for text in texts if text.isascii()]
    assert sum(decided(column, home) for home, column in by_home.items()) > 15_000


def test_random_digits() -> None:
    chance = random.Random(444)  # noqa: S311 - the same numbers every time
    for home in ("", "RS", "US", "GB", "IT", "AR", "BR", "KZ", chance.choice(REGIONS)):
        opened = ("", "0", "00", "+", "+1", "1", "44", "+44", "381")
        decided(
            [
                chance.choice(opened) + str(chance.randrange(10 ** chance.randint(6, 14)))
                for _ in range(3_000)
            ],
            home,
        )


@settings(max_examples=1_000)
@given(st.lists(NUMBERISH | DATES | st.text(max_size=12), max_size=8), st.sampled_from(["", *HOMES]))
def test_any_column(column: list[str], home: str) -> None:
    decided(column, home)


def test_a_column_of_plain_numbers_is_decided_whole_whatever_stands_beside_them() -> None:
    plain = [
        "064 123-45-67",
        "+381 (64) 1234567",
        "00381641234567",
        "381641234567",
        "641234567",
        "+447400123456",
    ]
    assert decided(plain, "RS") == len(plain)
    for strange in ("1,2", "\uff10641234567", "2026-11-24", "+381641234567.0", "x"):
        assert decided([*plain, strange], "RS") >= len(plain) - 1, "a dash may be one of a date"


def test_many_openings_are_forgotten_and_learnt_again() -> None:
    column = NumberColumn("RS")
    numbers = [f"+3816{at:07}" for at in range(100)]
    first = column.read(numbers)
    column.read([f"+{at:05}{'1' * (at % 5)}00000" for at in range(25_000)])
    assert column.read(numbers) == first
