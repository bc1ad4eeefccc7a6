"""The result of a job as a file: the user's own columns, and beside them what became of each row.

The file is for spreadsheets, which run what looks like a formula and lose digits of what looks like a
number. So in CSV every field is quoted, and one that begins like a formula gets an apostrophe in front
(owasp.org/www-community/attacks/CSV_Injection); a BOM tells that it is UTF-8. A workbook
(:mod:`.bulk_workbook`) needs no apostrophes: there every cell is said to be text. Either is written beside
its place and put there when it is whole. Of a row that was mended in the window the column "reason" says so,
and which cells (:mod:`.bulk_mends`).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from vox_console.services.bulk_workbook import WORKBOOK_SUFFIX, write_workbook
from vox_console.services.whole_file import whole_file

OUTCOME_COLUMNS: Final = ("row", "outcome", "reason", "number", "parts", "provider id", "updated")
_FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n")


def write_rows(path: Path, header: Sequence[str], rows: Iterable[Sequence[str]]) -> int:
    """Write a result file, a workbook where the name ends in .xlsx, else CSV; give how many rows it has.

    header: the user's own columns; each row has their cells, then those of OUTCOME_COLUMNS. Raises OSError.
    """
    if path.suffix.lower() == WORKBOOK_SUFFIX:
        return write_workbook(path, (*header, *OUTCOME_COLUMNS), rows)
    return write_csv(path, header, rows)


def write_csv(path: Path, header: Sequence[str], rows: Iterable[Sequence[str]]) -> int:
    """Write a result file as CSV; give how many rows it has. Raises OSError."""
    count = 0
    with whole_file(path) as octets:
        file = io.TextIOWrapper(octets, encoding="utf-8-sig", newline="")
        writer = csv.writer(file, quoting=csv.QUOTE_ALL)
        writer.writerow(map(guarded, (*header, *OUTCOME_COLUMNS)))
        for row in rows:
            writer.writerow(map(guarded, row))
            count += 1
        file.flush()
        file.detach()
    return count


def guarded(cell: str) -> str:
    """Give a cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA_STARTS) else cell


def unguarded(cell: str) -> str:
    """Give a cell as it was before :func:`guarded`."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_FORMULA_STARTS) else cell
