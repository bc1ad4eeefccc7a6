from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.export_scene import ExportScene
from vox_console.domain.export_format import ExportFormat
from vox_console.services.export_check import check_export
from vox_console.services.export_seal import Seal, seal_of, sha256_of, write_seal


@pytest.fixture
def path(tmp_path: Path) -> Iterator[Path]:
    scene = ExportScene(tmp_path)
    scene.one_of_every_kind()
    yield scene.export("log.csv", ExportFormat.CSV).path
    scene.close()


def reseal(path: Path, rows: int) -> None:
    with path.open("rb") as file:
        write_seal(path, Seal(sha256_of(file), rows))


def test_a_file_as_it_was_written_is_well(path: Path) -> None:
    checked = check_export(path)
    assert (checked.problem, checked.rows, checked.columns[0]) == ("", 6, "id")


def test_one_octet_that_changed_is_told(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b"delivered", b"delivexed"))
    assert "was changed since it was written" in check_export(path).problem


def test_a_file_without_its_seal_is_told(path: Path) -> None:
    seal_of(path).unlink()
    assert check_export(path).problem == "There is no log.csv.sha256 beside it."


def test_a_seal_that_is_none_is_told(path: Path) -> None:
    seal_of(path).write_text("?")
    assert check_export(path).problem == "log.csv.sha256 cannot be read."


def test_a_wrong_count_is_told(path: Path) -> None:
    reseal(path, 7)
    assert check_export(path).problem == "log.csv.sha256 says 7 rows; 6 were read."


def test_what_cannot_be_read_back_is_told(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"1,2\r\n")
    reseal(path, 6)
    problem = check_export(path).problem
    assert problem == "After 6 rows it cannot be read. A row has 2 cells, the header 25."
