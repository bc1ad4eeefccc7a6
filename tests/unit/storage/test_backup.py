from __future__ import annotations

import stat
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import apsw
import pytest

from vox_console.domain.errors import StoreError
from vox_console.storage.backup import back_up, backups
from vox_console.storage.connection import connect, create_private

NOW = datetime(2026, 11, 22, 20, 15, 0, tzinfo=UTC)


@pytest.fixture
def live(tmp_path: Path) -> Iterator[tuple[Path, apsw.Connection]]:
    """Give a database in use: its newest row is only in the write-ahead log."""
    path = tmp_path / "journal.db"
    create_private(path)
    connection = connect(path, write=True)
    connection.execute("CREATE TABLE note(text)")
    connection.execute("INSERT INTO note VALUES ('newest')")
    yield path, connection
    connection.close()


def texts(path: Path) -> list[str]:
    connection = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READONLY)
    try:
        return [str(text) for (text,) in connection.execute("SELECT text FROM note")]
    finally:
        connection.close()


def test_a_copy_holds_the_newest_row_although_it_is_only_in_the_log(
    tmp_path: Path, live: tuple[Path, apsw.Connection]
) -> None:
    copy = back_up(live[0], tmp_path / "backups", now=NOW)
    assert texts(copy) == ["newest"]


def test_a_copy_is_one_file_named_by_its_time_for_this_user_alone(
    tmp_path: Path, live: tuple[Path, apsw.Connection]
) -> None:
    copy = back_up(live[0], tmp_path / "backups", now=NOW)
    assert [file.name for file in copy.parent.iterdir()] == ["journal-20261122T201500.000000Z.db"]
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert stat.S_IMODE(copy.parent.stat().st_mode) == 0o700


def test_copying_does_not_disturb_a_transaction_under_way(
    tmp_path: Path, live: tuple[Path, apsw.Connection]
) -> None:
    path, connection = live
    connection.execute("BEGIN; INSERT INTO note VALUES ('not yet')")
    copy = back_up(path, tmp_path / "backups", now=NOW)
    connection.execute("COMMIT")
    assert texts(copy) == ["newest"]
    assert texts(path) == ["newest", "not yet"]


def test_the_seven_newest_copies_stay_and_other_files_are_not_touched(
    tmp_path: Path, live: tuple[Path, apsw.Connection]
) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    (folder / "my own notes.db").touch()
    made = [back_up(live[0], folder, now=NOW + timedelta(days=day)) for day in range(9)]
    assert backups(live[0], folder) == made[:1:-1]
    assert (folder / "my own notes.db").exists()


def test_the_copy_just_made_stays_although_the_clock_was_set_back(
    tmp_path: Path, live: tuple[Path, apsw.Connection]
) -> None:
    for day in range(7):
        back_up(live[0], tmp_path / "backups", now=NOW + timedelta(days=day))
    copy = back_up(live[0], tmp_path / "backups", now=NOW - timedelta(days=400))
    assert texts(copy) == ["newest"]
    assert len(backups(live[0], tmp_path / "backups")) == 7


def test_a_copy_that_is_not_sound_is_not_kept(tmp_path: Path, live: tuple[Path, apsw.Connection]) -> None:
    path, connection = live
    connection.execute("BEGIN")
    connection.executemany("INSERT INTO note VALUES (?)", [("x" * 2_000,) for _ in range(50)])
    connection.execute("COMMIT")
    connection.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_TRUNCATE)
    content = bytearray(path.read_bytes())
    content[8_192:40_960] = b"\xa5" * 32_768
    path.write_bytes(content)
    with pytest.raises(StoreError, match="damaged"):
        back_up(path, tmp_path / "backups", now=NOW)
    assert list((tmp_path / "backups").iterdir()) == []


def test_what_a_killed_backup_left_behind_is_no_hindrance(
    tmp_path: Path, live: tuple[Path, apsw.Connection]
) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    (folder / "journal-20261122T201500.000000Z.partial").write_bytes(b"half a page")
    assert texts(back_up(live[0], folder, now=NOW)) == ["newest"]
    assert len(list(folder.iterdir())) == 1


def test_a_missing_database_is_told_in_words(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="cannot be opened"):
        back_up(tmp_path / "nothing.db", tmp_path / "backups", now=NOW)


def test_a_folder_that_cannot_be_made_is_told_in_words(
    tmp_path: Path, live: tuple[Path, apsw.Connection]
) -> None:
    (tmp_path / "backups").write_text("in the way")
    with pytest.raises(StoreError, match="data folder"):
        back_up(live[0], tmp_path / "backups", now=NOW)
