"""A sheet says nothing until it is told something."""

from __future__ import annotations

from vox_console.presenters.bulk_sheet_state import SheetShown


def test_an_empty_sheet_is_one_value() -> None:
    assert SheetShown() == SheetShown((), (), ())
