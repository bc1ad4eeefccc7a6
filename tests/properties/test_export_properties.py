"""Whatever strangers write, reading an exported file back gives exactly what is in the journal."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.support.export_scene import ExportScene
from tests.support.journal_file import new_message
from vox_console.domain.export_format import ExportFormat
from vox_console.domain.log_columns import COLUMNS, ColumnKind, LogView
from vox_console.services.export_check import check_export
from vox_console.services.export_reading import ExportedRows
from vox_console.storage import log_rows

HOSTILE = (
    *("=1+1", "+381641234567", "-2", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "'=1", "''+1", " =1", "\u00a0007"),
    *("007", "12345678901234567890", "1e5", "TRUE", "Mar 5", "2026-11-24", "\uff1d1", "", " ", "  a ", "'"),
    *("a,b", 'a"b', '"', '""', '"a",b\r\n"c"', "a\r\nb", "a\rb", "a\nb", "\n", "\r", ";", "\\n", "a\\"),
    *("\0", "a\0b", "\x01\x02", "\x1f", "\x7f", "\x85", "\x9f", "\ufffe", "\uffff", "\ufeff", "\u2028", "😀"),
    *("\u202eabc", "\u2066x", "\u200f", "_x0041_", "_x005F_", "_x000D_", "_x", "__x0041_", "\x01x0002_"),
    *("<r>bold</r>", "&amp;", "<", "]]>", "<f>1</f>", "{=1}", "=cmd|' /C calc'!A0", "http://x.example"),
)
TEXT = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=12),
    st.text(st.sampled_from("=+-@'\" ,;\t\r\n\0\x01_x0041\u00a07a<r>\\"), max_size=12),
    st.sampled_from(HOSTILE),
)
ROW = st.tuples(TEXT, TEXT, TEXT, TEXT, TEXT, st.integers(1, 3_400_000_000))


@pytest.fixture(scope="module")
def scene() -> Iterator[ExportScene]:
    with tempfile.TemporaryDirectory() as folder:
        scene = ExportScene(Path(folder))
        yield scene
        scene.close()


@pytest.mark.parametrize("file_format", ExportFormat)
@settings(max_examples=15, deadline=None)
@given(rows=st.lists(ROW, min_size=1, max_size=20))
@example(rows=[(text, text, text, text, text, 1) for text in HOSTILE])
def test_what_is_read_back_is_what_is_in_the_journal(
    scene: ExportScene, file_format: ExportFormat, rows: list[tuple[str, str, str, str, str, int]]
) -> None:
    ids = scene.journal.enqueue(*[new_message()] * len(rows))
    for message_id, (text, sender, account, reason, name, second) in zip(ids, rows, strict=True):
        scene.rows(
            "UPDATE messages SET text = ?, sender = ?, profile = ?, reason = ?, created_at_us = ?"
            " WHERE id = ?",
            *(text, sender, account, reason, second * 1_000_000 + message_id, message_id),
        )
        part = message_id << 8 | 1
        scene.rows("UPDATE parts SET provider_id = ?, error_code = ? WHERE id = ?", name, name, part)
    done = scene.export(f"log{file_format.suffix}", file_format, pages=[ids])
    assert check_export(done.path).problem == ""
    found = list(ExportedRows(done.path).rows())
    at = {column.key: number for number, column in enumerate(COLUMNS)}
    for read, (text, sender, account, reason, name, second), message_id in zip(found, rows, ids, strict=True):
        assert read[at["text"]] == text
        assert read[at["from"]] == sender
        assert read[at["account"]] == account
        assert read[at["provider_ids"]] == name
        assert read[at["error_code"]] == name
        assert str(read[at["error"]]).startswith(reason)
        assert read[at["id"]] == message_id
        us = second * 1_000_000 + message_id
        if file_format is ExportFormat.XLSX:
            assert read[at["queued_utc"]] == us
        else:
            then = datetime(1970, 1, 1) + timedelta(microseconds=us)  # noqa: DTZ001 - UTC by its own words
            assert read[at["queued_utc"]] == f"{then:%Y-%m-%dT%H:%M:%S.%f}Z"


@pytest.mark.parametrize("file_format", [ExportFormat.CSV, ExportFormat.CSV_SHEET, ExportFormat.JSONL])
def test_every_column_is_read_back(scene: ExportScene, file_format: ExportFormat) -> None:
    ids = scene.one_of_every_kind()
    done = scene.export(f"log{file_format.suffix}", file_format, pages=[ids])
    wanted = [
        tuple(
            None if cell == "" and column.kind is ColumnKind.NUMBER else cell
            for column, cell in zip(COLUMNS, row, strict=True)
        )
        for row in log_rows.cells(scene.journal.db, ids, view=LogView(COLUMNS, ((0, 3_600),)))
    ]
    assert list(ExportedRows(done.path).rows()) == wanted
