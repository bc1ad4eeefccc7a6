"""The reader's answers, taken in this process: these workbooks are our own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.unit.imports.workbook_file import Formula, Shared, Sheet, Styled, shared_strings, workbook
from vox_console.imports.sheet_limits import SheetLimits
from vox_console.imports.sheet_reader import answers
from vox_console.imports.sheet_request import Request
from vox_console.imports.text_lines import FIELD_CHARACTERS

LIMITS = SheetLimits()


def ask(
    tmp_path: Path,
    octets: bytes,
    *,
    sheet: str | None = None,
    limits: SheetLimits = LIMITS,
) -> list[dict[str, Any]]:
    path = tmp_path / "book.xlsx"
    path.write_bytes(octets)
    given = list(answers(Request(str(path), sheet, limits)))
    json.dumps(given)
    return given


def rows(given: list[dict[str, Any]]) -> list[tuple[int, list[str], str, bool]]:
    return [row for answer in given for row in answer.get("rows", [])]


def test_sheets_notes_rows_and_the_end_come_in_this_order(tmp_path: Path) -> None:
    given = ask(tmp_path, workbook(Sheet([["a", 5.0]]), Sheet(name="Other", state="veryHidden")))
    assert given == [
        {"sheets": [("Sheet1", False), ("Other", True)], "sheet": "Sheet1"},
        {"notes": []},
        {"rows": [(1, ["a", "5"], "", False)]},
        {"end": True},
    ]


def test_the_first_visible_sheet_is_read_unless_told_otherwise(tmp_path: Path) -> None:
    book = workbook(Sheet([["h"]], name="H", state="hidden"), Sheet([["v"]], name="V"))
    assert rows(ask(tmp_path, book))[0][1] == ["v"]
    assert rows(ask(tmp_path, book, sheet="H"))[0][1] == ["h"]
    assert "no sheet of this name" in ask(tmp_path, book, sheet="X")[0]["fault"][0]


def test_empty_rows_above_and_between_count(tmp_path: Path) -> None:
    given = rows(ask(tmp_path, workbook(Sheet([[], [None, "a"], [], ["b"]]))))
    assert [(row[0], row[1]) for row in given] == [
        (1, ["", ""]),
        (2, ["", "a"]),
        (3, ["", ""]),
        (4, ["b", ""]),
    ]


def test_a_row_of_a_hidden_row_says_so(tmp_path: Path) -> None:
    given = rows(ask(tmp_path, workbook(Sheet([["a"], ["b"], ["c"]], hidden_rows=[2]))))
    assert [row[3] for row in given] == [False, True, False]


def test_numbers_show_the_digits_of_their_format(tmp_path: Path) -> None:
    sheet = Sheet(
        [[Styled(641234567.0, "0000000000"), 641234567.0], ["a", Styled(1.5, "00")], [Styled(-1.0, "00")]]
    )
    given = rows(ask(tmp_path, workbook(sheet, formats=["0000000000", "00"])))
    assert [row[1] for row in given] == [["0641234567", "641234567"], ["a", "1.5"], ["-1", ""]]


def test_dates_are_text_of_iso_8601(tmp_path: Path) -> None:
    formats = ["yyyy-mm-dd", "dd.mm.yyyy hh:mm"]
    sheet = Sheet([[Styled(46082.0, formats[0]), Styled(46082.5, formats[1])]])
    assert rows(ask(tmp_path, workbook(sheet, formats=formats)))[0][1] == ["2026-03-01", "2026-03-01 12:00"]
    early = workbook(sheet, formats=formats, date1904=True)
    assert rows(ask(tmp_path, early))[0][1][0] == "2030-03-02"


def test_a_formula_gives_its_last_value(tmp_path: Path) -> None:
    sheet = Sheet([[Formula("A2*2", 10.0), Formula('"a"', "a"), Formula("B2")]])
    assert rows(ask(tmp_path, workbook(sheet)))[0][1] == ["10", "a"]


def test_rows_come_in_batches(tmp_path: Path) -> None:
    given = ask(tmp_path, workbook(Sheet([["a"]] * 1200)))
    assert [len(answer["rows"]) for answer in given if "rows" in answer] == [500, 500, 200]


def test_columns_beyond_the_limit_are_left_out_and_noted(tmp_path: Path) -> None:
    given = ask(tmp_path, workbook(Sheet([["a"] * 50])), limits=SheetLimits(columns=30))
    assert len(rows(given)[0][1]) == 30
    assert given[1]["notes"][0][0] == "columns_left_out"


def test_a_sheet_that_reaches_too_far_is_told(tmp_path: Path) -> None:
    (_, fault) = ask(tmp_path, workbook(Sheet([["a"]], far={"XFD1048576": "b"})))
    assert "reaches too far" in fault["fault"][0]
    assert "XFD1048576" in fault["fault"][1]


def test_a_cell_that_is_too_long_damages_its_row_alone(tmp_path: Path) -> None:
    given = rows(ask(tmp_path, workbook(Sheet([["a"], ["x" * (FIELD_CHARACTERS + 1)], ["b"]]))))
    assert [bool(row[2]) for row in given] == [False, True, False]


def test_rows_of_many_long_cells_are_damaged(tmp_path: Path) -> None:
    given = rows(ask(tmp_path, workbook(Sheet([["x" * 100_000] * 11, ["y" * 100_000] * 10]))))
    assert [bool(row[2]) for row in given] == [True, False]


@pytest.mark.parametrize("cut", [0, 1, 100, 400, 1000])
def test_a_truncated_workbook_is_told(tmp_path: Path, cut: int) -> None:
    (answer,) = ask(tmp_path, workbook(Sheet([["a"]]))[:cut])
    assert "broken" in answer["fault"][0]


def test_a_workbook_without_sheets_is_told(tmp_path: Path) -> None:
    (answer,) = ask(tmp_path, workbook())
    assert "no sheet" in answer["fault"][0]


def test_a_sheet_that_is_no_xml_is_told(tmp_path: Path) -> None:
    given = ask(tmp_path, workbook(Sheet(raw="<worksheet><sheetData><row><c></row>")))
    assert "broken" in given[-1]["fault"][0]


def test_shared_texts_are_read_as_any_other(tmp_path: Path) -> None:
    sheet = Sheet([[Shared(1), Shared(0)], [Shared(1), "c"]])
    given = rows(ask(tmp_path, workbook(sheet, strings=shared_strings("a & b", "č\nd"))))
    assert [row[1] for row in given] == [["č\nd", "a & b"], ["č\nd", "c"]]


def test_shared_texts_that_declare_a_document_type_are_refused(tmp_path: Path) -> None:
    strings = shared_strings("&e;", doctype='<!DOCTYPE sst [<!ENTITY e "eeee">]>')
    (answer,) = ask(tmp_path, workbook(Sheet([[Shared(0)]]), strings=strings))
    assert "document type" in answer["fault"][0]


def test_one_shared_text_in_every_cell_is_cut_and_not_multiplied(tmp_path: Path) -> None:
    """A kilobyte that stands for a gigabyte: the text is one, the cells are many."""
    sheet = Sheet([[Shared(0)] * 900] * 20)
    given = ask(tmp_path, workbook(sheet, strings=shared_strings("x" * 100_000)))
    assert all(row[2] for row in rows(given))
    assert len(json.dumps(given)) < 5_000_000
