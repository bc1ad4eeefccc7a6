"""What a spreadsheet program finds: texts, numbers and times, and nothing that it would run."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.export_scene import ExportScene
from tests.support.journal_file import new_message
from vox_console import __version__
from vox_console.domain.export_format import ExportFormat
from vox_console.domain.log_columns import COLUMNS, Mask, read_columns
from vox_console.imports.opening import open_table
from vox_console.imports.table import Wanted
from vox_console.services.export_reading import ExportedRows
from vox_console.services.export_workbook import AboutFile, write_workbook
from vox_console.services.workbook_file import column_letters

FORMULAS = (
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(1)",
    '=HYPERLINK("http://x.example")',
    "{=1}",
    "\t=1",
    "http://x.example",
)
ABOUT = AboutFile("", "UTC", Mask(), 0)


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[ExportScene]:
    scene = ExportScene(tmp_path)
    yield scene
    scene.close()


def test_no_cell_is_a_formula_or_a_link_and_texts_are_texts(scene: ExportScene) -> None:
    for text in FORMULAS:
        scene.journal.enqueue(new_message(text))
    scene.rows("UPDATE messages SET sender = '0012345678901234567890', profile = '1e5', reason = text")
    path = scene.export("log.xlsx", ExportFormat.XLSX).path
    with zipfile.ZipFile(path) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
        assert not [name for name in archive.namelist() if "rels/sheet" in name]
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet
    of_text = {column_letters(at) for at, column in enumerate(COLUMNS) if column.kind == "text"}
    for row in re.findall("<row.*?</row>", sheet, re.DOTALL)[1:]:
        kinds = re.findall(r'<c r="([A-Z]+)\d+"(?: s="\d+")?( t="inlineStr")?', row)
        assert {letters for letters, inline in kinds if inline} <= of_text
        assert not {letters for letters, inline in kinds if not inline} & of_text


def test_a_time_is_a_time_and_a_count_a_number(scene: ExportScene) -> None:
    scene.journal.enqueue(new_message())
    scene.rows("UPDATE messages SET created_at_us = 1795348800123999")
    columns = read_columns(["id", "queued_utc", "queued_local", "job"])
    assert isinstance(columns, tuple)
    path = scene.export("log.xlsx", ExportFormat.XLSX, columns=columns).path
    table = open_table(path, wanted=Wanted(has_header=True))
    assert table.header == ("Message", "Queued (UTC)", "Queued (local)", "Job")
    assert [row.cells[:3] for row in table.rows()] == [("1", "2026-11-22 12:00", "2026-11-22 13:00")]
    utc_us = 1_795_348_800_123_999
    assert list(ExportedRows(path).rows()) == [(1, utc_us, utc_us + 3_600_000_000, None)]


def test_a_sheet_tells_about_the_file(scene: ExportScene) -> None:
    scene.journal.enqueue(new_message())
    path = scene.export(
        "log.xlsx",
        ExportFormat.XLSX,
        columns=COLUMNS[:1],
        mask=Mask(numbers=True, texts=True),
        query="=to:381",
    ).path
    table = open_table(path, wanted=Wanted(has_header=False, sheet="About this file"))
    told = {row.cell(0): row.cell(1) for row in table.rows()}
    assert told.pop("Written at").endswith("Z")
    assert told == {
        "About this file": "",
        "Program": f"Vox Console {__version__}",
        "What was asked for": "=to:381",
        "Rows": "1",
        "Zone of local times": "Europe/Belgrade",
        "Masked": "numbers and texts",
        "Message": "Its number in this journal.",
    }


def test_what_one_sheet_cannot_hold_goes_to_the_next(tmp_path: Path) -> None:
    path = tmp_path / "log.xlsx"
    rows = [(number,) for number in range(7)]
    with path.open("w+b") as file:
        assert write_workbook(file, COLUMNS[:1], rows, ABOUT, rows_a_sheet=4) == 7
    with zipfile.ZipFile(path) as archive:
        assert len([name for name in archive.namelist() if "worksheets/sheet" in name]) == 4
    assert list(ExportedRows(path).rows()) == rows
