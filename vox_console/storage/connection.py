"""How a connection to one of our database files is opened: private files, the same settings everywhere."""

from __future__ import annotations

import os
from pathlib import Path

import apsw

BUSY_TIMEOUT_MS = 5_000


def create_private(path: Path) -> None:
    """Make folder (0700) and file (0600) before SQLite does: its log files copy the file's mode."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    path.chmod(0o600)


def sync_folder(folder: Path) -> None:
    """Make new names durable (POSIX; Windows cannot open a folder and needs no such step)."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def connect(path: Path, *, write: bool) -> apsw.Connection:
    """Open an existing file; a writing connection also puts it into write-ahead-log mode.

    Raises apsw.Error.
    """
    flags = apsw.SQLITE_OPEN_READWRITE if write else apsw.SQLITE_OPEN_READONLY
    connection = apsw.Connection(str(path), flags=flags, statementcachesize=200)
    connection.set_busy_timeout(BUSY_TIMEOUT_MS)
    connection.pragma("foreign_keys", 1)
    connection.pragma("temp_store", "memory")  # sorted message texts must not land in /tmp
    connection.pragma("cache_size", -16_384)  # KiB at most: keeps the hot index pages of a million rows
    if write:
        connection.pragma("journal_mode", "wal")
        connection.pragma("synchronous", "full")
        connection.pragma("secure_delete", 1)  # a deleted text is overwritten, not only unlinked
    return connection
