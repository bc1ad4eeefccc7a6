"""The register as a CSV file: what holds now, with all its evidence, to be kept or entered elsewhere.

Numbers begin with a plus, so that a spreadsheet loses no digit of them (:mod:`.csv_file`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from vox_console.domain.opt_out import OptOut, RegisterEntry
from vox_console.domain.outcome_words import iso_time
from vox_console.services.csv_file import write_rows
from vox_console.services.opt_out_columns import EXPORT_HEADER
from vox_console.services.opt_outs import OptOutDesk
from vox_console.services.written_pages import write_pages


async def export_register(
    desk: OptOutDesk, path: Path, *, told: Callable[[int], None] = lambda _rows: None
) -> int:
    """Write what holds now, oldest first; give how many rows. told: hears how many so far. Raises OSError."""

    def write(entries: Iterable[RegisterEntry]) -> int:
        return write_register(path, (each.what for each in entries))

    return await write_pages(await desk.search(), desk.entries, write, told=told)


def write_register(path: Path, entries: Iterable[OptOut]) -> int:
    """Write entries as CSV; give how many. Raises OSError."""
    return write_rows(path, EXPORT_HEADER, map(_cells, entries))


def _cells(entry: OptOut) -> tuple[str, ...]:
    """Give the cells in the order of EXPORT_HEADER."""
    return (
        f"+{entry.number}",
        entry.sender,
        iso_time(entry.at_us),
        entry.said_by,
        entry.source.value,
        entry.evidence,
        entry.message_id,
    )
