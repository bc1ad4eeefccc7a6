"""What a child said is given again as often as asked, whoever reads first and however much is kept."""

from __future__ import annotations

import json
from itertools import islice
from pathlib import Path

import pytest

from tests.unit.imports.workbook_file import Sheet, workbook
from vox_console.imports.faults import ImportFault
from vox_console.imports.sheet_limits import SheetLimits
from vox_console.imports.sheet_process import SheetProcess
from vox_console.imports.sheet_request import Request
from vox_console.imports.sheet_spool import SheetSpool
from vox_console.imports.sheet_table import open_workbook
from vox_console.imports.source_file import SourceFile
from vox_console.imports.stopper import Stopper
from vox_console.imports.table import Wanted

ROWS = 3_000
HEADS = 2  # lines about the workbook, before its rows


def spool(tmp_path: Path, *, most_octets: int = 1_000_000) -> SheetSpool:
    child = SheetProcess(Request(str(book(tmp_path)), None, SheetLimits()))
    lines = child.lines()
    first = list(islice(lines, HEADS + 1))[HEADS:]
    return SheetSpool(child, lines, first, most_octets=most_octets)


def book(tmp_path: Path) -> Path:
    path = tmp_path / "book.xlsx"
    path.write_bytes(workbook(Sheet([[f"Ana {at}", float(at)] for at in range(1, ROWS + 1)])))
    return path


def numbers(kept: SheetSpool) -> list[int]:
    return [row[0] for line in kept.lines() for row in json.loads(line)["rows"]]


def test_every_row_is_given_from_the_first_and_again(tmp_path: Path) -> None:
    kept = spool(tmp_path)
    assert numbers(kept) == numbers(kept) == list(range(1, ROWS + 1))
    assert kept.whole
    kept.close()


def test_what_is_too_much_is_not_kept_and_that_is_told(tmp_path: Path) -> None:
    kept = spool(tmp_path, most_octets=1)
    assert numbers(kept) == list(range(1, 501))
    assert not kept.whole
    kept.close()


@pytest.mark.parametrize("kept_octets", [1, 20_000, 1_000_000])
def test_however_much_is_kept_a_table_gives_every_row_once(tmp_path: Path, kept_octets: int) -> None:
    limits = SheetLimits(kept_octets=kept_octets)
    table = open_workbook(SourceFile.at(book(tmp_path)), Wanted(has_header=False), limits=limits)
    for _ in range(2):
        assert [row.number for row in table.rows()] == list(range(1, ROWS + 1))


def test_the_end_of_the_child_is_told_to_everybody_who_reads(tmp_path: Path) -> None:
    stopper = Stopper()
    stopper.stop()
    child = SheetProcess(Request(str(book(tmp_path)), None, SheetLimits()), stopper=stopper)
    kept = SheetSpool(child, child.lines(), [], most_octets=1)
    for _ in range(2):
        with pytest.raises(ImportFault, match="not read to its end"):
            numbers(kept)
    kept.close()
