"""The index is built behind what is stored, by steps, and never forgets where it was."""

from __future__ import annotations

from functools import partial
from itertools import permutations
from pathlib import Path

import pytest

from tests.support.inbound_parts import pushed
from tests.support.journal_file import JournalFile, new_message
from tests.unit.storage.test_threads import arrive, say
from vox_console.domain.text_encoding import DefaultAlphabet
from vox_console.storage import inbound_doubts, search_index
from vox_console.storage.search_index import Progress


def index(journal: JournalFile, limit: int = 1_000) -> Progress:
    """Index some rows."""
    return journal.run(
        partial(search_index.index_some, limit=limit, alphabet_of=lambda _: DefaultAlphabet.GSM7)
    )


def rows_with(journal: JournalFile, side: str, word: str) -> list[int]:
    """Give the rows that the index has for a word."""
    table = f"search_{side}"
    return [
        row[0]
        for row in journal.rows(
            f"SELECT rowid FROM {table} WHERE {table} MATCH ? ORDER BY rowid",  # noqa: S608 - two known tables
            f'"{word}"',
        )
    ]


def test_it_follows_by_steps_and_says_how_far_it_is(journal: JournalFile) -> None:
    assert search_index.progress(journal.db) == Progress(0, 0)
    ids = journal.enqueue(*[new_message("Your parcel") for _ in range(5)])
    say(journal, "What parcel?")
    steps = []
    while not search_index.progress(journal.db).complete:
        steps.append(index(journal, limit=2).done)
    assert steps == [2, 4, 6]
    assert rows_with(journal, "ours", "parcel") == ids
    assert rows_with(journal, "theirs", "parcel") == [1]
    assert index(journal) == Progress(6, 6)


def test_a_step_that_is_undone_leaves_no_trace_and_the_next_start_goes_on(tmp_path: Path) -> None:
    journal = JournalFile(tmp_path / "journal.db")
    ids = journal.enqueue(*[new_message("Your parcel") for _ in range(4)])
    index(journal, limit=2)

    def killed(db: object) -> None:
        search_index.index_some(journal.db, limit=2, alphabet_of=lambda _: DefaultAlphabet.GSM7)
        raise KeyError(str(db))

    with pytest.raises(KeyError):
        journal.run(killed)
    journal.close()
    journal = JournalFile(tmp_path / "journal.db")
    assert search_index.progress(journal.db) == Progress(2, 4)
    index(journal)
    assert rows_with(journal, "ours", "parcel") == ids


def test_a_late_part_indexes_its_message_again_in_every_order(tmp_path: Path) -> None:
    parts = pushed("First words here. " * 8 + "Middle words there. " * 8 + "Last words nowhere.")
    assert len(parts) == 3
    for number, order in enumerate(permutations(range(3))):
        journal = JournalFile(tmp_path / f"{number}.db")
        for at in order:
            arrive(journal, parts[at])
            index(journal)
        assert rows_with(journal, "theirs", "first words") == [1]
        assert rows_with(journal, "theirs", "nowhere") == [1]
        assert rows_with(journal, "theirs", "missing") == []
        journal.close()


def test_a_reading_chosen_by_hand_is_indexed_and_taken_back(journal: JournalFile) -> None:
    say(journal, "HELLO")
    index(journal)
    journal.run(partial(inbound_doubts.choose_reading, inbound_id=1, word="hex"))
    assert search_index.progress(journal.db) == Progress(1, 1, again=1)
    assert not search_index.progress(journal.db).complete
    assert index(journal).complete
    assert rows_with(journal, "theirs", "48 45") == [1]
    assert rows_with(journal, "theirs", "hello") == []
    journal.run(partial(inbound_doubts.choose_reading, inbound_id=1, word=""))
    index(journal)
    assert rows_with(journal, "theirs", "hello") == [1]


def test_what_is_not_filed_yet_waits_for_it(journal: JournalFile) -> None:
    say(journal, "First")
    say(journal, "Second")
    journal.db.execute("UPDATE inbound SET thread_id = 0 WHERE id = 1")
    assert index(journal) == Progress(0, 2)
    journal.db.execute("UPDATE inbound SET thread_id = 1 WHERE id = 1")
    assert index(journal).complete


def test_a_storm_of_repeats_is_indexed_as_the_messages_it_is(journal: JournalFile) -> None:
    first, second = pushed("One text in two parts. " * 10)
    arrive(journal, *[first] * 200, second)
    index(journal)
    assert rows_with(journal, "theirs", "one text") == [1]
