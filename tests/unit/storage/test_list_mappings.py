"""What is kept for a header is there after a restart, the last of it."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from tests.support.journal_file import NOW_US, JournalFile
from vox_console.storage.list_mappings import load_mapping, save_mapping


def test_the_last_mapping_of_each_header_is_kept(journal: JournalFile, tmp_path: Path) -> None:
    for at, (name, body) in enumerate((("a", "1"), ("b", "2"), ("a", "3"))):
        journal.run(partial(save_mapping, fingerprint=name, body=body, now_us=NOW_US + at))
    journal.close()
    db = JournalFile(tmp_path / "journal.db").db
    assert load_mapping(db, "a") == ("3", NOW_US + 2)
    assert load_mapping(db, "b") == ("2", NOW_US + 1)
    assert load_mapping(db, "c") is None
