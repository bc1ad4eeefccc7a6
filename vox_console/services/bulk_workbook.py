"""A result as an XLSX workbook: every cell a text, so that no digit is lost and nothing is run.

Theory of operation. Rows go to the file as they come, so that a million need no more memory than one. XML
cannot hold every character, and the format says how the others are written: ``_x0001_`` for U+0001
(ECMA-376, 22.9.2.19). What only looks like that gets its x written so: ``_x0041_`` is ``__x0078_0041_``. (The
format writes the underscore so; the reader of workbooks that we use ourselves does not understand that.)
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final

from vox_console.services.whole_file import whole_file

if TYPE_CHECKING:
    from xlsxwriter.workbook import Worksheet

WORKBOOK_SUFFIX: Final = ".xlsx"
MOST_ROWS: Final = 1_048_576  # of a sheet, its header included
MOST_COLUMNS: Final = 16_384
MOST_UNITS: Final = 32_767  # of a cell, in UTF-16
_OPTIONS: Final = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}
# Not in XML at all: most control characters, lone surrogates, two that are none; a CR becomes an LF there.
_ABROAD: Final = r"[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]"
_TO_ESCAPE: Final = re.compile(
    rf"{_ABROAD}|(?:(?<=_)|(?<={_ABROAD}))x(?=[0-9A-Fa-f]{{4}})"
    r"|^<(?=r>)"  # the writer takes <r>…</r> for formatted text
)


def write_workbook(
    path: Path, header: Sequence[str], rows: Iterable[Sequence[str]], *, rows_a_sheet: int = MOST_ROWS
) -> int:
    """Write a workbook with these columns; give how many rows it has below its header.

    rows_a_sheet: with the header, which stands on every sheet; the next rows go to a next sheet. A cell that
    no workbook can hold is told in words. Raises OSError, also for what is too large for a workbook.
    """
    if len(header) > MOST_COLUMNS:
        raise OSError(f"A workbook has at most {MOST_COLUMNS:,} columns. Save it as CSV.")
    with whole_file(path) as file:
        return _write(file, header, rows, rows_a_sheet)


def _write(file: IO[bytes], header: Sequence[str], rows: Iterable[Sequence[str]], most: int) -> int:
    # Loading it takes a while, and few starts of the program need it.
    import xlsxwriter  # noqa: PLC0415 - see above
    from xlsxwriter.exceptions import FileSizeError, XlsxWriterException  # noqa: PLC0415 - see above

    book = xlsxwriter.Workbook(file, _OPTIONS)
    bold = book.add_format({"bold": True})
    count = 0

    def new_sheet() -> Worksheet:
        sheet = book.add_worksheet()
        sheet.freeze_panes(1, 0)
        for at, name in enumerate(header):
            sheet.write_string(0, at, cell_words(name), bold)
        return sheet

    try:
        sheet = new_sheet()
        for cells in rows:
            below = count % (most - 1)
            if count and not below:
                sheet = new_sheet()
            for at, cell in enumerate(cells):
                sheet.write_string(below + 1, at, cell_words(cell))
            count += 1
    finally:
        try:
            book.close()
        except FileSizeError as fault:
            raise OSError("It is too large for a workbook. Save it as CSV.") from fault
        except XlsxWriterException as fault:
            raise OSError(str(fault)) from fault
    return count


def cell_words(cell: str) -> str:
    """Give a cell as it is written, or in words that it is too long for a workbook."""
    written = _TO_ESCAPE.sub(lambda found: f"_x{ord(found[0]):04X}_", cell)
    if len(written) > MOST_UNITS // 2 and len(written.encode("utf-16-le")) // 2 > MOST_UNITS:
        return (
            f"[Not shown: this cell holds {len(cell):,} characters, more than a workbook can. "
            "It stands whole where the result is saved as CSV.]"
        )
    return written
