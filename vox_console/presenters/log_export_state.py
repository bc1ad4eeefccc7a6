"""What the dialog that writes the delivery log to a file draws: frozen values, made by the presenter."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from vox_console.domain.errors import FieldProblem
from vox_console.presenters.errands import IDLE, Errand

EXPORT_KEYS: Final = "Ctrl+Shift+E"


@dataclass(frozen=True, slots=True)
class ColumnChoice:
    """A column, in its place. key: its name in files for programs. chosen: it is written."""

    key: str
    title: str
    about: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class LogExportState:
    """formats: (word, name) of each kind of file; format_about: what the chosen one is for.

    suffix: of the chosen kind. query: which messages, as it was typed, "" for all; scope: how many these are,
    in words. columns: all there are, in the order in which they are written; chosen: how many are, in words.
    share: how much is written, 0.0 to 1.0, None while nothing is. done: the last file that was written; None
    when there is none. daily: what is written every day by itself, in words; is_daily: anything is.
    """

    formats: tuple[tuple[str, str], ...]
    file_format: str
    format_about: str
    suffix: str
    scope: str
    columns: tuple[ColumnChoice, ...]
    chosen: str
    query: str = ""
    query_problem: FieldProblem | None = None
    zone: str = ""
    mask_numbers: bool = False
    mask_texts: bool = False
    zone_problem: FieldProblem | None = None
    columns_problem: FieldProblem | None = None
    share: float | None = None
    done: Path | None = None
    daily: str = ""
    is_daily: bool = False
    errand: Errand = IDLE
