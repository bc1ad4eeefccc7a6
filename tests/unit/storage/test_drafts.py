from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from tests.support.journal_file import NOW_US, JournalFile, new_message
from vox_console.storage import drafts, outbox
from vox_console.storage.drafts import COMPOSE, load_draft, save_draft


def test_what_was_typed_last_is_there_after_the_file_was_opened_again(
    journal: JournalFile, tmp_path: Path
) -> None:
    for body in ('{"text": "Hel"}', '{"text": "Hello"}'):
        journal.run(partial(save_draft, slot=COMPOSE, body=body, now_us=NOW_US))
    journal.close()
    assert load_draft(JournalFile(tmp_path / "journal.db").db, COMPOSE) == '{"text": "Hello"}'


def test_an_empty_body_forgets_the_draft_and_an_unknown_slot_has_none(journal: JournalFile) -> None:
    journal.run(partial(save_draft, slot=COMPOSE, body="typed", now_us=NOW_US))
    journal.run(partial(save_draft, slot="other", body="kept", now_us=NOW_US))
    journal.run(partial(save_draft, slot=COMPOSE, body="", now_us=NOW_US))
    assert load_draft(journal.db, COMPOSE) == ""
    assert load_draft(journal.db, "other") == "kept"
    assert journal.rows("SELECT slot FROM drafts") == [("other",)]


def test_sending_forgets_the_draft_in_the_same_transaction(journal: JournalFile) -> None:
    """A crash between the two would bring a text back that was sent."""
    journal.run(partial(save_draft, slot=COMPOSE, body="typed", now_us=NOW_US))

    def fails(db: object) -> None:
        outbox.enqueue_draft(journal.db, [new_message()], now_us=NOW_US)
        raise RuntimeError(str(db))

    with pytest.raises(RuntimeError):
        journal.run(fails)
    assert load_draft(journal.db, COMPOSE) == "typed"
    assert journal.rows("SELECT id FROM messages") == []
    ids = journal.run(partial(outbox.enqueue_draft, messages=[new_message()], now_us=NOW_US))
    assert drafts.load_draft(journal.db, COMPOSE) == ""
    assert journal.rows("SELECT id FROM messages") == [(message_id,) for message_id in ids]
