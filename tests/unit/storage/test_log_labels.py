"""What messages have in common, stored once."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from tests.support.journal_file import JournalFile
from tests.support.log_journal import Written, fill, forget_labels, meant
from vox_console.domain.log_query_filter import Label
from vox_console.storage.log_labels import accepted, every, label_of, label_some, unlabelled_below

MIXED = [Written(), Written(sender="Alerts"), Written(recipient="4791234567"), Written(via="rest"), Written()]


@pytest.fixture
def journal(tmp_path: Path) -> JournalFile:
    return JournalFile(tmp_path / "journal.db")


def labels(journal: JournalFile) -> list[int]:
    return [row[0] for row in journal.rows("SELECT label FROM messages ORDER BY id")]


def test_a_message_is_labelled_when_it_is_stored_and_equals_share_a_label(journal: JournalFile) -> None:
    fill(journal, MIXED)
    assert labels(journal) == [1, 2, 3, 4, 1]
    assert every(journal.db) == [
        Label("work", "smpp", "Vox", "RS"),
        Label("work", "smpp", "Alerts", "RS"),
        Label("work", "smpp", "Vox", "NO"),
        Label("work", "rest", "Vox", "RS"),
    ]
    assert label_of("work", "smpp", "Vox", "4791234567") == every(journal.db)[2]


def test_old_messages_are_labelled_newest_first_and_a_little_at_a_time(journal: JournalFile) -> None:
    fill(journal, MIXED)
    before = labels(journal)
    forget_labels(journal, 6)
    assert unlabelled_below(journal.db) == 6
    assert journal.run(partial(label_some, limit=2))
    assert labels(journal) == [0, 0, 0, *before[3:]]
    assert unlabelled_below(journal.db) == 4
    assert journal.run(partial(label_some, limit=9))
    assert labels(journal) == before
    assert not journal.run(partial(label_some, limit=9))
    assert unlabelled_below(journal.db) == 0


def test_labels_that_pass_all_tests_are_accepted(journal: JournalFile) -> None:
    fill(journal, MIXED)
    assert accepted(journal.db, meant("from:vox -country:NO").labels) == [1, 4]
    assert accepted(journal.db, meant("from:nobody").labels) == []
    assert accepted(journal.db, ()) is None
