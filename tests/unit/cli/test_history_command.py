from __future__ import annotations

from tests.unit.cli.conftest import Shell
from vox_console.settings.folders import Folders
from vox_console.storage.folder_lock import FolderLock


def test_an_empty_history_is_empty(shell: Shell) -> None:
    told = shell("history", "--json")
    assert (told.code, told.out, told.err) == (0, "", "")


def test_the_history_is_shown_while_the_window_is_open(shell: Shell) -> None:
    shell("history")
    with FolderLock(Folders.choose(shell.folder).data).acquire(program="window"):
        told = shell("history", "--json")
    assert told.code == 0
    assert "held by the window" in told.err


def test_a_file_that_is_no_journal_is_told(shell: Shell) -> None:
    data = Folders.choose(shell.folder).data
    data.mkdir(parents=True)
    (data / "journal.db").write_bytes(b"not a database" * 100)
    told = shell("history")
    assert told.code == 1
    assert told.err.startswith("vox-console: ")
