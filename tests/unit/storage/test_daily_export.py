from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from tests.support.journal_file import JournalFile
from vox_console.domain.daily_export import DailyExport, StandingExport
from vox_console.domain.export_format import ExportFormat
from vox_console.domain.log_columns import Mask
from vox_console.storage import daily_export

WHAT = DailyExport("/a", ExportFormat.XLSX, ("id",), "", Mask(), "")
FIRST, SECOND = date(2026, 11, 22), date(2026, 11, 23)


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[JournalFile]:
    journal = JournalFile(tmp_path / "journal.db")
    yield journal
    journal.close()


def test_none_stands_until_it_is_asked_for(journal: JournalFile) -> None:
    assert daily_export.standing(journal.db) is None
    journal.run(partial(daily_export.ask_for, what=WHAT, upto=FIRST))
    assert daily_export.standing(journal.db) == StandingExport(WHAT, FIRST)
    journal.run(daily_export.forget)
    assert daily_export.standing(journal.db) is None


def test_asked_for_anew_it_keeps_what_is_written(journal: JournalFile) -> None:
    journal.run(partial(daily_export.ask_for, what=WHAT, upto=FIRST))
    journal.run(partial(daily_export.written, day=SECOND))
    other = replace(WHAT, folder="/b")
    journal.run(partial(daily_export.ask_for, what=other, upto=FIRST))
    assert daily_export.standing(journal.db) == StandingExport(other, SECOND)


def test_what_is_written_never_goes_back(journal: JournalFile) -> None:
    journal.run(partial(daily_export.ask_for, what=WHAT, upto=SECOND))
    journal.run(partial(daily_export.written, day=FIRST))
    assert daily_export.standing(journal.db) == StandingExport(WHAT, SECOND)
