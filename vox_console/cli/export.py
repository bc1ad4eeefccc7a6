"""`vox-console export`: the messages as a file, and such a file checked.

Exit codes: 0 written, or as it should be; 1 the world said no, or the file is not as it should be; 2 wrong
usage; 3 there is no journal to write from. It works beside an open window, as `history` does.
"""

from __future__ import annotations

import asyncio
from argparse import Namespace
from dataclasses import replace
from pathlib import Path
from typing import Final

from vox_console.cli.exit_codes import FAILED, NOTHING_CHANGED, WRONG_USAGE
from vox_console.cli.history_query import read_asked
from vox_console.cli.journal import open_journal, read_journal
from vox_console.cli.output import complain, complain_of, print_json, print_text
from vox_console.domain.errors import FieldProblem, StoreHeld, VoxError
from vox_console.domain.export_format import ExportFormat
from vox_console.domain.log_columns import COLUMNS, LogColumn, Mask, read_columns
from vox_console.domain.log_query import LogQuery
from vox_console.domain.zone_offset import zone_offset
from vox_console.services.clocks import SystemClocks, here_offset_s
from vox_console.services.export_check import check_export
from vox_console.services.log import LogDesk
from vox_console.services.log_export import Exported, ExportOrder, FileStands, LogExport
from vox_console.settings.folders import Folders

_BY_SUFFIX: Final = {".xlsx": ExportFormat.XLSX, ".csv": ExportFormat.CSV, ".jsonl": ExportFormat.JSONL}
_MASKED: Final = frozenset({"numbers", "texts"})


def run(arguments: Namespace) -> int:
    """Write or check, or list the columns. Raises VoxError."""
    if arguments.check is not None:
        return _check(arguments.check, as_json=arguments.json)
    if arguments.columns == "list":
        _list_columns(as_json=arguments.json)
        return 0
    order, query = _order(arguments), read_asked(arguments.query)
    if isinstance(order, str):
        complain(order)
    if isinstance(order, str) or query is None:
        return WRONG_USAGE
    return _export(arguments, order, query)


def _export(arguments: Namespace, order: ExportOrder, query: LogQuery) -> int:
    folders = Folders.choose(arguments.data_dir)
    if arguments.practice:
        folders = folders.practice()
    if not folders.data.is_dir():
        complain(f"there is no data folder {folders.data} yet: nothing was written")
        return NOTHING_CHANGED
    try:
        done = asyncio.run(_write(folders, replace(order, query=str(query)), query))
    except FileStands as fault:
        complain_of(VoxError(fault.title, detail=fault.detail, hint="--force replaces it"))
        return FAILED
    if arguments.json:
        print_json([exported_fields(done, order.file_format)])
    else:
        print_text(f"{done.rows:,} messages written to {done.path}")
        print_text(f"SHA-256 {done.sha256}")
    return 0


def exported_fields(done: Exported, file_format: ExportFormat) -> dict[str, object]:
    """Give the object of a file that was written: a promise to other programs, keys only ever added."""
    return {
        "file": str(done.path),
        "format": file_format.value,
        "rows": done.rows,
        "octets": done.octets,
        "sha256": done.sha256,
    }


async def _write(folders: Folders, order: ExportOrder, query: LogQuery) -> Exported:
    try:
        async with open_journal(folders) as controller:
            return await _write_with(controller.export, controller.log, order, query)
    except StoreHeld as held:
        complain(f"{held}. What it has stored so far is written.")
        async with read_journal(folders) as database:
            clocks = SystemClocks()
            export, log = LogExport(database, clocks=clocks), LogDesk(database, clocks=clocks)
            return await _write_with(export, log, order, query)


async def _write_with(export: LogExport, log: LogDesk, order: ExportOrder, query: LogQuery) -> Exported:
    return await export.write(order, export.found(log.meaning(query)) if query.terms else None)


def _order(arguments: Namespace) -> ExportOrder | str:
    """Give what is asked for, or what is wrong with it in words."""
    path: Path = arguments.out
    word = arguments.format or _BY_SUFFIX.get(path.suffix.casefold())
    if word is None:
        return f"{path.name} does not tell what to write: give --format"
    columns = read_columns(arguments.columns.split(","))
    if isinstance(columns, FieldProblem):
        return columns.text
    masked = {each.strip() for each in arguments.mask.split(",") if each.strip()}
    if not masked <= _MASKED:
        return "--mask takes numbers, texts, or both: numbers,texts"
    zone = zone_offset(arguments.zone) if arguments.zone else here_offset_s
    if zone is None:
        return f"this machine knows no zone {arguments.zone}; give one as in Europe/Belgrade"
    return ExportOrder(
        path=path,
        file_format=ExportFormat(word),
        columns=columns,
        zone=zone,
        zone_name=arguments.zone or "this computer's",
        mask=Mask(numbers="numbers" in masked, texts="texts" in masked),
        replace=arguments.force,
    )


def _check(path: Path, *, as_json: bool) -> int:
    try:
        checked = check_export(path)
    except OSError as fault:
        raise VoxError("The file cannot be read", detail=fault.strerror or str(fault)) from fault
    if as_json:
        print_json(
            [
                {
                    "file": str(path),
                    "format": checked.file_format.value,
                    "columns": list(checked.columns),
                    "rows": checked.rows,
                    "sha256": checked.sha256,
                    "problem": checked.problem or None,
                }
            ]
        )
    if checked.problem:
        complain(f"{path.name}: {checked.problem}")
        return FAILED
    if not as_json:
        print_text(f"{path.name} is as it was written: {checked.rows:,} messages, SHA-256 {checked.sha256}")
    return 0


def _list_columns(*, as_json: bool) -> None:
    if as_json:
        print_json(map(_column_fields, COLUMNS))
        return
    for column in COLUMNS:
        print_text(f"{column.key:<16} {column.about}{'' if column.usual else ' Only when it is asked for.'}")


def _column_fields(column: LogColumn) -> dict[str, object]:
    return {
        "key": column.key,
        "title": column.title,
        "kind": column.kind.value,
        "about": column.about,
        "usual": column.usual,
    }
