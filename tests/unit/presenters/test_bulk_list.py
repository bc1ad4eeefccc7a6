"""What the pane shows of a list: the file's own row numbers, how it was read, and what may be chosen."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.bulk_scene import customers
from vox_console.imports.opening import open_table, table_of_text
from vox_console.imports.table import Wanted
from vox_console.presenters.bulk_list import PREVIEW_ROWS, BulkList, wanted_with


def test_rows_are_numbered_as_in_the_file_and_the_numbers_are_guessed(tmp_path: Path) -> None:
    opened = BulkList("customers.csv", open_table(customers(tmp_path)))
    shown = opened.shown(numbers_at=(1,))
    assert [row.number for row in shown.rows] == list(range(2, 2 + PREVIEW_ROWS))
    assert shown.columns == ("Name", "Mobile", "Town")
    assert opened.guesses[0].index == 1
    assert opened.numbers() == (("0", "Name"), ("1", "Mobile"), ("2", "Town"))


def test_what_was_detected_is_told_with_a_reason_and_its_choices(tmp_path: Path) -> None:
    shown = BulkList("customers.csv", open_table(customers(tmp_path))).shown(numbers_at=())
    found = {reading.field: reading for reading in shown.readings}
    assert list(found) == ["has_header", "delimiter", "encoding"]
    assert found["delimiter"].value == ","
    assert found["encoding"].value == "utf-8"
    assert all(reading.reason for reading in shown.readings)
    assert all(reading.value in dict(reading.choices) for reading in shown.readings)


def test_a_list_without_names_has_columns_all_the_same() -> None:
    table = table_of_text("+381641234567\tAna\n+381641234568\tEva\n", wanted=Wanted(has_header=False))
    assert BulkList("Pasted cells", table).columns == ("Column 1", "Column 2")


def test_an_uncommon_separator_is_among_the_choices() -> None:
    table = table_of_text("a:b\n1:2\n", wanted=Wanted(delimiter=":"))
    reading = BulkList("x", table).shown(numbers_at=()).readings[1]
    assert (":", ":") in reading.choices


@pytest.mark.parametrize(
    ("field", "value", "wanted"),
    [
        ("has_header", "no", Wanted(has_header=False, quote="'")),
        ("delimiter", ";", Wanted(delimiter=";", quote="'")),
        ("encoding", "cp1250", Wanted(encoding="cp1250", quote="'")),
        ("sheet", "May", Wanted(sheet="May", quote="'")),
    ],
)
def test_one_choice_keeps_the_others(field: str, value: str, wanted: Wanted) -> None:
    assert wanted_with(Wanted(quote="'"), field, value) == wanted


def test_there_is_no_other_choice() -> None:
    with pytest.raises(ValueError, match="colour"):
        wanted_with(Wanted(), "colour", "red")
