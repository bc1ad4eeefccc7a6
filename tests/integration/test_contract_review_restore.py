"""A damaged journal after a crash: what the hint says really brings the backup back, whole."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.support.journal_file import JournalFile, new_message
from vox_console.domain.errors import StoreError
from vox_console.storage.backup import back_up
from vox_console.storage.database import Database
from vox_console.storage.schema import STEPS

PAGE_OCTETS = 4_096


def at_once(answers: Callable[[], None]) -> None:
    answers()


def test_a_backup_takes_the_damaged_files_place_when_its_log_is_moved_away_too(tmp_path: Path) -> None:
    before, after = tmp_path / "before", tmp_path / "after"
    alive = JournalFile(before / "journal.db")
    alive.enqueue(*[new_message() for _ in range(300)])
    alive.db.wal_checkpoint()
    backup = back_up(alive.path, tmp_path / "backups", now=datetime.now(UTC))
    alive.enqueue(*[new_message() for _ in range(3_000)])
    shutil.copytree(before, after)  # the machine dies here: this is what stands on its disk
    alive.close()
    damaged = after / "journal.db"
    with damaged.open("r+b") as file:
        file.seek(3 * PAGE_OCTETS)
        file.write(b"garbage!" * PAGE_OCTETS)
    with pytest.raises(StoreError, match="damaged") as told:
        Database.open(damaged, STEPS, post=at_once)
    assert told.value.hint.startswith("Quit, move the damaged file away together with its -wal and -shm")
    for suffix in ("", "-wal", "-shm"):
        (after / f"journal.db{suffix}").rename(after / f"damaged{suffix}")
    shutil.copy(backup, damaged)
    Database.open(damaged, STEPS, post=at_once).close()
    restored = JournalFile(damaged)
    assert restored.rows("SELECT count(*) FROM messages") == [(300,)]
    restored.close()
