"""The register as a CSV file: what holds now, with all its evidence, to be kept or entered elsewhere.

A spreadsheet runs what looks like a formula, and loses digits of what looks like a number; so a cell that
begins like a formula gets an apostrophe in front, and numbers begin with a plus. One that has apostrophes
there already gets one more, so that taking one away gives back exactly what was written.
"""

from __future__ import annotations

import asyncio
import csv
import io
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

from vox_console.domain.opt_out import OptOut, RegisterEntry
from vox_console.domain.outcome_words import iso_time
from vox_console.services.opt_out_columns import EXPORT_HEADER
from vox_console.services.opt_outs import OptOutDesk
from vox_console.services.whole_file import whole_file

_PAGE: Final = 1_000
_FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n")


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
    count = 0
    with whole_file(path) as octets:
        file = io.TextIOWrapper(octets, encoding="utf-8-sig", newline="")
        writer = csv.writer(file, quoting=csv.QUOTE_ALL)
        writer.writerow(EXPORT_HEADER)
        for entry in entries:
            writer.writerow(map(guarded, _cells(entry)))
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
