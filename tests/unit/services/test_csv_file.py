"""Cells that no spreadsheet runs, and rows that are in their file whole or not at all."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vox_console.services.csv_file import guarded, unguarded, write_rows


@given(st.text())
def test_taking_the_apostrophe_away_gives_back_what_was_written(cell: str) -> None:
    assert unguarded(guarded(cell)) == cell
    assert not guarded(cell).startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


def test_rows_are_written_below_their_header(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    assert write_rows(path, ("title", "text"), [("a", "=1+1"), ("b\nc", '"')]) == 2
    with path.open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file)) == [["title", "text"], ["a", "'=1+1"], ["b\nc", '"']]


def test_what_breaks_off_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("before", encoding="utf-8")

    def rows() -> Iterator[tuple[str, str]]:
        yield "a", "b"
        raise OSError("the disk is gone")

    with pytest.raises(OSError, match="gone"):
        write_rows(path, ("title", "text"), rows())
    assert [each.name for each in tmp_path.iterdir()] == ["a.csv"]
    assert path.read_text(encoding="utf-8") == "before"
