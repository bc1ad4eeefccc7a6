"""Verified copies of the database, taken while it is in use.

A copy is made with SQLite's online backup, so it holds one consistent state including what is still in
the write-ahead log (copying the file alone would silently miss the newest rows). It appears under its
final name only after it was opened, checked and found to be sound.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import apsw

from vox_console.domain.errors import StoreError
from vox_console.storage.connection import create_private, sync_folder
from vox_console.storage.faults import file_fault, require_sound, world_fault

KEEP = 7


def back_up(source: Path, folder: Path, *, now: datetime, keep: int = KEEP) -> Path:
    """Copy the database at `source` into `folder`, verify the copy, give its path.

    now: names the copy (UTC). This copy and the newest others of this database stay,
    `keep` in all; the rest goes.
    Raises StoreError; an unfinished or unsound copy is removed.
    """
    final = folder / f"{source.stem}-{now:%Y%m%dT%H%M%S.%fZ}{source.suffix}"
    partial = final.with_suffix(".partial")
    try:
        partial.unlink(missing_ok=True)  # left over from a backup that was killed
        create_private(partial)
        try:
            _copy(source, partial)
            _verify(source, partial)
            partial.replace(final)
        finally:
            partial.unlink(missing_ok=True)
        sync_folder(folder)
        others = [copy for copy in backups(source, folder) if copy != final]
        for outdated in others[keep - 1 :]:
            outdated.unlink()
    except OSError as fault:
        raise file_fault(fault) from fault
    except apsw.Error as fault:
        told = world_fault(fault)
        if told is None:
            raise
        raise told from fault
    return final


def backups(source: Path, folder: Path) -> list[Path]:
    """List the finished copies of `source`, newest first."""
    return sorted(folder.glob(f"{source.stem}-*{source.suffix}"), reverse=True)


def _copy(source: Path, target: Path) -> None:
    live = apsw.Connection(str(source), flags=apsw.SQLITE_OPEN_READONLY)
    copy = apsw.Connection(str(target), flags=apsw.SQLITE_OPEN_READWRITE)
    try:
        with copy.backup("main", live, "main") as copying:
            copying.step(-1)
        copy.pragma("journal_mode", "delete")  # the live file's WAL mode came along; a backup is one file
    finally:
        copy.close()
        live.close()


def _verify(source: Path, copy: Path) -> None:
    original = apsw.Connection(str(source), flags=apsw.SQLITE_OPEN_READONLY)
    checked = apsw.Connection(str(copy), flags=apsw.SQLITE_OPEN_READONLY)
    try:
        require_sound(checked)
        if checked.pragma("user_version") != original.pragma("user_version"):
            raise StoreError(
                "The backup is not complete",
                detail="it has another schema than the database it was made from",
                hint="Check the disk; nothing was changed in the database.",
            )
    finally:
        checked.close()
        original.close()
