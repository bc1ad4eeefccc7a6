"""A workbook written as it comes: rows go straight into the file, and a million need no more room than one.

Theory of operation. An XLSX file is a ZIP archive of XML parts (ECMA-376). Cells are made into text here, a
row at a time, and go compressed to the one part that is open, the present sheet; what names the sheets is
written last. Texts stand in their cells ("inline"), so no table of them grows. That is twenty times
as fast as a library that keeps a workbook to be changed, and every character comes back: XML cannot hold
most control characters, so they are written as ``_x0001_`` (ECMA-376, 22.9.2.19), and an underscore before
what only looks so as ``_x005F_``.

A sheet ends when it has as many rows as spreadsheets open, or before it has more octets than an archive of
the old kind can hold, because not every spreadsheet opens the new kind.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import IO, Final, Self

from vox_console.services.bulk_workbook import MOST_ROWS, MOST_UNITS

EPOCH_DAY: Final = 25_569
"""1970-01-01 in the days that a workbook counts."""
DAY_US: Final = 86_400_000_000
MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_KIND: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml."
_RELS: Final = "application/vnd.openxmlformats-package.relationships+xml"
_XML: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TIME, _BOLD = 1, 2  # positions in cellXfs below
_MOST_OCTETS: Final = 2**31 - 2**26
_ABROAD: Final = r"\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff"
_TO_ESCAPE: Final = re.compile(rf"[&<>{_ABROAD}]|_(?=x[0-9A-Fa-f]{{4}}[_{_ABROAD}])")
_ENTITIES: Final = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_STYLES: Final = (
    f'{_XML}<styleSheet xmlns="{MAIN}"><numFmts count="1">'
    '<numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss.000"/></numFmts>'
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/></cellXfs></styleSheet>'
)


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """title: in bold above it. width: in characters."""

    title: str
    width: int


class WorkbookFile:
    """A workbook in an open file, whole at the end of a `with` block. Every method raises OSError."""

    def __init__(
        self, file: IO[bytes], *, most_rows: int = MOST_ROWS, most_octets: int = _MOST_OCTETS
    ) -> None:
        self._archive = zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1)
        self._most_rows, self._most_octets = most_rows, most_octets
        self._names: list[str] = []
        self._columns: Sequence[SheetColumn] = ()
        self._part: IO[bytes] | None = None
        self._octets = 0
        self.next_row = 0

    def begin_sheet(self, name: str, columns: Sequence[SheetColumn]) -> None:
        """Begin a sheet and write its titles. name: at most 31 characters, letters, digits and blanks."""
        self._end_sheet()
        self._names.append(name)
        self._columns = columns
        self._part = self._archive.open(zipfile.ZipInfo(f"xl/worksheets/sheet{len(self._names)}.xml"), "w")
        self._octets = 0
        selected = ' tabSelected="1"' if len(self._names) == 1 else ""
        widths = "".join(
            f'<col min="{at}" max="{at}" width="{column.width}" customWidth="1"/>'
            for at, column in enumerate(columns, start=1)
        )
        self._write(
            f'{_XML}<worksheet xmlns="{MAIN}"><sheetViews><sheetView{selected} workbookViewId="0">'
            '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView>'
            f"</sheetViews><cols>{widths}</cols><sheetData>"
        )
        titles = [
            text_cell(f"{column_letters(at)}1", column.title, style=_BOLD)
            for at, column in enumerate(columns)
        ]
        self._write(row_of(1, titles))
        self.next_row = 2

    def write_rows(self, rows: Iterable[str], count: int) -> None:
        """Write whole rows, as `row_of` gives them, numbered from `next_row` on; no more than `room`."""
        self._write("".join(rows))
        self.next_row += count

    @property
    def room(self) -> int:
        """How many rows may still be written to this sheet; 0 when the next goes to another."""
        return 0 if self._octets > self._most_octets else self._most_rows - self.next_row + 1

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_fault: object) -> None:
        self._end_sheet()
        if kind is None:
            self._name_sheets()
        self._archive.close()

    def _name_sheets(self) -> None:
        numbers = range(1, len(self._names) + 1)
        sheets = "".join(
            f'<sheet name="{escaped(name)}" sheetId="{at}" r:id="rId{at}"/>'
            for at, name in zip(numbers, self._names, strict=True)
        )
        links = [(f"worksheets/sheet{at}.xml", "worksheet") for at in numbers]
        parts = [(f"/xl/{target}", f"{kind}+xml") for target, kind in links]
        parts += [("/xl/workbook.xml", "sheet.main+xml"), ("/xl/styles.xml", "styles+xml")]
        overrides = "".join(
            f'<Override PartName="{name}" ContentType="{_KIND}{kind}"/>' for name, kind in parts
        )
        texts = {
            "[Content_Types].xml": f'{_XML}<Types xmlns="{_PACKAGE}/content-types">'
            f'<Default Extension="rels" ContentType="{_RELS}"/>'
            f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>',
            "_rels/.rels": _links([("xl/workbook.xml", "officeDocument")]),
            "xl/workbook.xml": f'{_XML}<workbook xmlns="{MAIN}" xmlns:r="{_RELATIONS}"><bookViews>'
            f"<workbookView/></bookViews><sheets>{sheets}</sheets></workbook>",
            "xl/_rels/workbook.xml.rels": _links([*links, ("styles.xml", "styles")]),
            "xl/styles.xml": _STYLES,
        }
        for name, text in texts.items():
            self._archive.writestr(zipfile.ZipInfo(name), text, zipfile.ZIP_DEFLATED)

    def _end_sheet(self) -> None:
        if self._part is not None:
            last = column_letters(len(self._columns) - 1)
            self._write(
                f'</sheetData><ignoredErrors><ignoredError sqref="A1:{last}{max(self.next_row - 1, 1)}"'
                ' numberStoredAsText="1"/></ignoredErrors></worksheet>'
            )
            self._part.close()
            self._part = None

    def _write(self, text: str) -> None:
        assert self._part is not None, "a sheet was begun"  # noqa: S101 - for the type checker
        self._octets += self._part.write(text.encode())


def row_of(number: int, cells: Iterable[str]) -> str:
    """Give a row of cells that are written already. number: from 1."""
    return f'<row r="{number}">{"".join(cells)}</row>'


def text_cell(place: str, text: str, *, style: int = 0) -> str:
    """Give a cell that is a text whatever stands in it, no cell for "". place: "A1"."""
    if not text:
        return ""
    shown = text if len(text) <= MOST_UNITS // 2 else _shortened(text)
    styled = f' s="{style}"' if style else ""
    return f'<c r="{place}"{styled} t="inlineStr"><is><t xml:space="preserve">{escaped(shown)}</t></is></c>'


def number_cell(place: str, number: int | None) -> str:
    """Give a cell that is a number, no cell for None."""
    return "" if number is None else f'<c r="{place}"><v>{number}</v></c>'


def time_cell(place: str, us: int | None) -> str:
    """Give a cell that is a time, no cell for None. us: microseconds since 1970; exact until 2079."""
    if us is None:
        return ""
    return f'<c r="{place}" s="{_TIME}"><v>{(EPOCH_DAY * DAY_US + us) / DAY_US!r}</v></c>'


def column_letters(at: int) -> str:
    """Give the letters of a column. at: from 0."""
    letters = ""
    while at >= 0:
        at, letter = divmod(at, 26)
        letters, at = chr(65 + letter) + letters, at - 1
    return letters


def escaped(text: str) -> str:
    """Give a text as XML holds it."""
    return _TO_ESCAPE.sub(_escape, text)


def _escape(found: re.Match[str]) -> str:
    character = found[0]
    return _ENTITIES.get(character) or f"_x{ord(character):04X}_"


def _shortened(text: str) -> str:
    if len(text.encode("utf-16-le", "surrogatepass")) // 2 <= MOST_UNITS:
        return text
    return f"[Not shown: {len(text):,} characters, more than a cell can hold. Save it as CSV.]"


def _links(targets: Sequence[tuple[str, str]]) -> str:
    each = "".join(
        f'<Relationship Id="rId{at}" Type="{_RELATIONS}/{kind}" Target="{target}"/>'
        for at, (target, kind) in enumerate(targets, start=1)
    )
    return f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">{each}</Relationships>'
