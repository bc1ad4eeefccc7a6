"""Cells of a CSV file for spreadsheets: none is run as a formula, none is taken for a number, all come back.

A spreadsheet runs what begins like a formula, and loses digits of what looks like a number, wherever quotes
stand. So such a cell gets an apostrophe in front. One that has apostrophes or blanks before such a beginning
gets one too, so that taking one away gives back exactly what was written.

Source: owasp.org/www-community/attacks/CSV_Injection.
"""

from __future__ import annotations

from typing import Final

PASSED_OVER: Final = "' \u00a0"
"""What may stand before a beginning without hiding it from a spreadsheet."""

BEGINNINGS: Final = "-=+@\t\r\n\uff1d\uff0b\uff0d\uff200123456789"
"""What a formula, a number or a date begins with; the full-width ones are read as the others in East Asia."""

_BEGINNINGS = tuple(BEGINNINGS)


def guarded(cell: str) -> str:
    """Give a cell that no spreadsheet runs or calculates, and that `unguarded` gives back as it was."""
    return f"'{cell}" if cell.lstrip(PASSED_OVER).startswith(_BEGINNINGS) else cell


def unguarded(cell: str) -> str:
    """Give a cell as it was before `guarded`."""
    guards = cell.startswith("'") and cell.lstrip(PASSED_OVER).startswith(_BEGINNINGS)
    return cell[1:] if guards else cell
