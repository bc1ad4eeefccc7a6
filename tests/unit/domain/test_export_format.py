from __future__ import annotations

from vox_console.domain.export_format import ExportFormat


def test_each_kind_has_a_suffix_and_workbooks_and_sheets_are_for_people() -> None:
    assert {each: (each.suffix, each.for_people) for each in ExportFormat} == {
        ExportFormat.XLSX: (".xlsx", True),
        ExportFormat.CSV_SHEET: (".csv", True),
        ExportFormat.CSV: (".csv", False),
        ExportFormat.JSONL: (".jsonl", False),
    }
