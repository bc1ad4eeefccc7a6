"""Files made to break a reader: each ends in words, within limits, and leaves no process behind."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.unit.imports.workbook_file import HEAD, MAIN, Cell, Fault, Formula, Sheet, Styled, workbook
from vox_console.imports.faults import ImportFault
from vox_console.imports.opening import open_table
from vox_console.imports.sheet_limits import SheetLimits
from vox_console.imports.sheet_table import open_workbook
from vox_console.imports.source_file import SourceFile
from vox_console.imports.table import Wanted

DOCTYPE = f'{HEAD}<!DOCTYPE x [<!ENTITY a "{"b" * 1000}">]><worksheet xmlns="{MAIN}"><sheetData/></worksheet>'
PLAIN = workbook(Sheet([["Name", "Phone"], ["Ana", 641234567.0]]))
FORMATS = ["yyyy-mm-dd", "0000000000"]
PEOPLE: list[list[Cell]] = [
    ["Name", "Phone", "Since", "Twice"],
    ["Ana", 4479123456789.0, Styled(46082.0, FORMATS[0]), Formula("B2*2", 8.0)],
    ["Ben", "4.479E+11", 46082.0, Formula("B3*2")],
    [],
    ["Cem", Styled(641234567.0, FORMATS[1]), Fault("#N/A"), True],
]

MAKERS: dict[str, tuple[Callable[[], bytes], str]] = {
    "two far cells": (lambda: workbook(Sheet([["a"]], far={"XFD1048576": "b"})), "reaches too far"),
    "zip bomb": (
        lambda: workbook(Sheet([["a"]]), extra={"xl/media/bomb.bin": bytes(300_000_000)}),
        "more than we are willing",
    ),
    "sheet that is a bomb": (
        lambda: workbook(Sheet(raw=f"{HEAD}<worksheet>{' ' * 100_000_000}</worksheet>")),
        "more than we are willing",
    ),
    "document type": (lambda: workbook(Sheet(raw=DOCTYPE)), "document type"),
    "truncated": (lambda: PLAIN[: len(PLAIN) // 2], "broken"),
    "without its directory": (lambda: PLAIN[:-22], "broken"),
    "no archive after all": (lambda: b"PK\x03\x04" + bytes(100), "broken"),
    "without sheets": (workbook, "no sheet"),
}


@pytest.mark.parametrize("name", MAKERS)
def test_a_hostile_workbook_ends_in_words(tmp_path: Path, name: str) -> None:
    make, words = MAKERS[name]
    path = tmp_path / "book.xlsx"
    path.write_bytes(make())
    with pytest.raises(ImportFault) as told:
        open_table(path)
    assert words in told.value.title
    assert told.value.hint


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not limit address space")
def test_a_reader_that_aborts_takes_nothing_with_it(tmp_path: Path) -> None:
    """The far cells that are let through here make the reader ask for 549 GB, which it dies of."""
    path = tmp_path / "book.xlsx"
    path.write_bytes(workbook(Sheet([["a"]], far={"XFD1048576": "b"})))
    with pytest.raises(ImportFault, match="more memory"):
        open_workbook(SourceFile.at(path), Wanted(), limits=SheetLimits(grid_cells=10**12))


def test_a_workbook_as_people_make_them(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    hidden = Sheet([["x"]], name="Old", state="hidden")
    sheet = Sheet(PEOPLE, hidden_rows=[3], hidden_columns=[3], merged=["A1:B1"])
    path.write_bytes(workbook(hidden, sheet, formats=FORMATS))
    table = open_table(path)
    assert table.header == ("Name", "Phone", "Since", "Twice")
    assert [(row.number, row.cells, row.hidden) for row in table.rows()] == [
        (2, ("Ana", "4479123456789", "2026-03-01", "8"), False),
        (3, ("Ben", "4.479E+11", "46082", ""), True),
        (4, ("", "", "", ""), False),
        (5, ("Cem", "0641234567", "", "TRUE"), False),
    ]
    assert [note.code for note in table.notes] == [
        "hidden_sheets",
        "hidden_rows",
        "hidden_columns",
        "merged_cells",
        "formulas_without_value",
        "error_cells",
        "blank_rows",
    ]


def test_a_sheet_of_every_column_is_read_up_to_the_limit(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(workbook(Sheet([[f"c{at}" for at in range(16_384)], ["x"] * 16_384])))
    table = open_table(path)
    assert table.header is not None
    assert len(table.header) == 1000
    assert "columns_left_out" in {note.code for note in table.notes}


@pytest.mark.skipif(sys.platform != "linux", reason="children are counted by /proc")
def test_a_workbook_is_worked_out_once_however_often_its_rows_are_read(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(workbook(Sheet([["a", float(at)] for at in range(5_000)])))
    table = open_table(path)
    whole = [row.cells for row in table.rows()]
    assert len(whole) == 5_000
    assert [row.cells for row in table.rows()] == whole


@pytest.mark.skipif(sys.platform != "linux", reason="children are counted by /proc")
def test_a_table_that_is_dropped_leaves_no_child_behind(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(workbook(Sheet([["a" * 100, float(at)] for at in range(100_000)])))
    others, running = set(threading.enumerate()), set(children())
    table = open_table(path)
    (reader,) = [each for each in threading.enumerate() if each.name == "sheet-spool" and each not in others]
    (child,) = set(children()) - running
    del table
    reader.join(20)
    assert not reader.is_alive()
    assert child not in children()


def children() -> list[str]:
    """Give the processes of this one that read a sheet."""
    tasks = Path(f"/proc/{os.getpid()}/task").glob("*/children")
    pids = [pid for task in tasks for pid in task.read_text().split()]
    return [pid for pid in pids if b"sheet_reader" in Path(f"/proc/{pid}/cmdline").read_bytes()]


MEASURED = """
import resource, sys
from pathlib import Path
from vox_console.imports.faults import ImportFault
from vox_console.imports.opening import open_table
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:
    rows = sum(1 for _ in open_table(Path(sys.argv[1])).rows())
except ImportFault as fault:
    rows = fault.title
grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
print(rows, grown // (1 << 20 if sys.platform == "darwin" else 1 << 10), sep="|")
"""


def read_elsewhere(path: Path) -> tuple[str, int]:
    """Read a file in another process: what came of it, and by how many megabytes the process grew."""
    command = [sys.executable, "-c", MEASURED, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    rows, grown = done.stdout.split("|")
    return rows, int(grown)


@pytest.mark.skipif(sys.platform == "win32", reason="memory is measured otherwise there")
def test_a_long_file_needs_no_memory(tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    with path.open("wb") as file:
        file.write(b"Name,Phone\n")
        for _ in range(30):
            file.write(b'"Petrovic, Ana",0641234567\n' * 10_000)
    rows, grown = read_elsewhere(path)
    assert rows == "300000"
    assert grown < 40


@pytest.mark.skipif(sys.platform == "win32", reason="memory is measured otherwise there")
@pytest.mark.parametrize(
    ("start", "rows"), [(b"", "The first line does not end"), (b"Name,Phone\nAna,12345\n" * 20_000, "40000")]
)
def test_an_endless_line_needs_no_memory(tmp_path: Path, start: bytes, rows: str) -> None:
    path = tmp_path / "endless.csv"
    with path.open("wb") as file:
        file.write(start + b"x" * 70_000_000)
    told, grown = read_elsewhere(path)
    assert told == rows
    assert grown < 40
