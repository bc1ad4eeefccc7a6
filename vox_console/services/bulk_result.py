"""The result of a job as a file: the user's own columns, and beside them what became of each row.

The file is for spreadsheets, which run what looks like a formula and lose digits of what looks like a number.
So in CSV every field is quoted, and one that begins like a formula gets an apostrophe in front
(owasp.org/www-community/attacks/CSV_Injection); a BOM tells that it is UTF-8. It is written beside its place
and put there when it is whole.
"""

from __future__ import annotations

import csv
import os
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

OUTCOME_COLUMNS: Final = ("row", "outcome", "reason", "number", "parts", "provider id", "updated")
_FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n")


def write_csv(path: Path, header: Sequence[str], rows: Iterable[Sequence[str]]) -> int:
    """Write a result file; give how many rows it has. Raises OSError."""
    handle, partial = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    try:
        count = 0
        with os.fdopen(handle, "w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file, quoting=csv.QUOTE_ALL)
            writer.writerow(map(guarded, (*header, *OUTCOME_COLUMNS)))
            for row in rows:
                writer.writerow(map(guarded, row))
                count += 1
            file.flush()
            os.fsync(file.fileno())
        Path(partial).replace(path)
    finally:
        Path(partial).unlink(missing_ok=True)
    return count


def guarded(cell: str) -> str:
    """Give a cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA_STARTS) else cell
