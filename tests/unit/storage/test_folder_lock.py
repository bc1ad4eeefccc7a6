from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from vox_console.domain.errors import StoreError, StoreHeld
from vox_console.storage.folder_lock import FILE_NAME, FolderLock

HOLDER = """
import sys
from pathlib import Path
from vox_console.storage.folder_lock import FolderLock
with FolderLock(Path(sys.argv[1])).acquire(program="command line"):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def holder(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """Give another process that holds the lock."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def test_another_process_is_refused_and_told_who_holds_it(
    tmp_path: Path, holder: subprocess.Popen[str]
) -> None:
    with pytest.raises(StoreHeld) as caught:
        FolderLock(tmp_path).acquire(program="window")
    assert caught.value.title == "A Vox Console command is running"
    assert f"held by the command line (process {holder.pid}, since " in caught.value.detail
    assert "--data-dir" in caught.value.hint


def test_a_killed_holder_has_let_go(tmp_path: Path, holder: subprocess.Popen[str]) -> None:
    holder.send_signal(signal.SIGKILL)
    holder.wait(20)
    with FolderLock(tmp_path).acquire(program="window"):
        assert json.loads((tmp_path / FILE_NAME).read_text())["pid"] == os.getpid()


def test_a_holder_that_ends_lets_go(tmp_path: Path, holder: subprocess.Popen[str]) -> None:
    holder.communicate("", timeout=20)
    with FolderLock(tmp_path).acquire(program="window"):
        assert holder.returncode == 0


def test_the_file_says_who_it_is(tmp_path: Path) -> None:
    with FolderLock(tmp_path).acquire(program="window"):
        told = json.loads((tmp_path / FILE_NAME).read_text())
    assert told.keys() == {"pid", "program", "host", "since"}
    assert (told["pid"], told["program"]) == (os.getpid(), "window")


def test_a_second_one_in_the_same_process_is_refused_too(tmp_path: Path) -> None:
    with FolderLock(tmp_path).acquire(program="window"), pytest.raises(StoreHeld, match="the window"):
        FolderLock(tmp_path).acquire(program="command line")


@pytest.mark.parametrize(
    ("since", "words"),
    [(datetime.now(UTC), "%H:%M"), (datetime(2025, 3, 4, 12, 30, tzinfo=UTC), "%d %b %H:%M")],
)
def test_the_holder_is_told_in_words(tmp_path: Path, since: datetime, words: str) -> None:
    with FolderLock(tmp_path).acquire(program="window"):
        told = {"pid": 4711, "program": "window", "host": "elsewhere", "since": since.isoformat()}
        (tmp_path / FILE_NAME).write_text(json.dumps(told))
        with pytest.raises(StoreHeld) as caught:
            FolderLock(tmp_path).acquire(program="window")
    assert caught.value.title == "Vox Console is already open"
    expected = f"(process 4711 on elsewhere, since {since.astimezone():{words}})"
    assert caught.value.detail == f"This data folder is held by the window {expected}"


def test_being_refused_does_not_disturb_the_holder(tmp_path: Path) -> None:
    with FolderLock(tmp_path).acquire(program="window"):
        for _ in range(3):
            with pytest.raises(StoreHeld, match="the window"):
                FolderLock(tmp_path).acquire(program="command line")


def test_after_release_the_next_one_may_have_it_and_releasing_twice_is_fine(tmp_path: Path) -> None:
    first = FolderLock(tmp_path).acquire(program="window")
    first.release()
    with FolderLock(tmp_path).acquire(program="command line"):
        first.release()
        with pytest.raises(StoreHeld, match="the command line"):
            FolderLock(tmp_path).acquire(program="window")


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", "null", "\x00\xff"])
def test_a_holder_that_left_no_readable_words_is_still_a_holder(tmp_path: Path, content: str) -> None:
    with FolderLock(tmp_path).acquire(program="window"):
        (tmp_path / FILE_NAME).write_text(content)
        with pytest.raises(StoreHeld, match="another program"):
            FolderLock(tmp_path).acquire(program="window")


def test_words_left_by_one_that_was_killed_hold_nobody_up(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_text('{"pid": 1, "program": "window", "host": "h", "since": "then"}' * 50)
    with FolderLock(tmp_path).acquire(program="window"):
        assert json.loads((tmp_path / FILE_NAME).read_text())["pid"] == os.getpid()


def test_folder_and_file_are_for_this_user_alone(tmp_path: Path) -> None:
    with FolderLock(tmp_path / "data").acquire(program="window"):
        assert stat.S_IMODE((tmp_path / "data").stat().st_mode) == 0o700
        assert stat.S_IMODE((tmp_path / "data" / FILE_NAME).stat().st_mode) == 0o600


def test_a_folder_that_cannot_be_made_is_told_in_words(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("in the way")
    with pytest.raises(StoreError, match="data folder"):
        FolderLock(tmp_path / "data").acquire(program="window")
