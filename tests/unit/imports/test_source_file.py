from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from vox_console.imports.faults import ImportFault
from vox_console.imports.source_file import SourceFile


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "list.csv"
    file.write_bytes(b"a,b\n")
    return file


def test_a_file_is_read_as_often_as_asked(path: Path) -> None:
    source = SourceFile.at(path)
    for _ in range(2):
        with source.opened() as file:
            assert file.read() == b"a,b\n"
    source.still_the_same()


def test_a_file_that_was_changed_is_not_read_on(path: Path) -> None:
    source = SourceFile.at(path)
    path.write_bytes(b"a,b\nc,d\n")
    with pytest.raises(ImportFault, match="changed"), source.opened():
        pass
    with pytest.raises(ImportFault, match="changed"):
        source.still_the_same()


def test_a_file_of_the_same_size_is_not_the_same_file(path: Path) -> None:
    source = SourceFile.at(path)
    os.utime(path, ns=(1, 1))
    with pytest.raises(ImportFault, match="changed"):
        source.still_the_same()


def test_a_file_that_has_gone_is_told(path: Path) -> None:
    source = SourceFile.at(path)
    path.unlink()
    with pytest.raises(ImportFault, match=r"list\.csv"), source.opened():
        pass
    with pytest.raises(ImportFault, match=r"list\.csv"):
        source.still_the_same()


@pytest.mark.parametrize("name", ["none.csv", "no\0name", "x" * 5000])
def test_a_name_that_leads_nowhere_is_told(tmp_path: Path, name: str) -> None:
    with pytest.raises(ImportFault, match="cannot be read"):
        SourceFile.at(tmp_path / name)


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(ImportFault, match="not a file"):
        SourceFile.at(tmp_path)


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such pipes")
def test_a_pipe_is_no_file_and_is_not_waited_for(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(ImportFault, match="not a file"):
        SourceFile.at(pipe)
