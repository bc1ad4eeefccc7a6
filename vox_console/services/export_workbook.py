"""The delivery log as a workbook: texts as texts, numbers and times as what they are, a sheet about the file.

A time has no zone in a workbook, so the sheet about the file, the last one, names that of the local ones.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import IO, Any, Final

from vox_console import __version__
from vox_console.domain.log_columns import ColumnKind, LogColumn, Mask
from vox_console.domain.outcome_words import iso_time
from vox_console.services.bulk_workbook import MOST_ROWS
from vox_console.services.workbook_file import (
    SheetColumn,
    WorkbookFile,
    column_letters,
    number_cell,
    row_of,
    text_cell,
    time_cell,
)

ABOUT_SHEET: Final = "About this file"
_WIDTHS: Final = {ColumnKind.TIME: 23, ColumnKind.NUMBER: 10, ColumnKind.TEXT: 18}
_WIDE: Final = {"text": 60, "error": 40}
_AT_ONCE: Final = 500
_WRITTEN: Final[dict[ColumnKind, Callable[[str, Any], str]]] = {
    ColumnKind.TEXT: text_cell,
    ColumnKind.NUMBER: number_cell,
    ColumnKind.TIME: time_cell,
}


@dataclass(frozen=True, slots=True)
class AboutFile:
    """What the sheet about the file tells. query: "" for everything. written_at_us: UTC microseconds."""

    query: str
    zone_name: str
    mask: Mask
    written_at_us: int


def write_workbook(
    file: IO[bytes],
    columns: Sequence[LogColumn],
    rows: Iterable[Sequence[object]],
    about: AboutFile,
    *,
    rows_a_sheet: int = MOST_ROWS,
) -> int:
    """Write rows of cells, as `log_rows.rows` gives them, into an open file; give how many.

    rows_a_sheet: with the titles, which stand on every sheet. Raises OSError.
    """
    titles = [SheetColumn(column.title, _WIDE.get(column.key, _WIDTHS[column.kind])) for column in columns]
    written = [(column_letters(at), _WRITTEN[column.kind]) for at, column in enumerate(columns)]
    count, sheets, left = 0, 1, iter(rows)
    with WorkbookFile(file, most_rows=rows_a_sheet) as book:
        book.begin_sheet("Messages", titles)
        while batch := list(islice(left, min(_AT_ONCE, book.room))):
            book.write_rows(_rows(book.next_row, batch, written), len(batch))
            count += len(batch)
            if not book.room:
                sheets += 1
                book.begin_sheet(f"Messages {sheets}", titles)
        _tell_about(book, columns, about, count)
    return count


def _rows(
    first: int, batch: Sequence[Sequence[object]], written: Sequence[tuple[str, Callable[[str, Any], str]]]
) -> Iterator[str]:
    for number, cells in enumerate(batch, start=first):
        yield row_of(
            number,
            [
                cell(f"{letters}{number}", value)
                for (letters, cell), value in zip(written, cells, strict=True)
            ],
        )


def _tell_about(book: WorkbookFile, columns: Sequence[LogColumn], about: AboutFile, count: int) -> None:
    masked = [name for name, is_so in (("numbers", about.mask.numbers), ("texts", about.mask.texts)) if is_so]
    facts = (
        ("Program", f"Vox Console {__version__}"),
        ("Written at", iso_time(about.written_at_us)),
        ("What was asked for", about.query or "every message"),
        ("Rows", str(count)),
        ("Zone of local times", about.zone_name),
        ("Masked", " and ".join(masked) or "nothing"),
        *((column.title, column.about) for column in columns),
    )
    book.begin_sheet(ABOUT_SHEET, [SheetColumn("About this file", 24), SheetColumn("", 80)])
    rows = [
        row_of(number, (text_cell(f"A{number}", name), text_cell(f"B{number}", words)))
        for number, (name, words) in enumerate(facts, start=book.next_row)
    ]
    book.write_rows(rows, len(rows))
