"""A file on disk that must still be the same one when it is read again."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Self

from vox_console.imports.faults import ImportFault

_CHANGED = "Its size or its time of change is not what it was when it was opened."


@dataclass(frozen=True, slots=True)
class SourceFile:
    """Where the file is, and what it was when first looked at. size: in octets."""

    path: Path
    size: int
    changed_ns: int

    @classmethod
    def at(cls, path: Path) -> Self:
        """Look at the file. Raises ImportFault when it is not there, or is no file."""
        try:
            found = path.stat()
        except (OSError, ValueError) as fault:  # ValueError: a NUL in the name
            raise _unreadable(path, fault) from fault
        if not stat.S_ISREG(found.st_mode):
            raise ImportFault("This is not a file", detail=path.name, hint="Choose a file.")
        return cls(path, found.st_size, found.st_mtime_ns)

    @contextmanager
    def opened(self) -> Iterator[BinaryIO]:
        """Open the file for reading. Raises ImportFault when it cannot be read or is not the same."""
        try:
            with self.path.open("rb") as file:
                self._compare(os.fstat(file.fileno()))
                yield file
        except OSError as fault:
            raise _unreadable(self.path, fault) from fault

    def still_the_same(self) -> None:
        """Raise ImportFault when the file was changed or has gone."""
        try:
            found = self.path.stat()
        except OSError as fault:
            raise _unreadable(self.path, fault) from fault
        self._compare(found)

    def _compare(self, found: os.stat_result) -> None:
        if (found.st_size, found.st_mtime_ns) != (self.size, self.changed_ns):
            raise ImportFault(
                "The file was changed meanwhile",
                detail=_CHANGED,
                hint="Open it again, so that its rows are counted anew.",
            )


def _unreadable(path: Path, fault: Exception) -> ImportFault:
    why = fault.strerror if isinstance(fault, OSError) and fault.strerror else str(fault)
    return ImportFault(
        "The file cannot be read",
        detail=f"{path.name}: {why}",
        hint="Check that it is there and may be read.",
    )
