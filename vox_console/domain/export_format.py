"""The kinds of file that the delivery log is written to, and what each is for."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class ExportFormat(StrEnum):
    """A kind of file, by the word it has on the command line."""

    XLSX = "xlsx"
    CSV_SHEET = "csv-sheet"
    CSV = "csv"
    JSONL = "jsonl"

    @property
    def suffix(self) -> str:
        """How the names of such files end."""
        return _SUFFIXES[self]

    @property
    def for_people(self) -> bool:
        """Whether its columns are named for people; programs get the columns' keys."""
        return self in {ExportFormat.XLSX, ExportFormat.CSV_SHEET}


_SUFFIXES: Final = {
    ExportFormat.XLSX: ".xlsx",
    ExportFormat.CSV_SHEET: ".csv",
    ExportFormat.CSV: ".csv",
    ExportFormat.JSONL: ".jsonl",
}

SCHEMA_VERSION: Final = 1
"""Of JSON Lines, told in every line; it grows when a key changes its meaning, not when one is added."""
