"""Ugly files, each with what must come of it; the small ones stand in tests/data/imports as they came."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from vox_console.imports.faults import ImportFault
from vox_console.imports.opening import open_table

DATA = Path(__file__).parents[1] / "data" / "imports"
Row = tuple[int, tuple[str, ...]]
IME = ("Ime", "Telefon")
CEDOMIR: list[Row] = [(2, ("Čedomir", "+381641234567")), (3, ("Živka", "0652345678"))]
NAME = ("Name", "Phone")


@dataclass(frozen=True)
class Expected:
    """What a file is read as: damaged rows by number, notes by code."""

    header: tuple[str, ...] | None
    rows: list[Row]
    delimiter: str = ","
    encoding: str = "utf-8"
    quote: str = '"'
    notes: tuple[str, ...] = ()
    damaged: tuple[int, ...] = ()


CORPUS = {
    "utf8.csv": Expected(IME, CEDOMIR),
    "utf8_bom.csv": Expected(IME, CEDOMIR),
    "utf16le_bom.csv": Expected(IME, CEDOMIR, encoding="utf-16-le"),
    "utf16be_bom.csv": Expected(IME, CEDOMIR, encoding="utf-16-be"),
    "utf16le_bare.csv": Expected(IME, CEDOMIR, encoding="utf-16-le"),
    "utf16be_bare.csv": Expected(IME, CEDOMIR, encoding="utf-16-be"),
    "utf32le_bom.csv": Expected(IME, CEDOMIR, encoding="utf-32-le"),
    "cp1250.csv": Expected(IME, CEDOMIR, ";", "cp1250"),
    "cp1252.csv": Expected(
        ("Prénom", "Téléphone"),
        [(2, ("Hélène", "+33612345678")), (3, ("François", "0612345679"))],
        ";",
        "cp1252",
    ),
    "broken_utf8.csv": Expected(
        IME,
        [
            *((number, ("Čedomir", "0641234567")) for number in range(2, 32)),
            (32, ("\ufffdedomir", "0641234568")),
        ],
        notes=("damaged_rows",),
        damaged=(32,),
    ),
    "mixed_ends.csv": Expected(
        NAME, [(2, ("Ana", "0641234567")), (3, ("Ben", "0641234568")), (4, ("Cem", "0641234569"))]
    ),
    "quoted.csv": Expected(
        (*NAME, "Note"),
        [(2, ("Petrovic, Ana", "0641234567", 'two\r\nlines, "quoted"')), (3, ("Ben", "0641234568", ""))],
    ),
    "decimal_semicolon.csv": Expected(
        (*NAME, "Amount"),
        [
            (2, ("Ana", "0641234567", "12,50")),
            (3, ("Ben", "0641234568", "7,99")),
            (4, ("Cem", "0641234569", "100,00")),
        ],
        ";",
    ),
    "tabs.txt": Expected(
        (*NAME, "City"),
        [(2, ("Ana", "0641234567", "Nis, Serbia")), (3, ("Ben", "0641234568", "Bar; Montenegro"))],
        "\t",
    ),
    "pipes.txt": Expected(NAME, [(2, ("Ana, Mrs", "0641234567")), (3, ("Ben", "0641234568"))], "|"),
    "no_header.csv": Expected(None, [(1, ("Ana", "0641234567")), (2, ("Ben", "0641234568"))]),
    "blank_lines.csv": Expected(
        NAME,
        [(3, ()), (4, ("Ana", "0641234567")), (5, ("", "")), (6, ()), (7, ("Ben", "0641234568"))],
        notes=("above_header", "blank_rows"),
    ),
    "ragged.csv": Expected(
        (*NAME, "City"),
        [
            (2, ("Ana", "0641234567")),
            (3, ("Ben", "0641234568", "Bar", "extra")),
            (4, ("Cem", "0641234569", "Nis")),
        ],
        notes=("short_rows", "long_rows"),
    ),
    "trailing_delimiters.csv": Expected(
        (*NAME, "", ""), [(2, ("Ana", "0641234567", "", "")), (3, ("Ben", "0641234568", "", ""))], ";"
    ),
    "nuls.csv": Expected(NAME, [(2, ("Ana", "0641234567")), (3, ("Ben", "0641234568"))], notes=("nuls",)),
    "open_quote.csv": Expected(
        NAME,
        [
            (2, ("Ana", "0641234567")),
            (3, ('"Ben', "0641234568")),
            (4, ("Cem", "0641234569")),
            (5, ("Dan", "0641234570")),
        ],
        quote="",
    ),
    "only_header.csv": Expected(NAME, []),
    "one_column.txt": Expected(
        None, [(1, ("0641234567",)), (2, ("0641234568",)), (3, ("0641234569",))], delimiter=""
    ),
    "one_column_decimals.txt": Expected(
        None, [(1, ("12,50",)), (2, ("7,99",)), (3, ("100,00",))], delimiter=""
    ),
    "title_rows.csv": Expected(
        (*NAME, "City"),
        [(4, ("Ana", "0641234567", "Nis")), (5, ("Ben", "0641234568", "Bar"))],
        notes=("above_header",),
    ),
    "sep_line.csv": Expected(NAME, [(2, ("Ana", "0641234567"))], "|"),
    "spaced_quotes.csv": Expected(
        (*NAME, "City"),
        [(2, ("Ana", "0641234567", "Nis, Serbia")), (3, ("Ben", "0641234568", "Bar, Montenegro"))],
    ),
    "apostrophes.csv": Expected(
        NAME, [(2, ("Petrovic, Ana", "0641234567")), (3, ("Ben", "0641234568"))], quote="'"
    ),
    "inches.csv": Expected(
        ("Item", "Phone", "Size"),
        [(2, ("Screen", "0641234567", '24"')), (3, ("Phone", "0641234568", '6"'))],
    ),
}
REFUSED = {
    "web_page.xls": "web page",
    "old_workbook.xlsx": "old kind",
    "protected.xlsx": "password",
    "document.csv": "PDF",
    "empty.csv": "empty",
    "only_mark.csv": "empty",
}


@pytest.mark.parametrize("name", CORPUS)
def test_an_ugly_file_is_read_as_a_person_reads_it(name: str) -> None:
    expected = CORPUS[name]
    table = open_table(DATA / name)
    rows = list(table.rows())
    told = table.format
    assert told.encoding is not None
    assert told.delimiter is not None
    assert told.quote is not None
    assert (
        Expected(
            table.header,
            [(row.number, row.cells) for row in rows],
            told.delimiter.value,
            told.encoding.value,
            told.quote.value,
            tuple(note.code for note in table.notes),
            tuple(row.number for row in rows if row.damage),
        )
        == expected
    )
    assert list(table.preview(1000)) == rows


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_is_no_table_is_refused_in_words(name: str) -> None:
    with pytest.raises(ImportFault) as told:
        open_table(DATA / name)
    assert REFUSED[name] in told.value.title
    assert told.value.hint


def test_every_file_of_the_corpus_is_expected_to_be_something() -> None:
    assert {path.name for path in DATA.iterdir()} == CORPUS.keys() | REFUSED.keys() | {".gitattributes"}
