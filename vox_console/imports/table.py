"""The values of an import: rows, what was detected and why, what may be chosen instead, and notes."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from typing import Generic, NamedTuple, TypeVar

from vox_console.imports.headers import fingerprint

V = TypeVar("V")


class TableRow(NamedTuple):
    """One row of the file. A named tuple, because a million frozen dataclasses take half a second longer.

    number: as the user's spreadsheet program shows it, from 1. cells: as they stand, so rows may differ in
    length; a blank line has none. damage: why the cells cannot be trusted, or "". hidden: the row is hidden
    in its sheet.
    """

    number: int
    cells: tuple[str, ...]
    damage: str = ""
    hidden: bool = False

    def cell(self, index: int) -> str:
        """Give a cell, from 0; "" where the row is shorter."""
        return self.cells[index] if 0 <= index < len(self.cells) else ""

    @property
    def blank(self) -> bool:
        """Say whether there is nothing in the row."""
        return not self.damage and not any(cell.strip() for cell in self.cells)


class TableKind(StrEnum):
    """Where the rows come from."""

    TEXT = "text"
    WORKBOOK = "workbook"
    PASTED = "pasted"
    JOB = "job"  # not a file: the rows of a stored job


@dataclass(frozen=True, slots=True)
class Detected(Generic[V]):
    """A property of the file. reason: one sentence. chosen: the user said so, nothing was guessed."""

    value: V
    reason: str
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class SheetInfo:
    """A sheet of a workbook; hidden sheets can be chosen as well."""

    name: str
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class TableFormat:
    """How the file is read; None where a property does not exist for its kind.

    encoding: a key of :data:`~vox_console.imports.encodings.ENCODINGS`. delimiter: one character, "" for a
    single column. quote: one character, "" for none. has_header: whether a row names the columns.
    """

    kind: TableKind
    has_header: Detected[bool]
    encoding: Detected[str] | None = None
    delimiter: Detected[str] | None = None
    quote: Detected[str] | None = None
    sheet: Detected[str] | None = None
    sheets: tuple[SheetInfo, ...] = ()


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the user chose instead of what was detected; None leaves it to detection.

    The values are those of :class:`TableFormat`. What does not exist for the kind of file is ignored.
    """

    encoding: str | None = None
    delimiter: str | None = None
    quote: str | None = None
    has_header: bool | None = None
    sheet: str | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """Something the user should know about the file.

    code: a stable key, for tests and translations ("hidden_rows"). text: one sentence. count: how many.
    rows: the numbers of the first few rows concerned.
    """

    code: str
    text: str
    count: int = 1
    rows: tuple[int, ...] = ()


class Table(ABC):
    """A file, detected and ready to be read. Blocking; one reader at a time."""

    format: TableFormat
    header: tuple[str, ...] | None
    header_number: int  # the row number of the header; 0 without one
    column_count: int  # of the widest among the first rows

    @property
    @abstractmethod
    def notes(self) -> tuple[Note, ...]:
        """Give what is known so far; it is complete once :meth:`rows` has been read to its end."""

    @abstractmethod
    def rows(self) -> Iterator[TableRow]:
        """Give the rows below the header, in order, from the file as it stands now.

        Whoever stops early closes the iterator; nothing (file, child process) outlives it. Raises ImportFault
        when the file was changed since it was opened, or cannot be read on.
        """

    @abstractmethod
    def first_rows(self) -> Sequence[TableRow]:
        """Give the rows below the header that detection looked at."""

    def preview(self, count: int) -> tuple[TableRow, ...]:
        """Give the first rows below the header: at most `count`, and no more than detection looked at."""
        return tuple(islice(self.first_rows(), count))

    @property
    def fingerprint(self) -> str:
        """Give a short name for this header, or for this many columns without one."""
        return fingerprint(self.header if self.header is not None else (f"{self.column_count} columns",))
