"""The delivery log as a file: CSV against the csv module, a workbook against libraries, and the room taken.

The csv module gets the rows of the same SELECT, in pages of the same size, twice: as values, out of which it
makes the cells as one does in Python, and as finished cells. Ours is the whole export as a person waits for
it, with the checksum and the wait for the disk, which the csv module is spared.
"""

from __future__ import annotations

import asyncio
import csv
import importlib.util
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, Final

import apsw

from tests.bench.history_file import make_history
from tests.bench.machine import scratch
from tests.bench.measure import Options, Sheet, seconds
from vox_console.domain.export_format import ExportFormat
from vox_console.domain.log_columns import USUAL, ColumnKind, LogColumn, LogView, Mask, read_columns
from vox_console.services.bulk_workbook import write_workbook
from vox_console.services.clocks import SystemClocks
from vox_console.services.log_export import PAGE, ExportOrder, LogExport
from vox_console.storage import log_rows
from vox_console.storage.connection import connect
from vox_console.storage.database import Database

_SEVEN: Final = ("id", "queued_utc", "state", "to", "from", "text", "provider_ids")
_HOUR_S: Final = 3_600
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def measure(sheet: Sheet, options: Options) -> None:
    """Run the group."""
    seven = read_columns(_SEVEN)
    assert isinstance(seven, tuple)
    for count in (100_000, 1_000_000) if not options.quick else (10_000,):
        with scratch() as folder:
            _measure(
                sheet, options, Path(folder), count, {"7 columns": seven, f"{len(USUAL)} columns": USUAL}
            )


def _measure(
    sheet: Sheet, options: Options, folder: Path, count: int, choices: dict[str, tuple[LogColumn, ...]]
) -> None:
    path = folder / "data" / "journal.db"
    database = make_history(path, count)
    written = threading.Event()
    database.write(lambda _db: None, lambda _done: written.set())  # answered after what was queued before
    written.wait()
    reader = connect(path, write=False)
    for _ in range(options.rounds):
        for words, columns in choices.items():
            of = f"{count:,} rows, {words}"
            view = LogView(columns, ((0, _HOUR_S),))
            plain = partial(_csv_module, folder / "plain.csv", _values(reader, view), view)
            sheet.add(f"csv module, {of}", seconds(plain), "s")
            ready = partial(_csv_module, folder / "plain.csv", _cells(reader, view), None)
            sheet.add(f"csv module on finished cells, {of}", seconds(ready), "s")
            for file_format in ExportFormat:
                work = partial(_ours, database, folder / "ours", file_format, columns)
                sheet.add(f"ours, {file_format}, {of}", seconds(work), "s")
    for words in choices:
        of = f"{count:,} rows, {words}"
        for file_format in (ExportFormat.CSV, ExportFormat.CSV_SHEET, ExportFormat.JSONL):
            goal = 0.45 if file_format is ExportFormat.CSV else None
            sheet.compare(f"ours, {file_format}, {of}", f"csv module, {of}", at_most=goal)
        sheet.compare(f"ours, csv, {of}", f"csv module on finished cells, {of}")
    if count <= 100_000:
        _against_libraries(sheet, folder, reader, count)
    reader.close()
    database.close()
    sheet.facts[f"room for {count:,} rows of a workbook, MB"] = _room_mb(folder)


def _against_libraries(sheet: Sheet, folder: Path, reader: apsw.Connection, count: int) -> None:
    """Write the same rows of 7 columns as workbooks with the libraries that there are."""
    of = f"{count:,} rows, 7 columns"
    columns = read_columns(_SEVEN)
    assert isinstance(columns, tuple)
    view = LogView(columns, ((0, _HOUR_S),))
    texts = (tuple(map(str, row)) for row in _cells(reader, view))
    work = partial(write_workbook, folder / "theirs.xlsx", _SEVEN, texts)
    peers: dict[str, Callable[[], object]] = {f"xlsxwriter, {of}": work}
    if importlib.util.find_spec("openpyxl") is None:
        sheet.notes.append("openpyxl is not here; it takes about twice as long as xlsxwriter")
    else:
        peers[f"openpyxl, {of}"] = partial(_openpyxl, folder / "theirs.xlsx", _cells(reader, view))
    for peer, write in peers.items():
        rounds = len(sheet.to_json()["cases"][f"ours, xlsx, {of}"]["rounds"])  # type: ignore[index]  # a dict
        took_s = seconds(write)
        for _ in range(rounds):
            sheet.add(peer, took_s, "s")
        sheet.compare(f"ours, xlsx, {of}", peer, at_most=0.5 if peer.startswith("openpyxl") else None)


def _openpyxl(path: Path, rows: Iterator[Sequence[object]]) -> None:
    openpyxl: Any = importlib.import_module("openpyxl")
    book = openpyxl.Workbook(write_only=True)
    page = book.create_sheet()
    page.append(_SEVEN)
    for row in rows:
        page.append(row)
    book.save(path)


def _pages(reader: apsw.Connection) -> Iterator[list[int]]:
    before = 2**62
    while ids := log_rows.next_ids(reader, before=before, limit=PAGE):
        yield ids
        before = ids[-1]


def _values(reader: apsw.Connection, view: LogView) -> Iterator[Sequence[object]]:
    for ids in _pages(reader):
        yield from log_rows.rows(reader, ids, view=view)


def _cells(reader: apsw.Connection, view: LogView) -> Iterator[Sequence[object]]:
    for ids in _pages(reader):
        yield from log_rows.cells(reader, ids, view=view)


def _csv_module(path: Path, rows: Iterator[Sequence[object]], view: LogView | None) -> None:
    """Write rows with the csv module; with a view they are values, whose times are written out here."""
    times = [
        (at, "+01:00" if column.local else "Z")
        for at, column in enumerate(view.columns if view else ())
        if column.kind is ColumnKind.TIME
    ]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        for row in rows:
            cells = list(row)
            for at, zone in times:
                us = row[at]
                if isinstance(us, int):
                    cells[at] = f"{_EPOCH + timedelta(microseconds=us):%Y-%m-%dT%H:%M:%S.%f}{zone}"
            writer.writerow(cells)


def _ours(database: Database, path: Path, file_format: ExportFormat, columns: tuple[LogColumn, ...]) -> None:
    order = ExportOrder(path, file_format, columns, lambda _s: _HOUR_S, "", Mask(), replace=True)
    asyncio.run(LogExport(database, clocks=SystemClocks()).write(order))


def _room_mb(folder: Path) -> int:
    """Give the most memory that a whole export by the command line takes."""
    command = ["-m", "vox_console", "--data-dir", str(folder), "export", "--out", str(folder / "room.xlsx")]
    with subprocess.Popen([sys.executable, *command], stdout=subprocess.DEVNULL) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, "the export failed"
    return round(usage.ru_maxrss / 1_000)
