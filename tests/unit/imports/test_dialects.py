from __future__ import annotations

import csv
import io
import random
from collections.abc import Callable

import pytest

from vox_console.imports.dialects import find_dialect
from vox_console.imports.faults import ImportFault

NAMES = [
    "Ana",
    "Ben Novak",
    "Petrovic, Ana",
    "O'Neil",
    "D'Angelo; Bo",
    "Li|Wei",
    'He said "hi"',
    '12" disk',
    "a\nb",
]
PROSE = ["Hello, how are you? Fine; thanks.", "No", "Call after 5 | or later", "Street 5, 11000 Beograd"]


@pytest.mark.parametrize(
    ("text", "delimiter", "quote"),
    [
        ("a,b\nc,d\n", ",", '"'),
        ("Name;Amount\nAna;12,50\nBen;7,99\n", ";", '"'),
        ("1,5;2,5;3,5\n4,5;5,5;6,5\n", ";", '"'),
        ("a\tb, c\nd\te, f\n", "\t", '"'),
        ("a|b; c\nd|e; f\n", "|", '"'),
        ('"a;b",c\n"d;e",f\n', ",", '"'),
        ("'a,b','c'\n'd','e'\n", ",", "'"),
        ("O'Neil,1\nD'Angelo,2\n", ",", '"'),
        ("381641234567\n381641234568\n", "", '"'),
        ("12,50\n7,99\n", "", '"'),
        ("Hello\nHow are you, friend\nBye\n", "", '"'),
        ("a,b,c\nd,e\nf,g,h,i\nj,k,l\n", ",", '"'),
        ("\n\na,b\n\n,\nc,d\n", ",", '"'),
        ('Item,Size\nScreen,24"\nPhone,6"\n', ",", '"'),
        ("", "", '"'),
    ],
)
def test_the_separator_and_the_quote_of_a_text(text: str, delimiter: str, quote: str) -> None:
    found = find_dialect(text).dialect
    assert (found.delimiter, found.quote) == (delimiter, quote)


def written(dice: random.Random, delimiter: str) -> str:
    """Write a table of a few kinds of columns, as programs write them."""
    kinds: list[Callable[[], str]] = [
        lambda: dice.choice(NAMES),
        lambda: dice.choice(PROSE),
        lambda: f"+38164{dice.randrange(10**7):07}",
        lambda: f"064/{dice.randrange(1000):03}-{dice.randrange(10**4):04}",
        lambda: f"{dice.randrange(2000)},{dice.randrange(100):02}",
        lambda: f"{dice.randrange(10**7):,}",
        lambda: f"{dice.randrange(1, 29):02}.{dice.randrange(1, 13):02}.2026",
        lambda: f"a{dice.randrange(99)}@example.com",
    ]
    columns = dice.choices(kinds, k=dice.choice([2, 3, 4, 6]))
    box = io.StringIO()
    all_quoted = dice.random() < 0.3
    form = csv.writer(box, delimiter=delimiter)
    writer = csv.writer(box, delimiter=delimiter, quoting=csv.QUOTE_ALL) if all_quoted else form
    if dice.random() < 0.7:
        writer.writerow([f"Column {at}" for at in range(len(columns))])
    writer.writerows([column() for column in columns] for _ in range(dice.choice([2, 3, 5, 30, 200])))
    return box.getvalue()


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_separator_of_four_hundred_tables(delimiter: str) -> None:
    """The standard library's Sniffer takes one in ten of such tables for something else."""
    dice = random.Random(delimiter)  # noqa: S311 - tables, not secrets
    wrong = [
        text
        for _ in range(400)
        if find_dialect(text := written(dice, delimiter)).dialect.delimiter != delimiter
    ]
    assert wrong == []


def test_the_reason_counts_rows_and_cells() -> None:
    assert (
        find_dialect("a,b\nc,d\n").delimiter_reason
        == "All of the first 2 rows have 2 cells when cut at each comma."
    )


def test_a_line_that_names_the_separator_is_believed_and_left_out() -> None:
    found = find_dialect("sep=|\na,b|c\nd,e|f\n")
    assert (found.dialect.delimiter, found.sep_line) == ("|", True)
    assert find_dialect("sep=|\na,b|c\nd,e|f\n", delimiter=",").dialect.delimiter == ","


def test_spaces_between_separator_and_quote_mean_nothing() -> None:
    assert find_dialect('"a", "b, c"\n"d", "e, f"\n').dialect.skip_space
    assert not find_dialect('"a, ",b\n"c, ""d""",e\n').dialect.skip_space


def test_quotes_that_do_not_match_up_are_ordinary_characters() -> None:
    found = find_dialect('"a,b\nc,d\ne,f\n')
    assert found.dialect.quote == ""
    assert "do not match" in found.quote_reason


def test_pasted_cells_prefer_the_tab() -> None:
    assert find_dialect("a,b\tc\nd,e\tf\n", prefer="\t").dialect.delimiter == "\t"


def test_a_choice_is_not_questioned() -> None:
    found = find_dialect("a,b\n", delimiter=";", quote="")
    assert (found.dialect.delimiter, found.dialect.quote) == (";", "")
    assert (found.delimiter_reason, found.quote_reason) == ("Chosen.", "Chosen.")


@pytest.mark.parametrize(
    ("delimiter", "quote"), [(",,", None), ("\n", None), (None, "\r"), ('"', '"'), ("\0", "")]
)
def test_what_cannot_be_a_choice_is_told(delimiter: str | None, quote: str | None) -> None:
    with pytest.raises(ImportFault):
        find_dialect("a,b\n", delimiter=delimiter, quote=quote)
