"""What is written beside an exported file: its SHA-256 as `sha256sum -c` reads it, and its number of rows."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from vox_console.services.whole_file import whole_file

SUFFIX: Final = ".sha256"
_PIECE: Final = 2**20
_LINE = re.compile(r"(\\?)([0-9a-f]{64}) [ *](.*)")
_ROWS = re.compile(r"# rows: ([0-9]+)")
_ESCAPES: Final = (("\\", "\\\\"), ("\n", "\\n"), ("\r", "\\r"))


@dataclass(frozen=True, slots=True)
class Seal:
    """sha256: in hexadecimal. rows: below the header; None where another program made the seal."""

    sha256: str
    rows: int | None


def sha256_of(file: IO[bytes]) -> str:
    """Give the SHA-256 of what is in a file from where it stands, in hexadecimal. Raises OSError."""
    found = hashlib.sha256()
    while piece := file.read(_PIECE):
        found.update(piece)
    return found.hexdigest()


def seal_of(path: Path) -> Path:
    """Give where the seal of a file stands."""
    return path.with_name(path.name + SUFFIX)


def write_seal(path: Path, seal: Seal) -> None:
    """Write the seal of a file. Raises OSError."""
    name = path.name
    for character, escaped in _ESCAPES:
        name = name.replace(character, escaped)
    marked = "" if name == path.name else "\\"  # so GNU sha256sum tells that the name is escaped
    with whole_file(seal_of(path)) as file:
        rows = "" if seal.rows is None else f"# rows: {seal.rows}\n"
        file.write(f"{rows}{marked}{seal.sha256}  {name}\n".encode("utf-8", "surrogateescape"))


def read_seal(path: Path) -> Seal | None:
    """Give what the seal of a file says, None when that cannot be read. Raises OSError when there is none."""
    text = seal_of(path).read_text("utf-8", "surrogateescape")
    found = next(filter(None, map(_LINE.fullmatch, text.split("\n"))), None)
    if found is None:
        return None
    rows = next(filter(None, map(_ROWS.fullmatch, text.split("\n"))), None)
    return Seal(found[2], None if rows is None else int(rows[1]))
