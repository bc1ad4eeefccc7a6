from __future__ import annotations

from pathlib import Path

import pytest

from vox_console.domain.export_format import ExportFormat
from vox_console.services.export_reading import ExportedRows, NotOurs, format_of


@pytest.mark.parametrize(
    ("name", "content", "file_format"),
    [
        ("log", b"PK\x03\x04", ExportFormat.XLSX),
        ("log", b"\xef\xbb\xbfMessage", ExportFormat.CSV_SHEET),
        ("log", b'{"schema":1}', ExportFormat.JSONL),
        ("log.jsonl", b"", ExportFormat.JSONL),
        ("log.csv", b"id\r\n", ExportFormat.CSV),
    ],
)
def test_the_kind_of_file_is_told_by_its_beginning(
    tmp_path: Path, name: str, content: bytes, file_format: ExportFormat
) -> None:
    (tmp_path / name).write_bytes(content)
    assert format_of(tmp_path / name) is file_format


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "names no columns"),
        (b"id,number\r\n", "has a column 'number'"),
        (b"id,to\r\n1\r\n", "A row has 1 cells, the header 2"),
        (b"id\r\none\r\n", "'one' stands where a number belongs"),
        (b'text\r\n"a"b\r\n', "Line 2: "),
        (b"text\r\n\xff\r\n", "not UTF-8"),
        (b'{"schema":1,"id":1}\n{"schema":1,"to":""}\n', "Line 2 has other keys"),
        (b'{"schema":2,"id":1}\n', "not of schema 1"),
        (b'{"schema":1,"id":1\n', "Line 1 is no JSON"),
        (b'{"schema":1,"id":1}\n[]\n', "Line 2 is not of schema 1"),
        (b"PK\x03\x04", "no whole workbook"),
    ],
)
def test_what_is_not_ours_is_told(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "log"
    path.write_bytes(content)
    with pytest.raises(NotOurs, match=words):
        list(ExportedRows(path).rows())


def test_an_empty_line_is_an_empty_cell(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    path.write_bytes(b"job\r\n\r\n7\r\n")
    assert list(ExportedRows(path).rows()) == [(None,), (7,)]
