"""Writes small XLSX files by hand: only the parts a reader looks at, so that tests show what matters."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


@dataclass(frozen=True)
class Formula:
    """A formula cell; cached: the value the spreadsheet program saw last, or None."""

    text: str
    cached: float | str | None = None


@dataclass(frozen=True)
class Styled:
    """A number shown in a number format of its own; one of the workbook's `formats`."""

    value: float
    style: str


@dataclass(frozen=True)
class Fault:
    """A cell that shows an error, as #N/A."""

    text: str


@dataclass(frozen=True)
class Shared:
    """A text of the workbook's shared ones, as spreadsheet programs write all their texts."""

    index: int


Cell = str | float | bool | None | Formula | Styled | Fault | Shared


@dataclass(frozen=True)
class Sheet:
    """One sheet. rows: from row 1 on; far: cells by reference ("XFD1048576") besides."""

    rows: Sequence[Sequence[Cell]] = ()
    name: str = "Sheet1"
    state: str = "visible"
    hidden_rows: Sequence[int] = ()
    hidden_columns: Sequence[int] = ()
    merged: Sequence[str] = ()
    far: Mapping[str, Cell] = field(default_factory=dict)
    raw: str = ""  # instead of everything else


def column_name(index: int) -> str:
    """Give the letters of a column, from 0."""
    name, left = "", index + 1
    while left:
        left, letter = divmod(left - 1, 26)
        name = chr(65 + letter) + name
    return name


def _cell(place: str, value: Cell, formats: Sequence[str]) -> str:  # noqa: PLR0911 - one per kind
    match value:
        case None:
            return ""
        case bool():
            return f'<c r="{place}" t="b"><v>{int(value)}</v></c>'
        case str():
            return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'
        case Formula(text, None):
            return f'<c r="{place}"><f>{escape(text)}</f></c>'
        case Formula(text, str() as cached):
            return f'<c r="{place}" t="str"><f>{escape(text)}</f><v>{escape(cached)}</v></c>'
        case Formula(text, cached):
            return f'<c r="{place}"><f>{escape(text)}</f><v>{cached}</v></c>'
        case Styled(number, style):
            return f'<c r="{place}" s="{formats.index(style) + 1}"><v>{number!r}</v></c>'
        case Shared(index):
            return f'<c r="{place}" t="s"><v>{index}</v></c>'
        case Fault(text):
            return f'<c r="{place}" t="e"><v>{text}</v></c>'
        case _:
            return f'<c r="{place}"><v>{value!r}</v></c>'


def _sheet(sheet: Sheet, formats: Sequence[str]) -> str:
    if sheet.raw:
        return sheet.raw
    rows = []
    for number, cells in enumerate(sheet.rows, 1):
        inside = "".join(_cell(f"{column_name(at)}{number}", cell, formats) for at, cell in enumerate(cells))
        hidden = ' hidden="1"' if number in sheet.hidden_rows else ""
        rows.append(f'<row r="{number}"{hidden}>{inside}</row>')
    for place, cell in sheet.far.items():
        number = int(place.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
        rows.append(f'<row r="{number}">{_cell(place, cell, formats)}</row>')
    columns = "".join(f'<col min="{at}" max="{at}" width="9" hidden="1"/>' for at in sheet.hidden_columns)
    merged = "".join(f'<mergeCell ref="{area}"/>' for area in sheet.merged)
    return (
        f'{HEAD}<worksheet xmlns="{MAIN}">'
        + (f"<cols>{columns}</cols>" if columns else "")
        + f"<sheetData>{''.join(rows)}</sheetData>"
        + (f'<mergeCells count="{len(sheet.merged)}">{merged}</mergeCells>' if merged else "")
        + "</worksheet>"
    )


def shared_strings(*texts: str, doctype: str = "") -> str:
    """Give the part of a workbook that holds its shared texts."""
    items = "".join(f"<si><t>{escape(text)}</t></si>" for text in texts)
    return f'{HEAD}{doctype}<sst xmlns="{MAIN}">{items}</sst>'


def workbook(
    *sheets: Sheet,
    formats: Sequence[str] = (),
    extra: Mapping[str, bytes] | None = None,
    date1904: bool = False,
    strings: str = "",
) -> bytes:
    """Give the octets of a workbook.

    formats: number format codes for Styled cells. extra: more members. strings: the part of shared texts.
    """
    listed = "".join(
        f'<sheet name={quoteattr(sheet.name)} sheetId="{at}" state="{sheet.state}" r:id="rId{at}"/>'
        for at, sheet in enumerate(sheets, 1)
    )
    links = "".join(
        f'<Relationship Id="rId{at}" Type="{LINKS}/worksheet" Target="worksheets/sheet{at}.xml"/>'
        for at in range(1, len(sheets) + 1)
    )
    codes = "".join(
        f'<numFmt numFmtId="{164 + at}" formatCode={quoteattr(code)}/>' for at, code in enumerate(formats)
    )
    looks = "".join(
        f'<xf numFmtId="{164 + at}" fontId="0" fillId="0" borderId="0" applyNumberFormat="1"/>'
        for at in range(len(formats))
    )
    epoch = '<workbookPr date1904="1"/>' if date1904 else ""
    types = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    members: dict[str, str | bytes] = {
        "[Content_Types].xml": f'{HEAD}<Types xmlns="{TYPES}">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="{types}.worksheet+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{types}.sheet.main+xml"/></Types>',
        "_rels/.rels": f'{HEAD}<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" '
        f'Type="{LINKS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{LINKS}">'
        f"{epoch}<sheets>{listed}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'{HEAD}<Relationships xmlns="{PACKAGE}">{links}'
        f'<Relationship Id="rId99" Type="{LINKS}/styles" Target="styles.xml"/>'
        f'<Relationship Id="rId98" Type="{LINKS}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
        "xl/styles.xml": f'{HEAD}<styleSheet xmlns="{MAIN}"><numFmts count="{len(formats)}">{codes}</numFmts>'
        f'<cellXfs count="{len(formats) + 1}"><xf numFmtId="0"/>{looks}</cellXfs></styleSheet>',
    }
    members["xl/sharedStrings.xml"] = strings or shared_strings()
    for at, sheet in enumerate(sheets, 1):
        members[f"xl/worksheets/sheet{at}.xml"] = _sheet(sheet, formats)
    box = io.BytesIO()
    with zipfile.ZipFile(box, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in (members | dict(extra or {})).items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), text, zipfile.ZIP_DEFLATED)
    return box.getvalue()
