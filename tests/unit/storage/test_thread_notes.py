"""Notes of a conversation: written, removed, and put back as they were."""

from __future__ import annotations

from functools import partial

from tests.support.journal_file import NOW_US, JournalFile
from vox_console.storage import thread_notes
from vox_console.storage.thread_notes import ThreadNote


def notes(journal: JournalFile, *thread_ids: int) -> list[ThreadNote]:
    return thread_notes.before(journal.db, thread_ids, at_us=2**62, last_id=0, limit=10)


def test_a_note_is_kept_with_its_thread_and_time(journal: JournalFile) -> None:
    first = journal.run(partial(thread_notes.write, thread_id=1, text="VIP", now_us=NOW_US))
    journal.run(partial(thread_notes.write, thread_id=2, text="other", now_us=NOW_US))
    assert notes(journal, 1) == [ThreadNote(first, 1, NOW_US, "VIP")]
    assert [note.text for note in notes(journal, 1, 2)] == ["other", "VIP"]
    assert notes(journal, 3) == []


def test_a_removed_note_can_be_put_back(journal: JournalFile) -> None:
    note_id = journal.run(partial(thread_notes.write, thread_id=1, text="VIP", now_us=NOW_US))
    note = journal.run(partial(thread_notes.remove, note_id=note_id))
    assert note is not None
    assert notes(journal, 1) == []
    assert journal.run(partial(thread_notes.remove, note_id=note_id)) is None
    other = journal.run(partial(thread_notes.write, thread_id=1, text="new", now_us=NOW_US + 1))
    assert other == note_id
    journal.run(partial(thread_notes.put_back, note=note))
    assert [(each.text, each.at_us) for each in notes(journal, 1)] == [("new", NOW_US + 1), ("VIP", NOW_US)]
