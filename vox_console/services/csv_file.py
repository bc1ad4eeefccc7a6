"""Rows as a CSV file that no spreadsheet runs, loses digits of, or finds half written.

A spreadsheet runs what looks like a formula, and loses digits of what looks like a number; so a cell that
begins like a formula gets an apostrophe in front. One that has apostrophes there already gets one more, so
that taking one away gives back exactly what was written.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from vox_console.services.whole_file import whole_file

_FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n")


def write_rows(path: Path, header: Sequence[str], rows: Iterable[Sequence[str]]) -> int:
    """Write rows below a header; give how many. Raises OSError."""
    count = 0
    with whole_file(path) as octets:
        file = io.TextIOWrapper(octets, encoding="utf-8-sig", newline="")
        writer = csv.writer(file, quoting=csv.QUOTE_ALL)
        writer.writerow(header)
        for cells in rows:
            writer.writerow(map(guarded, cells))
            count += 1
        file.flush()
        file.detach()
    return count


def guarded(cell: str) -> str:
    """Give a cell that no spreadsheet takes for a formula, and that `unguarded` gives back as it was."""
    return f"'{cell}" if cell.lstrip("'").startswith(_FORMULA_STARTS) else cell


def unguarded(cell: str) -> str:
    """Give a cell as it was before `guarded`."""
    guards = cell.startswith("'") and cell.lstrip("'").startswith(_FORMULA_STARTS)
    return cell[1:] if guards else cell
