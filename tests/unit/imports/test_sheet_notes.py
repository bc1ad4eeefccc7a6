from __future__ import annotations

from vox_console.imports.sheet_limits import SheetLimits
from vox_console.imports.sheet_notes import sheet_notes
from vox_console.imports.sheet_scan import SheetFindings

LIMITS = SheetLimits()


def test_a_plain_sheet_has_no_notes() -> None:
    assert sheet_notes(SheetFindings(last_row=5), LIMITS) == ()


def test_everything_remarkable_is_a_note_with_its_rows() -> None:
    found = SheetFindings(
        hidden_columns=["B"],
        merged=["A1:B1"],
        merged_count=1,
        uncached=3,
        uncached_rows=[2, 4],
        errors=2,
        error_rows=[5],
        last_column=2000,
        last_cell="BXX9",
    )
    found.hidden[3] = found.hidden[1048576] = 1
    notes = sheet_notes(found, LIMITS)
    assert [(note.code, note.count, note.rows) for note in notes] == [
        ("hidden_rows", 2, (3, 1048576)),
        ("hidden_columns", 1, ()),
        ("merged_cells", 1, ()),
        ("formulas_without_value", 3, (2, 4)),
        ("error_cells", 2, (5,)),
        ("columns_left_out", 1000, ()),
    ]
    assert all(note.text.endswith(".") for note in notes)
