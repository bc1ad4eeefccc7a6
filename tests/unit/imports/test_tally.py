from __future__ import annotations

from vox_console.imports.table import TableRow
from vox_console.imports.tally import Tally, above_header


def test_rows_in_order_leave_no_notes() -> None:
    tally = Tally(2)
    tally.see(TableRow(1, ("a", "b")))
    tally.see(TableRow(2, ("a", "b", "", "")))
    assert tally.notes == ()


def test_each_row_out_of_the_ordinary_is_counted_once() -> None:
    tally = Tally(2)
    for row in (
        TableRow(2, ("a",)),
        TableRow(3, ("a", "b", "c")),
        TableRow(4, ()),
        TableRow(5, ("", "")),
        TableRow(6, ("x",), damage="Broken."),
    ):
        tally.see(row)
    tally.nuls = 7
    assert [(note.code, note.count, note.rows) for note in tally.notes] == [
        ("damaged_rows", 1, (6,)),
        ("blank_rows", 2, (4, 5)),
        ("short_rows", 1, (2,)),
        ("long_rows", 1, (3,)),
        ("nuls", 7, ()),
    ]
    assert tally.notes[0].text == "Row 6 is damaged."
    assert tally.notes[1].text == "2 rows are blank."


def test_only_the_first_few_rows_are_named() -> None:
    tally = Tally(1)
    for number in range(1, 2001):
        tally.see(TableRow(number, ()))
    (note,) = tally.notes
    assert (note.text, note.count, note.rows) == ("2,000 rows are blank.", 2000, tuple(range(1, 11)))


def test_rows_above_the_header_are_told() -> None:
    assert above_header(0) == above_header(1) == ()
    assert above_header(2)[0].text == "Row 1 stands above the header and is left out."
    assert above_header(4)[0].text == "Rows 1 to 3 stand above the header and are left out."
