"""An exported file checked: it is what its seal says, and all of it can be read back."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from vox_console.domain.export_format import ExportFormat
from vox_console.services.export_reading import ExportedRows, NotOurs
from vox_console.services.export_seal import read_seal, seal_of, sha256_of


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found. columns: their keys. problem: what is wrong, in words; "" when all is well.

    rows: how many could be read; sha256: of the file as it is.
    """

    file_format: ExportFormat
    columns: tuple[str, ...]
    rows: int
    sha256: str
    problem: str = ""


def check_export(path: Path) -> Checked:
    """Check a file against its seal, and read it to its end; blocks. Raises OSError when it is not there."""
    with path.open("rb") as file:
        sha256 = sha256_of(file)
    opened = ExportedRows(path)
    rows, problem = 0, ""
    try:
        for _cells in opened.rows():
            rows += 1
    except NotOurs as fault:
        problem = f"After {rows:,} rows it cannot be read. {fault}"
    keys = tuple(column.key for column in opened.columns)
    return Checked(opened.file_format, keys, rows, sha256, _seal_problem(path, sha256, rows) or problem)


def _seal_problem(path: Path, sha256: str, rows: int) -> str:
    try:
        seal = read_seal(path)
    except OSError:
        return f"There is no {seal_of(path).name} beside it."
    if seal is None:
        return f"{seal_of(path).name} cannot be read."
    if seal.sha256 != sha256:
        return f"It was changed since it was written: its SHA-256 is not what {seal_of(path).name} says."
    if seal.rows is not None and seal.rows != rows:
        return f"{seal_of(path).name} says {seal.rows:,} rows; {rows:,} were read."
    return ""
