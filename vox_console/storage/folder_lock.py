"""One program at a time on a data folder: an operating system lock, and who holds it in words.

Theory of operation. The lock is taken on an open file (flock, or a byte range on Windows), so the
system releases it when the process ends in whatever way, kill -9 included; there is nothing stale to
clean up and no process id to guess about. What the file *contains* is only for people: the holder
writes who it is, and whoever is refused reads it. The file is never deleted, because a lock on a
deleted file and a lock on its successor would not exclude each other.
"""

from __future__ import annotations

import json
import os
import socket
import sys
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Literal, Self

from vox_console.domain.errors import StoreError, StoreHeld
from vox_console.storage.connection import create_private
from vox_console.storage.faults import file_fault

FILE_NAME = "vox-console.lock"

Program = Literal["window", "command line"]


class FolderLock:
    """The right to write in a data folder. ``with FolderLock(folder).acquire(program="window"): ...``."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE_NAME
        self._handle: int | None = None

    def acquire(self, *, program: Program) -> Self:
        """Take the lock at once or not at all.

        Raises StoreHeld, which says who has it, or StoreError when the folder cannot be locked.
        """
        try:
            create_private(self._path)
            handle = os.open(self._path, os.O_RDWR)
        except OSError as fault:
            raise file_fault(fault) from fault
        try:
            _lock(handle)
            _write(handle, program=program)
        except BlockingIOError as fault:
            told = _held(handle)
            os.close(handle)
            raise told from fault
        except OSError as fault:
            os.close(handle)
            raise StoreError(
                "The data folder cannot be locked",
                detail=fault.strerror or type(fault).__name__,
                hint="Keep the data folder on a local disk; network folders cannot be locked reliably.",
            ) from fault
        self._handle = handle
        return self

    def release(self) -> None:
        """Let the next one in. May be called again."""
        if self._handle is not None:
            os.ftruncate(self._handle, 0)
            os.close(self._handle)  # closing releases the lock
            self._handle = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()


if sys.platform == "win32":
    import msvcrt

    _FAR = 1 << 30  # Windows keeps others from reading a locked byte: lock one behind the words

    def _lock(handle: int) -> None:
        os.lseek(handle, _FAR, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except PermissionError as fault:
            raise BlockingIOError(fault.errno, fault.strerror) from fault
        finally:
            os.lseek(handle, 0, os.SEEK_SET)
else:
    import fcntl

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _write(handle: int, *, program: Program) -> None:
    holder = {
        "pid": os.getpid(),
        "program": program,
        "host": socket.gethostname(),
        "since": datetime.now(UTC).isoformat(timespec="seconds"),
    }
    os.ftruncate(handle, 0)
    os.write(handle, json.dumps(holder).encode())


def _held(handle: int) -> StoreHeld:
    """Say who holds it; "another program" when its words are not there yet or somebody edited them."""
    title = "Vox Console is already open"
    try:
        holder = json.loads(os.read(handle, 4_096))
        where = "" if holder["host"] == socket.gethostname() else f" on {holder['host']}"
        since = _local_time(datetime.fromisoformat(holder["since"]))
        who = f"the {holder['program']} (process {holder['pid']}{where}, since {since})"
        if holder["program"] != "window":
            title = "A Vox Console command is running"
    except (OSError, ValueError, KeyError, TypeError):
        who = "another program"
    return StoreHeld(
        title,
        detail=f"This data folder is held by {who}",
        hint="Use that one, close it, or choose another folder with --data-dir.",
    )


def _local_time(moment: datetime) -> str:
    """Give the time of day here, and the day when it is another one."""
    local = moment.astimezone()
    return f"{local:%H:%M}" if local.date() == datetime.now().astimezone().date() else f"{local:%d %b %H:%M}"
