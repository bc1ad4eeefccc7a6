"""A long list: ids at hand, rows read by the page as they are looked at, each spoken as one sentence."""

from __future__ import annotations

from array import array
from dataclasses import replace

from vox_console.presenters.two_line_rows import TwoLineRow, TwoLineRows


def row(number: int) -> TwoLineRow:
    return TwoLineRow(number, f"+{number}", "1 Jan 2026", "entered by hand")


def test_the_last_entered_comes_first_and_rows_are_asked_for_once() -> None:
    asked: list[list[int]] = []
    rows = TwoLineRows(asked.append)
    rows.reset(array("q", range(1, 101)))
    assert (len(rows), rows.id_at(0), rows.id_at(99)) == (100, 100, 1)
    assert rows.row_at(0) is None
    assert rows.row_at(3) is None
    assert asked == [list(range(100, 36, -1))]
    rows.loaded(map(row, asked[0]))
    assert rows.row_at(3) == row(97)
    assert rows.row_at(70) is None
    assert len(asked) == 2


def test_a_view_hears_of_every_change_until_it_leaves() -> None:
    told: list[str] = []
    rows = TwoLineRows(lambda _ids: None)
    rows.on_resetting = lambda: told.append("resetting")
    rows.on_reset = lambda: told.append("reset")
    rows.on_changed = lambda first, last: told.append(f"{first} to {last}")
    rows.reset(array("q", [4, 9]))
    rows.loaded([row(9)])
    rows.reset(array("q"))
    rows.loaded([row(4)])
    assert told == ["resetting", "reset", "0 to 1", "resetting", "reset"]
    rows.leave()
    rows.reset(array("q", [4]))
    rows.loaded([row(4)])
    assert len(told) == 5
    assert rows.row_at(0) == row(4)


def test_what_is_known_of_many_rows_is_forgotten() -> None:
    asked: list[list[int]] = []
    rows = TwoLineRows(asked.append)
    rows.loaded(map(row, range(1, 4_200)))
    rows.reset(array("q", [1]))
    assert rows.row_at(0) is None


def test_a_row_is_one_sentence() -> None:
    row = TwoLineRow(1, "+381 64 1234567", "1 Jan 2026", "entered by hand, Ana: “STOP”")
    assert row.sentence == "+381 64 1234567, since 1 Jan 2026. entered by hand, Ana: “STOP”"
    assert replace(row, since="").sentence == "+381 64 1234567. entered by hand, Ana: “STOP”"
