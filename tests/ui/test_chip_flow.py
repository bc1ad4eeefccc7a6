from __future__ import annotations

from vox_console.ui.chip_flow import Place, flow


def test_chips_stand_in_rows_and_the_entry_takes_what_is_left() -> None:
    laid = flow([100, 100, 100], room=250, gap=5, entry_width=80)
    assert laid.chips == (Place(0, 0, 100), Place(0, 105, 100), Place(1, 0, 100))
    assert laid.entry == Place(1, 105, 145)
    assert laid.rows == 2


def test_the_entry_gets_its_own_row_when_too_little_is_left() -> None:
    laid = flow([200], room=250, gap=5, entry_width=80)
    assert (laid.entry, laid.rows) == (Place(1, 0, 250), 2)


def test_a_chip_wider_than_the_field_is_cut_to_it() -> None:
    assert flow([900], room=250, gap=5, entry_width=80).chips == (Place(0, 0, 250),)


def test_without_chips_the_entry_has_the_whole_row() -> None:
    assert flow([], room=250, gap=5, entry_width=300).entry == Place(0, 0, 250)


def test_above_and_below_a_chip_is_the_nearest_of_that_row() -> None:
    laid = flow([100, 100, 60, 60, 60, 100], room=250, gap=5, entry_width=80)
    assert [place.row for place in laid.chips] == [0, 0, 1, 1, 1, 2]
    assert (laid.beside(1, rows=1), laid.beside(4, rows=-1), laid.beside(5, rows=-1)) == (4, 1, 2)
    assert (laid.beside(0, rows=-1), laid.beside(5, rows=1)) == (None, None)
