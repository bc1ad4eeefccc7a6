"""What an id that was typed can mean, and what it does not."""

from __future__ import annotations

import apsw
import pytest

from tests.support.journal_file import JournalFile
from vox_console.domain.search_query import SearchQuery
from vox_console.storage import search_by_id


def ours(db: apsw.Connection, typed: str) -> set[int]:
    return search_by_id.our_ids(db, SearchQuery((), provider_id=typed))


def test_the_beginning_of_an_id_finds_it_when_it_is_long_enough(journal: JournalFile) -> None:
    journal.sent_as("4f2a9c10-77aa", "4f2a9c10-88bb", "other")
    assert ours(journal.db, "4F2A9C10") == {1, 2}
    assert ours(journal.db, "4f2a9c10-8") == {2}
    assert ours(journal.db, "4f2a9c1") == set()
    assert ours(journal.db, "") == set()


def test_a_beginning_that_hundreds_have_is_none(journal: JournalFile) -> None:
    journal.sent_as(*[f"20261124-{number:04}" for number in range(201)])
    assert ours(journal.db, "20261124") == set()
    assert ours(journal.db, "20261124-0000") == {1}


@pytest.mark.parametrize("typed", ["x' OR 1", "%", "*", '"'])
def test_what_is_typed_is_never_a_command(journal: JournalFile, typed: str) -> None:
    journal.sent_as("id-1")
    assert ours(journal.db, typed) == set()
    assert search_by_id.their_ids(journal.db, SearchQuery((), provider_id=typed)) == set()
