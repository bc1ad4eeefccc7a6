from __future__ import annotations

import pytest

from vox_console.imports.faults import ImportFault
from vox_console.imports.records import Dialect, Record, read_records
from vox_console.imports.text_lines import FIELD_CHARACTERS, LINE_CHARACTERS, LineBlocks, sliced

COMMA = Dialect(",")


def read(text: str, dialect: Dialect = COMMA) -> list[Record]:
    return list(read_records(LineBlocks(sliced(text)), dialect))


def cells(text: str, dialect: Dialect = COMMA) -> list[list[str]]:
    records = read(text, dialect)
    assert not any(damage for _, damage in records)
    return [record for record, _ in records]


def test_every_line_end_ends_a_record_and_a_blank_line_is_one() -> None:
    assert cells("a,b\r\n\rc\n\nd") == [["a", "b"], [], ["c"], [], ["d"]]


def test_a_quoted_cell_keeps_line_ends_delimiters_and_doubled_quotes() -> None:
    assert cells('"a\r\nb\rc\nd","e,""f""",\n') == [["a\r\nb\rc\nd", 'e,"f"', ""]]


def test_a_quote_inside_a_cell_is_a_character() -> None:
    assert cells('24",x\n') == [['24"', "x"]]


def test_without_a_quote_all_are_characters() -> None:
    assert cells('"a,b"\n', Dialect(",", "")) == [['"a', 'b"']]


def test_without_a_delimiter_there_is_one_column() -> None:
    assert cells('a,b;c\td\n"x,y"\n', Dialect("")) == [["a,b;c\td"], ["x,y"]]


def test_spaces_after_a_delimiter_can_mean_nothing() -> None:
    assert cells('"a", "b, c"\n', Dialect(",", '"', skip_space=True)) == [["a", "b, c"]]


@pytest.mark.parametrize("rows_below", [0, 3, 300_000])
def test_an_open_quote_costs_one_row(rows_below: int) -> None:
    records = read('a,b\n"open,c\n' + "d,e\n" * rows_below)
    assert len(records) == rows_below + 2
    assert records[1][0] == ['"open', "c"]
    assert "never closed" in records[1][1]
    assert not any(damage for at, (_, damage) in enumerate(records) if at != 1)


def test_lines_whose_quotes_never_end_are_each_damaged() -> None:
    # Each of these lines closes the quote of the one before and opens another.
    records = read('a,"b\n' + 'x"y,"z\n' * 30 + "last")
    assert [bool(damage) for _, damage in records] == [True] * 31 + [False]


def test_quotes_that_match_nowhere_are_a_fault_and_not_a_day_of_work() -> None:
    with pytest.raises(ImportFault, match="quotation marks"):
        read('x"y,"z\n' * 400_000)


def test_a_cell_that_is_too_long_damages_its_row_alone() -> None:
    long = "x" * (FIELD_CHARACTERS + 1)
    records = read(f'a,b\n{long},c\n"{long}",d\ne,f\n')
    assert [bool(damage) for _, damage in records] == [False, True, True, False]
    assert "131,072" in records[1][1]
    assert records[3][0] == ["e", "f"]


def test_a_cell_may_be_as_long_as_the_limit() -> None:
    long = "x" * FIELD_CHARACTERS
    assert cells(f"{long},{long}\n") == [[long, long]]


def test_many_damaged_rows_nest_nothing() -> None:
    records = read(("x" * (FIELD_CHARACTERS + 1) + "\n") * 300)
    assert len(records) == 300
    assert all("longer" in damage for _, damage in records)


def test_an_endless_line_damages_its_row_alone() -> None:
    records = read("a,b\n" + "x," * LINE_CHARACTERS + "\nc,d\n")
    assert [bool(damage) for _, damage in records] == [False, True, False]
    assert "1,048,576" in records[1][1]


def test_a_row_with_unreadable_characters_says_so() -> None:
    records = read("a,b\nc,\ufffd\nd,e\n")
    assert [bool(damage) for _, damage in records] == [False, True, False]
    assert records[1][0] == ["c", "\ufffd"]
