"""Threads laid into each other and taken apart again: nothing is lost, and nothing is counted twice."""

from __future__ import annotations

from functools import partial

import pytest

from tests.support.journal_file import JournalFile
from tests.unit.storage.test_threads import IVO, listed, say, thread
from vox_console.storage import thread_merges, threads
from vox_console.storage.thread_merges import Merge


def merge(journal: JournalFile, source: int, into: int) -> Merge:
    return journal.run(partial(thread_merges.merge, thread_id=source, into=into))


def test_merged_threads_are_one_and_can_be_taken_apart(journal: JournalFile) -> None:
    ana, ivo = say(journal, "From my first number"), say(journal, "From my second", source=IVO)
    journal.run(partial(thread_merges.merge, thread_id=ivo, into=ana))
    assert listed(journal) == [ana]
    merged = thread(journal, ana)
    assert (merged.unread, merged.preview, merged.last_at_us) == (2, "From my second", journal.now_us)
    say(journal, "Again from my second", source=IVO)
    assert thread(journal, ana).unread == 3
    assert threads.members_of(journal.db, ana) == [ana, ivo]
    said_at_us = journal.now_us
    journal.run(partial(thread_merges.split, thread_id=ivo))
    assert sorted(listed(journal)) == [ana, ivo]
    assert thread(journal, ivo).last_at_us == said_at_us
    assert threads.members_of(journal.db, ana) == [ana]


def test_merging_lays_what_lay_in_the_one_into_the_other(journal: JournalFile) -> None:
    one, two, three = (say(journal, "Hi", source=f"3816400000{number:02}") for number in range(3))
    journal.run(partial(thread_merges.merge, thread_id=three, into=two))
    journal.run(partial(thread_merges.merge, thread_id=two, into=one))
    assert threads.members_of(journal.db, one) == [one, two, three]
    with pytest.raises(ValueError, match="itself"):
        journal.run(partial(thread_merges.merge, thread_id=one, into=three))


def test_a_merge_is_undone_with_what_lay_in_it_and_what_nobody_has_read(journal: JournalFile) -> None:
    one, two, three = (say(journal, "Hi", source=f"3816400000{number:02}") for number in range(3))
    say(journal, "Still there?", source="381640000001")
    merge(journal, three, two)
    before = thread(journal, two)
    done = merge(journal, two, one)
    assert (done.source, done.target, done.within) == (before, one, (three,))
    assert journal.run(partial(thread_merges.undo, done=done))
    assert threads.members_of(journal.db, two) == [two, three]
    assert threads.members_of(journal.db, one) == [one]
    assert (thread(journal, one).unread, thread(journal, two).unread) == (1, 3)
    assert thread(journal, two) == before
    assert not journal.run(partial(thread_merges.undo, done=done))


def test_what_somebody_has_read_since_is_not_unread_again(journal: JournalFile) -> None:
    ana, ivo = say(journal, "Hello"), say(journal, "Hello", source=IVO)
    done = merge(journal, ivo, ana)
    journal.run(partial(threads.mark_read, thread_id=ana))
    journal.run(partial(thread_merges.undo, done=done))
    assert (thread(journal, ana).unread, thread(journal, ivo).unread) == (0, 0)


def test_what_was_said_last_is_told_anew(journal: JournalFile) -> None:
    ana = say(journal, "Hello")
    journal.run(partial(thread_merges.summarise, thread_id=ana, at_us=7, preview="x" * 300))
    assert (thread(journal, ana).last_at_us, thread(journal, ana).preview) == (7, "x" * 200)
