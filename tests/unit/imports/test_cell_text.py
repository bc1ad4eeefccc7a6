from __future__ import annotations

import datetime as dt

import pytest

from vox_console.imports.cell_text import Value, cell_text, unescaped


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("0641234567", "0641234567"),
        ("4.479E+11", "4.479E+11"),
        (4479123456789.0, "4479123456789"),
        (447912345678, "447912345678"),
        (-5.0, "-5"),
        (-0.0, "0"),
        (2.0**53, "9007199254740992"),
        (1e17, "1E+17"),
        (4.47912345678912e18, "4.47912345678912E+18"),
        (0.1 + 0.2, "0.3"),
        (12.5, "12.5"),
        (1e-7, "1E-07"),
        (True, "TRUE"),
        (False, "FALSE"),
        (dt.date(2026, 3, 1), "2026-03-01"),
        (dt.datetime(2026, 3, 1, 9, 5), "2026-03-01 09:05"),  # noqa: DTZ001 - a workbook knows no zones
        (dt.datetime(2026, 3, 1, 9, 5, 7), "2026-03-01 09:05:07"),  # noqa: DTZ001
        (dt.time(9, 5), "09:05"),
        (dt.time(9, 5, 7), "09:05:07"),
        (dt.timedelta(hours=36, minutes=5), "36:05:00"),
        (dt.timedelta(seconds=-90), "-0:01:30"),
    ],
)
def test_a_value_is_written_as_it_is_seen(value: Value, text: str) -> None:
    assert cell_text(value) == text


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("plain", "plain"),
        ("a_x000D_\nb", "a\r\nb"),
        ("_x0001__x001f_", "\x01\x1f"),
        ("__x0078_0041_", "_x0041_"),
        ("_x41_", "_x41_"),
        ("_xD83D__xDE00_", "_xD83D__xDE00_"),
    ],
)
def test_what_xml_cannot_hold_is_read_as_it_was(written: str, text: str) -> None:
    assert unescaped(written) == text
