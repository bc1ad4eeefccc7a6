"""Customers' messages of all conversations: each once, however its parts came."""

from __future__ import annotations

from functools import partial
from itertools import permutations

import pytest

from tests.support.inbound_parts import pushed
from tests.support.journal_file import JournalFile
from tests.unit.storage.test_threads import IVO, arrive, say
from vox_console.domain.assembled_text import read_assembled
from vox_console.storage import thread_merges, threads
from vox_console.storage.inbound_messages import Unread, newest, newest_part_id, since, some, unread_since
from vox_console.storage.thread_entries import TheirMessage

LONG = "One text in three parts. " * 16


def texts(found: list[TheirMessage]) -> list[str]:
    return [read_assembled(each.message).text for each in found]


@pytest.mark.parametrize("size", [1, 2, 3, 50])
def test_all_are_listed_newest_first_over_any_pages(journal: JournalFile, size: int) -> None:
    say(journal, "first")
    arrive(journal, *pushed(LONG))
    say(journal, "second", source=IVO)
    found: list[TheirMessage] = []
    while page := newest(journal.db, before_id=found[-1].id if found else None, limit=size):
        assert len(page) <= size
        found += page
    assert texts(found) == ["second", LONG, "first"]


def test_nothing_is_listed_where_nothing_came(journal: JournalFile) -> None:
    assert newest(journal.db, limit=5) == []
    assert newest_part_id(journal.db) == 0
    assert since(journal.db, 0) == []


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_a_message_is_told_with_each_part_and_not_with_its_repeats(
    journal: JournalFile, order: tuple[int, ...]
) -> None:
    parts = pushed(LONG)
    say(journal, "before")
    seen = newest_part_id(journal.db)
    for count, number in enumerate(order, 1):
        arrive(journal, parts[number])
        (found,) = since(journal.db, seen)
        assert (found.id, len(found.message.parts)) == (2, count)
        seen = newest_part_id(journal.db)
    arrive(journal, parts[order[0]])
    assert since(journal.db, seen) == []
    assert texts(since(journal.db, 1)) == [LONG]


class TestUnreadSince:
    """What came since a time and nobody has read."""

    def test_messages_are_counted_not_parts_nor_what_was_read(self, journal: JournalFile) -> None:
        say(journal, "before")
        from_us = journal.now_us + 1
        for part in pushed(LONG):
            arrive(journal, part)
        say(journal, "one")
        say(journal, "two", source=IVO)
        assert unread_since(journal.db, from_us) == Unread(3, 2)
        assert unread_since(journal.db, 0) == Unread(4, 2)
        read = say(journal, "three", source=IVO)
        journal.run(partial(threads.mark_read, thread_id=read))
        assert unread_since(journal.db, from_us) == Unread(2, 1)
        assert unread_since(journal.db, journal.now_us + 1) == Unread(0, 0)

    def test_no_more_are_told_than_are_unread(self, journal: JournalFile) -> None:
        read = say(journal, "one")
        say(journal, "two")
        journal.run(partial(threads.mark_read, thread_id=read))
        say(journal, "three")
        assert unread_since(journal.db, 0) == Unread(1, 1)

    def test_what_lies_in_another_conversation_counts_there(self, journal: JournalFile) -> None:
        first, second = say(journal, "one"), say(journal, "two", source=IVO)
        journal.run(partial(thread_merges.merge, thread_id=second, into=first))
        assert unread_since(journal.db, 0) == Unread(2, 1)
        say(journal, "three", source=IVO)
        assert unread_since(journal.db, journal.now_us) == Unread(1, 1)


def test_messages_are_given_by_their_rows_in_the_order_asked_for(journal: JournalFile) -> None:
    say(journal, "first")
    arrive(journal, *pushed(LONG))
    say(journal, "last")
    assert texts(some(journal.db, [5, 1, 2, 99])) == ["last", "first", LONG]
