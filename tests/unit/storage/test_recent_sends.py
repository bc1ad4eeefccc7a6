"""What numbers were sent lately: whoever sent it, unless it came to nothing for sure."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.journal_file import NOW_US, RECIPIENT, JournalFile, new_message
from vox_console.domain.message import MessageState
from vox_console.storage.recent_sends import Sent, recent_sends

OTHER = "381640000020"
NOTHING_CAME_OF_IT = {
    MessageState.DRAFT,
    MessageState.REFUSED,
    MessageState.UNDELIVERABLE,
    MessageState.REJECTED,
    MessageState.EXPIRED,
    MessageState.DELETED,
}


@pytest.fixture
def journal(tmp_path: Path) -> JournalFile:
    return JournalFile(tmp_path / "journal.db")


def test_all_accounts_count_and_the_newest_comes_first(journal: JournalFile) -> None:
    journal.enqueue(new_message("first"))
    journal.now_us += 5
    journal.enqueue(new_message("second", profile="other"), new_message("to another", recipient=OTHER))
    found = recent_sends(journal.db, [RECIPIENT, RECIPIENT, "381640000030"], since_us=NOW_US)
    assert found == {RECIPIENT: [Sent(NOW_US + 5, "second"), Sent(NOW_US, "first")]}


def test_what_is_older_does_not_count(journal: JournalFile) -> None:
    journal.enqueue(new_message("first"))
    assert recent_sends(journal.db, [RECIPIENT], since_us=NOW_US + 1) == {}


@pytest.mark.parametrize("state", MessageState)
def test_a_message_counts_unless_it_came_to_nothing_for_sure(
    journal: JournalFile, state: MessageState
) -> None:
    journal.enqueue(new_message("first"))
    journal.db.execute("UPDATE messages SET state = ?", (state.value,))
    counts = RECIPIENT in recent_sends(journal.db, [RECIPIENT], since_us=0)
    assert counts is (state not in NOTHING_CAME_OF_IT)


def test_a_job_does_not_count_its_own_messages(journal: JournalFile) -> None:
    journal.enqueue(new_message("of job 3"), new_message("single"))
    journal.db.execute("UPDATE messages SET job_row = ? WHERE id = 1", (3 << 32 | 2,))
    assert [
        each.text for each in recent_sends(journal.db, [RECIPIENT], since_us=0, except_job=3)[RECIPIENT]
    ] == ["single"]
    for job in (0, 2, 4):
        assert len(recent_sends(journal.db, [RECIPIENT], since_us=0, except_job=job)[RECIPIENT]) == 2
