"""What charts are made of: counts that follow every message, by hour, sender and country."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from tests.support.journal_file import NOW_US, JournalFile, filed_receipt, new_message
from vox_console.domain.duration_histogram import NEGATIVE, class_of
from vox_console.domain.message import MessageState
from vox_console.storage import log_labels, message_hours
from vox_console.storage.message_hours import HOUR_US, Figure

HOUR = NOW_US // HOUR_US
ABROAD = "4915112345678"


@pytest.fixture
def journal(tmp_path: Path) -> JournalFile:
    return JournalFile(tmp_path / "journal.db")


def figures(journal: JournalFile, *, hours: int = 1) -> list[Figure]:
    return message_hours.figures(journal.db, first_hour=HOUR, last_hour=HOUR + hours - 1)


def told(journal: JournalFile) -> dict[int, int]:
    return message_hours.told_within(journal.db, first_hour=HOUR, last_hour=HOUR)


def test_each_message_is_counted_where_it_stands(journal: JournalFile) -> None:
    journal.sent_as("id-1")
    journal.arrive(filed_receipt("id-1"))
    journal.enqueue(new_message(), new_message(recipient=ABROAD), new_message(recipient=ABROAD))
    assert figures(journal) == [
        Figure(HOUR, "Practice", "DE", MessageState.QUEUED, 2),
        Figure(HOUR, "Practice", "RS", MessageState.DELIVERED, 1),
        Figure(HOUR, "Practice", "RS", MessageState.QUEUED, 1),
    ]


def test_a_message_belongs_to_the_hour_in_which_it_was_stored(journal: JournalFile) -> None:
    journal.sent_as("id-1")
    journal.now_us = NOW_US + HOUR_US
    journal.sent_as("id-2")
    journal.arrive(filed_receipt("id-1"))
    assert [(each.hour - HOUR, each.state) for each in figures(journal, hours=2)] == [
        (0, MessageState.DELIVERED),
        (1, MessageState.ACCEPTED),
    ]
    assert len(figures(journal)) == 1


def test_how_long_a_delivery_took_to_be_told_is_counted_once(journal: JournalFile) -> None:
    journal.sent_as("id-1")
    journal.now_us += 9_500_000
    journal.arrive(filed_receipt("id-1"))
    journal.arrive(filed_receipt("id-1"))
    assert told(journal) == {class_of(9.5): 1}


def test_a_clock_that_was_set_back_is_not_hidden(journal: JournalFile) -> None:
    journal.sent_as("id-1")
    journal.now_us -= 1
    journal.arrive(filed_receipt("id-1"))
    assert told(journal) == {NEGATIVE: 1}


def test_what_failed_was_not_delivered_in_any_time(journal: JournalFile) -> None:
    journal.sent_as("id-1")
    journal.arrive(filed_receipt("id-1", "UNDELIV"))
    assert told(journal) == {}


def test_messages_from_before_are_counted_under_their_label_once_they_have_it(journal: JournalFile) -> None:
    journal.enqueue(new_message(), new_message(recipient=ABROAD))
    journal.db.execute("UPDATE messages SET label = 0")
    journal.db.execute("DELETE FROM message_hours")
    journal.db.execute("INSERT INTO message_hours VALUES (?, 0, 'queued', 2)", (HOUR,))
    journal.db.execute("UPDATE label_progress SET unlabelled_below = 100")
    assert [(each.country, each.messages) for each in figures(journal)] == [("", 2)]
    journal.run(partial(log_labels.label_some, limit=10))
    assert [(each.country, each.messages) for each in figures(journal)] == [("DE", 1), ("RS", 1)]


def test_errors_are_counted_in_one_spelling_the_commonest_first(journal: JournalFile) -> None:
    ids = journal.sent_as("a", "b", "c", "d", "e")
    for provider_id, code in zip("abcde", ("034", "34", "21b", "000", "34"), strict=True):
        journal.arrive(filed_receipt(provider_id, "UNDELIV", error_code=code))
    find = partial(message_hours.errors, journal.db, limit=10)
    assert find(range(ids[0], ids[-1] + 1)) == [("34", 3), ("21b", 1)]
    assert find(range(ids[2], ids[4])) == [("21b", 1)]
    assert find(range(0)) == []


def test_figures_of_a_month_read_no_message(journal: JournalFile) -> None:
    for sql, bindings in ((message_hours._FIGURES, (1, 2)), (message_hours._ERRORS, (1, 2, 3))):
        plan = " ".join(str(row[3]) for row in journal.rows(f"EXPLAIN QUERY PLAN {sql}", *bindings))
        assert "SCAN m" not in plan
        assert "messages " not in plan
