"""Between which ids the messages of a time lie."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.journal_file import NOW_US, JournalFile
from tests.support.log_journal import Written, fill
from vox_console.domain.log_query_times import FOREVER_US, Span
from vox_console.storage.log_minutes import enter, ids_in

HOUR_US = 3_600_000_000


@pytest.fixture
def journal(tmp_path: Path) -> JournalFile:
    return JournalFile(tmp_path / "journal.db")


def hours(journal: JournalFile, oldest: int, newest: int) -> range:
    return ids_in(journal.db, Span(NOW_US - oldest * HOUR_US, NOW_US - newest * HOUR_US))


def test_a_time_is_a_range_of_ids(journal: JournalFile) -> None:
    fill(journal, [Written(age_h=age) for age in (9, 9, 5, 3, 0)])
    assert hours(journal, 10, 1) == range(1, 5)
    assert hours(journal, 9, 4) == range(1, 4)
    assert hours(journal, 4, -1) == range(4, 6)
    assert hours(journal, 99, 50) == range(0)
    assert ids_in(journal.db, Span(-FOREVER_US, FOREVER_US)) == range(1, FOREVER_US)
    assert ids_in(journal.db, Span(NOW_US, FOREVER_US)) == range(5, 6)


def test_a_clock_that_was_set_back_only_makes_the_range_wider(journal: JournalFile) -> None:
    fill(journal, [Written(age_h=age) for age in (9, 2, 9, 1)])
    assert hours(journal, 9, 8) == range(1, 4)
    assert hours(journal, 2, 0) == range(2, 5)


def test_nothing_stored_enters_nothing(journal: JournalFile) -> None:
    enter(journal.db, [], at_us=NOW_US)
    assert journal.rows("SELECT * FROM message_minutes") == []
