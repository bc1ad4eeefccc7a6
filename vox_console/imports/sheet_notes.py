"""What was found in a sheet's XML, in words for the user."""

from __future__ import annotations

from vox_console.imports.sheet_limits import SheetLimits
from vox_console.imports.sheet_scan import SheetFindings, column_letters
from vox_console.imports.table import Note

_NAMED = 10


def sheet_notes(found: SheetFindings, limits: SheetLimits) -> tuple[Note, ...]:
    """Give the notes about a sheet."""
    notes: list[Note] = []
    hidden = sum(found.hidden)
    if hidden:
        notes.append(Note("hidden_rows", _hidden(hidden), hidden, _first(found.hidden)))
    if found.hidden_columns:
        named = ", ".join(found.hidden_columns[:_NAMED])
        notes.append(
            Note("hidden_columns", f"Hidden columns are read too: {named}.", len(found.hidden_columns))
        )
    if found.merged_count:
        areas = ", ".join(found.merged[:_NAMED])
        text = f"Merged cells have their text in the first cell alone: {areas}."
        notes.append(Note("merged_cells", text, found.merged_count))
    if found.uncached:
        text = (
            f"{found.uncached:,} formulas have no value in the file and are read as empty; open it in your "
        )
        text += "spreadsheet program and save it, so that they are worked out."
        notes.append(Note("formulas_without_value", text, found.uncached, tuple(found.uncached_rows)))
    if found.errors:
        text = f"{found.errors:,} cells hold an error, such as #N/A, and are read as empty."
        notes.append(Note("error_cells", text, found.errors, tuple(found.error_rows)))
    if found.last_column > limits.columns:
        left_out = found.last_column - limits.columns
        last = column_letters(limits.columns)
        text = f"Columns after {last} are left out: the sheet reaches to {found.last_cell}."
        notes.append(Note("columns_left_out", text, left_out))
    return tuple(notes)


def _hidden(count: int) -> str:
    return "A hidden row is read too." if count == 1 else f"{count:,} hidden rows are read too."


def _first(hidden: bytearray) -> tuple[int, ...]:
    rows: list[int] = []
    at = hidden.find(1)
    while at >= 0 and len(rows) < _NAMED:
        rows.append(at)
        at = hidden.find(1, at + 1)
    return tuple(rows)
