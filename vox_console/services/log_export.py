"""The delivery log written to a file: as many messages as there are, in the room that one page needs.

Theory of operation. A thread of its own asks the journal's readers for one page after another and writes it;
each page is read on a snapshot of its own, so that a long export holds up neither the log's folding in nor
anybody's page. Which messages there are is asked page by page too, newest first: what is sent meanwhile is
not in the file, and what changes meanwhile stands in it as it was when its page was read. The file is
written beside its place and put there when it is whole, with its seal (:mod:`.export_seal`); broken off, it
leaves nothing behind.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO, Final

from vox_console.domain.errors import VoxError
from vox_console.domain.export_format import ExportFormat
from vox_console.domain.log_columns import LogColumn, LogView, Mask
from vox_console.domain.log_query_filter import LogFilter
from vox_console.domain.zone_offset import OffsetAt, offset_changes
from vox_console.services.clocks import Clocks
from vox_console.services.export_seal import Seal, seal_of, sha256_of, write_seal
from vox_console.services.export_workbook import AboutFile, write_workbook
from vox_console.services.whole_file import whole_file
from vox_console.storage import log_pages, log_rows
from vox_console.storage.database import Database

PAGE: Final = 2_000
_NEWEST: Final = 2**62
_FIRST_S: Final = 1_577_836_800  # 2020-01-01: no journal is older
_YEAR_S: Final = 366 * 86_400

Pages = Iterable[Sequence[int]]


@dataclass(frozen=True, slots=True)
class ExportOrder:
    """What is to be written, and where.

    columns: in this order. zone: of the local times; zone_name: what it is called in a workbook. query: what
    was asked for, in words, for the workbook; "" for everything. replace: a file of that name may go.
    """

    path: Path
    file_format: ExportFormat
    columns: tuple[LogColumn, ...]
    zone: OffsetAt
    zone_name: str
    mask: Mask
    query: str = ""
    replace: bool = False


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written. rows: below the header. octets: the file's size."""

    path: Path
    rows: int
    sha256: str
    octets: int


class ExportStopped(Exception):
    """It was broken off, and nothing is left of it."""


class FileStands(VoxError):
    """A file of that name stands there already, and nobody said that it may go."""

    def __init__(self, path: Path) -> None:
        super().__init__("Nothing was written", detail=f"{path.name} is there already")


class LogExport:
    """Writes the delivery log of one journal."""

    def __init__(self, database: Database, *, clocks: Clocks) -> None:
        self._database = database
        self._clocks = clocks

    async def count(self) -> int:
        """Give how many messages there are to write. Raises StoreError."""
        return await self._database.read(log_rows.count)

    async def write(
        self,
        order: ExportOrder,
        pages: Pages | None = None,
        *,
        told: Callable[[int], None] = lambda _rows: None,
        wanted: Callable[[], bool] = lambda: True,
    ) -> Exported:
        """Write the messages of these pages of ids, or all, newest first.

        told: hears, on the loop, how many are written so far. wanted: is asked, in another thread, whether to
        go on. Not wanted any more, or cancelled, it leaves nothing of what it wrote.
        Raises ExportStopped, FileStands, StoreError, and VoxError when the file cannot be written.
        """
        loop = asyncio.get_running_loop()
        stop = threading.Event()
        work = partial(
            self._write,
            order,
            self._all_pages() if pages is None else pages,
            told=lambda rows: loop.call_soon_threadsafe(told, rows),
            wanted=lambda: wanted() and not stop.is_set(),
        )
        working = loop.run_in_executor(None, work)
        try:
            return await asyncio.shield(working)
        except asyncio.CancelledError:
            stop.set()
            await asyncio.wait([working])  # until nothing is left of it
            raise
        except OSError as fault:
            raise VoxError("Nothing was written", detail=fault.strerror or str(fault)) from fault

    def found(self, wanted: LogFilter) -> Pages:
        """Give the pages of what a filter finds, for `write`."""
        below: int | None = _NEWEST
        while below is not None:
            job = partial(log_pages.page, wanted=wanted, below=below, limit=PAGE)
            page = self._database.read_here(job)
            yield page.ids
            below = page.below

    def _all_pages(self) -> Iterator[Sequence[int]]:
        before = _NEWEST
        while ids := self._database.read_here(partial(log_rows.next_ids, before=before, limit=PAGE)):
            yield ids
            before = ids[-1]

    def _write(
        self, order: ExportOrder, pages: Pages, *, told: Callable[[int], object], wanted: Callable[[], bool]
    ) -> Exported:
        _require_room(order)
        view = self._view(order)
        with whole_file(order.path) as file:
            if order.file_format is ExportFormat.XLSX:
                rows = self._write_workbook(file, order, view, _while(wanted, pages), told)
            else:
                rows = self._write_lines(file, order, view, _while(wanted, pages), told)
            octets = file.seek(0, 2)
            file.seek(0)
            sha256 = sha256_of(file)
            if not wanted():
                raise ExportStopped
            _require_room(order)
            seal_of(order.path).unlink(missing_ok=True)  # of the file that goes: it would belie this one
        write_seal(order.path, Seal(sha256, rows))
        return Exported(order.path, rows, sha256, octets)

    def _view(self, order: ExportOrder) -> LogView:
        until_s = self._clocks.now_us() // 1_000_000 + _YEAR_S
        changes = offset_changes(order.zone, _FIRST_S, max(until_s, _FIRST_S + 1))
        zone = tuple((from_s * 1_000_000, east_s) for from_s, east_s in changes)
        return LogView(order.columns, zone, order.mask)

    def _write_lines(
        self,
        file: IO[bytes],
        order: ExportOrder,
        view: LogView,
        pages: Pages,
        told: Callable[[int], object],
    ) -> int:
        if order.file_format is ExportFormat.CSV_SHEET:
            file.write(b"\xef\xbb\xbf")
        if order.file_format is not ExportFormat.JSONL:
            file.write(f"{','.join(header_of(order))}\r\n".encode())
        rows = 0
        for ids in pages:
            job = partial(log_rows.lines, ids=ids, view=view, file_format=order.file_format)
            found, text = self._database.read_here(job)
            file.write(text.encode())
            rows += found
            told(rows)
        return rows

    def _write_workbook(
        self,
        file: IO[bytes],
        order: ExportOrder,
        view: LogView,
        pages: Pages,
        told: Callable[[int], object],
    ) -> int:
        def rows() -> Iterator[Sequence[str | int | None]]:
            written = 0
            for ids in pages:
                page = self._database.read_here(partial(log_rows.rows, ids=ids, view=view))
                yield from page
                written += len(page)
                told(written)

        about = AboutFile(order.query, order.zone_name, order.mask, self._clocks.now_us())
        return write_workbook(file, view.columns, rows(), about)


def header_of(order: ExportOrder) -> tuple[str, ...]:
    """Give the first line of a file: titles for people, keys for programs."""
    for_people = order.file_format.for_people
    return tuple(column.title if for_people else column.key for column in order.columns)


def _require_room(order: ExportOrder) -> None:
    if order.path.exists() and not order.replace:
        raise FileStands(order.path)


def _while(wanted: Callable[[], bool], pages: Pages) -> Iterator[Sequence[int]]:
    for ids in pages:
        if not wanted():
            raise ExportStopped
        yield ids
