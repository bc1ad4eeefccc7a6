"""Ugly files, each with its books under one order: how many rows, how many may be sent to, why not the rest.

What the files are read as stands in :mod:`tests.integration.test_imports_corpus`; those that are refused have
no books. Here as there a file is what it is by its content: some of these are made in the test, because what
is ugly about them is their size.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.integration.test_imports_corpus import CORPUS, DATA
from tests.support.desk import PROFILE
from tests.unit.imports.workbook_file import Cell, Fault, Formula, Sheet, Styled, workbook
from vox_console.domain.bulk_books import RowClass
from vox_console.imports.opening import open_table
from vox_console.imports.table import Wanted
from vox_console.presenters.compose_route import NOWHERE
from vox_console.services.bulk_import import count
from vox_console.services.bulk_order import BulkOrder, RowJudge


@dataclass(frozen=True)
class Told:
    """The books of a file. repaired: numbers that a spreadsheet had damaged and that could be restored."""

    rows: int
    accepted: int
    excluded: Mapping[RowClass, int] = field(default_factory=dict)
    repaired: int = 0


ALL_TWO = Told(2, 2)
UGLY = {
    "utf8.csv": ALL_TWO,
    "utf8_bom.csv": ALL_TWO,
    "utf16le_bom.csv": ALL_TWO,
    "utf16be_bom.csv": ALL_TWO,
    "utf16le_bare.csv": ALL_TWO,
    "utf16be_bare.csv": ALL_TWO,
    "utf32le_bom.csv": ALL_TWO,
    "cp1250.csv": ALL_TWO,
    "cp1252.csv": ALL_TWO,
    "broken_utf8.csv": Told(31, 1, {RowClass.DAMAGED: 1, RowClass.DUPLICATE: 29}),
    "mixed_ends.csv": Told(3, 3),
    "quoted.csv": ALL_TWO,
    "decimal_semicolon.csv": Told(3, 3),
    "tabs.txt": ALL_TWO,
    "pipes.txt": ALL_TWO,
    "no_header.csv": ALL_TWO,
    "blank_lines.csv": Told(5, 2, {RowClass.BLANK: 3}),
    "ragged.csv": Told(3, 3),
    "trailing_delimiters.csv": ALL_TWO,
    "nuls.csv": ALL_TWO,
    "open_quote.csv": Told(4, 4),
    "only_header.csv": Told(0, 0),
    "one_column.txt": Told(3, 3),
    "one_column_decimals.txt": Told(3, 0, {RowClass.BAD_NUMBER: 3}),
    "title_rows.csv": ALL_TWO,
    "sep_line.csv": Told(1, 1),
    "spaced_quotes.csv": ALL_TWO,
    "apostrophes.csv": ALL_TWO,
    "inches.csv": ALL_TWO,
}
ONE_COLUMN = {"one_column.txt", "one_column_decimals.txt"}

FORMATS = ["yyyy-mm-dd", "0000000000"]
PEOPLE: list[list[Cell]] = [
    ["Name", "Phone"],
    ["lost its plus", 381641234561.0],
    ["lost its digits", "4.479E+11"],
    [],
    ["has its zero in the format", Styled(641234562.0, FORMATS[1])],
    ["lost its zero", 641234563.0],
    ["hidden", "+381641234564"],
    ["formula", Formula("B2+4", 381641234565.0)],
    ["formula that was never worked out", Formula("B2+5")],
    ["error", Fault("#N/A")],
    ["date", Styled(46082.0, FORMATS[0])],
    ["merged with its number", None],
    ["the same as the hidden one", "0641234564"],
]
PEOPLE_BOOKS = Told(
    12,
    5,
    {RowClass.BLANK: 1, RowClass.NO_NUMBER: 3, RowClass.BAD_NUMBER: 2, RowClass.DUPLICATE: 1},
)

QUOTES = b'Name,Phone\r\n"Petrovic, Ana",0641234561\r\n"Ben,0641234562\r\nCem,0641234563\r\n'

MADE: dict[str, tuple[Callable[[], bytes], Told]] = {
    "a workbook as people make them": (
        lambda: workbook(
            Sheet([["x"]], name="Old", state="hidden"),
            Sheet(PEOPLE, hidden_rows=[7], merged=["A12:B12"]),
            formats=FORMATS,
        ),
        PEOPLE_BOOKS,
    ),
    "a workbook of every column": (
        lambda: workbook(Sheet([[f"c{at}" for at in range(16_384)], ["Ana", "0641234561", *["x"] * 16_382]])),
        Told(1, 1),
    ),
    "text of every column": (
        lambda: b"\n".join(
            b",".join(cells)
            for cells in (
                [b"c%d" % at for at in range(16_384)],
                [b"Ana", b"0641234561", *[b"x"] * 16_382],
            )
        ),
        Told(1, 1),
    ),
    "a quotation mark that is never closed": (lambda: QUOTES, Told(3, 2, {RowClass.DAMAGED: 1})),
    "UTF-16 with mixed line ends": (
        lambda: "Name,Phone\r\nAna,0641234561\nBen,0641234562\rCem,+381641234561".encode("utf-16"),
        Told(3, 2, {RowClass.DUPLICATE: 1}),
    ),
}


def books(path: Path, *, column: int = 1, wanted: Wanted | None = None) -> Told:
    order = BulkOrder("Vox", "Hello", number_columns=(column,), columns={}, default_region="RS")
    judge = RowJudge(order, PROFILE, NOWHERE, opted_out=frozenset())
    found = count(open_table(path, wanted=wanted or Wanted()), judge)
    return Told(found.books.rows, found.books.accepted, dict(found.books.excluded), found.repaired)


@pytest.mark.parametrize("name", UGLY)
def test_an_ugly_file_has_these_books(name: str) -> None:
    assert books(DATA / name, column=0 if name in ONE_COLUMN else 1) == UGLY[name]


@pytest.mark.parametrize("name", MADE)
def test_a_file_that_is_made_here_has_these_books(tmp_path: Path, name: str) -> None:
    make, told = MADE[name]
    path = tmp_path / "list"
    path.write_bytes(make())
    assert books(path, wanted=Wanted(has_header=True)) == told


def test_every_file_of_the_corpus_that_is_a_table_has_books() -> None:
    assert UGLY.keys() == CORPUS.keys()


@pytest.mark.parametrize("told", [*UGLY.values(), *(told for _, told in MADE.values())])
def test_the_books_balance(told: Told) -> None:
    assert told.rows == told.accepted + sum(told.excluded.values())
