"""Which indexes a filter can be led by."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.journal_file import JournalFile
from tests.support.log_journal import Written, fill, forget_labels, index, meant
from vox_console.storage.log_conditions import ask
from vox_console.storage.log_drivers import EVERY_ID, EVERYTHING, Driver, by_state, drivers


@pytest.fixture
def journal(tmp_path: Path) -> JournalFile:
    opened = JournalFile(tmp_path / "journal.db")
    fill(
        opened,
        [
            Written(text="A needle", state="rejected", code="034", job=1),
            Written(sender="Other", provider_id="ab12"),
            Written(recipient="4791234567"),
        ],
    )
    index(opened, 2)
    return opened


def led(journal: JournalFile, typed: str) -> dict[str, list[int]]:
    """Give what each driver of a query gives, by its key."""
    found = drivers(journal.db, ask(journal.db, meant(typed)))
    return {each.key: sorted(each.first(journal.db, range(1, 99), most=99)) for each in found}


@pytest.mark.parametrize(
    ("typed", "given"),
    [
        ("", {}),
        ("state:rejected", {"state": [1]}),
        ("-state:rejected", {"state": [2, 3]}),
        ("from:other -country:DE", {"label": [2]}),
        ("code:34", {"code 0": [1]}),
        ("-code:none", {"code 0": [1]}),
        ("code:none", {}),
        ("-code:34", {}),
        ("job:1 job:any", {"job 0": [1], "job 1": [1]}),
        ("-job:any", {}),
        ("to:791", {"number 0": []}),
        ("-to:791", {}),
        ("id:AB12 -id:7", {"id 0": [2]}),
        ("needle", {"words 0": [1]}),
        ("ab12", {"words 0": [2]}),
        ("-needle text:need", {"words 1": [1]}),
    ],
)
def test_each_condition_that_an_index_knows_has_a_driver(
    journal: JournalFile, typed: str, given: dict[str, list[int]]
) -> None:
    assert led(journal, typed) == given


def test_a_driver_knows_where_it_knows_all(journal: JournalFile) -> None:
    forget_labels(journal, 2)
    (label,) = drivers(journal.db, ask(journal.db, meant("from:vox")))
    assert label.valid.start == 2
    (words,) = drivers(journal.db, ask(journal.db, meant("needle")))
    assert (words.valid, words.words) == (range(1, 3), 0)


def test_a_driver_gives_and_counts_what_lies_in_a_range_and_stops_in_time(journal: JournalFile) -> None:
    state = by_state(ask(journal.db, meant("state:delivered,rejected")))
    assert sorted(state.first(journal.db, range(2, 9), most=9)) == [2, 3]
    assert len(state.first(journal.db, EVERY_ID, most=2)) == 2
    assert [state.count(journal.db, EVERY_ID, most=most) for most in (2, 9)] == [2, 3]
    assert state.count(journal.db, range(3, 3), most=9) == 0
    assert EVERYTHING.count(journal.db, range(1, 8), most=99) == 7


def test_a_driver_of_listed_ids_gives_just_these(journal: JournalFile) -> None:
    only = Driver("state", "", words=3, valid=range(1, 9)).only([3, 1])
    assert sorted(only.first(journal.db, EVERY_ID, most=9)) == [1, 3]
    assert only.first(journal.db, range(2, 9), most=9) == [3]
    assert (only.key, only.words, only.valid) == ("state", 3, range(1, 9))
