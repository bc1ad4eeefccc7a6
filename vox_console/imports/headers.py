"""Which row names the columns, with the reason; and a short name to remember a header by.

Without knowing what the columns are about, a header shows itself by contrast: words above a column of
figures. A first row with a long run of digits in it is data, because headers do not hold numbers. Where all
is words, the first row is a header if it names every column and no two alike, and none of its cells occurs
again below. Rows above the header (a title, blank lines) hold at most one cell in a table that has several
columns.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass

_FIGURES = re.compile(r"[\s+(]*\d[\d\s.,:/()+\-]*%?\s*")
_LONG_NUMBER = re.compile(r"\d(?:[\s.()/\-]?\d){4,}")
_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_LOOK_AT = 200  # rows; contrast shows early or not at all
_MOST_TITLE_ROWS = 20
_HEADER_CHARACTERS = 80  # longer than this is prose


@dataclass(frozen=True, slots=True)
class HeaderFinding:
    """at: the index of the header row among the rows that were given, or None. reason: one sentence."""

    at: int | None
    reason: str


def _is_data(cell: str) -> bool:
    return bool(_FIGURES.fullmatch(cell) or _MAIL.fullmatch(cell))


def _filled(row: Sequence[str]) -> list[str]:
    return [cell.strip() for cell in row if cell.strip()]


def _first_of_table(rows: Sequence[Sequence[str]]) -> int | None:
    """Give the index of the first row that is neither blank nor a title; None if all are blank."""
    filled = [len(_filled(row)) for row in rows]
    if not any(filled):
        return None
    first = next(at for at, count in enumerate(filled) if count)
    several = sum(count > 1 for count in filled) * 2 > sum(count > 0 for count in filled)
    if several:
        wide = (at for at, count in enumerate(filled[: first + _MOST_TITLE_ROWS]) if count > 1)
        return next(wide, first)
    return first


def find_header(rows: Sequence[Sequence[str]], *, wanted: bool | None = None) -> HeaderFinding:
    """Find the header among the first rows of a table. wanted: what the user says about there being one."""
    first = _first_of_table(rows)
    if wanted is False or first is None:
        return HeaderFinding(
            None, "Chosen: no row names the columns." if wanted is False else "Nothing to see."
        )
    if wanted:
        return HeaderFinding(first, "Chosen: the first row names the columns.")
    header = [cell.strip() for cell in rows[first]]
    below = [row for row in rows[first + 1 : first + 1 + _LOOK_AT] if _filled(row)]
    return _judge(first, header, below)


def _judge(at: int, header: list[str], below: Sequence[Sequence[str]]) -> HeaderFinding:
    no = _why_data(header)
    if no:
        return HeaderFinding(None, no)
    if not below:
        return HeaderFinding(at, "The only row has words and no numbers.")
    for column, name in enumerate(header):
        cells = [row[column].strip() for row in below if column < len(row) and row[column].strip()]
        if name and cells and sum(map(_is_data, cells)) * 2 > len(cells):
            return HeaderFinding(at, f"Column {column + 1} has words in the first row and numbers below it.")
    no = _why_no_names(header, below)
    if no:
        return HeaderFinding(None, no)
    return HeaderFinding(at, "The first row has a different word for every column, none of them used below.")


def _why_data(header: list[str]) -> str:
    """Say why a row by itself cannot be a header, or ""."""
    place = _column_where(header, lambda cell: bool(_LONG_NUMBER.search(cell) or _is_data(cell)))
    if place:
        return f"The first row has data in column {place}, so it names nothing."
    place = _column_where(header, lambda cell: len(cell) > _HEADER_CHARACTERS)
    return f"The first row has a long text in column {place}, so it names nothing." if place else ""


def _why_no_names(header: list[str], below: Sequence[Sequence[str]]) -> str:
    """Say why a row of words above rows of words is no header, or ""."""
    named = [name for name in header if name]
    if len({name.casefold() for name in named}) < len(named):
        return "The first row says the same twice, so it names nothing."
    used = {cell.strip() for row in below for cell in row}
    if used.intersection(named):
        return "What the first row says is said again below, so it names nothing."
    if len(named) < len(header) or len(header) < max(len(row) for row in below):
        return "The first row does not name every column."
    return ""


def _column_where(row: Sequence[str], says_so: Callable[[str], bool]) -> int:
    return next((at for at, cell in enumerate(row, 1) if says_so(cell)), 0)


def fingerprint(header: Sequence[str]) -> str:
    """Give a short string that stays the same for the same header, to remember a mapping by.

    Case, width of spaces and empty cells at the end do not matter; order does.
    """
    names = [" ".join(unicodedata.normalize("NFKC", cell).casefold().split()) for cell in header]
    while names and not names[-1]:
        names.pop()
    return hashlib.sha256("\x1f".join(names).encode("utf-8", "surrogatepass")).hexdigest()[:16]
