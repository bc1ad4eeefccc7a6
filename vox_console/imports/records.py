"""Lines to records with the csv module, and how to go on when it loses its way.

One quotation mark that is opened and never closed makes the csv module take all that follows for one cell,
up to its limit. Then the line where it opened is told damaged, and reading starts anew at the next line, so
that a slip costs one row. For that the lines of the record in progress are kept; that is bounded, because a
record may not exceed half a megabyte.

The csv module iterates over lists of lines at its own speed. How far it is, its `line_num` tells: it equals
the lines handed out exactly when it asks for the next list.
"""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Protocol

from vox_console.imports.faults import ImportFault
from vox_console.imports.text_lines import CUT_LINE, FIELD_CHARACTERS, LINE_CHARACTERS

RECORD_CHARACTERS = 1 << 19
MOST_OPEN_QUOTES = 40  # each costs reading half a megabyte again
_OPEN_QUOTE = "A quotation mark is opened here and never closed."
_UNREADABLE = "It has characters that do not exist in this encoding."
_SHOWN = 200  # characters of a line that is too long


@dataclass(frozen=True, slots=True)
class Dialect:
    """How cells are set apart.

    delimiter: "" for one column. quote: "" for none. skip_space: spaces after a delimiter mean nothing.
    """

    delimiter: str
    quote: str = '"'
    skip_space: bool = False


# The cells of one record, and why they cannot be trusted, or "". A bare tuple: there are millions.
Record = tuple[list[str], str]


class _Runaway(Exception):
    """The record goes on and on."""


class _Feed:
    """Hands out the lines, and keeps those of the record in progress to hand them out again."""

    def __init__(self, blocks: Iterator[list[str]]) -> None:
        self._blocks = blocks
        self._again: deque[list[str]] = deque()
        self._start()

    def _start(self) -> None:
        self._kept: deque[list[str]] = deque()
        self._kept_from = 0  # number of the first kept line
        self.read = 0  # lines handed out since the start
        self.done = 0  # lines of the records that are complete
        self.doubtful = 0  # lines up to the last list that has a character that was not readable
        self.open_at_end = False

    def lines(self) -> Iterator[list[str]]:
        """Give what is left. Raises _Runaway when the record in progress is too large."""
        while (block := self._next()) is not None:
            self._forget()
            if self.read > self.done and self._size() > RECORD_CHARACTERS:
                self._again.appendleft(block)
                raise _Runaway
            self._kept.append(block)
            self.read += len(block)
            if "\ufffd" in "".join(block):
                self.doubtful = self.read
            yield block
        self.open_at_end = self.read > self.done

    def _next(self) -> list[str] | None:
        return self._again.popleft() if self._again else next(self._blocks, None)

    def _forget(self) -> None:
        while self._kept and self._kept_from + len(self._kept[0]) <= self.done:
            self._kept_from += len(self._kept.popleft())

    def _size(self) -> int:
        """Give the size of the record in progress, in characters."""
        return sum(map(len, chain.from_iterable(self._kept)))

    def rewind(self) -> str:
        """Give the first line of the record in progress; what comes after it is handed out anew."""
        line, *rest = list(chain.from_iterable(self._kept))[self.done - self._kept_from :]
        if rest:
            self._again.appendleft(rest)
        self._start()
        return line


class _Reader(Protocol):
    line_num: int

    def __iter__(self) -> Iterator[list[str]]: ...
    def __next__(self) -> list[str]: ...


def _reader(lines: Iterable[str], dialect: Dialect) -> _Reader:
    return csv.reader(
        lines,
        delimiter=dialect.delimiter or "\0",
        quotechar=dialect.quote or None,
        quoting=csv.QUOTE_MINIMAL if dialect.quote else csv.QUOTE_NONE,
        skipinitialspace=dialect.skip_space,
    )


def read_records(blocks: Iterable[list[str]], dialect: Dialect) -> Iterator[Record]:
    """Give the records of lists of lines, the damaged ones in their place.

    Raises ImportFault when so many quotation marks stay open that they cannot mean anything.
    """
    feed = _Feed(iter(blocks))
    open_quotes = 0
    while True:
        reader = _reader(chain.from_iterable(feed.lines()), dialect)
        done = 0
        several = False
        try:
            for cells in reader:
                if feed.open_at_end:
                    several = True
                    break
                if done < feed.doubtful and any("\ufffd" in cell for cell in cells):
                    yield (cells, _UNREADABLE)
                else:
                    yield (cells, "")
                feed.done = done = reader.line_num
            else:
                return
        except _Runaway:
            several = True
        except csv.Error:
            several = reader.line_num > done + 1
        line = feed.rewind()
        open_quotes += several
        if open_quotes > MOST_OPEN_QUOTES:
            raise ImportFault(
                "The quotation marks do not match up",
                detail=f"{open_quotes} of them are opened and never closed.",
                hint="Choose another quote, or none, and look at the preview.",
            )
        yield _damaged(line, dialect, open_quote=several)


def _damaged(line: str, dialect: Dialect, *, open_quote: bool) -> Record:
    """Make a record of a line that is none; it is shown as if quotation marks had no meaning."""
    if line is CUT_LINE:
        return ([], f"The line is longer than {LINE_CHARACTERS:,} characters.")
    if not open_quote:
        return ([line[:_SHOWN]], f"A cell is longer than {FIELD_CHARACTERS:,} characters.")
    try:
        plain = next(_reader([line], Dialect(dialect.delimiter, "")))
    except csv.Error:
        plain = [line[:_SHOWN]]
    return (plain, _OPEN_QUOTE)
