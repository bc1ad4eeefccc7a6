"""The register as a CSV file: what holds now, with all its evidence, to be kept or entered elsewhere.

Numbers begin with a plus, so that a spreadsheet loses no digit of them (:mod:`.csv_file`).
"""

from __future__ import annotations

import asyncio
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

from vox_console.domain.opt_out import OptOut, RegisterEntry
from vox_console.domain.outcome_words import iso_time
from vox_console.services.csv_file import write_rows
from vox_console.services.opt_out_columns import EXPORT_HEADER
from vox_console.services.opt_outs import OptOutDesk

_PAGE: Final = 1_000


async def export_register(
    desk: OptOutDesk, path: Path, *, told: Callable[[int], None] = lambda _rows: None
) -> int:
    """Write what holds now, oldest first; give how many rows. told: hears how many so far. Raises OSError."""
    ids = await desk.search()
    loop = asyncio.get_running_loop()

    def pages() -> Iterator[Sequence[RegisterEntry]]:
        """Ask the loop for one page after another; runs in the thread that writes."""
        for start in range(0, len(ids), _PAGE):
            page: array[int] = ids[start : start + _PAGE]
            yield asyncio.run_coroutine_threadsafe(desk.entries(page), loop).result()
            loop.call_soon_threadsafe(told, start + len(page))

    return await asyncio.to_thread(write_register, path, (each.what for page in pages() for each in page))


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
