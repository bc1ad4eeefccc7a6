"""Pages and counts: bounded calls, and no walk through everything for what is rare."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import apsw
import pytest

from tests.support.journal_file import JournalFile
from tests.support.log_journal import Written, counted, fill, found, index, meant, pages
from vox_console.storage.log_pages import NEWEST, LogCount, LogPage, Pace, count, page

RARE = Written(
    state="rejected",
    code="034",
    sender="Rare",
    account="other",
    via="rest",
    recipient="4791234567",
    country="NO",
    job=7,
    text="A needle",
    provider_id="00ab12",
    age_h=700,
)
ASKS_FOR_IT = [
    "state:rejected",
    "-state:delivered",
    "code:34",
    "code:any",
    "-code:none",
    "from:rare",
    "account:other",
    "via:rest",
    "country:NO",
    "job:7",
    "job:any",
    "to:791234",
    "id:AB12",
    "until:20d",
    "needle",
    "text:needle",
    "state:rejected needle",
    "state:delivered,rejected code:34",
    "state:rejected -text:hello",
]


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[JournalFile]:
    opened = JournalFile(tmp_path / "journal.db")
    yield opened
    opened.close()


@pytest.fixture
def haystack(journal: JournalFile) -> JournalFile:
    fill(journal, [RARE, *[Written(age_h=1)] * 300])
    index(journal, 1_000)
    return journal


def plans(db: apsw.Connection, typed: str) -> list[str]:
    """Give the steps of the plans of all statements that a page and a count run."""
    asked: list[tuple[str, Any]] = []

    def note(_cursor: apsw.Cursor, sql: str, bindings: Any) -> bool:  # noqa: ANN401 - apsw's own
        asked.append((sql, bindings))
        return True

    db.exec_trace = note
    try:
        assert page(db, meant(typed), limit=50).ids == [1]
        assert count(db, meant(typed)) == LogCount(1, None)
    finally:
        db.exec_trace = None
    return [row[3] for sql, bindings in asked for row in db.execute(f"EXPLAIN QUERY PLAN {sql}", bindings)]


@pytest.mark.parametrize("typed", ASKS_FOR_IT)
def test_what_is_rare_is_found_by_an_index_and_not_by_a_walk(haystack: JournalFile, typed: str) -> None:
    steps = plans(haystack.db, typed)
    assert steps
    walks = ("SCAN messages", "SCAN m", "SCAN parts", "SCAN p")
    assert not [step for step in steps if step.startswith(walks) and "message_labels" not in step]
    in_order = "SEARCH messages USING INTEGER PRIMARY KEY (rowid>"
    assert not [step for step in steps if step.startswith(in_order) and typed != "until:20d"]


def test_an_empty_journal_has_an_empty_page(journal: JournalFile) -> None:
    assert page(journal.db, meant(""), limit=5) == LogPage([], None)
    assert count(journal.db, meant("")) == LogCount(0, None)


def test_pages_follow_each_other_by_key(journal: JournalFile) -> None:
    ids = fill(journal, [Written()] * 7)
    assert pages(journal, "", limit=3) == [ids[:3:-1], ids[3:0:-1], ids[:1]]
    first = page(journal.db, meant(""), limit=3)
    fill(journal, [Written()])
    assert first.below is not None
    assert page(journal.db, meant(""), below=first.below, limit=3).ids == ids[3:0:-1]


def test_a_call_that_would_take_long_gives_what_it_has_and_its_place(haystack: JournalFile) -> None:
    pace = Pace(most=50, rare=1, sample=20, smallest=10, heavy=10)
    wanted = meant("-hello -text:hello")
    first = page(haystack.db, wanted, limit=5, pace=pace)
    assert first.ids == []
    assert first.below is not None
    assert 1 < first.below < 301
    step = count(haystack.db, wanted, pace=pace)
    assert step.count == 0
    assert step.below is not None
    assert found(haystack, "-hello -text:hello", pace=pace) == [1]
    assert counted(haystack, "-hello", pace=pace) == 1


def test_what_is_not_indexed_yet_is_found_all_the_same(journal: JournalFile) -> None:
    ids = fill(journal, [Written(text="A needle")] * 3)
    index(journal, 2)
    assert found(journal, "needle") == found(journal, "text:needle") == ids[::-1]
    assert counted(journal, "needle") == 3


def test_what_was_taken_back_is_shown_only_when_it_is_asked_for(journal: JournalFile) -> None:
    ids = fill(journal, [Written(state="draft"), Written()])
    assert found(journal, "") == found(journal, "from:vox") == ids[1:]
    assert found(journal, "state:withdrawn") == ids[:1]
    assert found(journal, "state:withdrawn,delivered") == ids[::-1]


def test_a_clock_that_was_wrong_hides_nothing(journal: JournalFile) -> None:
    ids = fill(journal, [Written(age_h=hours) for hours in (3, 50, 2, 70, 1)])
    assert found(journal, "since:10h") == [ids[4], ids[2], ids[0]]
    assert found(journal, "since:60h until:10h") == [ids[1]]
    assert page(journal.db, meant("until:900h"), below=NEWEST, limit=9) == LogPage([], None)
