"""A Table of text: a file or what was pasted, detected once, read as often as asked."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from itertools import chain, islice

from vox_console.imports.dialects import SAMPLE_CHARACTERS, DialectFinding, find_dialect
from vox_console.imports.encodings import EncodingFinding, find_encoding
from vox_console.imports.faults import ImportFault
from vox_console.imports.headers import HeaderFinding, find_header
from vox_console.imports.records import Record, read_records
from vox_console.imports.source_file import SourceFile
from vox_console.imports.table import Detected, Note, Table, TableFormat, TableKind, TableRow, Wanted
from vox_console.imports.tally import Tally, above_header
from vox_console.imports.text_lines import CHUNK, CUT_LINE, LINE_CHARACTERS, LineBlocks, decoded, sliced

Chunks = Callable[[], Generator[str, None, None]]

FIRST_ROWS = 200
_FIRST_CHARACTERS = 4 << 20  # no more than this for the first rows
_SAMPLE_CHUNKS = 3 * LINE_CHARACTERS // CHUNK


class TextTable(Table):
    """Rows of text. chunks: gives the text from its beginning, each time it is called."""

    def __init__(
        self,
        chunks: Chunks,
        *,
        kind: TableKind,
        wanted: Wanted,
        encoding: EncodingFinding | None = None,
        prefer: str = "",
    ) -> None:
        self._chunks = chunks
        self._dialect = find_dialect(
            _sample(chunks), delimiter=wanted.delimiter, quote=wanted.quote, prefer=prefer
        )
        self._first = self._first_records()
        found = find_header([cells for cells, _ in self._first], wanted=wanted.has_header)
        self.header_number = 0 if found.at is None else found.at + 1
        self.header = None if found.at is None else tuple(self._first[found.at][0])
        self.column_count = max((len(cells) for cells, _ in self._first), default=0)
        self.format = _format(kind, wanted, encoding, self._dialect, found)
        self._tally = Tally(self._width)

    @property
    def notes(self) -> tuple[Note, ...]:
        """Give what is known so far; see :class:`Table`."""
        return above_header(self.header_number) + self._tally.notes

    @property
    def _width(self) -> int:
        return self.column_count if self.header is None else len(self.header)

    def first_rows(self) -> Sequence[TableRow]:
        """Give the rows below the header that detection looked at."""
        numbered = enumerate(self._first[self.header_number :], self.header_number + 1)
        return [TableRow(number, tuple(cells), damage) for number, (cells, damage) in numbered]

    def rows(self) -> Iterator[TableRow]:
        """Give the rows below the header; see :class:`Table`."""
        tally = self._tally = Tally(self._width)
        width = self._width
        make = tuple.__new__  # a named tuple's own takes longer than the reading of a row
        with closing(self._chunks()) as chunks:
            blocks = LineBlocks(chunks)
            records = enumerate(self._records(blocks), 1)
            for number, (cells, damage) in islice(records, self.header_number, None):
                row: TableRow = make(TableRow, (number, tuple(cells), damage, False))
                if damage or len(cells) != width or not cells or not cells[0]:
                    tally.see(row)
                yield row
                tally.nuls = blocks.nuls
            tally.nuls = blocks.nuls

    def _records(self, blocks: LineBlocks) -> Iterator[Record]:
        lines = iter(blocks)
        if self._dialect.sep_line:
            first = next(lines, [])
            lines = chain([first[1:]], lines) if first[1:] else lines
        return read_records(lines, self._dialect.dialect)

    def _first_records(self) -> list[Record]:
        records: list[Record] = []
        room = _FIRST_CHARACTERS
        with closing(self._chunks()) as chunks:
            for record in islice(self._records(LineBlocks(chunks)), FIRST_ROWS):
                room -= sum(map(len, record[0]))
                if room < 0 and records:
                    break
                records.append(record)
        return records


def _sample(chunks: Chunks) -> str:
    """Give whole lines from the beginning of the text. Raises ImportFault when there is no text."""
    lines: list[str] = []
    size = 0
    with closing(chunks()) as source:
        for block in LineBlocks(islice(source, _SAMPLE_CHUNKS)):
            for line in block:
                lines.append(line)
                size += len(line)
                if size >= SAMPLE_CHARACTERS:
                    break
            if size >= SAMPLE_CHARACTERS:
                break
    if not lines:
        raise ImportFault("The file is empty", hint="Check that it was saved, and choose it again.")
    if lines[0] is CUT_LINE:
        raise ImportFault(
            "The first line does not end",
            detail=f"There is no line end among its first {LINE_CHARACTERS:,} characters.",
            hint="This is no table; choose another file.",
        )
    return "".join(lines)


def _format(
    kind: TableKind,
    wanted: Wanted,
    encoding: EncodingFinding | None,
    found: DialectFinding,
    header: HeaderFinding,
) -> TableFormat:
    return TableFormat(
        kind,
        has_header=Detected(header.at is not None, header.reason, chosen=wanted.has_header is not None),
        encoding=None
        if encoding is None
        else Detected(encoding.encoding, encoding.reason, chosen=wanted.encoding is not None),
        delimiter=Detected(
            found.dialect.delimiter, found.delimiter_reason, chosen=wanted.delimiter is not None
        ),
        quote=Detected(found.dialect.quote, found.quote_reason, chosen=wanted.quote is not None),
    )


def open_text(source: SourceFile, wanted: Wanted) -> TextTable:
    """Open a text file. Raises ImportFault."""
    with source.opened() as file:
        encoding = find_encoding(file, wanted=wanted.encoding)

    def chunks() -> Generator[str, None, None]:
        with source.opened() as file:
            yield from decoded(file, encoding.encoding)

    return TextTable(chunks, kind=TableKind.TEXT, wanted=wanted, encoding=encoding)


def open_pasted(text: str, wanted: Wanted) -> TextTable:
    """Make a table of what was pasted. Raises ImportFault when that is nothing."""
    return TextTable(lambda: sliced(text), kind=TableKind.PASTED, wanted=wanted, prefer="\t")
